"""Making a plan last exactly as long as asked, without touching a word.

A longer session than written stretches its holds and rests evenly, as far as their limits allow. For a
shorter one optional techniques leave, the last one first, then rounds become fewer; only where none of that
meets it do holds and rests shrink. The fill takes the rest, to the sample.
docs/decisions/0015-stretch-evenly.md says why.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial, reduce
from itertools import combinations, islice
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import AskedError, ScriptError
from voiceguide.fit.durations import Lengths
from voiceguide.fit.fill import excess, filled, lasting_as_asked, limits, natural
from voiceguide.fit.stretch import Stretchable
from voiceguide.fit.suggestions import out_of_reach
from voiceguide.fit.word_room import roomy
from voiceguide.plan.overrides import shown
from voiceguide.plan.plan import Plan
from voiceguide.script.model import Words, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.fit.suggestions import Reach
    from voiceguide.plan.plan import Part
    from voiceguide.score.timeline import Takes
    from voiceguide.script.model import Value


_MOST_TRIED = 200
"""Other ways to leave out and to repeat, of each of two kinds, where the usual ones step over a length."""
_MOST_TURNS = 10_000
"""Turns in all of them together: a session of hundreds takes about a second to be refused, too."""


def fit(plan: Plan, takes: Takes) -> Plan:
    """The plan with its holds, rounds and fill settled; it lasts `plan.length`, to the sample.

    Without a length asked for, it lasts as long as it takes, rounded up to a whole second. Raises
    AskedError when the length is out of reach (naming lengths that are not, and the smallest change that
    helps), or when a hold the listener set for one technique does not suit its words; ScriptError when a
    cue does not fit the hold that its author wrote.
    """
    return settled(plan, Lengths(takes))


def settled(plan: Plan, lengths: Lengths) -> Plan:
    """The same, where sections are known already, since somebody had to speak them."""
    for part in plan.parts:
        plan = roomy(plan, part, lengths.takes)
    _all_cues_fit(plan, lengths)
    if plan.length:
        fitted = _reached(plan, lengths)
    else:
        fitted = lasting_as_asked(replace(plan, length=natural(plan, lengths)), lengths)
    # Once more, since words that name a length or a value may have become longer.
    _all_cues_fit(fitted, lengths)
    return fitted


def _all_cues_fit(plan: Plan, lengths: Lengths) -> None:
    if problems := lengths.problems(plan):
        raise ScriptError(problems)


def _reached(plan: Plan, lengths: Lengths) -> Plan:
    met, reach = _met(plan, lengths)
    if isinstance(met, Plan):
        return met
    raise AskedError(out_of_reach(plan, met, reach, lambda other: isinstance(_met(other, lengths)[0], Plan)))


def _met(plan: Plan, lengths: Lengths) -> tuple[Plan | tuple[int, ...], Reach]:
    """The plan as long as asked, else lengths that it can have; and what tells the reach of its like."""
    usual = plan.session.length or natural(replace(plan, length=0), lengths)
    wanted = max(Fraction(plan.length, usual), Fraction(1))
    fill = limits(plan, lengths.takes)

    def variant(other: Plan) -> _Variant:
        return _Variant(other, lengths, fill, wanted)

    def reach(other: Plan) -> tuple[int, int]:
        (*_, sparsest), (*_, fullest) = _fewer(other), _more(other)
        return variant(sparsest).reach[0], variant(fullest).reach[1]

    whole = variant(plan)
    if whole.excess == 0:
        return whole.filled, reach
    way = whole.excess
    others = [whole, *map(variant, islice(_fewer(plan) if way > 0 else _more(plan), 1, None))]
    # Each has less than the one before it, or each has more.
    beyond = bisect_left(others, True, key=lambda other: other.excess != way)
    if beyond < len(others) and others[beyond].excess == 0:
        return others[beyond].filled, reach
    near = others[max(beyond - 1, 0) : beyond + 1]
    if stretched := [found for each in near if (found := each.stretched)]:
        return min(stretched, key=lambda found: found[0])[1], reach
    shortest, longest = reach(plan)
    if shortest <= plan.length <= longest:
        for other in map(variant, _otherwise(plan)):
            if other.excess == 0:
                return other.filled, reach
            if found := other.stretched:
                return found[1], reach
            near.append(other)
    return (shortest, longest, *(length for each in near for length in each.reach)), reach


@dataclass(frozen=True)
class _Variant:
    """One way to have more or less of a session. `fill` is from where to where its fill may go."""

    plan: Plan
    lengths: Lengths
    fill: tuple[int, int]
    wanted: Fraction
    """The stretch that suits the length: none for a short session, that of the whole for a long one."""

    @cached_property
    def written(self) -> Stretchable:
        """As it is written, with all that stretches."""
        return Stretchable.of(self.plan, self.lengths)

    @cached_property
    def usual(self) -> Plan:
        """At the stretch that suits the length."""
        return self.written.at(self.wanted).plan if self.wanted != 1 else self.plan

    @cached_property
    def excess(self) -> int:
        """1 where it is too long even so, -1 too short, 0 where the fill takes what is left."""
        return excess(self.usual, self.fill, self.lengths)

    @property
    def filled(self) -> Plan:
        """At that stretch, and with the fill at what is left."""
        return _told(self.plan, filled(self.usual, self.fill, self.lengths))

    @property
    def stretched(self) -> tuple[Fraction, Plan] | None:
        """How far it must be stretched otherwise to last as asked, as a ratio, and the plan; or None."""
        asked, short = self.plan.length, self.excess > 0
        shortest, longest = self.reach
        if not shortest <= asked <= longest:
            return None
        # What is too long has the shortest fill already, and the fill takes what whole seconds leave over.
        grain = units.RATE if short and self.plan.filling else 1
        from_here = self.plan.filled(self.fill[0] if short else self.fill[1])
        found = replace(self.written, plan=from_here, grain=grain).reaching(asked)
        if not found:
            return None
        stretch, done = found[0], found[1].plan
        fits = excess(done, self.fill, self.lengths) == 0
        settled = filled(done, self.fill, self.lengths) if fits else lasting_as_asked(done, self.lengths)
        return max(stretch, self.wanted) / min(stretch, self.wanted), _told(self.plan, settled)

    @cached_property
    def reach(self) -> tuple[int, int]:
        """The shortest and the longest that it can last, in samples."""
        least, most = self.written.limits
        exactly = replace(self.written, grain=1)
        shortest = exactly.at(least).plan.filled(self.fill[0])
        longest = exactly.at(max(most, Fraction(1))).plan.filled(self.fill[1])
        return natural(shortest, self.lengths), natural(longest, self.lengths)


def _told(before: Plan, after: Plan) -> Plan:
    """The plan after, with a note on each value that became another.

    What fills the time does so in a session as its author wrote it, too: then there is nothing to tell.
    """
    for old, new in zip(before.parts, after.parts, strict=True):
        for name, amount in old.values:
            value, now = old.technique.value(name), new.amount(name)
            if value and now != amount and (name != old.fill or after.chosen):
                reason = "to fill the time" if name == old.fill else "to meet the length"
                note = f"{_near(value, now)} instead of {_near(value, amount)}, {reason}."
                after = after.exchanged(new, new, name, note)
    return after


def _near(value: Value, amount: int) -> str:
    """An amount to a tenth of a second, as people see it in the table; --why has it exactly."""
    tenth = units.RATE // 10
    return shown(value, amount if value.unit == "count" else (amount + tenth // 2) // tenth * tenth)


def _fewer(plan: Plan, kept: Part | None = None) -> Iterator[Plan]:
    """The plan; without its last optional part, and so on; then with a round less, the last part first.

    One part may be kept while others leave.
    """
    yield plan
    while optional := [part for part in plan.parts if _may_leave(part, plan) and part is not kept]:
        plan = plan.without(optional[-1])
        yield plan
    yield from _rounds(plan, -1)


def _more(plan: Plan) -> Iterator[Plan]:
    """The plan; with a round more, the first part first, as far as limits allow."""
    yield plan
    yield from _rounds(plan, +1)


def _otherwise(plan: Plan) -> Iterator[Plan]:
    """What bridges the step from one way to the next: ways near the usual ones, then any."""
    most = min(_MOST_TRIED, _MOST_TURNS // max(len(plan.parts), 1))
    yield from islice(_one_stays(plan), most)
    yield from islice(_any_way(plan), most)


def _one_stays(plan: Plan) -> Iterator[Plan]:
    """One optional part stays while others leave, the last one first; then they leave for more rounds."""
    for kept in reversed(plan.parts):
        if _may_leave(kept, plan):
            yield from islice(_fewer(plan, kept), 1, None)
    for more in islice(_more(plan), 1, None):
        yield from islice(_fewer(more), 1, None)


def _any_way(plan: Plan) -> Iterator[Plan]:
    """Whatever may leave, and any rounds within limits, in every combination: the fewest changes first."""
    # From the last part to the first, since what stands before one that leaves goes to the next.
    changes = [(part, change) for part in reversed(plan.parts) for change in _changes(part, plan)]
    for number in range(1, len({id(part) for part, _ in changes}) + 1):
        for some in combinations(changes, number):
            if len({id(part) for part, _ in some}) == number:
                way = reduce(lambda way, each: each[1](way), some, plan)
                if way.parts:
                    yield way


def _changes(part: Part, plan: Plan) -> Iterator[Callable[[Plan], Plan]]:
    """What may be done with a part."""
    if _may_leave(part, plan):
        yield lambda way: way.without(part)
    for value in _counts(part):
        now = part.amount(value.name)
        for count in range(value.least, value.most + 1) if value.least <= now <= value.most else ():
            if count != now:
                yield partial(_repeated, part=part, value=value, count=count)


def _repeated(plan: Plan, part: Part, value: Value, count: int) -> Plan:
    other = part.having(value.name, count)
    return plan.exchanged(part, other, value.name, f"{count}, to meet the length.")


def _may_leave(part: Part, plan: Plan) -> bool:
    """An optional part leaves, unless the listener set it, it fills the time, or nothing else is left."""
    return part.optional and not part.pinned and not part.fill and len(plan.parts) > 1


def _rounds(plan: Plan, change: int) -> Iterator[Plan]:
    """The plan with a round less in its last part that allows it, and so on; or one more in its first."""
    order = range(len(plan.parts))
    for number in order if change > 0 else reversed(order):
        for value in _counts(plan.parts[number]):
            part = plan.parts[number]
            while value.least <= part.amount(value.name) + change <= value.most:
                plan = _repeated(plan, part, value, part.amount(value.name) + change)
                part = plan.parts[number]
                yield plan


def _counts(part: Part) -> Iterator[Value]:
    """The values that say how many rounds there are, but for those that the listener set."""
    named = [done.rounds for done in within(part.technique.body) if not isinstance(done, Words)]
    for name in dict.fromkeys(rounds.name for rounds in named if not isinstance(rounds, int)):
        value = part.technique.value(name)
        if value and name not in part.wished:
            yield value
