"""How much a plan amounts to, told without laying it out: a page may ask for years, or millions of sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import Problem
from voiceguide.plan.sound_profiles import QUIET_AT_MOST
from voiceguide.script.model import Group, Name, Step, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from voiceguide.errors import Location
    from voiceguide.plan.plan import Plan
    from voiceguide.script.model import Amount

MOST_SOUNDS = 100_000
"""More than one a second all day; ten thousand usual steps have about half of them."""

_TONES = 4
"""At most, around and in a dose."""


def too_much(plan: Plan) -> Problem | None:
    """The step with which a plan is longer than a day, or has more sounds than `MOST_SOUNDS`.

    Lengths are those that are written: what words take is left out.
    """
    length = sounds = 0
    for place, lasts, heard in _amounts(plan):
        length, sounds = length + lasts, sounds + heard
        hint = "Do it less often, or for less time."
        if length > units.LONGEST:
            return Problem(
                place.file, place.line, place.column, "With this it lasts longer than a day.", hint
            )
        if sounds > MOST_SOUNDS:
            message = f"With this there are more than {MOST_SOUNDS} words and tones to be heard."
            return Problem(place.file, place.line, place.column, message, hint)
    return None


def _amounts(plan: Plan) -> Iterator[tuple[Location, int, int]]:
    """Every step, heading and paragraph: where it stands, how long it lasts, how many sounds it has."""
    for part in plan.parts:
        yield from _of_all(part.before, {}, 1)
        yield from _of_all(part.technique.body, dict(part.values), 1)
    yield from _of_all(plan.after, {}, 1)


def _of_all(
    parts: Iterable[Words | Step | Group], values: Mapping[str, int], turns: int
) -> Iterator[tuple[Location, int, int]]:
    def amount(written: Amount | None) -> int:
        return values[written.name] if isinstance(written, Name) else written or 0

    for part in parts:
        if isinstance(part, Words):
            yield part.place, 0, turns
            continue
        rounds, sides = amount(part.rounds), len(part.sides) or 1
        between = (rounds - 1) * amount(part.rest) + rounds * (sides - 1) * amount(part.switch)
        yield part.place, turns * between, 0
        if isinstance(part, Group):
            yield from _of_all(part.body, values, turns * rounds * sides)
        else:
            lasts, heard = _once(part, amount)
            often = turns * rounds * sides
            yield part.place, often * lasts, often * heard


def _once(step: Step, amount: Callable[[Amount | None], int]) -> tuple[int, int]:
    """How long a step lasts in one turn, in samples, and how many sounds it has at most."""
    length, heard = amount(step.amount), len(step.cues) + _TONES
    if step.verb in {"reps", "breathe"}:
        heard += length * len(step.phases)
        length *= sum(amount(phase.length) for phase in step.phases)
    else:
        heard += length // QUIET_AT_MOST
        heard += sum(length // cue.mark.amount for cue in step.cues if cue.mark.kind == "every")
    return length + amount(step.ready), heard
