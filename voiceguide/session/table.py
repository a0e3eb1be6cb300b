"""The timeline as a table to read: chapters, times, words and holds."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from voiceguide import units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.session.timeline import Event, Timeline

_QUIET = {
    "ready": "get ready",
    "move": "time to move",
    "switch": "change sides",
    "rest": "rest",
    "pause": "pause",
}
_WHOLE = {"hold": "hold", "go": "move freely", "rep": "repeat", "breathe": "breathe"}
_SIGNS = {"start", "half", "mid"}
_SHORT = units.samples(2)
_WIDTH = 96

_Whole = tuple[str, int, int, str]
"""A role, and the hold, or the step, round and side it belongs to."""


def table(timeline: Timeline) -> str:
    """One line for each thing a listener notices; the short pauses between sentences are left out."""
    lines = [f"{timeline.title} · {units.clock(timeline.length)}"]
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
    going = {_turn(event) for event in events if event.role == "go"}
    wholes = [_whole(event, going) for event in events]
    extents: dict[_Whole, tuple[Event, Event]] = {}
    for event, whole in zip(events, wholes, strict=True):
        if whole:
            extents[whole] = (extents.get(whole, (event, event))[0], event)
    for event, whole in zip(events, wholes, strict=True):
        if whole and extents[whole][0] is event:
            side = f", {event.tag.side}" if event.tag.side else ""
            yield event, f"▪ {_WHOLE[whole[0]]} {_lasting(event.start, extents[whole][1].end)}{side}"
        elif event.kind == "speech" and event.sound and (not whole or event.role == "mid"):
            yield event, event.sound.text
        elif event.kind == "tone" and event.sound and not whole:
            yield event, f"♪ {event.sound.text}"
        elif event.role in _QUIET and (event.role != "pause" or event.end - event.start > _SHORT):
            yield event, f"  {_QUIET[event.role]} {_lasting(event.start, event.end)}"


def _turn(event: Event) -> tuple[int, int, str]:
    return event.tag.step, event.tag.round, event.tag.side


def _whole(event: Event, going: set[tuple[int, int, str]]) -> _Whole | None:
    """What an event is a part of: a hold, a set of repetitions, a stretch of moving or of breaths."""
    if event.tag.hold:
        return "hold", event.tag.hold, 0, ""
    inside = event.role in _SIGNS and _turn(event) in going
    role = "go" if inside else event.role
    return (role, *_turn(event)) if role in _WHOLE else None


def _lasting(start: int, end: int) -> str:
    seconds = units.seconds(end - start)
    # To a tenth: what is placed on frames may differ from what was asked by some hundredths.
    return f"{seconds:.1f}".removesuffix(".0") + " s" if seconds < 60 else units.clock(end - start)  # noqa: PLR2004 - a minute


def _wrapped(lead: str, text: str) -> Iterator[str]:
    line = lead
    for word in text.split(" "):
        if len(line) + len(word) > _WIDTH and line.strip():
            yield line.rstrip()
            line = " " * len(lead)
        line += word + " "
    yield line.rstrip()
