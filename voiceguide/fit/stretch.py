"""What stretches with a session: holds and rests, evenly, each within its limits.

One number says it all, the stretch: 1 leaves every amount as it is, 6/5 makes each a fifth longer. An amount
goes as far as its limits and the words inside it allow, and in whole seconds, since words may name it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.fit.word_room import furthest
from voiceguide.script.model import Group, Name, Step, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.fit.durations import Lengths
    from voiceguide.plan.plan import Part, Plan
    from voiceguide.script.model import Amount, Technique, Value


@dataclass(frozen=True, slots=True)
class Elastic:
    """One amount that stretches: of the part `number`, `written` samples long, from `least` to `most`."""

    number: int
    value: Value
    written: int
    least: int
    most: int

    def at(self, stretch: Fraction, grain: int) -> int:
        """The amount at a stretch, in samples: whole grains above or below what is written."""
        amount = int(self.written * stretch)
        whole = amount // grain * grain
        if (whole < self.written) != (stretch < 1):  # so that nothing changes where little is asked
            whole = self.written
        return min(max(whole, self.least), self.most)


def elastics(plan: Plan) -> tuple[Elastic, ...]:
    """Every hold and rest that may change: not those that the listener set, nor what fills the time."""
    return tuple(
        Elastic(number, value, part.amount(value.name), value.least, value.most)
        for number, part in enumerate(plan.parts)
        for value in _stretching(part)
        if value.least <= part.amount(value.name) <= value.most
    )


def _stretching(part: Part) -> Iterator[Value]:
    names = held_or_rested(part.technique) - part.wished - {part.fill}
    return (value for value in part.technique.values if value.name in names and value.least < value.most)


def held_or_rested(technique: Technique) -> frozenset[str]:
    """The names of values that say how long a hold or a rest lasts."""
    amounts: list[Amount | None] = []
    for part in within(technique.body):
        if isinstance(part, Step | Group):
            amounts.append(part.rest)
        if isinstance(part, Step) and part.verb in {"hold", "rest"}:
            amounts.append(part.amount)
    return frozenset(amount.name for amount in amounts if isinstance(amount, Name))


@dataclass(frozen=True, slots=True)
class Stretchable:
    """A plan whose elastic amounts stand where they stand, and how far each may go."""

    plan: Plan
    lengths: Lengths
    elastics: tuple[Elastic, ...]
    grain: int = units.RATE
    """Amounts are whole grains (in samples) above or below what is written."""

    @classmethod
    def of(cls, plan: Plan, lengths: Lengths) -> Stretchable:
        """A plan as it is."""
        return cls(plan, lengths, elastics(plan))

    @property
    def length(self) -> int:
        """How long it lasts, in samples."""
        return self.lengths.of(self.plan)

    @property
    def limits(self) -> tuple[Fraction, Fraction]:
        """The stretches below which nothing becomes shorter, and above which nothing becomes longer."""
        least = (Fraction(each.least, each.written) for each in self.elastics)
        most = (Fraction(each.most, each.written) for each in self.elastics)
        return min(least, default=Fraction(1)), max(most, default=Fraction(1))

    def at(self, stretch: Fraction) -> Stretchable:
        """At a stretch; where words leave no room for an amount, with limits that do."""
        stretched = self._with(each.at(stretch, self.grain) for each in self.elastics)
        found = enumerate(self.lengths.parts(stretched.plan))
        crowded = {number for number, (_, section) in found if section.problems}
        roomy = tuple(stretched.limited(each) if each.number in crowded else each for each in self.elastics)
        return stretched if roomy == self.elastics else replace(self, elastics=roomy).at(stretch)

    def limited(self, each: Elastic) -> Elastic:
        """The elastic with the nearest limit, on the side where it stands, that its words allow."""
        part = self.plan.parts[each.number]
        amount = part.amount(each.value.name)
        allowed = furthest(self.plan, part, each.value, amount, self.lengths.takes)
        if amount < each.written:
            return replace(each, least=min(allowed, each.written))
        return replace(each, most=max(allowed, each.written))

    def _with(self, amounts: Iterable[int]) -> Stretchable:
        parts = list(self.plan.parts)
        for each, amount in zip(self.elastics, amounts, strict=True):
            if parts[each.number].amount(each.value.name) != amount:
                parts[each.number] = parts[each.number].having(each.value.name, amount)
        return replace(self, plan=replace(self.plan, parts=tuple(parts)))

    def reaching(self, length: int) -> tuple[Fraction, Stretchable] | None:
        """The largest stretch found with which it lasts at most `length` samples; None where none does.

        Words may name an amount, and be longer for another one; so what they take is looked at again.
        """
        weights = tuple(self._weight(each) for each in self.elastics)
        room = length - self.length
        best = (Fraction(1), self) if room >= 0 else None
        for _ in range(_ROUNDS_OF_TALK):
            stretch = self._stretch(room, weights)
            done = self.at(stretch)
            left = length - done.length
            if left >= 0 and (best is None or stretch > best[0]):
                best = stretch, done
            if left == 0 or (best and left > 0 and self.grain > 1):
                break
            room += left
        return best

    def _weight(self, each: Elastic) -> Fraction:
        """How many samples longer the session is for each sample that an amount is longer."""
        part = self.plan.parts[each.number]
        longer = part.having(each.value.name, part.amount(each.value.name) + _FURTHER)
        parts = (longer if other is part else other for other in self.plan.parts)
        return Fraction(self.lengths.of(replace(self.plan, parts=tuple(parts))) - self.length, _FURTHER)

    def _stretch(self, room: int, weights: tuple[Fraction, ...]) -> Fraction:
        """The stretch that takes so many samples more than as written: a line with a bend at each limit."""

        def more(stretch: Fraction) -> Fraction:
            amounts = [min(max(each.written * stretch, each.least), each.most) for each in self.elastics]
            return Fraction(sum(map(mul, amounts, weights))) - Fraction(sum(map(mul, written, weights)))

        written = [each.written for each in self.elastics]
        limits = ((each, limit) for each in self.elastics for limit in (each.least, each.most))
        bends = sorted({Fraction(limit, each.written) for each, limit in limits})
        above = bisect_right(bends, Fraction(room), key=more)
        if above in {0, len(bends)}:
            return bends[min(above, len(bends) - 1)] if bends else Fraction(1)
        low, high = bends[above - 1], bends[above]
        return low + (high - low) * (room - more(low)) / (more(high) - more(low))


_ROUNDS_OF_TALK = 6
"""Words that name an amount settle in two or three."""

_FURTHER = 64 * units.RATE
"""Far enough for what words take to weigh nothing."""
