"""The fill: what takes up the time that everything else leaves, to the sample.

While the words stay the same, a session's length is a straight line in the fill's amount, so the amount is a
division; what whole breaths leave over becomes quiet behind them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.fit.word_room import furthest, held, real_minimum
from voiceguide.language import wording

if TYPE_CHECKING:
    from voiceguide.fit.durations import Lengths
    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Takes

_ROUNDS_OF_TALK = 6
"""The words may name the fill, whose words have a length; this settles in two or three."""


def natural(plan: Plan, lengths: Lengths) -> int:
    """A whole second that holds the plan and the words that name it, which have a length too."""

    def needed(said: int) -> int:
        return _whole_second(lengths.of(replace(plan, length=said)))

    # Twice, since the first guess may have had many words; then only upwards, which comes to an end.
    length = needed(needed(plan.session.length))
    while (longer := needed(length)) > length:
        length = longer
    shorter = longer  # whose words may be shorter again
    return shorter if shorter < length and needed(shorter) <= shorter else length


def _whole_second(length: int) -> int:
    return -(-length // units.RATE) * units.RATE


def lasting_as_asked(plan: Plan, lengths: Lengths) -> Plan:
    """The plan; what is left over of its length becomes quiet."""
    return replace(plan, remainder=plan.length - lengths.of(replace(plan, remainder=0)))


def excess(plan: Plan, limits: tuple[int, int], lengths: Lengths) -> int:
    """1 where the plan is too long with the least of its fill, -1 too short even with the most, else 0."""
    least, most = limits
    if lengths.of(plan.filled(least)) > plan.length:
        return 1
    longest = plan.filled(most)
    # Asked in this order, since the second may need words that nobody has spoken yet.
    return -1 if lengths.of(longest) < plan.length and natural(longest, lengths) < plan.length else 0


def filled(plan: Plan, limits: tuple[int, int], lengths: Lengths) -> Plan:
    """The plan, neither too long nor too short, with its fill such that it lasts `plan.length`.

    Words may name the fill, and the amount that they leave room for may be named otherwise. Best is one
    that is named as it was; next best the largest found for which its own words leave more than enough.
    """
    least, most = limits
    said = kept = least
    for _ in range(_ROUNDS_OF_TALK):
        amount = _room(replace(plan, said=said), least, most, lengths)
        if _named(plan, amount) == _named(plan, said):
            kept = amount
            break
        kept = max(kept, said) if amount > said else kept
        said = amount
    return lasting_as_asked(plan.filled(kept), lengths)


def _named(plan: Plan, amount: int) -> str:
    """What words call that amount of the fill."""
    part = plan.filling
    value = part.technique.value(part.fill) if part else None
    return wording.amount(amount, value.unit) if value else ""


def _room(plan: Plan, least: int, most: int, lengths: Lengths) -> int:
    """The largest amount of the fill with which the plan is not too long, its words as they are."""
    low, high = (lengths.of(plan.filled(amount)) for amount in (least, most))
    amount = least + (plan.length - low) * (most - least) // max(high - low, 1)
    amount = min(max(amount, least), most)
    # Times to move are stretched and rounded one by one, so the line may bend by a sample.
    while amount > least and lengths.of(plan.filled(amount)) > plan.length:
        amount -= 1
    return amount


def limits(plan: Plan, takes: Takes) -> tuple[int, int]:
    """Within which limits the fill may stretch: its own, or what its cues allow if that is less."""
    part = plan.filling
    value = part.technique.value(part.fill) if part else None
    if not part or not value:
        return 0, 0
    if value not in held(part):
        return value.least, value.most
    return real_minimum(plan, part, value, takes), furthest(plan, part, value, value.most, takes)
