"""Placeholders: the names in braces that an author's words may contain, and their replacements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language import wording
from voiceguide.score.context import scale_length
from voiceguide.script.model import Reference, Step, Text
from voiceguide.script.walk import walk_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.language.base import Wording
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.context import TechniqueValues
    from voiceguide.script.model import Technique

_PLACEHOLDER = re.compile(r"\{ *([^{}]*?) *\}")


def placeholder_names(text: str) -> list[str]:
    """Return the names in braces in a text: “{hold} on {side}” → hold, side."""
    return _PLACEHOLDER.findall(text)


def expand_placeholders(text: str, placeholders: Mapping[str, str], session_wording: Wording) -> str:
    """Replace the names in braces. Raise KeyError for one without a replacement."""
    text = _adapt_minutes(text, placeholders, session_wording) if "minutes" in text else text
    return _PLACEHOLDER.sub(lambda match: placeholders[match[1]], text)


def _adapt_minutes(text: str, placeholders: Mapping[str, str], session_wording: Wording) -> str:
    """Avoid “10 minutes minutes”: drop the author's own word, or the replacement's in “{minutes}-minute”."""
    singular, plural = session_wording.minute
    text = re.sub(rf"(\{{ *minutes *\}}) {plural}\b", r"\1", text)
    number = placeholders["minutes"].removesuffix(f" {plural}").removesuffix(f" {singular}")
    return re.sub(rf"\{{ *minutes *\}}(?=-{singular}\b)", number, text)


def global_placeholders(plan: Plan, session_wording: Wording) -> dict[str, str]:
    """Return the placeholders of any text in a session: its length, and the single round outside rounds."""
    return {
        "length": wording.describe_time(plan.length, session_wording),
        "minutes": wording.describe_minutes(plan.length, session_wording),
        "round": "1",
        "rounds": "1",
    }


def value_placeholders(plan: Plan, planned: PlannedTechnique, session_wording: Wording) -> dict[str, str]:
    """Return the values of a technique in words: the fill as announced, times to move as stretched."""
    amounts, moving = dict(planned.values), plan.choices.moving
    move_value_names = set(_move_value_names(planned.technique)) if moving != 1 else ()
    texts = {}
    for value in planned.technique.values:
        amount = (value.name == planned.fill and plan.spoken_fill) or amounts[value.name]
        amount = scale_length(amount, moving) if value.name in move_value_names else amount
        texts[value.name] = wording.describe_amount(amount, value.unit, session_wording)
    return texts


def side_placeholders(side: str, values: TechniqueValues, session_wording: Wording) -> dict[str, str]:
    """Return the placeholders of one side: the names of both sides, and the values that differ on it."""
    sides = session_wording.sides
    words = {
        name: word for name, word in session_wording.side_words(side).items() if name not in values.amounts
    }
    side_lengths = {
        name: wording.describe_time(amount, session_wording)
        for (value_side, name), amount in values.side_amounts.items()
        if value_side == side
    }
    return (
        side_lengths
        | words
        | {"side": sides[side], "other side": sides["right" if side == "left" else "left"]}
    )


def changing_placeholders(
    round_number: int, side: str, values: TechniqueValues, session_wording: Wording
) -> dict[str, str]:
    """Return the values that change from round to round, in words, in one round."""
    return {
        name: wording.describe_amount(
            values.amount(name, side, round_number), values.units[name], session_wording
        )
        for name in values.changes
    }


def _move_value_names(technique: Technique) -> Iterator[str]:
    """Yield the names of values that are times to move."""
    for part in walk_parts(technique.body):
        if isinstance(part, Text):
            continue
        amounts = [part.switch]
        if isinstance(part, Step):
            amounts += [part.ready, part.amount if part.kind == "move" else None]
        yield from (amount.name for amount in amounts if isinstance(amount, Reference))
