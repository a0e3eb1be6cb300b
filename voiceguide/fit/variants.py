"""Variants of a session for another length: without some techniques, or with other numbers of rounds."""

from __future__ import annotations

from functools import partial, reduce
from itertools import combinations, islice
from typing import TYPE_CHECKING

from voiceguide.fit.fill import can_leave_fill_out
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.value_roles import repetition_names, round_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.script.model import Technique, Value

MAX_USUAL_VARIANTS = 500
"""Upper bound of variants that only leave out techniques, or only change counts in one direction."""
_MAX_VARIANTS = 200
"""Upper bound of fallback variants of each of two kinds, for a length that no usual variant meets."""
_MAX_VARIANT_TECHNIQUES = 10_000
"""Upper bound of turns in all fallback variants of one kind: hundreds of techniques are refused in about a second."""


def shorter_variants(plan: Plan, keep: PlannedTechnique | None = None) -> Iterator[Plan]:
    """Yield the plan, then shorter variants: without optional techniques, then with fewer rounds, the last first.

    The technique `keep` is not left out.
    """
    yield plan
    while optional := [
        planned for planned in plan.techniques if _is_removable(planned, plan) and planned is not keep
    ]:
        plan = plan.without(*_all_rounds(_first_to_leave(optional, plan), plan))
        yield plan
    for plan in _count_variants(plan, -1, round_names):  # noqa: B020 - the last one goes on
        yield plan
    if (fill := plan.fill_technique) and fill is not keep and can_leave_fill_out(plan):
        plan = plan.without(fill)
        yield plan
    yield from _count_variants(plan, -1, repetition_names)


def _first_to_leave(optional: list[PlannedTechnique], plan: Plan) -> PlannedTechnique:
    """Return the technique that leaves first: the bells, then in the author's order, then the last one."""
    bells, _ = BOOKENDS
    order = (bells, *(reference.name for reference in plan.session.leave_out_first))
    for name in order:
        if found := [planned for planned in optional if planned.technique.name == name]:
            return found[-1]
    return optional[-1]


def _all_rounds(planned: PlannedTechnique, plan: Plan) -> list[PlannedTechnique]:
    """Return a technique in all rounds of its circuit, or alone."""
    if planned.circuit is None:
        return [planned]
    use = planned.circuit.use
    return [other for other in plan.techniques if other.circuit and other.circuit.use == use]


def longer_variants(plan: Plan) -> Iterator[Plan]:
    """Yield the plan, then variants with ever more rounds, the first technique first, within limits."""
    yield plan
    for plan in _count_variants(plan, +1, round_names):  # noqa: B020, PLR1704 - the last one goes on
        yield plan
    yield from _count_variants(plan, +1, repetition_names)


def fallback_variants(plan: Plan) -> Iterator[Plan]:
    """Yield variants with lengths between those of the usual variants: similar ones first, then any."""
    max_variants = min(_MAX_VARIANTS, _MAX_VARIANT_TECHNIQUES // max(len(plan.techniques), 1))
    yield from islice(_variants_keeping_one(plan), max_variants)
    yield from islice(_combined_variants(plan), max_variants)


def _variants_keeping_one(plan: Plan) -> Iterator[Plan]:
    """Yield shorter variants that keep one optional technique, then shorter variants of longer ones."""
    bells, _ = BOOKENDS
    for planned in reversed(plan.techniques):
        if _is_removable(planned, plan) and planned.technique.name != bells:
            yield from islice(shorter_variants(plan, planned), 1, None)
    for longer in islice(longer_variants(plan), 1, None):
        yield from islice(shorter_variants(longer), 1, None)


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
                if variant.techniques and not _has_bells_in_place_of_others(variant, plan):
                    yield variant


def _has_bells_in_place_of_others(variant: Plan, plan: Plan) -> bool:
    """Return True if a variant leaves out techniques although it has bells that it could leave out."""
    bells, _ = BOOKENDS
    return len(variant.techniques) < len(plan.techniques) and any(
        planned.technique.name == bells and _is_removable(planned, plan) for planned in variant.techniques
    )


def _possible_changes(planned: PlannedTechnique, plan: Plan) -> Iterator[Callable[[Plan], Plan]]:
    """Yield the changes that can be made to a technique."""
    if _is_removable(planned, plan):
        yield lambda variant: variant.without(*_all_rounds(planned, plan))
    for value in (*_free_values(planned, round_names), *_free_values(planned, repetition_names)):
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


def _count_variants(
    plan: Plan, change: int, names_of: Callable[[Technique], tuple[str, ...]]
) -> Iterator[Plan]:
    """Yield variants with ever lower counts (`change` -1), from the last technique on, or ever higher ones (+1)."""
    order = range(len(plan.techniques))
    for index in order if change > 0 else reversed(order):
        for value in _free_values(plan.techniques[index], names_of):
            planned = plan.techniques[index]
            while value.least <= planned.amount(value.name) + change <= value.most:
                plan = _with_count(plan, planned, value, planned.amount(value.name) + change)
                planned = plan.techniques[index]
                yield plan


def _free_values(
    planned: PlannedTechnique, names_of: Callable[[Technique], tuple[str, ...]]
) -> Iterator[Value]:
    """Yield the values of some names, except the fill and those that the listener set."""
    for name in names_of(planned.technique):
        value = planned.technique.value(name)
        if value and name not in planned.overridden and name != planned.fill:
            yield value
