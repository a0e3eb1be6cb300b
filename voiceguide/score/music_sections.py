"""Sections of a session for its music: its chapters, and the sides and rounds within them.

The music under a section depends on that section alone, and each section lasts whole frames. So a longer hold
moves the sections after it without changing them: docs/decisions/0076-music-in-sections.md.
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
"""Samples of the shortest section that ends within its chapter: short rounds and sides share one."""

MIN_FINAL_SILENCE = units.to_samples(1)
"""Samples of the shortest silence at a session's end after alignment to frames."""


@dataclass(frozen=True, slots=True)
class MusicSection:
    """A section from sample `start`; `digest` identifies its technique, round and side at any position."""

    start: int
    digest: str


def find_music_sections(timeline: Timeline) -> tuple[MusicSection, ...]:
    """Return the music sections of a timeline. The first begins at sample 0."""
    events = timeline.events
    extents = ((event.context, event.end - event.start, event.kind != "silence") for event in events)
    sections = [
        MusicSection(events[index].start, _section_digest(events[index].context))
        for index in _section_starts(extents)
    ]
    return (replace(sections[0], start=0), *sections[1:])


def align_sections_to_frames(items: Iterable[Item], measure: Measure) -> tuple[Item, ...]:
    """Return the score with music sections of whole frames: a silence before each changes by up to 12 ms.

    The last silence makes up for all changes, so the length of the session does not change. Where it would fall below
    MIN_FINAL_SILENCE, the score is returned unchanged.
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
    """Return an item's context, its length in samples, and whether it begins with a sound."""
    if isinstance(item, Say):
        return item.context, measure(item.sound).length, True
    if isinstance(item, Interval):
        return item.context, item.length, bool(item.sounds and item.sounds[0].offset == 0)
    return EventContext(), 0, False


def _section_starts(extents: Iterable[tuple[EventContext, int, bool]]) -> Iterator[int]:
    """Yield the indices of the extents that begin a music section, each with a sound.

    An extent is a context, a length in samples, and whether it begins with a sound.
    """
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
    """Return a short hash of a technique, its round and its side; "" for a session's own words."""
    if not context.technique:
        return ""
    return sha256(f"{context.technique} {context.round} {context.side}".encode()).hexdigest()[:8]
