"""A timeline in systems, like a page of music: two minutes of it side by side, then the next two below."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from voiceguide import units
from voiceguide.score.activities import Activity, find_activities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.score.timeline import Chapter, Event, Timeline

ROW_LENGTH = 120 * units.SAMPLE_RATE
"""How much time stands side by side, in samples: so that a hold of 20 s has room for its length and side."""


@dataclass(frozen=True, slots=True)
class SvgRow:
    """What is heard and done from `start` up to `end` (samples); what goes on beyond is in both systems."""

    start: int
    end: int
    chapters: tuple[Chapter, ...]
    sounds: tuple[Event, ...]
    activities: tuple[Activity, ...]
    breaths: tuple[Breath, ...]


@dataclass(frozen=True, slots=True)
class Breath:
    """One breath: in from `start`, out from `turn`, up to `end` (samples)."""

    start: int
    exhale_start: int
    end: int


class _HasExtent(Protocol):
    """What has a start and an end, in samples."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


ExtentT = TypeVar("ExtentT", bound=_HasExtent)


def split_into_rows(timeline: Timeline) -> Iterator[SvgRow]:
    """The systems of a timeline, in order; the last may be shorter."""
    activities = find_activities(timeline.events)
    sounds = tuple(event for event in timeline.events if event.sound)
    breaths = tuple(_find_breaths(sounds, activities))
    for start in range(0, timeline.length, ROW_LENGTH):
        end = min(start + ROW_LENGTH, timeline.length)
        yield SvgRow(
            start,
            end,
            _items_between(timeline.chapters, start, end),
            _items_between(sounds, start, end),
            _items_between(activities, start, end),
            _items_between(breaths, start, end),
        )


def _items_between(items: tuple[ExtentT, ...], start: int, end: int) -> tuple[ExtentT, ...]:
    """The parts that are heard between start and end; they stand in order, and none overlaps another."""
    first = bisect_left(items, start + 1, key=lambda item: item.end)
    last = bisect_left(items, end, key=lambda item: item.start)
    return items[first:last]


def _find_breaths(sounds: tuple[Event, ...], activities: tuple[Activity, ...]) -> Iterator[Breath]:
    """The breaths that rising and falling tones lead. The first, led by words, is as long as the second."""
    for activity in activities:
        if activity.role != "breathe":
            continue
        activity_sounds = _items_between(sounds, activity.start, activity.end)
        rises = [event.start for event in activity_sounds if event.sound and event.sound.text == "rise"]
        falls = [event.start for event in activity_sounds if event.sound and event.sound.text == "fall"]
        if len(rises) < 2 or len(falls) != len(rises):  # noqa: PLR2004 - two tell how long one is
            continue
        breath_length, inhale_length = rises[1] - rises[0], falls[0] - rises[0]
        rises, falls = [rises[0] - breath_length, *rises], [rises[0] - breath_length + inhale_length, *falls]
        for index, (rise, fall) in enumerate(zip(rises, falls, strict=True)):
            next_rise = rises[index + 1] if index + 1 < len(rises) else rise + breath_length
            yield Breath(max(rise, activity.start), fall, min(next_rise, activity.end))
