"""Handmade timelines to write, share and show."""

from __future__ import annotations

from voiceguide import units
from voiceguide.score.items import EventContext, Role, Sound, SoundKind
from voiceguide.score.timeline import Chapter, Event, Timeline

SAMPLES_PER_SECOND = units.SAMPLE_RATE


def spoken_timeline(*cues: tuple[float, float, str], length: float, title: str = "Reset") -> Timeline:
    """Return the timeline of one chapter, with words from one second to another."""
    events, position, tag = [], 0, EventContext(chapter=1)
    for start, end, text in cues:
        first, last = round(start * SAMPLES_PER_SECOND), round(end * SAMPLES_PER_SECOND)
        events.append(Event(position, first, Role.PAUSE, tag))
        events.append(Event(first, last, Role.CUE, tag, Sound(SoundKind.SPEECH, text), text))
        position = last
    events.append(Event(position, round(length * SAMPLES_PER_SECOND), Role.PAUSE, tag))
    chapter = Chapter(0, round(length * SAMPLES_PER_SECOND), title, "")
    return Timeline("reset", title, round(length * SAMPLES_PER_SECOND), (chapter,), tuple(events))
