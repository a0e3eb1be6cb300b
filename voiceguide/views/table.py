"""The timeline as a table to read: chapters, times, words and holds."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.activities import doses
from voiceguide.views.summary import NAMES, lasting, programme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.score.timeline import Event, Timeline

_QUIET = {
    "ready": "get ready",
    "move": "time to move",
    "switch": "change sides",
    "rest": "rest",
    "pause": "pause",
}
_SHORT = units.samples(2)
_WIDTH = 96


def table(timeline: Timeline) -> str:
    """The programme; below it, chapter by chapter, one line for each thing a listener notices.

    The short pauses between sentences are left out.
    """
    lines = [programme(timeline)]
    noticed = dict(told(timeline.events))
    starts = [event.start for event in timeline.events]
    for chapter in timeline.chapters:
        lines += ["", f"{units.clock(chapter.start):>7}  {chapter.title.upper()}"]
        first, last = bisect_left(starts, chapter.start), bisect_left(starts, chapter.end)
        for event in timeline.events[first:last]:
            if event in noticed:
                lines += _wrapped(f"{units.clock(event.start):>7}  ", noticed[event])
    return "\n".join(lines)


def told(events: tuple[Event, ...]) -> Iterator[tuple[Event, str]]:
    """The events that have a line, and what it says; a hold, a set and a stretch of breaths have one each."""
    done = iter(doses(events))
    dose = next(done, None)
    for event in events:
        while dose and event.start >= dose.end:
            dose = next(done, None)
        inside = dose is not None and event.start >= dose.start
        if dose and event.start == dose.start:
            side = f", {dose.side}" if dose.side else ""
            yield event, f"▪ {NAMES[dose.role]} {lasting(dose.start, dose.end)}{side}"
        elif event.kind == "speech" and event.sound and (not inside or event.role == "mid"):
            yield event, event.sound.text
        elif event.kind == "tone" and event.sound and not inside:
            yield event, f"♪ {event.sound.text}"
        elif event.role in _QUIET and (event.role != "pause" or event.end - event.start > _SHORT):
            yield event, f"  {_QUIET[event.role]} {lasting(event.start, event.end)}"


def _wrapped(lead: str, text: str) -> Iterator[str]:
    line = lead
    for word in text.split(" "):
        if len(line) + len(word) > _WIDTH and line.strip():
            yield line.rstrip()
            line = " " * len(lead)
        line += word + " "
    yield line.rstrip()
