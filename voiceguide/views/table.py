"""The timeline as a table to read: chapters, times, words and holds."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.activities import find_activities
from voiceguide.views.summary import ROLE_NAMES, format_elapsed, timeline_summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.score.timeline import Event, Timeline

_SILENCE_NAMES = {
    "ready": "get ready",
    "move": "time to move",
    "switch": "change sides",
    "rest": "rest",
    "pause": "pause",
}
_MAX_HIDDEN_PAUSE = units.to_samples(2)
_LINE_CHARS = 96


def timeline_table(timeline: Timeline) -> str:
    """The programme; below it, chapter by chapter, one line for each thing a listener notices.

    The short pauses between sentences are left out.
    """
    lines = [timeline_summary(timeline)]
    event_texts_by_event = dict(event_texts(timeline.events))
    starts = [event.start for event in timeline.events]
    for chapter in timeline.chapters:
        lines += ["", f"{units.format_clock(chapter.start):>7}  {chapter.title.upper()}"]
        first, last = bisect_left(starts, chapter.start), bisect_left(starts, chapter.end)
        for event in timeline.events[first:last]:
            if event in event_texts_by_event:
                lines += _wrap_text(f"{units.format_clock(event.start):>7}  ", event_texts_by_event[event])
    return "\n".join(lines)


def event_texts(events: tuple[Event, ...]) -> Iterator[tuple[Event, str]]:
    """The events that have a line, and what it says; a hold, a set and a stretch of breaths have one each."""
    activities = iter(find_activities(events))
    activity = next(activities, None)
    for event in events:
        while activity and event.start >= activity.end:
            activity = next(activities, None)
        is_inside = activity is not None and event.start >= activity.start
        if activity and event.start == activity.start:
            side = f", {activity.side}" if activity.side else ""
            yield event, f"▪ {ROLE_NAMES[activity.role]} {format_elapsed(activity.start, activity.end)}{side}"
        elif event.kind == "speech" and event.sound and (not is_inside or event.role == "mid"):
            yield event, event.sound.text
        elif event.kind == "tone" and event.sound and not is_inside:
            yield event, f"♪ {event.sound.text}"
        elif event.role in _SILENCE_NAMES and (
            event.role != "pause" or event.end - event.start > _MAX_HIDDEN_PAUSE
        ):
            yield event, f"  {_SILENCE_NAMES[event.role]} {format_elapsed(event.start, event.end)}"


def _wrap_text(prefix: str, text: str) -> Iterator[str]:
    line = prefix
    for word in text.split(" "):
        if len(line) + len(word) > _LINE_CHARS and line.strip():
            yield line.rstrip()
            line = " " * len(prefix)
        line += word + " "
    yield line.rstrip()
