"""Making a plan last exactly as long as asked, without touching a word.

Optional techniques leave, the last one first, until the rest is short enough; then rounds become fewer;
then the fill takes up the slack. While the words stay the same, a session's length is a straight line in
the fill's amount, so the amount is a division; what whole breaths leave over becomes quiet behind them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import AskedError, ScriptError
from voiceguide.script.model import Words, within
from voiceguide.session import wording
from voiceguide.session.room import furthest, held, real_minimum, roomy
from voiceguide.session.score import score
from voiceguide.session.timeline import Takes, crowded, lasting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.session.plan import Part, Plan

_ROUNDS_OF_TALK = 6
"""The words may name the fill, whose words have a length; this settles in two or three."""


def fit(plan: Plan, takes: Takes) -> Plan:
    """The plan with its holds and its fill settled; it lasts `plan.length`, to the sample.

    Without a length asked for, it lasts as long as it takes, rounded up to a whole second. Raises
    AskedError when the length is out of reach (naming lengths that are not), or when a hold the listener
    set for one technique does not suit its words; ScriptError when a cue does not fit the hold that its
    author wrote.
    """
    for part in plan.parts:
        plan = roomy(plan, part, takes)
    _all_cues_fit(plan, takes)
    fitted = _reached(plan, takes) if plan.length else _lasting(plan, _natural(plan, takes), takes)
    # Once more, since words that name a length or a value may have become longer.
    _all_cues_fit(fitted, takes)
    return fitted


def _all_cues_fit(plan: Plan, takes: Takes) -> None:
    if problems := crowded(score(plan), takes):
        raise ScriptError(problems)


def _reached(plan: Plan, takes: Takes) -> Plan:
    limits = _limits(plan, takes)
    reaches = []
    for candidate in _shorter(plan):
        if fitted := _stretched(candidate, limits, takes):
            return fitted
        reaches += [_natural(candidate.filled(amount), takes) for amount in limits]
    raise AskedError(_out_of_reach(plan, reaches))


def _out_of_reach(plan: Plan, reaches: list[int]) -> str:
    """What to say when a length cannot be had; each of `reaches` can."""
    title, whole = plan.session.title, plan.length % units.RATE == 0
    asked = units.clock(plan.length) if whole else units.written(plan.length)
    below = [length for length in reaches if length < plan.length]
    above = [length for length in reaches if length > plan.length]
    low, high = units.clock(min(reaches)), units.clock(max(reaches))
    if low == high:
        return f"{title} lasts {low} and nothing in it stretches, so {asked} cannot be had."
    if below and above:
        near = f"{units.clock(max(below))} and {units.clock(min(above))}"
        return f"{title} cannot last {asked}: the nearest lengths are {near}."
    return f"{title} cannot last {asked}: the shortest is {low}, the longest {high}."


def _shorter(plan: Plan) -> Iterator[Plan]:
    """The plan; without its last optional part, and so on; then with a round less, the last part first."""
    yield plan
    while optional := [part for part in plan.parts if _may_leave(part, plan)]:
        plan = plan.without(optional[-1])
        yield plan
    while fewer := _fewer_rounds(plan):
        plan = fewer
        yield plan


def _may_leave(part: Part, plan: Plan) -> bool:
    """An optional part leaves, unless the listener set it, it fills the time, or nothing else is left."""
    return part.optional and not part.pinned and not part.fill and len(plan.parts) > 1


def _fewer_rounds(plan: Plan) -> Plan | None:
    for part in reversed(plan.parts):
        for done in within(part.technique.body):
            name = "" if isinstance(done, Words) or isinstance(done.rounds, int) else done.rounds.name
            value = part.technique.value(name)
            if value and name not in part.pinned and part.amount(name) > value.least:
                fewer = part.having(name, part.amount(name) - 1)
                return plan.exchanged(part, fewer, name, f"{fewer.amount(name)}, to meet the length.")
    return None


def _natural(plan: Plan, takes: Takes) -> int:
    """A whole second that holds the plan and the words that name it, which have a length too."""

    @cache
    def needed(said: int) -> int:
        return _whole_second(lasting(score(replace(plan, length=said)), takes))

    # Twice, since the first guess may have had many words; then only upwards, which comes to an end.
    length = needed(needed(plan.session.length))
    while (longer := needed(length)) > length:
        length = longer
    return length


def _whole_second(length: int) -> int:
    return -(-length // units.RATE) * units.RATE


def _lasting(plan: Plan, length: int, takes: Takes) -> Plan:
    """The plan at its length; what is left over becomes quiet."""
    bare = replace(plan, length=length)
    return replace(bare, remainder=length - lasting(score(bare), takes))


def _stretched(plan: Plan, limits: tuple[int, int], takes: Takes) -> Plan | None:
    """The plan with its fill such that it lasts `plan.length`, or None when it cannot.

    Words may name the fill, and the amount that they leave room for may be named otherwise. Best is one
    that is named as it was; next best the largest found for which its own words leave more than enough.
    """
    least, most = limits
    if lasting(score(plan.filled(least)), takes) > plan.length:
        return None
    longest = plan.filled(most)
    # Asked in this order, since the second may need words that nobody has spoken yet.
    if lasting(score(longest), takes) < plan.length and _natural(longest, takes) < plan.length:
        return None
    said = kept = least
    for _ in range(_ROUNDS_OF_TALK):
        amount = _room(replace(plan, said=said), least, most, takes)
        if _named(plan, amount) == _named(plan, said):
            kept = amount
            break
        kept = max(kept, said) if amount > said else kept
        said = amount
    return _lasting(plan.filled(kept), plan.length, takes)


def _named(plan: Plan, amount: int) -> str:
    """What words call that amount of the fill."""
    part = plan.filling
    value = part.technique.value(part.fill) if part else None
    return wording.amount(amount, value.unit) if value else ""


def _room(plan: Plan, least: int, most: int, takes: Takes) -> int:
    """The largest amount of the fill with which the plan is not too long, its words as they are."""
    low, high = (lasting(score(plan.filled(amount)), takes) for amount in (least, most))
    amount = least + (plan.length - low) * (most - least) // max(high - low, 1)
    amount = min(max(amount, least), most)
    # Times to move are stretched and rounded one by one, so the line may bend by a sample.
    while amount > least and lasting(score(plan.filled(amount)), takes) > plan.length:
        amount -= 1
    return amount


def _limits(plan: Plan, takes: Takes) -> tuple[int, int]:
    """Within which limits the fill may stretch: its own, or what its cues allow if that is less."""
    part = plan.filling
    value = part.technique.value(part.fill) if part else None
    if not part or not value:
        return 0, 0
    if value not in held(part):
        return value.least, value.most
    return real_minimum(plan, part, value, takes), furthest(plan, part, value, value.most, takes)
