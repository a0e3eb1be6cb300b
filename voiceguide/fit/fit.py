"""Fit: make a plan last exactly as long as requested, with its words unchanged.

For a length above the written one, holds and rests stretch evenly, as far as their limits allow. For a shorter
one, optional techniques are left out, the last one first, then rounds; only if neither meets the length do holds
and rests shrink. The fill takes the rest, to the sample. docs/decisions/0015-stretch-evenly.md gives the reasons.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial, reduce
from itertools import combinations, islice
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import RequestError, ScriptError
from voiceguide.fit.durations import Durations
from voiceguide.fit.fill import (
    compare_to_target,
    fill_limits,
    natural_length,
    solve_fill,
    with_trailing_silence,
)
from voiceguide.fit.stretch import StretchedPlan
from voiceguide.fit.word_room import with_room_for_words
from voiceguide.plan.overrides import format_amount
from voiceguide.plan.plan import Plan
from voiceguide.script.model import Reference, Text, walk_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.fit.suggestions import FindLengthRange
    from voiceguide.plan.plan import PlannedTechnique
    from voiceguide.score.layout import Measure
    from voiceguide.script.model import Value


_MAX_VARIANTS = 200
"""Upper bound of fallback variants of each of two kinds, for a length that no usual variant meets."""
_MAX_VARIANT_TECHNIQUES = 10_000
"""Upper bound of turns in all fallback variants of one kind: hundreds of techniques are refused in about a second."""


def fit(plan: Plan, measure: Measure) -> Plan:
    """Return the plan with holds, rounds and fill that make it last `plan.length`, to the sample.

    A plan without a length gets its natural one, rounded up to a whole second. Raise RequestError if the length is
    out of reach, naming possible lengths and a change that helps, or if a hold that the listener set for one
    technique has no room for its words. Raise ScriptError if a cue does not fit the hold that its author wrote.
    """
    return fit_with_durations(plan, Durations(measure))


def fit_with_durations(plan: Plan, durations: Durations) -> Plan:
    """Fit a plan as `fit` does, with memoised section lengths."""
    for planned in plan.techniques:
        plan = with_room_for_words(plan, planned, durations.measure)
    _check_cues_fit(plan, durations)
    if plan.length:
        fitted_plan = _fit_or_raise(plan, durations)
    else:
        fitted_plan = with_trailing_silence(replace(plan, length=natural_length(plan, durations)), durations)
    # Checked again, since words that name a length or a value may have become longer.
    _check_cues_fit(fitted_plan, durations)
    return fitted_plan


def _check_cues_fit(plan: Plan, durations: Durations) -> None:
    if problems := durations.problems(plan):
        raise ScriptError(problems)


def _fit_or_raise(plan: Plan, durations: Durations) -> Plan:
    result, find_length_range = _search(plan, durations)
    if isinstance(result, Plan):
        return result
    from voiceguide.fit.suggestions import unreachable_message

    raise RequestError(
        unreachable_message(
            plan, result, find_length_range, lambda variant: isinstance(_search(variant, durations)[0], Plan)
        )
    )


def _search(plan: Plan, durations: Durations) -> tuple[Plan | tuple[int, ...], FindLengthRange]:
    """Return the fitted plan, or else possible lengths; and a function from a plan to its range of lengths."""
    usual_length = plan.session.length or natural_length(replace(plan, length=0), durations)
    target_stretch = max(Fraction(plan.length, usual_length), Fraction(1))
    bounds = fill_limits(plan, durations.measure)

    def make_candidate(variant_plan: Plan) -> _Candidate:
        return _Candidate(variant_plan, durations, bounds, target_stretch)

    def find_length_range(variant_plan: Plan) -> tuple[int, int]:
        (*_, shortest_plan), (*_, longest_plan) = (
            _shorter_variants(variant_plan),
            _longer_variants(variant_plan),
        )
        return make_candidate(shortest_plan).length_range[0], make_candidate(longest_plan).length_range[1]

    original = make_candidate(plan)
    if original.comparison == 0:
        return original.filled_plan, find_length_range
    direction = original.comparison
    candidates = [
        original,
        *map(
            make_candidate,
            islice(_shorter_variants(plan) if direction > 0 else _longer_variants(plan), 1, None),
        ),
    ]
    # The candidates are sorted: each is shorter than the one before it, or each is longer.
    crossing = bisect_left(candidates, True, key=lambda candidate: candidate.comparison != direction)
    if crossing < len(candidates) and candidates[crossing].comparison == 0:
        return candidates[crossing].filled_plan, find_length_range
    neighbours = candidates[max(crossing - 1, 0) : crossing + 1]
    if solutions := [
        stretch_and_plan for candidate in neighbours if (stretch_and_plan := candidate.restretch)
    ]:
        return min(solutions, key=lambda stretch_and_plan: stretch_and_plan[0])[1], find_length_range
    shortest, longest = find_length_range(plan)
    if shortest <= plan.length <= longest:
        for candidate in map(make_candidate, _fallback_variants(plan)):
            if candidate.comparison == 0:
                return candidate.filled_plan, find_length_range
            if stretch_and_plan := candidate.restretch:
                return stretch_and_plan[1], find_length_range
            neighbours.append(candidate)
    return (
        shortest,
        longest,
        *(length for candidate in neighbours for length in candidate.length_range),
    ), find_length_range


@dataclass(frozen=True, eq=False)
class _Candidate:
    """Variant of a session with some techniques or rounds; `fill_limits` are the least and most of its fill."""

    plan: Plan
    durations: Durations
    fill_limits: tuple[int, int]
    target_stretch: Fraction
    """Ratio of the target length to the usual length, at least 1."""

    @cached_property
    def unstretched(self) -> StretchedPlan:
        """Plan without stretch, with its stretchable values."""
        return StretchedPlan.from_plan(self.plan, self.durations)

    @cached_property
    def plan_at_target_stretch(self) -> Plan:
        """Plan at the target stretch."""
        return (
            self.unstretched.stretched_by(self.target_stretch).plan if self.target_stretch != 1 else self.plan
        )

    @cached_property
    def comparison(self) -> int:
        """1 if the plan is too long at the target stretch, -1 if too short, 0 if the fill takes the rest."""
        return compare_to_target(self.plan_at_target_stretch, self.fill_limits, self.durations)

    @property
    def filled_plan(self) -> Plan:
        """Plan at the target stretch, with the fill solved."""
        return _with_change_notes(
            self.plan, solve_fill(self.plan_at_target_stretch, self.fill_limits, self.durations)
        )

    @property
    def restretch(self) -> tuple[Fraction, Plan] | None:
        """(Ratio, at least 1, between the stretch that meets the length and the target; plan); None if impossible."""
        target, is_too_long = self.plan.length, self.comparison > 0
        shortest, longest = self.length_range
        if not shortest <= target <= longest:
            return None
        # A plan that is too long has the shortest fill, which then takes the remainder after whole seconds.
        increment = units.SAMPLE_RATE if is_too_long and self.plan.fill_technique else 1
        start = self.plan.with_fill(self.fill_limits[0] if is_too_long else self.fill_limits[1])
        stretch_and_result = replace(self.unstretched, plan=start, increment=increment).stretched_to(target)
        if not stretch_and_result:
            return None
        stretch, stretched_plan = stretch_and_result[0], stretch_and_result[1].plan
        fill_fits = compare_to_target(stretched_plan, self.fill_limits, self.durations) == 0
        fitted_plan = (
            solve_fill(stretched_plan, self.fill_limits, self.durations)
            if fill_fits
            else with_trailing_silence(stretched_plan, self.durations)
        )
        return max(stretch, self.target_stretch) / min(stretch, self.target_stretch), _with_change_notes(
            self.plan, fitted_plan
        )

    @cached_property
    def length_range(self) -> tuple[int, int]:
        """Shortest and longest length of the plan, in samples."""
        least, most = self.unstretched.stretch_limits
        exact = replace(self.unstretched, increment=1)
        shortest = exact.stretched_by(least).plan.with_fill(self.fill_limits[0])
        longest = exact.stretched_by(max(most, Fraction(1))).plan.with_fill(self.fill_limits[1])
        return natural_length(shortest, self.durations), natural_length(longest, self.durations)


def _with_change_notes(before: Plan, after: Plan) -> Plan:
    """Return the plan after the fit, with a note on each value that changed.

    The fill has a note only in a session that the listener customised: it fills the time in any session.
    """
    for old, new in zip(before.techniques, after.techniques, strict=True):
        for name, amount in old.values:
            value, new_amount = old.technique.value(name), new.amount(name)
            if value and new_amount != amount and (name != old.fill or after.is_customised):
                reason = "to fill the time" if name == old.fill else "to meet the length"
                now, written = (_format_rounded_amount(value, n) for n in (new_amount, amount))
                after = after.replace_technique(new, new, name, f"{now} instead of {written}, {reason}.")
    return after


def _format_rounded_amount(value: Value, amount: int) -> str:
    """Return an amount rounded to a tenth of a second, as in the table; --why shows it exactly."""
    tenth = units.SAMPLE_RATE // 10
    return format_amount(value, amount if value.unit == "count" else (amount + tenth // 2) // tenth * tenth)


def _shorter_variants(plan: Plan, keep: PlannedTechnique | None = None) -> Iterator[Plan]:
    """Yield the plan, then shorter variants: without optional techniques, then with fewer rounds, the last first.

    The technique `keep` is not left out.
    """
    yield plan
    while optional := [
        planned for planned in plan.techniques if _is_removable(planned, plan) and planned is not keep
    ]:
        plan = plan.without(optional[-1])
        yield plan
    yield from _round_variants(plan, -1)


def _longer_variants(plan: Plan) -> Iterator[Plan]:
    """Yield the plan, then variants with ever more rounds, the first technique first, within limits."""
    yield plan
    yield from _round_variants(plan, +1)


def _fallback_variants(plan: Plan) -> Iterator[Plan]:
    """Yield variants with lengths between those of the usual variants: similar ones first, then any."""
    max_variants = min(_MAX_VARIANTS, _MAX_VARIANT_TECHNIQUES // max(len(plan.techniques), 1))
    yield from islice(_variants_keeping_one(plan), max_variants)
    yield from islice(_combined_variants(plan), max_variants)


def _variants_keeping_one(plan: Plan) -> Iterator[Plan]:
    """Yield shorter variants that keep one optional technique, then shorter variants of longer ones."""
    for planned in reversed(plan.techniques):
        if _is_removable(planned, plan):
            yield from islice(_shorter_variants(plan, planned), 1, None)
    for longer in islice(_longer_variants(plan), 1, None):
        yield from islice(_shorter_variants(longer), 1, None)


def _combined_variants(plan: Plan) -> Iterator[Plan]:
    """Yield all combinations of omitted techniques and changed rounds, those with the fewest changes first."""
    # From the last to the first, since the words before a technique that is left out go to the next one.
    changes = [
        (planned, change)
        for planned in reversed(plan.techniques)
        for change in _possible_changes(planned, plan)
    ]
    for size in range(1, len({id(planned) for planned, _ in changes}) + 1):
        for subset in combinations(changes, size):
            if len({id(planned) for planned, _ in subset}) == size:
                variant = reduce(lambda variant, technique_change: technique_change[1](variant), subset, plan)
                if variant.techniques:
                    yield variant


def _possible_changes(planned: PlannedTechnique, plan: Plan) -> Iterator[Callable[[Plan], Plan]]:
    """Yield the changes that can be made to a technique."""
    if _is_removable(planned, plan):
        yield lambda variant: variant.without(planned)
    for value in _round_values(planned):
        current = planned.amount(value.name)
        for count in range(value.least, value.most + 1) if value.least <= current <= value.most else ():
            if count != current:
                yield partial(_with_count, planned=planned, value=value, count=count)


def _with_count(plan: Plan, planned: PlannedTechnique, value: Value, count: int) -> Plan:
    replacement = planned.with_value(value.name, count)
    return plan.replace_technique(planned, replacement, value.name, f"{count}, to meet the length.")


def _is_removable(planned: PlannedTechnique, plan: Plan) -> bool:
    """Return whether a technique can be left out: optional, not pinned, not the fill, not the last one."""
    return planned.optional and not planned.pinned and not planned.fill and len(plan.techniques) > 1


def _round_variants(plan: Plan, change: int) -> Iterator[Plan]:
    """Yield variants with ever fewer rounds (`change` -1), from the last technique on, or ever more (+1)."""
    order = range(len(plan.techniques))
    for index in order if change > 0 else reversed(order):
        for value in _round_values(plan.techniques[index]):
            planned = plan.techniques[index]
            while value.least <= planned.amount(value.name) + change <= value.most:
                plan = _with_count(plan, planned, value, planned.amount(value.name) + change)
                planned = plan.techniques[index]
                yield plan


def _round_values(planned: PlannedTechnique) -> Iterator[Value]:
    """Yield the values that count rounds, except those that the listener set."""
    all_rounds = [step.rounds for step in walk_parts(planned.technique.body) if not isinstance(step, Text)]
    for name in dict.fromkeys(rounds.name for rounds in all_rounds if isinstance(rounds, Reference)):
        value = planned.technique.value(name)
        if value and name not in planned.overridden:
            yield value
