"""A session in passages: its chapters, and the sides and rounds within them.

What music plays under a passage depends on that passage alone. When each lasts whole frames besides, a hold
that grows moves all that follows it and changes none of it: docs/decisions/0076-music-in-sections.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.items import ChapterStart, EventContext, Interval, Item, Say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.score.layout import Measure
    from voiceguide.score.timeline import Timeline

MIN_SECTION_LENGTH = units.to_samples(30)
"""Samples of a passage that ends within its chapter: quick rounds and sides share one."""

MIN_FINAL_SILENCE = units.to_samples(1)
"""Samples of quiet that whole frames leave at a session's end."""


@dataclass(frozen=True, slots=True)
class MusicSection:
    """It begins at a sample; `name` tells it from others, wherever in a session it stands."""

    start: int
    digest: str


def find_music_sections(timeline: Timeline) -> tuple[MusicSection, ...]:
    """A session's passages. The first is there from the first sample."""
    events = timeline.events
    extents = ((event.context, event.end - event.start, event.kind != "silence") for event in events)
    sections = [
        MusicSection(events[index].start, _section_digest(events[index].context))
        for index in _section_starts(extents)
    ]
    return (replace(sections[0], start=0), *sections[1:])


def align_sections_to_frames(items: Iterable[Item], measure: Measure) -> tuple[Item, ...]:
    """The same score, with passages of whole frames: a quiet before each is up to 12 ms longer or shorter.

    The last quiet makes up for them all, so the session lasts as long. Where it has no room for that, the
    score stays as it is.
    """
    result = list(items)
    extents = [_extent(item, measure) for item in result]
    section_starts = set(_section_starts(extents))
    position = drift = 0
    silence_index = -1
    for index, (_, length, _) in enumerate(extents):
        if index in section_starts and silence_index >= 0:
            shift = units.snap_to_frame(position) - position
            result[silence_index] = _lengthen(result[silence_index], shift)
            position, drift = position + shift, drift + shift
        position += length
        if not isinstance(result[index], ChapterStart):
            silence_index = (
                index if isinstance(result[index], Interval) and length > units.FRAME_SAMPLES else -1
            )
    final_item = _lengthen(result[-1], -drift)
    fits = isinstance(final_item, Interval) and final_item.length >= MIN_FINAL_SILENCE
    return (*result[:-1], final_item) if fits else tuple(items)


def _lengthen(item: Item, shift: int) -> Item:
    return replace(item, length=item.length + shift) if isinstance(item, Interval) else item


def _extent(item: Item, measure: Measure) -> tuple[EventContext, int, bool]:
    """Its tag, how long it lasts, and whether it begins with a sound."""
    if isinstance(item, Say):
        return item.context, measure(item.sound).length, True
    if isinstance(item, Interval):
        return item.context, item.length, bool(item.sounds and item.sounds[0].offset == 0)
    return EventContext(), 0, False


def _section_starts(extents: Iterable[tuple[EventContext, int, bool]]) -> Iterator[int]:
    """The numbers of those parts of a session with which a passage begins: always with a sound."""
    previous_place, section_length = (0, 0, ""), 0
    for index, (context, length, has_sound) in enumerate(extents):
        place = context.chapter, context.round, context.side
        if has_sound:
            if place[0] != previous_place[0] or (
                place != previous_place and section_length >= MIN_SECTION_LENGTH
            ):
                yield index
                section_length = 0
            previous_place = place
        section_length += length


def _section_digest(context: EventContext) -> str:
    """Short, and the same for the same side and round of a technique; "" for a session's own words."""
    if not context.technique:
        return ""
    return sha256(f"{context.technique} {context.round} {context.side}".encode()).hexdigest()[:8]
