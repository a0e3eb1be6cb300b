"""Where each value of a session came from: what “show --why” tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.plan.choices import Choices
from voiceguide.plan.overrides import format_amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique

_ORIGIN_TEXTS = {
    "technique": "as its author wrote it",
    "session": "this session sets it",
    "level": "the level {level} has it so",
    "remembered": "you had it remembered",
    "asked": "you asked for it",
}


def explain_values(plan: Plan) -> str:
    """A line for each value and each way of doing things, with where it came from; a plan made to fit."""
    rows = [*_session_rows(plan)]
    for planned in plan.techniques:
        rows += [("", "", ""), (planned.technique.title.upper(), "", ""), *_technique_rows(planned, plan)]
    name_width, amount_width = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(
        f"{name:{name_width}}  {amount:{amount_width}}  {reason}".rstrip() for name, amount, reason in rows
    )


def _session_rows(plan: Plan) -> Iterator[tuple[str, str, str]]:
    defaults = Choices()
    length_reason = "the session has it so" if plan.session.length == plan.length else "as long as it takes"
    yield (
        "length",
        units.format_clock(plan.length),
        _choice_reason(plan, "length") if plan.is_length_chosen else length_reason,
    )
    guidance = "names" if plan.names_only else "brief" if plan.brief else "full"
    settings = {
        "level": (plan.level, defaults.level),
        "guidance": (guidance, defaults.guidance),
        "sounds": (plan.sounds, defaults.sounds),
        "chime": (plan.chime, defaults.chime),
        "moving": (f"{float(plan.moving):g}x", f"{float(defaults.moving):g}x"),
    }
    for name, (value, default) in settings.items():
        yield name, value, "as usual" if value == default else _choice_reason(plan, name)


def _choice_reason(plan: Plan, field: str) -> str:
    return _ORIGIN_TEXTS["remembered" if field in plan.preference_fields else "asked"]


def _technique_rows(planned: PlannedTechnique, plan: Plan) -> Iterator[tuple[str, str, str]]:
    for name, original_amount, origin in planned.origins:
        value = planned.technique.value(name)
        if not value:
            continue
        amount, reason = planned.amount(name), _ORIGIN_TEXTS[origin].format(level=plan.level)
        if name == planned.fill:
            reason = "it takes what time is left"
        elif amount != original_amount:
            reason = f"{format_amount(value, original_amount)} was changed to fit: {reason}"
        yield f"  {name}", format_amount(value, amount), reason
    for side, name, amount, origin in planned.side_values:
        yield f"  {name} on the {side}", units.format_duration(amount), _ORIGIN_TEXTS[origin]
