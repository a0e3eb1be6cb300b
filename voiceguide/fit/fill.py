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

if TYPE_CHECKING:
    from voiceguide.fit.durations import Durations
    from voiceguide.plan.plan import Plan
    from voiceguide.score.layout import Measure

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
    return amount


def fill_limits(plan: Plan, measure: Measure) -> tuple[int, int]:
    """Return the limits of the fill: its own, narrowed to those that its cues allow."""
    fill_technique = plan.fill_technique
    value = fill_technique.technique.value(fill_technique.fill) if fill_technique else None
    if not fill_technique or not value:
        return 0, 0
    if value not in values_with_cues(fill_technique):
        return value.least, value.most
    return practical_minimum(plan, fill_technique, value, measure), nearest_allowed(
        plan, fill_technique, value, value.most, measure
    )
