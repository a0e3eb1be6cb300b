"""Context of the score writer: whose words are written, with which values, in which turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.script.model import Reference, Series
from voiceguide.script.turns import Turn
from voiceguide.script.walk import walk_steps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from voiceguide.language.base import Wording
    from voiceguide.plan.plan import PlannedTechnique
    from voiceguide.score.items import EventContext
    from voiceguide.score.pronunciation import Respeller
    from voiceguide.script.model import Amount, Step
    from voiceguide.units import Unit

_ONLY_TURN = Turn()


@dataclass(frozen=True, slots=True, eq=False)
class TechniqueValues:
    """Amounts of one technique's values, in samples or as counts."""

    amounts: Mapping[str, int] = field(default_factory=dict)
    side_amounts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Amounts that differ on one side, by (side, value)."""
    changes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Additions to an amount in each round, by value, for values that change from round to round."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    """Units of all values, by value."""
    fill_step: Step | None = None
    """The last step whose amount is the fill; the trailing silence comes after it."""

    @classmethod
    def from_plan(cls, planned: PlannedTechnique) -> TechniqueValues:
        """Return the amounts that a plan has for a technique."""
        side_amounts = {(side, name): amount for side, name, amount, _ in planned.side_values}
        changes = {value.name: value.changes for value in planned.technique.values if value.changes}
        units = {value.name: value.unit for value in planned.technique.values}
        return cls(dict(planned.values), side_amounts, changes, units, _last_fill_step(planned))

    def amount(self, name: str, side: str, round_number: int) -> int:
        """Return the amount of a value on a side, or for both if it does not differ, in a round from 1."""
        amount = self.side_amounts.get((side, name), self.amounts[name])
        if changes := self.changes.get(name):
            amount += changes[min(round_number, len(changes)) - 1]
        return amount


@dataclass(frozen=True, slots=True, eq=False)
class WriterContext:
    """Inputs, besides the plan, of the words and amounts at one place of a script."""

    event: EventContext
    """Context of the events written here."""
    placeholders: Mapping[str, str]
    """Replacements for the names in braces."""
    wording: Wording
    """Automatic words of the session's language."""
    respell: Respeller
    """Pronunciations of the script and of the listener."""
    values: TechniqueValues = TechniqueValues()
    turn: Turn = _ONLY_TURN
    needs_words: bool = False
    """True for words that every guidance includes, such as those that lead from one position to another."""

    def with_event(self, event: EventContext) -> WriterContext:
        """Return the context with another event context."""
        return WriterContext(
            event, self.placeholders, self.wording, self.respell, self.values, self.turn, self.needs_words
        )

    def in_turn(self, event: EventContext, placeholders: Mapping[str, str], turn: Turn) -> WriterContext:
        """Return the context of another turn, with its event context and placeholders."""
        return WriterContext(
            event, placeholders, self.wording, self.respell, self.values, turn, self.needs_words
        )

    def resolve_amount(self, amount: Amount) -> int:
        """Return an amount in samples or as a count, on the current side and in the current round."""
        if isinstance(amount, int):
            return amount
        if isinstance(amount, Series):
            return amount.in_round(self.turn.round)
        return self.values.amount(amount.name, self.event.side, self.turn.round)


def scale_length(length: int, factor: Fraction) -> int:
    """Multiply a length in samples by a factor, rounded down."""
    return length * factor.numerator // factor.denominator


def _last_fill_step(planned: PlannedTechnique) -> Step | None:
    if not planned.fill:
        return None
    fill_steps = [
        step
        for step in walk_steps(planned.technique.body)
        for amount in (step.amount, *(phase.length for phase in step.phases))
        if isinstance(amount, Reference) and amount.name == planned.fill
    ]
    return fill_steps[-1] if fill_steps else None
