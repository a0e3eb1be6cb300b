"""What a listener does on a timeline, and for how long: holds, moving freely, repetitions, breaths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.score.timeline import Event

_ACTIVITY_ROLES = {"hold", "go", "rep", "breathe"}
_ROLES_INSIDE_GO = {"start", "half", "mid"}

_ActivityKey = tuple[str, int, int, str]
"""A role, and the hold, or the step, round and side it belongs to."""


@dataclass(frozen=True, slots=True)
class Activity:
    """A hold, a set of repetitions, or a stretch of moving or of breaths, from `start` up to `end` (samples).

    `role` is “hold”, “go”, “rep” or “breathe”; `side` is empty where there is none. `chapter` counts from 0.
    """

    start: int
    end: int
    role: str
    side: str
    chapter_index: int


def find_activities(events: tuple[Event, ...]) -> tuple[Activity, ...]:
    """Every dose of a timeline's events, in order; none overlaps another."""
    go_turns = {_turn_key(event) for event in events if event.role == "go"}
    extents: dict[_ActivityKey, tuple[Event, Event]] = {}
    for event in events:
        if key := _activity_key(event, go_turns):
            extents[key] = (extents.get(key, (event, event))[0], event)
    return tuple(
        Activity(first.start, last.end, key[0], first.context.side, first.context.chapter - 1)
        for key, (first, last) in extents.items()
    )


def _turn_key(event: Event) -> tuple[int, int, str]:
    return event.context.step, event.context.round, event.context.side


def _activity_key(event: Event, go_turns: set[tuple[int, int, str]]) -> _ActivityKey | None:
    """What an event is a part of."""
    if event.context.hold:
        return "hold", event.context.hold, 0, ""
    is_inside_go = event.role in _ROLES_INSIDE_GO and _turn_key(event) in go_turns
    role = "go" if is_inside_go else event.role
    return (role, *_turn_key(event)) if role in _ACTIVITY_ROLES else None
