"""Timelines to write, share and show, made by hand."""

from __future__ import annotations

from voiceguide import units
from voiceguide.score.items import EventContext, Sound
from voiceguide.score.timeline import Chapter, Event, Timeline

SECOND = units.SAMPLE_RATE


def spoken(*said: tuple[float, float, str], length: float, title: str = "Reset") -> Timeline:
    """A session of one chapter, with the words that are heard from one second to another."""
    events, at, tag = [], 0, EventContext(chapter=1)
    for start, end, text in said:
        first, last = round(start * SECOND), round(end * SECOND)
        events.append(Event(at, first, "silence", "pause", tag))
        events.append(Event(first, last, "speech", "cue", tag, Sound("speech", text), text))
        at = last
    events.append(Event(at, round(length * SECOND), "silence", "pause", tag))
    chapter = Chapter(0, round(length * SECOND), title, "")
    return Timeline("reset", title, round(length * SECOND), (chapter,), tuple(events))
