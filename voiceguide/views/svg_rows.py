"""A timeline in systems, like a page of music: two minutes of it side by side, then the next two below."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from voiceguide import units
from voiceguide.score.activities import Dose, doses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.score.timeline import Chapter, Event, Timeline

SPAN = 120 * units.RATE
"""How much time stands side by side, in samples: so that a hold of 20 s has room for its length and side."""


@dataclass(frozen=True, slots=True)
class System:
    """What is heard and done from `start` up to `end` (samples); what goes on beyond is in both systems."""

    start: int
    end: int
    chapters: tuple[Chapter, ...]
    sounds: tuple[Event, ...]
    doses: tuple[Dose, ...]
    breaths: tuple[Breath, ...]


@dataclass(frozen=True, slots=True)
class Breath:
    """One breath: in from `start`, out from `turn`, up to `end` (samples)."""

    start: int
    turn: int
    end: int


class _Extended(Protocol):
    """What has a start and an end, in samples."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Part = TypeVar("Part", bound=_Extended)


def systems(timeline: Timeline) -> Iterator[System]:
    """The systems of a timeline, in order; the last may be shorter."""
    done = doses(timeline.events)
    sounds = tuple(event for event in timeline.events if event.sound)
    breaths = tuple(_breaths(sounds, done))
    for start in range(0, timeline.length, SPAN):
        end = min(start + SPAN, timeline.length)
        yield System(
            start,
            end,
            _within(timeline.chapters, start, end),
            _within(sounds, start, end),
            _within(done, start, end),
            _within(breaths, start, end),
        )


def _within(parts: tuple[Part, ...], start: int, end: int) -> tuple[Part, ...]:
    """The parts that are heard between start and end; they stand in order, and none overlaps another."""
    first = bisect_left(parts, start + 1, key=lambda part: part.end)
    last = bisect_left(parts, end, key=lambda part: part.start)
    return parts[first:last]


def _breaths(sounds: tuple[Event, ...], done: tuple[Dose, ...]) -> Iterator[Breath]:
    """The breaths that rising and falling tones lead. The first, led by words, is as long as the second."""
    for dose in done:
        if dose.role != "breathe":
            continue
        inside = _within(sounds, dose.start, dose.end)
        rises = [event.start for event in inside if event.sound and event.sound.text == "rise"]
        falls = [event.start for event in inside if event.sound and event.sound.text == "fall"]
        if len(rises) < 2 or len(falls) != len(rises):  # noqa: PLR2004 - two tell how long one is
            continue
        lasts, turns = rises[1] - rises[0], falls[0] - rises[0]
        rises, falls = [rises[0] - lasts, *rises], [rises[0] - lasts + turns, *falls]
        for number, (rise, fall) in enumerate(zip(rises, falls, strict=True)):
            following = rises[number + 1] if number + 1 < len(rises) else rise + lasts
            yield Breath(max(rise, dose.start), fall, min(following, dose.end))
