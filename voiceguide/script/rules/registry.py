"""What a script must keep beyond its grammar. Each rule is one small function; its docstring states it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.script.model import Group, Script, Session, Step, Technique
from voiceguide.script.rules import cues, steps, values, words
from voiceguide.script.rules.context import Rule, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem

RULES: tuple[Rule, ...] = (
    steps.names_are_known,
    values.values_have_names_of_their_own,
    values.limits_hold,
    words.braces_are_known,
    cues.sides_need_sides,
    steps.sides_are_done_once,
    cues.rounds_need_rounds,
    cues.every_turn_leaves_room,
    cues.repetitions_are_that_many,
    words.words_can_be_said,
    words.marks_begin_cues,
    cues.marks_fit_their_step,
    words.details_are_closed,
    words.asterisks_come_in_pairs,
    steps.options_fit_their_verb,
    steps.leads_fit_their_verb,
    steps.switches_need_sides,
    steps.rests_need_rounds,
    steps.repetitions_have_phases,
    steps.breaths_are_whole,
    values.easier_is_another,
    steps.one_fill,
)
WHEN_WHOLE: tuple[Rule, ...] = (values.values_are_used, steps.something_happens)
"""Rules about what is missing: asked only once every line could be read."""


def problems(script: Script, *, whole: bool) -> Iterator[Problem]:
    """Every rule that the script breaks; `whole` is false where some lines could not be read."""
    view = View(script)
    for rule in (*RULES, *WHEN_WHOLE) if whole else RULES:
        yield from rule(view)


def problems_below(
    script: Script, torn: tuple[Step | Group, ...], loose: tuple[Group, ...]
) -> Iterator[Problem]:
    """The same for what a script would have, were it not for mistakes in the lines of steps and headings.

    `torn` is what those lines say all the same, and `loose` what stands below them.
    """
    if not (torn or loose):
        return
    if isinstance(script, Session):
        below = Technique("", "", script.place, body=loose)
        named: Script = replace(script, body=tuple(part for part in torn if isinstance(part, Step)))
    else:
        below = Technique("", "", script.place, values=script.values, body=loose)
        named = replace(script, body=torn)
    if torn:
        yield from steps.names_are_known(View(named))
    if loose:
        yield from problems(below, whole=False)
