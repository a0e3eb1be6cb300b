"""Fit: make a plan last exactly as long as requested, with its words unchanged.

For a length above the written one, holds and rests stretch evenly, as far as their limits allow. For a shorter
one, optional techniques are left out, the last one first, then rounds; only if neither meets the length do holds
and rests shrink. The fill takes the rest, to the sample. docs/decisions/0015-stretch-evenly.md gives the reasons.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import RequestError, ScriptError
from voiceguide.fit.durations import Durations
from voiceguide.fit.fill import (
    compare_to_target,
    fill_limits,
    natural_length,
    natural_plan,
    solve_fill,
    with_trailing_silence,
)
from voiceguide.fit.word_room import with_room_for_words
from voiceguide.plan.overrides import format_amount
from voiceguide.plan.plan import Plan
from voiceguide.script.walk import turn_count

if TYPE_CHECKING:
    from voiceguide.fit.stretch import StretchedPlan
    from voiceguide.fit.suggestions import FindLengthRange
    from voiceguide.score.layout import Measure
    from voiceguide.script.model import Value


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
    if plan.standard:
        from voiceguide.fit.level import at_level_of

        levelled = at_level_of(plan, fit(plan.standard, durations.measure))
        fitted_plan = natural_plan(levelled, durations).with_length_note(
            plan.length, f"the {plan.choices.level} level keeps all parts"
        )
    elif plan.length:
        fitted_plan = _shortened(plan, durations) or _fit_or_raise(plan, durations)
    else:
        fitted_plan = natural_plan(plan, durations)
    # Checked again, since words that name a length or a value may have become longer.
    _check_cues_fit(fitted_plan, durations)
    return fitted_plan


def _shortened(plan: Plan, durations: Durations) -> Plan | None:
    """Return a plan that is shorter than its own length, where the listener's choices leave too little to fill it.

    Only a length that the listener chose is met by longer holds and more rounds.
    """
    fill = fill_limits(plan, durations.measure)
    if plan.choices.length or not plan.has_less_to_say or compare_to_target(plan, fill, durations) >= 0:
        return None
    shorter_plan = natural_plan(plan.with_fill(fill[1]), durations)
    return shorter_plan.with_length_note(plan.length, "there is too little to fill the time")


def _check_cues_fit(plan: Plan, durations: Durations) -> None:
    if problems := durations.problems(plan):
        raise ScriptError(problems)


def _fit_or_raise(plan: Plan, durations: Durations) -> Plan:
    result, find_length_range = _search(plan, durations)
    if isinstance(result, Plan):
        return result
    if not plan.choices.length:  # an author's own length may leave more or less to the fill
        unbounded, _ = _search(plan, durations, is_bearable=False)
        if isinstance(unbounded, Plan):
            return unbounded
    from voiceguide.fit.suggestions import unreachable_message

    raise RequestError(
        unreachable_message(
            plan, result, find_length_range, lambda variant: isinstance(_search(variant, durations)[0], Plan)
        )
    )


def _search(
    plan: Plan, durations: Durations, *, is_bearable: bool = True
) -> tuple[Plan | tuple[int, ...], FindLengthRange]:
    """Return the fitted plan, or else possible lengths; and a function from a plan to its range of lengths."""
    usual_length = plan.session.length or natural_length(replace(plan, length=0), durations)
    target_stretch = max(Fraction(plan.length, usual_length), Fraction(1))
    bounds = fill_limits(plan, durations.measure, is_bearable=is_bearable)

    def make_candidate(variant_plan: Plan) -> _Candidate:
        return _Candidate(variant_plan, durations, bounds, target_stretch)

    def find_length_range(variant_plan: Plan) -> tuple[int, int]:
        shortest_plan, longest_plan = _extreme_variants(variant_plan)
        return make_candidate(shortest_plan).length_range[0], make_candidate(longest_plan).length_range[1]

    original = make_candidate(plan)
    if original.comparison == 0:
        return original.filled_plan, find_length_range
    from voiceguide.fit import variants

    direction = original.comparison
    usual_variants = variants.shorter_variants(plan) if direction > 0 else variants.longer_variants(plan)
    candidates = [original, *map(make_candidate, islice(usual_variants, 1, variants.MAX_USUAL_VARIANTS))]
    # The candidates are sorted: each is shorter than the one before it, or each is longer.
    crossing = bisect_left(candidates, True, key=lambda candidate: candidate.comparison != direction)
    if crossing < len(candidates) and candidates[crossing].comparison == 0:
        return candidates[crossing].filled_plan, find_length_range
    neighbours = candidates[max(crossing - 1, 0) : crossing + 1]
    if solutions := [solution for candidate in neighbours if (solution := candidate.restretch)]:
        return min(solutions, key=lambda solution: solution[0])[1], find_length_range
    shortest, longest = find_length_range(plan)
    if shortest <= plan.length <= longest:
        for candidate in map(make_candidate, variants.fallback_variants(plan)):
            if candidate.comparison == 0:
                return candidate.filled_plan, find_length_range
            if solution := candidate.restretch:
                return solution[1], find_length_range
            neighbours.append(candidate)
    return (
        shortest,
        longest,
        *(length for candidate in neighbours for length in candidate.length_range),
    ), find_length_range


def _extreme_variants(plan: Plan) -> tuple[Plan, Plan]:
    """Return the shortest and the longest variant of a plan."""
    from voiceguide.fit.variants import longer_variants, shorter_variants

    *_, shortest_plan = shorter_variants(plan)
    *_, longest_plan = longer_variants(plan)
    return shortest_plan, longest_plan


@dataclass(frozen=True, eq=False)
class _Candidate:
    """Variant of a session with some techniques or rounds; `fill_limits` are the least and most of its fill."""

    plan: Plan
    durations: Durations
    fill_limits: tuple[int, int]
    target_stretch: Fraction
    """Ratio of the target length to the usual length, at least 1."""

    @property
    def is_lengthened(self) -> bool:
        """True if the session is to be longer than usual."""
        return self.target_stretch > 1

    @cached_property
    def unstretched(self) -> StretchedPlan:
        """Plan without stretch, with its stretchable values."""
        from voiceguide.fit.stretch import StretchedPlan

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
    def restretch(self) -> tuple[tuple[bool, Fraction], Plan] | None:
        """Plan that meets the length, and how far its stretch is from the target; None if impossible.

        The distance is the ratio of the two, at least 1, after whether times change away from the length although no
        technique is left out: they become shorter in a longer session, or longer in a shorter one.
        """
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
        ratio = max(stretch, self.target_stretch) / min(stretch, self.target_stretch)
        is_complete = len(self.plan.techniques) == turn_count(self.plan.session)
        is_away = is_complete and (stretch < 1 if self.is_lengthened else stretch > 1)
        return (is_away, ratio), _with_change_notes(self.plan, fitted_plan)

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
