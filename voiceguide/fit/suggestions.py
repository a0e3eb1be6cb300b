"""Message for a length out of reach: lengths that are possible, and the smallest change that helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.uses import BOOKENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique

_MAX_SUGGESTIONS = 40
"""Upper bound of changes to consider in a session with many techniques: each takes a while."""
_MAX_FITS = 5
"""Upper bound of the best changes to fit, which takes longer."""

FindLengthRange = Callable[["Plan"], tuple[int, int]]
"""Function that returns the shortest and longest length of a plan and its variants, in samples."""


def unreachable_message(
    plan: Plan,
    lengths: Iterable[int],
    find_length_range: FindLengthRange,
    is_reachable: Callable[[Plan], bool],
) -> str:
    """Return one or two sentences on a length that is not possible.

    `lengths`, in samples, are possible; `is_reachable` returns whether a changed plan can have its length.
    """
    lengths = tuple(lengths)
    title, target = plan.session.title, units.format_exact_clock(plan.length)
    below = [length for length in lengths if length < plan.length]
    above = [length for length in lengths if length > plan.length]
    shortest, longest = units.format_clock(min(lengths)), units.format_clock(max(lengths))
    if shortest == longest:
        message = f"{title} lasts {shortest} and nothing in it stretches, so {target} is not possible."
        message += f" {_settable_values(plan)}"
    elif below and above:
        nearest_lengths = f"{units.format_clock(max(below))} and {units.format_clock(min(above))}"
        message = f"{title} cannot last {target}: the nearest lengths are {nearest_lengths}."
    else:
        message = f"{title} cannot last {target}: the shortest is {shortest}, the longest {longest}."
    return " ".join((message, *_best_suggestion(plan, find_length_range, is_reachable)))


def _settable_values(plan: Plan) -> str:
    """Return a sentence that lists the values which a listener can set, or says that there are none."""
    values = {
        f"{planned.technique.name}.{value.name}"
        for planned in plan.techniques
        for value in planned.technique.values
        if value.least < value.most
    }
    if not values:
        return "None of its times and numbers has limits such as (10s-30s), so none can be set."
    return f"What can be set: {', '.join(sorted(values))}."


def _best_suggestion(
    plan: Plan, find_length_range: FindLengthRange, is_reachable: Callable[[Plan], bool]
) -> Iterator[str]:
    """Yield the change, if any, that makes the length possible and leaves the widest range of lengths.

    The best changes are tried, since some lengths between the shortest and the longest may be impossible.
    """
    solutions: list[tuple[int, str, Plan]] = []
    for changed_plan, suggestion in islice(_suggested_changes(plan), _MAX_SUGGESTIONS):
        shortest, longest = find_length_range(changed_plan)
        if shortest <= plan.length <= longest:
            solutions.append((longest - shortest, suggestion, changed_plan))
    best = sorted(solutions, key=itemgetter(0, 1), reverse=True)[:_MAX_FITS]
    yield from islice((suggestion for _, suggestion, changed_plan in best if is_reachable(changed_plan)), 1)


def _suggested_changes(plan: Plan) -> Iterator[tuple[Plan, str]]:
    """Yield changes open to the listener: not setting a value, or skipping a technique wherever it is used."""
    techniques_by_name: dict[str, list[PlannedTechnique]] = {}
    for planned in plan.techniques:
        techniques_by_name.setdefault(planned.technique.name, []).append(planned)
    for technique_name, techniques in techniques_by_name.items():
        for name in sorted(techniques[0].overridden):
            yield (
                _without_override(plan, technique_name, name),
                f"It can if you do not set “{name}” of {technique_name}.",
            )
    session_names = {use.technique for use in plan.session.uses} - set(
        BOOKENDS
    )  # --skip does not accept the names of easier forms
    override_counts = Counter(
        name for techniques in techniques_by_name.values() for name in techniques[0].overridden
    )
    for technique_name, techniques in techniques_by_name.items():
        is_removable = technique_name in session_names and len(techniques) < len(plan.techniques)
        if is_removable and not any(planned.fill or planned.optional for planned in techniques):
            # An override of a technique that is left out is refused, so it must go too.
            is_last_override = any(override_counts[name] == 1 for name in techniques[0].overridden)
            override_note = " and your settings of it" if techniques[0].pinned or is_last_override else ""
            yield (
                plan.without(*techniques),
                f"It can without {technique_name}{override_note}: --skip {technique_name}.",
            )


def _without_override(plan: Plan, technique_name: str, name: str) -> Plan:
    techniques = (
        _reset_override(planned, name) if planned.technique.name == technique_name else planned
        for planned in plan.techniques
    )
    return replace(plan, techniques=tuple(techniques))


def _reset_override(planned: PlannedTechnique, name: str) -> PlannedTechnique:
    """Return the technique without the overrides of a value, for one side too, and within its limits."""
    side_values = tuple(side_value for side_value in planned.side_values if side_value[1] != name)
    result = replace(
        planned,
        overridden=planned.overridden - {name},
        pinned=planned.pinned - {name},
        side_values=side_values,
    )
    value = planned.technique.value(name)
    return (
        result.with_value(name, min(max(planned.amount(name), value.least), value.most)) if value else result
    )
