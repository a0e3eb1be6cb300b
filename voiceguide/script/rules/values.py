"""Rules for the front matter of a script: its values and its easier form."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.script.model import Technique
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import RESERVED_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.rules.context import RuleContext


def values_are_used(context: RuleContext) -> Iterator[Problem]:
    """Require that some step uses each value; changing an unused one would have no effect."""
    used_names = {*RESERVED_NAMES, *(reference.name for reference, _ in context.references)}
    for value in context.values.values():
        if value.name not in used_names:
            hint = f"Write “{{{value.name}}}” in a step, or delete the line."
            yield replace(value.location, column=1).problem(f"No step uses “{printable(value.name)}”.", hint)


def value_names_are_valid(context: RuleContext) -> Iterator[Problem]:
    """Require that the name of a value is one word and not reserved."""
    for value in context.values.values():
        location = replace(value.location, column=1)
        if value.name in RESERVED_NAMES:
            hint = "Only a session has one." if value.name == "length" else "Give the value another name."
            yield location.problem(f"“{value.name}” is a reserved name.", hint)
        elif not re.fullmatch(r"[^\W\d_][\w'-]*", value.name):
            yield location.problem(
                f"“{printable(value.name)}” is not one word.", "Join its words with hyphens."
            )


def limits_are_consistent(context: RuleContext) -> Iterator[Problem]:
    """Require ordered limits that include the default and the amounts of all levels."""
    for value in context.values.values():
        if value.least > value.most:
            yield value.location.problem(
                "The limits are the wrong way round.", "The smaller one comes first."
            )
            continue
        for level, amount in (("default", value.default), *value.levels):
            if not value.least <= amount <= value.most:
                message = f"The {level} amount is outside its limits."
                yield value.location.problem(message, "Change one of the two.")


def easier_form_is_another_technique(context: RuleContext) -> Iterator[Problem]:
    """Forbid a technique that is its own easier form."""
    easier_form = context.script.easier_form if isinstance(context.script, Technique) else None
    if easier_form and easier_form.name == context.script.name:
        yield easier_form.location.problem("This is the technique itself.", "Name another one.")
