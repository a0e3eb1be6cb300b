"""What holds for the front matter of a script: its values, and what to do instead."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.script.model import Technique
from voiceguide.script.source import shown
from voiceguide.script.vocabulary import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.rules.context import View


def values_are_used(view: View) -> Iterator[Problem]:
    """A value of the front matter is used by some step: else changing it would do nothing."""
    used = {*RESERVED, *(name.name for name, _ in view.named)}
    for value in view.values.values():
        if value.name not in used:
            hint = f"Write “{{{value.name}}}” in a step, or delete the line."
            yield replace(value.place, column=1).problem(f"No step uses “{shown(value.name)}”.", hint)


def values_have_names_of_their_own(view: View) -> Iterator[Problem]:
    """The name of a value is one word, and none that means something else in braces or behind “use”."""
    for value in view.values.values():
        at = replace(value.place, column=1)
        if value.name in RESERVED:
            hint = "Only a session has one." if value.name == "length" else "Give the value another name."
            yield at.problem(f"“{value.name}” has a meaning of its own.", hint)
        elif not re.fullmatch(r"[^\W\d_][\w'-]*", value.name):
            yield at.problem(f"“{shown(value.name)}” is not one word.", "Join its words with hyphens.")


def limits_hold(view: View) -> Iterator[Problem]:
    """The lower limit comes first, and the default and other levels lie within the limits."""
    for value in view.values.values():
        if value.least > value.most:
            yield value.place.problem("The limits are the wrong way round.", "The smaller one comes first.")
            continue
        for level, amount in (("default", value.default), *value.levels):
            if not value.least <= amount <= value.most:
                message = f"The {level} amount lies outside its limits."
                yield value.place.problem(message, "Change one of the two.")


def easier_is_another(view: View) -> Iterator[Problem]:
    """What to do instead is another technique."""
    easier = view.script.easier if isinstance(view.script, Technique) else None
    if easier and easier.name == view.script.name:
        yield easier.place.problem("This is the technique itself.", "Name another one.")
