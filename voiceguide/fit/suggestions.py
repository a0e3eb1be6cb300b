"""What to say when a length cannot be had: which can, and the smallest change that would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.uses import AROUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.plan import Part, Plan

_MOST_TRIED = 40
"""Changes, of a session that has very many techniques: each takes a while to try."""
_MOST_MADE = 5
"""Of these, the best: to make one last as asked takes longer."""

Reach = Callable[["Plan"], tuple[int, int]]
"""The shortest and the longest that a plan and its variants can last, in samples."""


def out_of_reach(plan: Plan, reaches: Iterable[int], reach: Reach, can: Callable[[Plan], bool]) -> str:
    """A sentence or two; each of `reaches`, in samples, can be had. `can` tries whether a plan lasts so."""
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
    return " ".join((message, *_helps(plan, reach, can)))


def _helps(plan: Plan, reach: Reach, can: Callable[[Plan], bool]) -> Iterator[str]:
    """The smallest change with which the length can be had: the one that moves the reach the least.

    It is tried, since between the shortest and the longest there may be lengths that cannot be had.
    """
    found: list[tuple[int, str, Plan]] = []
    for changed, advice in islice(_changes(plan), _MOST_TRIED):
        shortest, longest = reach(changed)
        if shortest <= plan.length <= longest:
            found.append((longest - shortest, advice, changed))
    best = sorted(found, key=itemgetter(0, 1), reverse=True)[:_MOST_MADE]
    yield from islice((advice for _, advice, changed in best if can(changed)), 1)


def _changes(plan: Plan) -> Iterator[tuple[Plan, str]]:
    """What a listener could do: leave a value open that they set, or a technique out, wherever it is used."""
    uses: dict[str, list[Part]] = {}
    for part in plan.parts:
        uses.setdefault(part.technique.name, []).append(part)
    for technique, turns in uses.items():
        for name in sorted(turns[0].wished):
            yield _left_open(plan, technique, name), f"It can if “{name}” of {technique} is left open."
    named = {use.technique for use in plan.session.uses} - set(AROUND)  # not what came in place of one
    wished = Counter(name for turns in uses.values() for name in turns[0].wished)
    for technique, turns in uses.items():
        spare = technique in named and len(turns) < len(plan.parts)
        if spare and not any(part.fill or part.optional for part in turns):
            # A wish for what is left out is refused, so that must go, too.
            alone = any(wished[name] == 1 for name in turns[0].wished)
            set_ = " and what you set of it" if turns[0].pinned or alone else ""
            yield plan.without(*turns), f"It can without {technique}{set_}: --skip {technique}."


def _left_open(plan: Plan, technique: str, name: str) -> Plan:
    parts = (_open(part, name) if part.technique.name == technique else part for part in plan.parts)
    return replace(plan, parts=tuple(parts))


def _open(part: Part, name: str) -> Part:
    """Without what the listener set of one value, for one side too; within limits, so that it stretches."""
    sided = tuple(each for each in part.sided if each[1] != name)
    free = replace(part, wished=part.wished - {name}, pinned=part.pinned - {name}, sided=sided)
    value = part.technique.value(name)
    return free.having(name, min(max(part.amount(name), value.least), value.most)) if value else free
