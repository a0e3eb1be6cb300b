"""Room for words: the shortest and the longest hold in which every cue fits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import RequestError, ScriptError
from voiceguide.score.layout import Measure, overlap_problems
from voiceguide.score.score import write_technique_score
from voiceguide.script.model import Reference, Step, Value
from voiceguide.script.walk import walk_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.script.model import Amount


def with_room_for_words(plan: Plan, planned: PlannedTechnique, measure: Measure) -> Plan:
    """Return the plan with each hold of a technique at the nearest length at which its cues fit."""
    if planned.side_values or any(
        planned.amount(value.name) != value.default for value in values_with_cues(planned)
    ):
        plan, planned = _adjust_holds(plan, planned, measure)
    return plan


def _adjust_holds(plan: Plan, planned: PlannedTechnique, measure: Measure) -> tuple[Plan, PlannedTechnique]:
    default = with_default_holds(planned)
    if problems := overlap_problems(write_technique_score(plan, default), measure):
        raise ScriptError(problems)
    for value in values_with_cues(planned):
        amount = planned.amount(value.name)
        if amount == value.default or not overlap_problems(
            write_technique_score(plan, default.with_value(value.name, amount)), measure
        ):
            continue
        allowed = nearest_allowed(plan, default, value, amount, measure)
        if value.name in planned.pinned:
            raise _out_of_range_error(amount, allowed, value, planned)
        amount_text, end = units.format_duration(allowed), "short" if amount < allowed else "long"
        replacement = planned.with_value(value.name, allowed)
        plan = plan.replace_technique(
            planned, replacement, value.name, f"{amount_text}, the {end}est its words allow."
        )
        planned = replacement
    for _, name, amount, _ in planned.side_values:
        value = next(value for value in planned.technique.values if value.name == name)
        if value in values_with_cues(planned) and overlap_problems(
            write_technique_score(plan, default.with_value(name, amount)), measure
        ):
            raise _out_of_range_error(
                amount, nearest_allowed(plan, default, value, amount, measure), value, planned
            )
    return plan, planned


def with_default_holds(planned: PlannedTechnique) -> PlannedTechnique:
    """Return the technique with the default length for each hold that has cues."""
    default = replace(planned, side_values=())
    for value in values_with_cues(planned):
        default = default.with_value(value.name, value.default)
    return default


def _out_of_range_error(amount: int, allowed: int, value: Value, planned: PlannedTechnique) -> RequestError:
    end, bound = ("short", "least") if amount < allowed else ("long", "most")
    message = f"{value.name} {units.format_duration(amount)} is too {end} for the words of"
    return RequestError(
        f"{message} {planned.technique.name}: it must be at {bound} {units.format_duration(allowed)} here."
    )


def values_with_cues(planned: PlannedTechnique) -> tuple[Value, ...]:
    """Return the values that cues depend on: the length of a hold, free movement or a phase."""
    amounts = (amount for step in walk_steps(planned.technique.body) for amount in _amounts_with_cues(step))
    names = {amount.name for amount in amounts if isinstance(amount, Reference)}
    return tuple(value for value in planned.technique.values if value.name in names)


def _amounts_with_cues(step: Step) -> Iterator[Amount]:
    """Yield the amounts of a step that contain sounds."""
    if step.kind in {"hold", "go", "rest"}:
        yield step.amount
    if step.every is not None:
        yield step.every
    yield from (phase.length for phase in step.phases)


def practical_minimum(plan: Plan, planned: PlannedTechnique, value: Value, measure: Measure) -> int:
    """Return the shortest value, in whole seconds below its default, at which every cue of the technique fits."""
    return nearest_allowed(plan, planned, value, value.least, measure)


def nearest_allowed(plan: Plan, planned: PlannedTechnique, value: Value, limit: int, measure: Measure) -> int:
    """Return the amount nearest to a limit at which every cue fits, second by second from the default.

    Longer is not always roomier: a cue timed from the end may meet the one at half-way.
    """
    amount = value.default
    while amount != limit:
        next_amount = (
            max(amount - units.SAMPLE_RATE, limit)
            if limit < amount
            else min(amount + units.SAMPLE_RATE, limit)
        )
        if overlap_problems(
            write_technique_score(plan, planned.with_value(value.name, next_amount)), measure
        ):
            break
        amount = next_amount
    return amount
