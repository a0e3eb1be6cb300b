"""Stretch of a session: times of holding, moving, resting and of phases change evenly, each within its limits.

The stretch is one factor: 1 leaves all amounts unchanged, 6/5 makes each a fifth longer. An amount changes as far
as its limits and the words inside it allow, in whole seconds, since words may name it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.fit.word_room import nearest_allowed
from voiceguide.script.value_roles import stretching_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.fit.durations import Durations
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.script.model import Value


@dataclass(frozen=True, slots=True)
class StretchableValue:
    """Time that stretches, of the technique at `index`: `original` samples, from `least` to `most`."""

    index: int
    value: Value
    original: int
    least: int
    most: int

    def amount_at(self, stretch: Fraction, increment: int) -> int:
        """Return the amount in samples at a stretch, rounded down to a multiple of `increment`, within its limits."""
        amount = int(self.original * stretch)
        rounded = amount // increment * increment
        if (rounded < self.original) != (stretch < 1):  # a small stretch changes nothing
            rounded = self.original
        return min(max(rounded, self.least), self.most)


def stretchable_values(plan: Plan) -> tuple[StretchableValue, ...]:
    """Return the times that may change: not those that the listener set, nor the fill."""
    return tuple(
        StretchableValue(index, value, planned.amount(value.name), value.least, value.most)
        for index, planned in enumerate(plan.techniques)
        for value in _unset_values(planned)
        if value.least <= planned.amount(value.name) <= value.most
    )


def _unset_values(planned: PlannedTechnique) -> Iterator[Value]:
    names = set(stretching_names(planned.technique)) - planned.overridden - {planned.fill}
    return (value for value in planned.technique.values if value.name in names and value.least < value.most)


@dataclass(frozen=True, slots=True, eq=False)
class StretchedPlan:
    """Plan, and its values that stretch, with the limits of each."""

    plan: Plan
    durations: Durations
    values: tuple[StretchableValue, ...]
    increment: int = units.SAMPLE_RATE
    """Stretched amounts are rounded down to a multiple of this number of samples."""

    @classmethod
    def from_plan(cls, plan: Plan, durations: Durations) -> StretchedPlan:
        """Return a plan without stretch."""
        return cls(plan, durations, stretchable_values(plan))

    @property
    def length(self) -> int:
        """Length in samples."""
        return self.durations.total(self.plan)

    @property
    def stretch_limits(self) -> tuple[Fraction, Fraction]:
        """Stretches below which nothing becomes shorter, and above which nothing becomes longer."""
        least = (Fraction(stretchable.least, stretchable.original) for stretchable in self.values)
        most = (Fraction(stretchable.most, stretchable.original) for stretchable in self.values)
        return min(least, default=Fraction(1)), max(most, default=Fraction(1))

    def stretched_by(self, stretch: Fraction) -> StretchedPlan:
        """Return the plan at a stretch; the limits of an amount are tightened where its words do not fit."""
        stretched = self._with_amounts(
            stretchable.amount_at(stretch, self.increment) for stretchable in self.values
        )
        sections = enumerate(self.durations.technique_sections(stretched.plan))
        crowded_indices = {index for index, (_, section) in sections if section.problems}
        tightened = tuple(
            stretched.tighten_limit(stretchable) if stretchable.index in crowded_indices else stretchable
            for stretchable in self.values
        )
        return (
            stretched if tightened == self.values else replace(self, values=tightened).stretched_by(stretch)
        )

    def tighten_limit(self, stretchable: StretchableValue) -> StretchableValue:
        """Return the value with its limit, on the side of its amount, moved as near as its words need."""
        planned = self.plan.techniques[stretchable.index]
        amount = planned.amount(stretchable.value.name)
        allowed = nearest_allowed(self.plan, planned, stretchable.value, amount, self.durations.measure)
        if amount < stretchable.original:
            return replace(stretchable, least=min(allowed, stretchable.original))
        return replace(stretchable, most=max(allowed, stretchable.original))

    def _with_amounts(self, amounts: Iterable[int]) -> StretchedPlan:
        techniques = list(self.plan.techniques)
        for stretchable, amount in zip(self.values, amounts, strict=True):
            if techniques[stretchable.index].amount(stretchable.value.name) != amount:
                techniques[stretchable.index] = techniques[stretchable.index].with_value(
                    stretchable.value.name, amount
                )
        return replace(self, plan=replace(self.plan, techniques=tuple(techniques)))

    def stretched_to(self, length: int) -> tuple[Fraction, StretchedPlan] | None:
        """Return the largest stretch found that lasts at most `length` samples; None if there is none.

        Several iterations may be needed, since words that name an amount change length with it.
        """
        weights = self._weights()
        extra = length - self.length
        best = (Fraction(1), self) if extra >= 0 else None
        for _ in range(_MAX_ITERATIONS):
            stretch = self._solve_stretch(extra, weights)
            result = self.stretched_by(stretch)
            shortfall = length - result.length
            if shortfall >= 0 and (best is None or stretch > best[0]):
                best = stretch, result
            if shortfall == 0 or (best and shortfall > 0 and self.increment > 1):
                break
            extra += shortfall
        return best

    def _weights(self) -> tuple[Fraction, ...]:
        """Return by how many samples the session grows for each sample that a value grows."""
        techniques = [(value.index, self.plan.techniques[value.index]) for value in self.values]
        longer = [
            (index, planned.with_value(name, planned.amount(name) + _PROBE))
            for name, (index, planned) in zip(
                (value.value.name for value in self.values), techniques, strict=True
            )
        ]
        lengths = self.durations.section_lengths(self.plan, techniques)
        longer_lengths = self.durations.section_lengths(self.plan, longer)
        return tuple(
            Fraction(longer_length - length, _PROBE)
            for length, longer_length in zip(lengths, longer_lengths, strict=True)
        )

    def _solve_stretch(self, extra: int, weights: tuple[Fraction, ...]) -> Fraction:
        """Return the stretch that adds `extra` samples to the written length, which is linear between limits."""

        def extra_at(stretch: Fraction) -> Fraction:
            amounts = [
                min(max(stretchable.original * stretch, stretchable.least), stretchable.most)
                for stretchable in self.values
            ]
            return Fraction(sum(map(mul, amounts, weights))) - Fraction(sum(map(mul, originals, weights)))

        originals = [stretchable.original for stretchable in self.values]
        limits = (
            (stretchable, limit)
            for stretchable in self.values
            for limit in (stretchable.least, stretchable.most)
        )
        breakpoints = sorted({Fraction(limit, stretchable.original) for stretchable, limit in limits})
        index = bisect_right(breakpoints, Fraction(extra), key=extra_at)
        if index in {0, len(breakpoints)}:
            return breakpoints[min(index, len(breakpoints) - 1)] if breakpoints else Fraction(1)
        low, high = breakpoints[index - 1], breakpoints[index]
        return low + (high - low) * (extra - extra_at(low)) / (extra_at(high) - extra_at(low))


_MAX_ITERATIONS = 6
"""Upper bound; words that name an amount settle in two or three iterations."""

_PROBE = 64 * units.SAMPLE_RATE
"""Samples by which `_weight` changes an amount: so many that the length of words hardly counts."""
