"""Rounds that a list of amounts implies: `reps 12 then 10 then 8` is done three times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.script.model import Reference, Section, Series, Step
from voiceguide.script.vocabulary import STEP_KINDS

if TYPE_CHECKING:
    from voiceguide.script.model import Amount, ScriptBody, Text, Value


def with_implied_rounds(body: ScriptBody, values: tuple[Value, ...]) -> ScriptBody:
    """Return the body of a script with rounds for each step that names several amounts and is not in rounds."""
    changes = {value.name: len(value.changes) for value in values if value.changes}
    return tuple(_with_rounds(part, changes) for part in body)


def _with_rounds(part: Text | Step | Section, changes: dict[str, int]) -> Text | Step | Section:
    if isinstance(part, Section):
        if part.rounds != 1 or not part.body:
            return part
        body = (_with_rounds(child, changes) for child in part.body)
        return replace(part, body=tuple(child for child in body if not isinstance(child, Section)))
    if not isinstance(part, Step) or part.rounds != 1 or not STEP_KINDS[part.kind].can_repeat:
        return part
    amounts = (part.amount, part.rest, *(phase.length for phase in part.phases))
    count = max(_round_count(amount, changes) for amount in amounts)
    if count == 1:
        return part
    *phases, last = part.phases or (None,)
    if last and last.name == "rest" and part.rest is None:  # in rounds, the rest is between them
        return replace(part, rounds=count, rest=last.length, phases=tuple(filter(None, phases)))
    return replace(part, rounds=count)


def _round_count(amount: Amount | None, changes: dict[str, int]) -> int:
    if isinstance(amount, Reference):
        return changes.get(amount.name, 1)
    return len(amount.amounts) if isinstance(amount, Series) else 1
