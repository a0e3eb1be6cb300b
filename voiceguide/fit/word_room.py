"""Room for words: how short, and how long, a hold can be so that every cue inside it fits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import AskedError, ScriptError
from voiceguide.score.score import score_of
from voiceguide.score.timeline import Takes, crowded
from voiceguide.script.model import Name, Step, Value, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Part, Plan
    from voiceguide.script.model import Amount


def roomy(plan: Plan, part: Part, takes: Takes) -> Plan:
    """The plan with every hold of a part such that its own cues fit, as near to what it was as they allow."""
    if part.sided or any(part.amount(value.name) != value.default for value in held(part)):
        plan, part = _as_wished(plan, part, takes)
    return plan


def _as_wished(plan: Plan, part: Part, takes: Takes) -> tuple[Plan, Part]:
    usual = as_written(part)
    if problems := crowded(score_of(plan, usual), takes):
        raise ScriptError(problems)
    for value in held(part):
        amount = part.amount(value.name)
        if amount == value.default or not crowded(score_of(plan, usual.having(value.name, amount)), takes):
            continue
        allowed = furthest(plan, usual, value, amount, takes)
        if value.name in part.pinned:
            raise _too(amount, allowed, value, part)
        shown, end = units.written(allowed), "short" if amount < allowed else "long"
        roomy = part.having(value.name, allowed)
        plan = plan.exchanged(part, roomy, value.name, f"{shown}, the {end}est its words allow.")
        part = roomy
    for _, name, amount, _ in part.sided:
        value = next(value for value in part.technique.values if value.name == name)
        if value in held(part) and crowded(score_of(plan, usual.having(name, amount)), takes):
            raise _too(amount, furthest(plan, usual, value, amount, takes), value, part)
    return plan, part


def as_written(part: Part) -> Part:
    """The part with every hold that has words in it as its author wrote it."""
    usual = replace(part, sided=())
    for value in held(part):
        usual = usual.having(value.name, value.default)
    return usual


def _too(amount: int, allowed: int, value: Value, part: Part) -> AskedError:
    end, way = ("short", "from") if amount < allowed else ("long", "to")
    message = f"{value.name} {units.written(amount)} is too {end} for the words of"
    return AskedError(f"{message} {part.technique.name}: it goes {way} {units.written(allowed)} here.")


def held(part: Part) -> tuple[Value, ...]:
    """The values that words depend on: how long a hold, a go or a phase lasts."""
    amounts = (amount for step in steps(part.technique.body) for amount in _spoken_in(step))
    names = {amount.name for amount in amounts if isinstance(amount, Name)}
    return tuple(value for value in part.technique.values if value.name in names)


def _spoken_in(step: Step) -> Iterator[Amount]:
    """The amounts of a step that sounds stand in."""
    if step.verb in {"hold", "go", "rest"}:
        yield step.amount
    yield from (phase.length for phase in step.phases)


def real_minimum(plan: Plan, part: Part, value: Value, takes: Takes) -> int:
    """The shortest that a value can be, in whole seconds below its default, with every cue of the part."""
    return furthest(plan, part, value, value.least, takes)


def furthest(plan: Plan, part: Part, value: Value, limit: int, takes: Takes) -> int:
    """How far a value can go towards a limit, second by second from its default, while every cue fits.

    Longer is not always roomier: words a time before the end may meet those at half-way.
    """
    amount = value.default
    while amount != limit:
        following = max(amount - units.RATE, limit) if limit < amount else min(amount + units.RATE, limit)
        if crowded(score_of(plan, part.having(value.name, following)), takes):
            break
        amount = following
    return amount
