"""Where each value of a session came from: what “show --why” tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.plan.choices import Choices
from voiceguide.plan.overrides import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Part, Plan

_ORIGINS = {
    "technique": "as its author wrote it",
    "session": "this session sets it",
    "level": "the level {level} has it so",
    "remembered": "you had it remembered",
    "asked": "you asked for it",
}


def why(plan: Plan) -> str:
    """A line for each value and each way of doing things, with where it came from; a plan made to fit."""
    rows = [*_whole(plan)]
    for part in plan.parts:
        rows += [("", "", ""), (part.technique.title.upper(), "", ""), *_part(part, plan)]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(f"{name:{first}}  {amount:{second}}  {reason}".rstrip() for name, amount, reason in rows)


def _whole(plan: Plan) -> Iterator[tuple[str, str, str]]:
    usual = Choices()
    own = "the session has it so" if plan.session.length == plan.length else "as long as it takes"
    yield "length", units.clock(plan.length), _by(plan, "length") if plan.length_asked else own
    guidance = "names" if plan.names_only else "brief" if plan.brief else "full"
    manners = {
        "level": (plan.level, usual.level),
        "guidance": (guidance, usual.guidance),
        "sounds": (plan.sounds, usual.sounds),
        "chime": (plan.chime, usual.chime),
        "moving": (f"{float(plan.moving):g}x", f"{float(usual.moving):g}x"),
    }
    for name, (chosen, ordinary) in manners.items():
        yield name, chosen, "as usual" if chosen == ordinary else _by(plan, name)


def _by(plan: Plan, field: str) -> str:
    return _ORIGINS["remembered" if field in plan.remembered else "asked"]


def _part(part: Part, plan: Plan) -> Iterator[tuple[str, str, str]]:
    for name, before, origin in part.origins:
        value = part.technique.value(name)
        if not value:
            continue
        amount, reason = part.amount(name), _ORIGINS[origin].format(level=plan.level)
        if name == part.fill:
            reason = "it takes what time is left"
        elif amount != before:
            reason = f"{shown(value, before)} was changed to fit: {reason}"
        yield f"  {name}", shown(value, amount), reason
    for side, name, amount, origin in part.sided:
        yield f"  {name} on the {side}", units.written(amount), _ORIGINS[origin]
