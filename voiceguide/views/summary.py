"""A session at a glance: a line for each chapter, with a bar in proportion and what is done in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.activities import doses

if TYPE_CHECKING:
    from voiceguide.score.activities import Dose
    from voiceguide.score.timeline import Timeline

NAMES = {"hold": "hold", "go": "move freely", "rep": "repeat", "breathe": "breathe"}
"""What people call a dose, by its role."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_LONGEST = 16
"""How many letters wide the bar of the longest chapter is."""


def programme(timeline: Timeline) -> str:
    """The title, then each chapter: when it starts, its title, a bar and its length, its holds and sets."""
    lines = [f"{timeline.title} · {units.clock(timeline.length)}", ""]
    done = doses(timeline.events)
    wide = max(len(chapter.title) for chapter in timeline.chapters)
    longest = max(chapter.end - chapter.start for chapter in timeline.chapters)
    for number, chapter in enumerate(timeline.chapters):
        length = chapter.end - chapter.start
        what = _listed(tuple(dose for dose in done if dose.chapter == number))
        bar = _bar(length, longest)
        lead = f"{units.clock(chapter.start):>7}  {chapter.title:{wide}}  {bar:{_LONGEST}}"
        lines.append(f"{lead} {units.clock(length):>5}  {what}".rstrip())
    return "\n".join(lines)


def lasting(start: int, end: int) -> str:
    """How long something takes, for people, in samples from start to end: 20 s, 1:10."""
    seconds = units.seconds(end - start)
    # To a tenth: what is placed on frames may differ from what was asked by some hundredths.
    return f"{seconds:.1f}".removesuffix(".0") + " s" if seconds < 60 else units.clock(end - start)  # noqa: PLR2004 - a minute


def _listed(done: tuple[Dose, ...]) -> str:
    """“2 × hold 20 s, repeat 48 s”: alike ones together, in the order in which they first come."""
    alike = Counter(f"{NAMES[dose.role]} {lasting(dose.start, dose.end)}" for dose in done)
    return ", ".join(f"{count} × {what}" if count > 1 else what for what, count in alike.items())


def _bar(length: int, longest: int) -> str:
    """A bar of block letters, exact to an eighth of one; whatever lasts at all has a bar."""
    eighths = max(round(length * _LONGEST * 8 / longest), 1)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
