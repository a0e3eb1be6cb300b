"""Making a plan last exactly as long as asked, without touching a word.

Optional techniques leave, the last one first, until the rest is short enough; then rounds become fewer;
then the fill takes up the slack. A session's length is a straight line in the fill's amount (each unit adds the same), so the
amount is a division, and what whole breaths leave over becomes quiet behind them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from voiceguide import units
from voiceguide.errors import AskedError, ScriptError
from voiceguide.script.model import Name, Step, Value
from voiceguide.session import wording
from voiceguide.session.plan import Part, Plan
from voiceguide.session.score import score, score_of
from voiceguide.session.timeline import Takes, crowded, lasting

_ROUNDS_OF_TALK = 4
"""The words may name the length and the fill, whose words have a length; this settles in two or three."""


def fit(plan: Plan, takes: Takes) -> Plan:
    """The plan with its holds, its fill and what its words say of them settled; it lasts `plan.length`.

    Without a length asked for, it lasts as long as it takes, rounded up to a whole second. Raises
    AskedError when the length is out of reach (naming the shortest and the longest) or when a hold the
    listener set is too short for its own words; ScriptError when a cue does not fit the hold its author
    wrote.
    """
    for part in plan.parts:
        plan = _roomy(plan, part, takes)
    if not plan.length:
        return _natural(plan, takes)
    candidates = tuple(_shorter(plan))
    for candidate in candidates:
        if fitted := _stretched(candidate, takes):
            return fitted
    ends = [_ends(replace(candidate, said=(plan.length, 0)), takes) for candidate in candidates]
    raise AskedError(_out_of_reach(plan, min(low for low, _ in ends), max(high for _, high in ends)))


def _out_of_reach(plan: Plan, shortest: int, longest: int) -> str:
    # Rounded inwards, so that both lengths named can really be had.
    low, high = units.clock(_whole_second(shortest)), units.clock(longest // units.RATE * units.RATE)
    asked = units.clock(plan.length)
    if plan.filling is None:
        return f"{plan.session.title} lasts {low} and nothing in it stretches, so {asked} cannot be had."
    return f"{plan.session.title} cannot last {asked}: the shortest is {low}, the longest {high}."


def _shorter(plan: Plan) -> Iterator[Plan]:
    """The plan; then without its last optional part, and so on; then with a round less, the last part first."""
    yield plan
    while optional := [part for part in plan.parts if part.optional and not part.pinned]:
        plan = plan.without(optional[-1])
        yield plan
    while fewer := _fewer_rounds(plan):
        plan = fewer
        yield plan


def _fewer_rounds(plan: Plan) -> Plan | None:
    for part in reversed(plan.parts):
        for step in part.technique.body:
            name = step.rounds.name if isinstance(step, Step) and isinstance(step.rounds, Name) else ""
            value = part.technique.value(name)
            if value and name not in part.pinned and part.amount(name) > value.least:
                fewer = part.having(name, part.amount(name) - 1)
                note = f"{part.technique.title}: {name} {part.amount(name)} → {fewer.amount(name)}."
                return plan.exchanged(part, fewer, note)
    return None


def _natural(plan: Plan, takes: Takes) -> Plan:
    for _ in range(_ROUNDS_OF_TALK):
        bare = lasting(score(plan), takes)
        length = _whole_second(bare)
        if wording.time(length) == wording.time(plan.said[0]):
            break
        plan = replace(plan, said=(length, 0))
    return replace(plan, length=length, remainder=length - bare)


def _whole_second(length: int) -> int:
    return -(-length // units.RATE) * units.RATE


def _stretched(plan: Plan, takes: Takes) -> Plan | None:
    """The plan with its fill such that it lasts `plan.length`, or None when it cannot."""
    plan = replace(plan, said=(plan.length, 0))
    for _ in range(_ROUNDS_OF_TALK):
        low, high = _ends(plan, takes)
        if not low <= plan.length <= high:
            return None
        part = plan.filling
        amount = _amount(plan, part, (low, high), takes) if part else 0
        bare = plan.filled(amount)
        if plan.said[1] == amount:
            break
        plan = replace(plan, said=(plan.length, amount))
    return replace(bare, remainder=plan.length - lasting(score(bare), takes))


def _amount(plan: Plan, part: Part, ends: tuple[int, int], takes: Takes) -> int:
    """The largest amount of the fill with which the plan is not too long."""
    (low, high), (least, most) = ends, _reach(plan, part, takes)
    return least + (plan.length - low) * (most - least) // max(high - low, 1)


def _ends(plan: Plan, takes: Takes) -> tuple[int, int]:
    """The shortest and the longest this plan can be, its words and its other values as they are."""
    part = plan.filling
    if part is None:
        bare = lasting(score(plan), takes)
        return bare, _whole_second(bare)
    least, most = (lasting(score(plan.filled(amount)), takes) for amount in _reach(plan, part, takes))
    return least, most


def _reach(plan: Plan, part: Part, takes: Takes) -> tuple[int, int]:
    """Within which limits a fill may stretch: its own, or what its cues need if that is more."""
    value = part.technique.value(part.fill)
    assert value is not None  # noqa: S101 - a fill is one of its technique's values
    if value in held(part) and crowded(score_of(plan, part.having(value.name, value.least)), takes):
        return real_minimum(plan, part, value, takes), value.most
    return value.least, value.most


def _roomy(plan: Plan, part: Part, takes: Takes) -> Plan:
    """Every cue of a part fits its hold, or the hold is raised to where it does."""
    problems = crowded(score_of(plan, part), takes)
    if not problems:
        return plan
    for value in held(part):
        if part.amount(value.name) >= value.default:
            continue
        least = real_minimum(plan, part, value, takes)
        shown = units.written(least)
        if value.name in part.pinned:
            message = f"{value.name} {units.written(part.amount(value.name))} is too short for the words of"
            raise AskedError(f"{message} {part.technique.name}: it goes from {shown} here.")
        raised = part.having(value.name, least)
        note = f"{part.technique.title}: {value.name} stops at {shown}, which its words need."
        return _roomy(plan.exchanged(part, raised, note), raised, takes)
    raise ScriptError(problems)


def held(part: Part) -> Iterator[Value]:
    """The values that say how long a hold or a go lasts."""
    for step in part.technique.body:
        if isinstance(step, Step) and step.verb in {"hold", "go"} and isinstance(step.amount, Name):
            value = part.technique.value(step.amount.name)
            if value:
                yield value


def real_minimum(plan: Plan, part: Part, value: Value, takes: Takes) -> int:
    """The shortest hold, in whole seconds, from which up to the default every cue of the part fits."""
    amount = value.default
    while amount - units.RATE >= value.least:
        shorter = amount - units.RATE
        if crowded(score_of(plan, part.having(value.name, shorter)), takes):
            break
        amount = shorter
    return amount
