"""Activities of a timeline: holds, free movement, repetitions and breaths, with their extents."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from voiceguide.score.items import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.score.timeline import Event

ACTIVITY_NAMES = {
    Role.HOLD: "hold",
    Role.GO: "move freely",
    Role.REP: "repeat",
    Role.BREATHE: "breathe",
}
"""Names of activities in tables and pictures, by role."""

_ROLES_INSIDE_GO = {Role.START, Role.HALF, Role.MID}

_TurnKey = tuple[int, int, str, str]
"""A step's number, its round, its side, and the one of several that has its turn."""

_ActivityKey = tuple[Role, int, int, str, str]
"""A role, and the hold, or the step and the turn it belongs to."""


@dataclass(frozen=True, slots=True)
class Activity:
    """A hold, a set of repetitions, or a stretch of free movement or of breaths (`start`, `end` in samples).

    `role` is a key of ACTIVITY_NAMES; `side` is empty if there is none; `chapter_index` counts from 0.
    """

    start: int
    end: int
    role: Role
    side: str
    chapter_index: int


@dataclass(frozen=True, slots=True)
class Breath:
    """One breath: inhalation from `start`, exhalation from `exhale_start` to `end` (samples)."""

    start: int
    exhale_start: int
    end: int


class HasExtent(Protocol):
    """Anything with a start and an end, in samples."""

    @property
    def start(self) -> int:
        """First sample."""

    @property
    def end(self) -> int:
        """Sample after the last."""


ExtentT = TypeVar("ExtentT", bound=HasExtent)


def items_between(items: tuple[ExtentT, ...], start: int, end: int) -> tuple[ExtentT, ...]:
    """Return the items that overlap a stretch from `start` to `end` (samples).

    The items must be in order of time, and must not overlap each other.
    """
    first = bisect_left(items, start + 1, key=lambda item: item.end)
    last = bisect_left(items, end, key=lambda item: item.start)
    return items[first:last]


def find_activities(events: tuple[Event, ...]) -> tuple[Activity, ...]:
    """Return the activities in a timeline's events, in order; no two overlap."""
    go_turns = {_turn_key(event) for event in events if event.role is Role.GO}
    extents: dict[_ActivityKey, tuple[Event, Event]] = {}
    for event in events:
        if key := _activity_key(event, go_turns):
            extents[key] = (extents.get(key, (event, event))[0], event)
    return tuple(
        Activity(first.start, last.end, key[0], first.context.side, first.context.chapter - 1)
        for key, (first, last) in extents.items()
    )


def _turn_key(event: Event) -> _TurnKey:
    context = event.context
    return context.step, context.round, context.side, context.each


def _activity_key(event: Event, go_turns: set[_TurnKey]) -> _ActivityKey | None:
    if event.context.hold:
        return Role.HOLD, event.context.hold, 0, "", ""
    is_inside_go = event.role in _ROLES_INSIDE_GO and _turn_key(event) in go_turns
    role = Role.GO if is_inside_go else event.role
    return (role, *_turn_key(event)) if role in ACTIVITY_NAMES else None


def find_breaths(events: tuple[Event, ...], activities: tuple[Activity, ...]) -> Iterator[Breath]:
    """Yield the breaths that rising and falling tones lead.

    All have the length of the second, the first that tones lead. An activity with fewer than two rising
    tones, or with another number of falling ones, has no breaths, since their length is unknown.
    """
    for activity in activities:
        if activity.role is not Role.BREATHE:
            continue
        activity_events = items_between(events, activity.start, activity.end)
        rises = [event.start for event in activity_events if event.tone == "rise"]
        falls = [event.start for event in activity_events if event.tone == "fall"]
        if len(rises) < 2 or len(falls) != len(rises):  # noqa: PLR2004 - two starts give the length of a breath
            continue
        breath_length, inhale_length = rises[1] - rises[0], falls[0] - rises[0]
        first_start = rises[0] - breath_length
        for number in range(round((activity.end - first_start) / breath_length)):
            start = first_start + number * breath_length
            exhale_start, end = start + inhale_length, min(start + breath_length, activity.end)
            yield Breath(max(start, activity.start), exhale_start, end)
