"""Time from one start of a step to the next, and how it is spent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.activities import find_activities, items_between
from voiceguide.score.items import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Location
    from voiceguide.score.activities import Activity
    from voiceguide.score.timeline import Event

_NAMES = {Role.HOLD: "hold", Role.GO: "go", Role.REP: "repeating", Role.BREATHE: "breathing"}
_SILENCES = {Role.REST: "rest", Role.SWITCH: "switch", Role.MOVE: "move"}
_REMAINDER = "tones and words"
"""Name of all other time: tones, words, the pauses after them, and the time to get ready."""


@dataclass(frozen=True, slots=True)
class RoundSum:
    """Time from one start of a step to the next, `length` samples, and the samples spent on each part of it.

    `name` is “round”, or “side” or “turn” for a step without rounds.
    """

    chapter_index: int
    name: str
    source: Location | None
    length: int
    parts: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        parts = ", ".join(f"{_format_seconds(length)} {name}" for name, length in self.parts)
        length = _format_seconds(self.length)
        return f"A {self.name} takes {length}{'' if ':' in length else ' s'}: {parts}."


def find_round_sums(events: tuple[Event, ...]) -> Iterator[RoundSum]:
    """Yield what a round comes to, for each step or heading that is repeated; of a heading, for its first step."""
    activities = find_activities(events)
    event_by_start = {event.start: event for event in reversed(events)}
    end = 0
    for index, activity in enumerate(activities):
        if activity.start < end:
            continue
        first = event_by_start[activity.start]
        later = [
            (other, event_by_start[other.start])
            for other in activities[index + 1 :]
            if other.chapter_index == activity.chapter_index
        ]
        same_step = [(other, event) for other, event in later if event.context.step == first.context.step]
        if not same_step:
            continue
        other_rounds = [pair for pair in same_step if pair[1].context.round != first.context.round]
        following, _ = (other_rounds or same_step)[0]
        name = "round" if other_rounds else "side" if activity.side else "turn"
        parts = _parts(activity.start, following.start, activities, events)
        length = following.start - activity.start
        yield RoundSum(activity.chapter_index, name, first.context.source, length, parts)
        end = same_step[-1][0].end


def _parts(
    start: int, end: int, activities: tuple[Activity, ...], events: tuple[Event, ...]
) -> tuple[tuple[str, int], ...]:
    """Return the names of what is done between two moments, each with its samples."""
    lengths: dict[str, int] = {}
    inside = items_between(activities, start, end)
    for activity in inside:
        name = _NAMES[activity.role]
        lengths[name] = lengths.get(name, 0) + activity.end - activity.start
    for event in items_between(events, start, end):
        is_free = not items_between(inside, event.start, event.end)
        if event.role in _SILENCES and is_free and (event.role is Role.REST or not event.sound):
            name = _SILENCES[event.role]
            lengths[name] = lengths.get(name, 0) + event.end - event.start
    remainder = end - start - sum(lengths.values())
    if remainder >= units.SAMPLE_RATE // 20:
        lengths[_REMAINDER] = remainder
    return tuple(lengths.items())


def _format_seconds(length: int) -> str:
    """Return seconds to a tenth, or as a clock from two minutes."""
    if length >= units.CLOCK_THRESHOLD:
        return units.format_clock(length)
    tenths = round(units.to_seconds(length), 1)
    return f"{tenths:.1f}".removesuffix(".0")
