"""Size limit: length and number of sounds of a plan, computed without laying it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import Problem
from voiceguide.plan.sound_profiles import MAX_SILENCE
from voiceguide.script.model import Reference, Section, Series, Step, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from voiceguide.errors import Location
    from voiceguide.plan.plan import Plan
    from voiceguide.script.model import Amount

MAX_SOUNDS = 100_000
"""Upper bound of sounds: more than one a second for a day. Ten thousand usual steps have about half as many."""

_MAX_TONES_PER_STEP = 4
"""Upper bound of the tones around and in one step."""


def size_problem(plan: Plan) -> Problem | None:
    """Return a problem at the step that exceeds a day or MAX_SOUNDS; None if within limits.

    Only written lengths count, not those of words.
    """
    length = sounds = 0
    for location, part_length, part_sounds in _sizes(plan):
        length, sounds = length + part_length, sounds + part_sounds
        hint = "Do it less often, or for less time."
        if length > units.MAX_DURATION:
            return Problem(
                location.file,
                location.line,
                location.column,
                "With this, the session lasts longer than a day.",
                hint,
            )
        if sounds > MAX_SOUNDS:
            message = f"With this, the session has more than {MAX_SOUNDS} words and tones."
            return Problem(location.file, location.line, location.column, message, hint)
    return None


def _sizes(plan: Plan) -> Iterator[tuple[Location, int, int]]:
    """Yield each step, heading and paragraph: its location, its length and its number of sounds."""
    for planned in plan.techniques:
        yield from _sizes_of_parts(planned.preamble, {}, 1)
        yield from _sizes_of_parts(planned.technique.body, dict(planned.values), 1)
    yield from _sizes_of_parts(plan.closing, {}, 1)


def _sizes_of_parts(
    parts: Iterable[Text | Step | Section], values: Mapping[str, int], repetitions: int
) -> Iterator[tuple[Location, int, int]]:
    def resolve(written_amount: Amount | None) -> int:
        if isinstance(written_amount, Series):
            return max(written_amount.amounts)
        return values[written_amount.name] if isinstance(written_amount, Reference) else written_amount or 0

    for part in parts:
        if isinstance(part, Text):
            yield part.location, 0, repetitions
            continue
        rounds, sides = resolve(part.rounds), len(part.each) or 1
        if isinstance(part, Section) and part.only_round:
            rounds = 1
        gap_length = (rounds - 1) * resolve(part.rest) + rounds * (sides - 1) * resolve(part.switch)
        gap_length += (rounds * sides - 1) * resolve(part.every)
        yield part.location, repetitions * gap_length, 0
        if isinstance(part, Section):
            yield from _sizes_of_parts(part.body, values, repetitions * rounds * sides)
        else:
            length, sounds = _size_of_turn(part, resolve)
            count = repetitions * rounds * sides
            yield part.location, count * length, count * sounds


def _size_of_turn(step: Step, resolve: Callable[[Amount | None], int]) -> tuple[int, int]:
    """Return the length of a step in one turn, in samples, and the highest number of its sounds."""
    length, sounds = resolve(step.amount), len(step.cues) + _MAX_TONES_PER_STEP
    if step.beat:
        sounds += length // max(resolve(step.beat.period), 1)
    if step.is_counted:
        sounds += length * len(step.phases)
        length *= sum(resolve(phase.length) for phase in step.phases)
    else:
        sounds += length // MAX_SILENCE
        sounds += sum(
            length // cue.timing.amount
            for cue in step.cues
            if cue.timing.mark and cue.timing.mark.is_repeated
        )
    return length + resolve(step.ready), sounds
