"""Script with derived data that the rules share, computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from voiceguide.errors import Problem
from voiceguide.language import LANGUAGES
from voiceguide.script.model import (
    Amount,
    Reference,
    Script,
    Section,
    Series,
    Session,
    Step,
    Technique,
    Text,
    Value,
)
from voiceguide.script.vocabulary import STEP_KINDS, TURN_PLACEHOLDERS
from voiceguide.script.walk import circuits, own_body, walk_parts

if TYPE_CHECKING:
    from voiceguide.units import Unit


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """Cue of a step or a paragraph (`step` is None); `heading` is a repeating heading above it, or None."""

    cue: Text
    step: Step | None = None
    heading: Section | None = None

    @property
    def repeatable_part(self) -> Step | Section | None:
        """Step or heading whose rounds and sides apply to the cue, or None."""
        own_step = self.step if self.step and STEP_KINDS[self.step.kind].can_repeat else None
        return own_step if own_step and (own_step.repeats or not self.heading) else self.heading

    @property
    def part_with_sides(self) -> Step | Section | None:
        """Step or heading whose sides the cue means: the heading if it has any, else the repeatable part."""
        return self.heading if self.heading and self.heading.sides else self.repeatable_part

    @property
    def part_with_each(self) -> Step | Section | None:
        """Step or heading with the list (“each of …”) that {each} names: the step if it has one, else the heading."""
        own = self.repeatable_part
        return self.heading if self.heading and self.heading.each and not (own and own.each) else own

    @property
    def part_with_rounds(self) -> Step | Section | None:
        """Step or heading whose rounds the cue means: the step, unless only its heading has rounds."""
        if self.step and self.step.rounds != 1:
            return self.step
        return self.heading if self.heading and self.heading.rounds != 1 else self.repeatable_part


@dataclass(frozen=True)
class RuleContext:
    """Script and its derived parts, steps, references and cues."""

    script: Script

    @cached_property
    def values(self) -> dict[str, Value]:
        """Values of a technique by name; a session has none."""
        values = self.script.values if isinstance(self.script, Technique) else ()
        return {value.name: value for value in values}

    @cached_property
    def turn_placeholders(self) -> frozenset[str]:
        """Names in braces that a cue may use where its step or heading may repeat."""
        return frozenset({*TURN_PLACEHOLDERS, *self.side_words})

    @cached_property
    def side_words(self) -> frozenset[str]:
        """Words of the script's language that follow the side: “left”, “right”; none in an unknown language."""
        language = self.script.language
        return frozenset(LANGUAGES[language].wording.side_words("left") if language in LANGUAGES else ())

    @cached_property
    def has_familiar_address(self) -> bool:
        """True if the script's language addresses a listener in two ways."""
        language = self.script.language
        return language in LANGUAGES and LANGUAGES[language].address is not None

    @cached_property
    def parts(self) -> tuple[Text | Step | Section, ...]:
        """Prose, steps and headings in order, including the parts under headings."""
        return tuple(walk_parts(own_body(self.script)))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Steps in order, including those under headings."""
        return tuple(part for part in self.parts if isinstance(part, Step))

    @cached_property
    def repeatable_parts(self) -> tuple[Step | Section, ...]:
        """Steps and headings in order."""
        return tuple(part for part in self.parts if not isinstance(part, Text))

    @cached_property
    def circuit_headings(self) -> tuple[Section, ...]:
        """Headings of a session under which techniques are repeated."""
        found = circuits(self.script) if isinstance(self.script, Session) else ()
        return tuple(circuit.heading for circuit in found)

    @cached_property
    def references(self) -> tuple[tuple[Reference, Unit], ...]:
        """References to values in steps and headings, each with the unit that its place requires."""
        return tuple((amount, unit) for amount, unit in self._unfixed if isinstance(amount, Reference))

    @cached_property
    def has_series(self) -> bool:
        """True if an amount of a step or heading may change from round to round."""
        return any(value.changes for value in self.values.values()) or any(
            isinstance(amount, Series) for amount, _ in self._unfixed
        )

    @cached_property
    def _unfixed(self) -> tuple[tuple[Reference | Series, Unit], ...]:
        """References and series in steps and headings, each with the unit that its place requires."""
        return tuple(
            (amount, unit)
            for part in self.repeatable_parts
            for amount, unit in part_amounts(part)
            if amount is not None and not isinstance(amount, int)
        )

    @cached_property
    def spoken_cues(self) -> tuple[SpokenCue, ...]:
        """Notes, paragraphs and cues in order."""
        return tuple(_spoken_cues(self.script))

    def least(self, amount: Amount) -> int | None:
        """Return the lower limit of an amount, or None if its name is unknown."""
        if isinstance(amount, Reference):
            return self.values[amount.name].least if amount.name in self.values else None
        return min(amount.amounts) if isinstance(amount, Series) else amount

    def most(self, amount: Amount) -> int | None:
        """Return the upper limit of an amount, or None if its name is unknown."""
        if isinstance(amount, Reference):
            return self.values[amount.name].most if amount.name in self.values else None
        return max(amount.amounts) if isinstance(amount, Series) else amount

    def series_length(self, amount: Amount | None) -> int:
        """Return the number of rounds that an amount names; 1 for one that is equal in all rounds."""
        if isinstance(amount, Reference):
            value = self.values.get(amount.name)
            return len(value.changes) if value and value.changes else 1
        return len(amount.amounts) if isinstance(amount, Series) else 1


Rule = Callable[[RuleContext], Iterator[Problem]]


def part_amounts(part: Step | Section) -> list[tuple[Amount | None, Unit]]:
    """Return each amount of a step or heading with its unit."""
    repetition: list[tuple[Amount | None, Unit]] = [
        (part.rounds, "count"),
        (part.switch, "time"),
        (part.rest, "time"),
        (part.every, "time"),
    ]
    if isinstance(part, Section):
        return repetition
    return [
        *repetition,
        (part.amount, "count" if part.is_counted else "time"),
        (part.ready, "time"),
        (part.beat.period if part.beat else None, "time"),
        *((phase.length, "time") for phase in part.phases),
    ]


def _spoken_cues(script: Script) -> Iterator[SpokenCue]:
    yield from map(SpokenCue, script.notes)
    for part in own_body(script):
        if isinstance(part, Section):
            heading = part if part.repeats else None
            for child in part.body:
                yield from _cues_of_part(child, heading)
        else:
            yield from _cues_of_part(part, None)


def _cues_of_part(part: Text | Step, heading: Section | None) -> Iterator[SpokenCue]:
    if isinstance(part, Text):
        yield SpokenCue(part, None, heading)
    else:
        yield from (SpokenCue(cue, part, heading) for cue in part.cues)
