"""The timeline as a table to read: chapters, times, words and holds."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from voiceguide import units
from voiceguide.session.timeline import Event, Timeline

_QUIET = {
    "ready": "get ready",
    "move": "time to move",
    "switch": "change sides",
    "rest": "rest",
    "pause": "pause",
}
_WHOLE = {"hold": "hold", "go": "move freely", "rep": "repeat", "breathe": "breathe"}
_SHORT = units.samples(2)
_WIDTH = 96


def table(timeline: Timeline) -> str:
    """One line for each thing a listener notices; the short pauses between sentences are left out."""
    lines = [f"{timeline.title} · {units.clock(timeline.length)}"]
    told = dict(_told(timeline.events))
    for chapter in timeline.chapters:
        lines += ["", f"{units.clock(chapter.start):>7}  {chapter.title.upper()}"]
        for event in timeline.events:
            if chapter.start <= event.start < chapter.end and event in told:
                lines += _wrapped(f"{units.clock(event.start):>7}  ", told[event])
    return "\n".join(lines)


def _told(events: tuple[Event, ...]) -> Iterator[tuple[Event, str]]:
    """The events that have a line, and what it says; a hold, a set and a stretch of breaths have one each."""
    extents: dict[Hashable, tuple[Event, Event]] = {}
    for event in events:
        if whole := _whole(event):
            extents[whole] = (extents.get(whole, (event, event))[0], event)
    for event in events:
        whole = _whole(event)
        if whole and extents[whole][0] is event:
            _, last = extents[whole]
            side = f", {event.tag.side}" if event.tag.side else ""
            yield event, f"▪ {_WHOLE[whole[0]]} {_lasting(event.start, last.end)}{side}"
        elif event.kind == "speech" and event.sound and (not whole or event.role == "mid"):
            yield event, event.sound.text
        elif event.kind == "tone" and event.sound and not whole:
            yield event, f"♪ {event.sound.text}"
        elif event.role in _QUIET and (event.role != "pause" or event.end - event.start > _SHORT):
            yield event, f"  {_QUIET[event.role]} {_lasting(event.start, event.end)}"


def _whole(event: Event) -> tuple[str, int, int, str] | None:
    """What an event is a part of: a hold, a set of repetitions, a stretch of moving or of breaths."""
    tag = event.tag
    if tag.hold:
        return "hold", tag.hold, 0, ""
    return (event.role, tag.step, tag.round, tag.side) if event.role in _WHOLE else None


def _lasting(start: int, end: int) -> str:
    seconds = units.seconds(end - start)
    return f"{seconds:.0f} s" if seconds < 60 else units.clock(end - start)  # noqa: PLR2004 - a minute


def _wrapped(lead: str, text: str) -> Iterator[str]:
    line = lead
    for word in text.split(" "):
        if len(line) + len(word) > _WIDTH and line.strip():
            yield line.rstrip()
            line = " " * len(lead)
        line += word + " "
    yield line.rstrip()
