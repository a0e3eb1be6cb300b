"""A session at another level: the parts that it has at the standard level, with the amounts of the level."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.plan.overrides import at_level

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan, PlannedTechnique


def at_level_of(plan: Plan, standard: Plan) -> Plan:
    """Return a plan with the techniques of the fitted plan at the standard level, and without a length.

    Each amount is that of the standard level, moved as its author says; the fill is the same. So no part leaves
    because of a level, strong is never less, and gentle never more.
    """
    standard_techniques = list(standard.techniques)
    removals, techniques = [], {}
    for planned in plan.techniques:
        if standard_techniques and standard_techniques[0].technique.name == planned.technique.name:
            techniques[id(planned)] = _with_level_amounts(
                planned, standard_techniques.pop(0), plan.choices.level
            )
        else:
            removals.append(planned)
    levelled = tuple(techniques.get(id(planned), planned) for planned in plan.techniques)
    return replace(plan, techniques=levelled, length=0).without(*removals)


def _with_level_amounts(
    planned: PlannedTechnique, standard: PlannedTechnique, level: str
) -> PlannedTechnique:
    for value in planned.technique.values:
        amount = standard.amount(value.name)
        levelled = None if value.name == planned.fill else at_level(value, amount, level)
        if value.name not in planned.overridden:
            planned = planned.with_value(value.name, amount if levelled is None else levelled)
    return planned
