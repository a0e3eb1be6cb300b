"""What a listener does on a timeline, and for how long: holds, moving freely, repetitions, breaths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.score.timeline import Event

_ROLES = {"hold", "go", "rep", "breathe"}
_SIGNS = {"start", "half", "mid"}

_Whole = tuple[str, int, int, str]
"""A role, and the hold, or the step, round and side it belongs to."""


@dataclass(frozen=True, slots=True)
class Dose:
    """A hold, a set of repetitions, or a stretch of moving or of breaths, from `start` up to `end` (samples).

    `role` is “hold”, “go”, “rep” or “breathe”; `side` is empty where there is none. `chapter` counts from 0.
    """

    start: int
    end: int
    role: str
    side: str
    chapter: int


def doses(events: tuple[Event, ...]) -> tuple[Dose, ...]:
    """Every dose of a timeline's events, in order; none overlaps another."""
    going = {_turn(event) for event in events if event.role == "go"}
    extents: dict[_Whole, tuple[Event, Event]] = {}
    for event in events:
        if whole := _whole(event, going):
            extents[whole] = (extents.get(whole, (event, event))[0], event)
    return tuple(
        Dose(first.start, last.end, whole[0], first.tag.side, first.tag.chapter - 1)
        for whole, (first, last) in extents.items()
    )


def _turn(event: Event) -> tuple[int, int, str]:
    return event.tag.step, event.tag.round, event.tag.side


def _whole(event: Event, going: set[tuple[int, int, str]]) -> _Whole | None:
    """What an event is a part of."""
    if event.tag.hold:
        return "hold", event.tag.hold, 0, ""
    inside = event.role in _SIGNS and _turn(event) in going
    role = "go" if inside else event.role
    return (role, *_turn(event)) if role in _ROLES else None
