"""Rows of a timeline picture, like the systems of a page of music: two minutes each, one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.activities import find_activities, find_breaths, items_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.score.activities import Activity, Breath
    from voiceguide.score.timeline import Chapter, Event, Timeline

ROW_LENGTH = 120 * units.SAMPLE_RATE
"""Samples in a row: few enough for a hold of 20 s to have room for its length and its side."""


@dataclass(frozen=True, slots=True)
class SvgRow:
    """Contents of a row from `start` to `end` (samples); an item across a boundary is in both rows."""

    start: int
    end: int
    chapters: tuple[Chapter, ...]
    sounds: tuple[Event, ...]
    activities: tuple[Activity, ...]
    breaths: tuple[Breath, ...]


def split_into_rows(timeline: Timeline) -> Iterator[SvgRow]:
    """Yield the rows of a timeline in order; the last may be shorter."""
    activities = find_activities(timeline.events)
    sounds = tuple(event for event in timeline.events if event.sound)
    breaths = tuple(find_breaths(sounds, activities))
    for start in range(0, timeline.length, ROW_LENGTH):
        end = min(start + ROW_LENGTH, timeline.length)
        yield SvgRow(
            start,
            end,
            items_between(timeline.chapters, start, end),
            items_between(sounds, start, end),
            items_between(activities, start, end),
            items_between(breaths, start, end),
        )
