"""Timeline as a table in plain text: chapters, times, words and holds."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.activities import ACTIVITY_NAMES, find_activities
from voiceguide.score.items import Role
from voiceguide.score.round_sums import find_round_sums
from voiceguide.views.summary import timeline_summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.score.activities import Activity
    from voiceguide.score.timeline import Event, Timeline

_SILENCE_NAMES = {
    Role.READY: "get ready",
    Role.MOVE: "time to move",
    Role.SWITCH: "change sides",
    Role.REST: "rest",
    Role.PAUSE: "pause",
}
_MAX_HIDDEN_PAUSE = units.to_samples(2)
"""Samples of the longest pause without a line."""

_LINE_CHARS = 96
"""Maximum number of characters in a line."""


def timeline_table(timeline: Timeline) -> str:
    """Return the summary; below it, chapter by chapter, what a round comes to, and a line for each event to notice."""
    lines = [timeline_summary(timeline)]
    texts_by_start = {event.start: text for event, text in event_texts(timeline.events)}
    starts = [event.start for event in timeline.events]
    sums = tuple(find_round_sums(timeline.events))
    for chapter in timeline.chapters:
        lines += ["", f"{units.format_clock(chapter.start):>7}  {chapter.title.upper()}"]
        lines += [f"{'':9}{found}" for found in sums if timeline.chapters[found.chapter_index] is chapter]
        for start in starts[bisect_left(starts, chapter.start) : bisect_left(starts, chapter.end)]:
            if start in texts_by_start:
                lines += _wrap_text(f"{units.format_clock(start):>7}  ", texts_by_start[start])
    return "\n".join(lines)


def event_texts(events: tuple[Event, ...]) -> Iterator[tuple[Event, str]]:
    """Yield the events that have a line, with its text; a hold, a set or a stretch of breaths has one."""
    activities = iter(find_activities(events))
    activity = next(activities, None)
    for event in events:
        while activity and event.start >= activity.end:
            activity = next(activities, None)
        is_inside = activity is not None and event.start >= activity.start
        if activity and event.start == activity.start:
            yield event, _activity_text(activity)
        elif event.text and (not is_inside or event.role is Role.MID):
            yield event, event.text
        elif event.tone and not is_inside:
            yield event, f"♪ {event.tone}"
        elif event.role in _SILENCE_NAMES and (
            event.role is not Role.PAUSE or event.end - event.start > _MAX_HIDDEN_PAUSE
        ):
            yield event, f"  {_SILENCE_NAMES[event.role]} {units.format_elapsed(event.end - event.start)}"


def _activity_text(activity: Activity) -> str:
    length_text = units.format_elapsed(activity.end - activity.start)
    side = f", {activity.side}" if activity.side else ""
    return f"▪ {ACTIVITY_NAMES[activity.role]} {length_text}{side}"


def _wrap_text(prefix: str, text: str) -> Iterator[str]:
    """Yield the lines of a text; the first begins with a prefix, later ones with as many spaces."""
    line = prefix
    for word in text.split(" "):
        if len(line) + len(word) > _LINE_CHARS and line.strip():
            yield line.rstrip()
            line = " " * len(prefix)
        line += word + " "
    yield line.rstrip()
