"""Fill: the value that takes up the remaining time of a session, to the sample.

While the words are unchanged, a session's length is linear in the fill's amount, so a division gives the amount.
The remainder after whole breaths becomes trailing silence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.fit.word_room import nearest_allowed, practical_minimum, values_with_cues
from voiceguide.language import LANGUAGES, wording
from voiceguide.script.model import Reference
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.vocabulary import StepKind
from voiceguide.script.walk import walk_steps

if TYPE_CHECKING:
    from voiceguide.fit.durations import Durations
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.layout import Measure
    from voiceguide.script.model import Amount, Step

MAX_FILL = units.to_samples(3 * 60)
"""Longest fill in samples, unless its script says more."""

MAX_CHOSEN_FILL = 2 * MAX_FILL
"""Longest fill in samples where the listener chose the length of the session."""

MIN_BREATHING = units.to_samples(60)
"""Shortest breathing as a fill in samples, unless its script says less: two breaths calm nobody."""

_MAX_ITERATIONS = 6
"""Upper bound; words that name the fill change length with it, which settles in two or three iterations."""


def natural_length(plan: Plan, durations: Durations) -> int:
    """Return the plan's length in samples, rounded up to a whole second, with the words that name that length."""

    def length_needed(spoken_length: int) -> int:
        return _round_up_to_second(durations.total(replace(plan, length=spoken_length)))

    # Twice, since the first guess may have many words; then only upwards, so that the loop ends.
    length = length_needed(length_needed(plan.session.length))
    while (longer := length_needed(length)) > length:
        length = longer
    shorter = longer  # its words may be shorter again
    return shorter if shorter < length and length_needed(shorter) <= shorter else length


def natural_plan(plan: Plan, durations: Durations) -> Plan:
    """Return the plan with its natural length, and silence for the rest of the last second."""
    return with_trailing_silence(replace(plan, length=natural_length(plan, durations)), durations)


def _round_up_to_second(length: int) -> int:
    return -(-length // units.SAMPLE_RATE) * units.SAMPLE_RATE


def with_trailing_silence(plan: Plan, durations: Durations) -> Plan:
    """Return the plan with trailing silence for the rest of its length."""
    return replace(plan, trailing_silence=plan.length - durations.total(replace(plan, trailing_silence=0)))


def compare_to_target(plan: Plan, limits: tuple[int, int], durations: Durations) -> int:
    """Return 1 if the plan is too long with the least fill, -1 if too short with the most, else 0."""
    least, most = limits
    if durations.total(plan.with_fill(least)) > plan.length:
        return 1
    longest = plan.with_fill(most)
    # In this order, since the second condition may need clips that do not exist yet.
    return (
        -1
        if durations.total(longest) < plan.length and natural_length(longest, durations) < plan.length
        else 0
    )


def solve_fill(plan: Plan, limits: tuple[int, int], durations: Durations) -> Plan:
    """Return the plan with a fill that makes it last `plan.length`; it must be neither too long nor too short.

    Words may name the fill, and the time that they leave for it may have another name. The best amount has the
    name that was spoken; the second best is the largest found whose own name leaves more than enough time.
    """
    least, most = limits
    spoken_amount = best_amount = least
    for _ in range(_MAX_ITERATIONS):
        amount = _largest_fill(replace(plan, spoken_fill=spoken_amount), least, most, durations)
        if _spoken_fill(plan, amount) == _spoken_fill(plan, spoken_amount):
            best_amount = amount
            break
        best_amount = max(best_amount, spoken_amount) if amount > spoken_amount else best_amount
        spoken_amount = amount
    return with_trailing_silence(plan.with_fill(best_amount), durations)


def _spoken_fill(plan: Plan, amount: int) -> str:
    """Return an amount of the fill as the words name it."""
    fill_technique = plan.fill_technique
    value = fill_technique.technique.value(fill_technique.fill) if fill_technique else None
    session_wording = LANGUAGES[plan.session.language].wording
    return wording.describe_amount(amount, value.unit, session_wording) if value else ""


def _largest_fill(plan: Plan, least: int, most: int, durations: Durations) -> int:
    """Return the largest amount of the fill with which the plan, its words unchanged, is not too long."""
    shortest, longest = (durations.total(plan.with_fill(amount)) for amount in (least, most))
    amount = least + (plan.length - shortest) * (most - least) // max(longest - shortest, 1)
    amount = min(max(amount, least), most)
    # Times to move are stretched and rounded separately, so the length may be off the line by a sample.
    while amount > least and durations.total(plan.with_fill(amount)) > plan.length:
        amount -= 1
    # A count is off the line by its first repetition, which may have other words.
    fill_technique = plan.fill_technique
    value = fill_technique.technique.value(fill_technique.fill) if fill_technique else None
    if value and value.unit == "count":
        while amount < most and durations.total(plan.with_fill(amount + 1)) <= plan.length:
            amount += 1
    return amount


def fill_limits(plan: Plan, measure: Measure, *, is_bearable: bool = True) -> tuple[int, int]:
    """Return the limits of the fill: its own, narrowed to those that its cues allow.

    If `is_bearable`, a fill lasts at most MAX_FILL, or MAX_CHOSEN_FILL in a length that the listener chose, and
    breathing that can be left out at least MIN_BREATHING; unless its script says more or less.
    """
    fill_technique = plan.fill_technique
    value = fill_technique.technique.value(fill_technique.fill) if fill_technique else None
    if not fill_technique or not value:
        return 0, 0
    least, most = value.least, value.most
    if value in values_with_cues(fill_technique):
        least = practical_minimum(plan, fill_technique, value, measure)
        most = nearest_allowed(plan, fill_technique, value, value.most, measure)
    if not is_bearable:
        return least, most
    written, unit = fill_technique.amount(value.name), _unit_length(fill_technique)
    if can_leave_fill_out(plan):
        least = max(least, -(-MIN_BREATHING // unit))
    longest = MAX_CHOSEN_FILL if plan.choices.length else MAX_FILL
    return least, max(least, min(most, max(longest // unit, written)))


def can_leave_fill_out(plan: Plan) -> bool:
    """Return True if the fill is breathing alone, for MIN_BREATHING at least, and not all that there is to do."""
    fill_technique = plan.fill_technique
    if fill_technique is None:
        return False
    if fill_technique.amount(fill_technique.fill) * _unit_length(fill_technique) < MIN_BREATHING:
        return False
    others = (planned for planned in plan.techniques if planned is not fill_technique)
    active_kinds = {
        step.kind
        for step in walk_steps(fill_technique.technique.body)
        if step.kind in {StepKind.BREATHE, StepKind.HOLD, StepKind.GO, StepKind.REPS}
    }
    return active_kinds == {StepKind.BREATHE} and any(
        planned.technique.name not in BOOKENDS for planned in others
    )


def _fill_steps(planned: PlannedTechnique) -> tuple[Step, ...]:
    """Return the steps whose amount is the fill."""
    return tuple(
        step
        for step in walk_steps(planned.technique.body)
        if isinstance(step.amount, Reference) and step.amount.name == planned.fill
    )


def _unit_length(planned: PlannedTechnique) -> int:
    """Return the samples by which a session grows with each breath, or with each sample, of the fill; at least 1."""
    amounts = dict(planned.values)

    def resolve(amount: Amount, of_series: int) -> int:
        if isinstance(amount, Reference):
            return amounts[amount.name]
        return amount if isinstance(amount, int) else of_series

    length = sum(
        (1 if step.by_time else sum(resolve(phase.length, 0) for phase in step.phases) or 1)
        * resolve(step.rounds, 1)
        * max(len(step.sides), 1)
        for step in _fill_steps(planned)
    )
    return max(length, 1)  # a phase is in no step's amount
