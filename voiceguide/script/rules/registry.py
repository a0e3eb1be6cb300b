"""Rules that a script must keep beyond its grammar. Each rule is one function; its docstring states it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.script.model import Script, Section, Session, Step, Technique
from voiceguide.script.rules import marks, steps, text, values
from voiceguide.script.rules.context import Rule, RuleContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem

RULES: tuple[Rule, ...] = (
    steps.references_are_known,
    values.value_names_are_valid,
    values.limits_are_consistent,
    text.placeholders_are_known,
    marks.side_words_need_sides,
    steps.sides_are_not_nested,
    marks.round_marks_need_rounds,
    marks.every_cue_is_reachable,
    marks.rep_marks_are_in_range,
    text.cues_are_speakable,
    text.marks_begin_cues,
    marks.marks_fit_their_step,
    text.brackets_are_closed,
    text.asterisks_come_in_pairs,
    steps.options_fit_their_step,
    steps.cue_styles_fit_their_step,
    steps.beats_fit_their_step,
    steps.pauses_after_each_need_words,
    steps.turns_are_consistent,
    steps.circuits_have_rounds,
    steps.series_need_rounds,
    steps.switches_need_sides,
    steps.rests_need_rounds,
    steps.repetitions_have_phases,
    steps.breaths_are_complete,
    values.easier_form_is_another_technique,
    steps.only_one_technique_fills,
    steps.essential_techniques_are_used,
    steps.techniques_left_out_first_are_optional,
)
COMPLETE_SCRIPT_RULES: tuple[Rule, ...] = (values.values_are_used, steps.script_is_not_empty)
"""Rules about missing parts, applied only if every line could be parsed."""


def find_rule_problems(script: Script, *, is_complete: bool) -> Iterator[Problem]:
    """Yield the problems of a script; `is_complete` is False if some lines could not be parsed."""
    context = RuleContext(script)
    for rule in (*RULES, *COMPLETE_SCRIPT_RULES) if is_complete else RULES:
        yield from rule(context)


def find_rule_problems_in_recovered(
    script: Script, recovered_lines: tuple[Step | Section, ...], orphans: tuple[Section, ...]
) -> Iterator[Problem]:
    """Yield the problems of the parts of a script that were recovered from lines with mistakes.

    `recovered_lines` are the readable parts of those lines, `orphans` the sections for the parts below them.
    """
    if not (recovered_lines or orphans):
        return
    if isinstance(script, Session):
        orphan_script = Technique("", "", script.location, body=orphans)
        recovered_script: Script = replace(
            script, body=tuple(part for part in recovered_lines if isinstance(part, Step))
        )
    else:
        orphan_script = Technique("", "", script.location, values=script.values, body=orphans)
        recovered_script = replace(script, body=recovered_lines)
    if recovered_lines:
        yield from steps.references_are_known(RuleContext(recovered_script))
    if orphans:
        yield from find_rule_problems(orphan_script, is_complete=False)
