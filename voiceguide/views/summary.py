"""A session at a glance: a line for each chapter, with a bar in proportion and what is done in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.activities import find_activities

if TYPE_CHECKING:
    from voiceguide.score.activities import Activity
    from voiceguide.score.timeline import Timeline

ROLE_NAMES = {"hold": "hold", "go": "move freely", "rep": "repeat", "breathe": "breathe"}
"""What people call a dose, by its role."""

_EIGHTH_BLOCKS = " ▏▎▍▌▋▊▉"
_BAR_CELLS = 16
"""How many letters wide the bar of the longest chapter is."""


def timeline_summary(timeline: Timeline) -> str:
    """The title, then each chapter: when it starts, its title, a bar and its length, its holds and sets."""
    lines = [f"{timeline.title} · {units.format_clock(timeline.length)}", ""]
    activities = find_activities(timeline.events)
    title_width = max(len(chapter.title) for chapter in timeline.chapters)
    longest = max(chapter.end - chapter.start for chapter in timeline.chapters)
    for index, chapter in enumerate(timeline.chapters):
        length = chapter.end - chapter.start
        activity_text = _format_activities(
            tuple(activity for activity in activities if activity.chapter_index == index)
        )
        bar = _format_bar(length, longest)
        prefix = f"{units.format_clock(chapter.start):>7}  {chapter.title:{title_width}}  {bar:{_BAR_CELLS}}"
        lines.append(f"{prefix} {units.format_clock(length):>5}  {activity_text}".rstrip())
    return "\n".join(lines)


def format_elapsed(start: int, end: int) -> str:
    """How long something takes, for people, in samples from start to end: 20 s, 1:10."""
    seconds = units.to_seconds(end - start)
    # To a tenth: what is placed on frames may differ from what was asked by some hundredths.
    return f"{seconds:.1f}".removesuffix(".0") + " s" if seconds < 60 else units.format_clock(end - start)  # noqa: PLR2004 - a minute


def _format_activities(activities: tuple[Activity, ...]) -> str:
    """“2 × hold 20 s, repeat 48 s”: alike ones together, in the order in which they first come."""
    counts = Counter(
        f"{ROLE_NAMES[activity.role]} {format_elapsed(activity.start, activity.end)}"
        for activity in activities
    )
    return ", ".join(f"{count} × {text}" if count > 1 else text for text, count in counts.items())


def _format_bar(length: int, longest: int) -> str:
    """A bar of block letters, exact to an eighth of one; whatever lasts at all has a bar."""
    eighths = max(round(length * _BAR_CELLS * 8 / longest), 1)
    return "█" * (eighths // 8) + _EIGHTH_BLOCKS[eighths % 8].strip()
