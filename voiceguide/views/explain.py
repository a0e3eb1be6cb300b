"""Table of values with their origins: the output of “show --why”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.plan.option import Explanation
from voiceguide.plan.options import OPTIONS, Choices
from voiceguide.plan.overrides import Origin, format_amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique

Row = tuple[str, str, str]
"""Name, value and reason."""

_ORIGIN_TEXTS = {
    Origin.TECHNIQUE: "set by its author",
    Origin.SESSION: "set by this session",
    Origin.LEVEL: "set by the level {level}",
    Origin.PREFERENCE: "one of your preferences",
    Origin.REQUEST: "you asked for it",
}


def explain_values(plan: Plan) -> str:
    """Return a line for each choice and each value of a fitted plan, with its origin."""
    rows = [*_session_rows(plan)]
    for planned in plan.techniques:
        rows += [("", "", ""), (planned.technique.title.upper(), "", ""), *_technique_rows(planned, plan)]
    name_width, amount_width = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(
        f"{name:{name_width}}  {amount:{amount_width}}  {reason}".rstrip() for name, amount, reason in rows
    )


def _session_rows(plan: Plan) -> Iterator[Row]:
    defaults = Choices()
    length_reason = "set by this session" if plan.session.length == plan.length else "as long as it takes"
    if plan.choices.length:
        length_reason = _choice_reason(plan, "length")
    yield "length", units.format_clock(plan.length), length_reason
    for option in OPTIONS:
        for field in option.fields if option.explanation != Explanation.BY_EFFECT else ():
            value = getattr(plan.choices, field)
            if value != getattr(defaults, field):
                yield option.name, option.describe_value(value), _choice_reason(plan, field)
            elif option.explanation == Explanation.ALWAYS:
                yield option.name, option.describe_value(value), "the default"


def _choice_reason(plan: Plan, field: str) -> str:
    is_preference = field in plan.choices.preference_fields
    return _ORIGIN_TEXTS[Origin.PREFERENCE if is_preference else Origin.REQUEST]


def _technique_rows(planned: PlannedTechnique, plan: Plan) -> Iterator[Row]:
    for name, original_amount, origin in planned.origins:
        value = planned.technique.value(name)
        if not value:
            continue
        amount = planned.amount(name)
        reason = _ORIGIN_TEXTS[origin].format(level=plan.choices.level)
        if name == planned.fill:
            reason = "fills the remaining time"
        elif amount != original_amount:
            reason = f"{format_amount(value, original_amount)}, {reason}, was changed to fit"
        yield f"  {name}", format_amount(value, amount), reason
    for side, name, amount, origin in planned.side_values:
        yield f"  {name} on the {side}", units.format_duration(amount), _ORIGIN_TEXTS[origin]
