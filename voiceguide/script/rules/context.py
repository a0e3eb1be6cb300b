"""A script as its rules look at it: everything that any of them asks for, found once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from voiceguide.errors import Problem
from voiceguide.script.model import Amount, Group, Name, Script, Step, Technique, Value, Words, within
from voiceguide.script.vocabulary import VERBS

if TYPE_CHECKING:
    from voiceguide.units import Unit


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words, and where they stand: in a `step`, or as a paragraph; perhaps under a `heading` that repeats."""

    words: Words
    step: Step | None = None
    heading: Group | None = None

    @property
    def turns(self) -> Step | Group | None:
        """What may be done more than once here."""
        own = self.step if self.step and VERBS[self.step.verb].repeats else None
        return own if own and (own.repeats or not self.heading) else self.heading

    @property
    def sided(self) -> Step | Group | None:
        """What has the sides that the words mean: the step, unless only its heading has any."""
        return self.heading if self.heading and self.heading.sides else self.turns

    @property
    def counted(self) -> Step | Group | None:
        """What has the rounds that the words mean: the step, unless only its heading has any."""
        if self.step and self.step.rounds != 1:
            return self.step
        return self.heading if self.heading and self.heading.rounds != 1 else self.turns


@dataclass(frozen=True)
class View:
    """A script, and what is in it."""

    script: Script

    @cached_property
    def values(self) -> dict[str, Value]:
        """The values of a technique by name; a session has none."""
        written = self.script.values if isinstance(self.script, Technique) else ()
        return {value.name: value for value in written}

    @cached_property
    def parts(self) -> tuple[Words | Step | Group, ...]:
        """Prose, steps and headings in order, with what stands under each heading."""
        own = (part for part in self.script.body if isinstance(part, Words | Step | Group))
        return tuple(within(own))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step, those under headings included."""
        return tuple(part for part in self.parts if isinstance(part, Step))

    @cached_property
    def repeated(self) -> tuple[Step | Group, ...]:
        """Everything that may have rounds and sides."""
        return tuple(part for part in self.parts if not isinstance(part, Words))

    @cached_property
    def named(self) -> tuple[tuple[Name, Unit], ...]:
        """Each value that a step or heading names, and whether it counts or lasts there."""
        amounts = (amount for part in self.repeated for amount in _amounts(part))
        return tuple((amount, unit) for amount, unit in amounts if isinstance(amount, Name))

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """Everything that will be said."""
        return tuple(_spoken(self.script))

    def least(self, amount: Amount) -> int | None:
        """The least that an amount can be; None for a name that is not known."""
        if isinstance(amount, Name):
            return self.values[amount.name].least if amount.name in self.values else None
        return amount

    def most(self, amount: Amount) -> int | None:
        """The most; likewise."""
        if isinstance(amount, Name):
            return self.values[amount.name].most if amount.name in self.values else None
        return amount


Rule = Callable[[View], Iterator[Problem]]


def _amounts(part: Step | Group) -> Iterator[tuple[Amount | None, Unit]]:
    """Each amount of a step or heading, and whether it counts or lasts."""
    yield part.rounds, "count"
    yield part.switch, "time"
    yield part.rest, "time"
    if isinstance(part, Step):
        yield part.amount, "count" if part.verb in {"reps", "breathe"} else "time"
        yield part.ready, "time"
        yield from ((phase.length, "time") for phase in part.phases)


def _spoken(script: Script) -> Iterator[Spoken]:
    yield from map(Spoken, script.notes)
    for part in script.body:
        if isinstance(part, Group):
            heading = part if part.repeats else None
            for inner in part.body:
                yield from _said(inner, heading)
        elif isinstance(part, Words | Step):
            yield from _said(part, None)


def _said(part: Words | Step, heading: Group | None) -> Iterator[Spoken]:
    if isinstance(part, Words):
        yield Spoken(part, None, heading)
    else:
        yield from (Spoken(cue, part, heading) for cue in part.cues)
