"""What to say when a length cannot be had: which can, and the smallest change that would help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.uses import AROUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.session.plan import Plan

Reach = Callable[["Plan"], tuple[int, int]]
"""The shortest and the longest that a plan and its variants can last, in samples."""


def out_of_reach(plan: Plan, reaches: Iterable[int], reach: Reach) -> str:
    """A sentence or two; each of `reaches`, in samples, can be had."""
    reaches = tuple(reaches)
    title, whole = plan.session.title, plan.length % units.RATE == 0
    asked = units.clock(plan.length) if whole else units.written(plan.length)
    below = [length for length in reaches if length < plan.length]
    above = [length for length in reaches if length > plan.length]
    low, high = units.clock(min(reaches)), units.clock(max(reaches))
    if low == high:
        message = f"{title} lasts {low} and nothing in it stretches, so {asked} cannot be had."
    elif below and above:
        near = f"{units.clock(max(below))} and {units.clock(min(above))}"
        message = f"{title} cannot last {asked}: the nearest lengths are {near}."
    else:
        message = f"{title} cannot last {asked}: the shortest is {low}, the longest {high}."
    return " ".join((message, *_helps(plan, reach)))


def _helps(plan: Plan, reach: Reach) -> Iterator[str]:
    """The smallest change with which the length could be had: the one that moves the reach the least."""
    found = []
    for changed, advice in _changes(plan):
        shortest, longest = reach(changed)
        if shortest <= plan.length <= longest:
            found.append((longest - shortest, advice))
    if found:
        yield max(found)[1]


def _changes(plan: Plan) -> Iterator[tuple[Plan, str]]:
    """What a listener could do: leave a value open that they set, or leave a technique out."""
    for part in plan.parts:
        for name in sorted(part.wished):
            freed = replace(part, wished=part.wished - {name}, pinned=part.pinned - {name})
            parts = tuple(freed if other is part else other for other in plan.parts)
            yield replace(plan, parts=parts), f"It can if “{name}” of {part.technique.name} is left open."
    for part in plan.parts:
        name = part.technique.name
        if not part.fill and not part.optional and name not in AROUND and len(plan.parts) > 1:
            yield plan.without(part), f"It can without {name}: --skip {name}."
