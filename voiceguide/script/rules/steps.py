"""Rules for step lines and headings: names are known, and options and phases fit the kind of step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script.did_you_mean import bounded_did_you_mean, did_you_mean
from voiceguide.script.model import Section, Session, walk_steps
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import BREATH_PHASES, STEP_KINDS, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.rules.context import RuleContext


def references_are_known(context: RuleContext) -> Iterator[Problem]:
    """Require that a name in a step is a value of the front matter with the unit of its place."""
    values, suggest = context.values, bounded_did_you_mean()
    names = frozenset(values)
    for reference, unit in context.references:
        example = "10" if unit == "count" else "20s"
        if reference.name not in values:
            hint = (
                suggest(reference.name, names)
                or f"Write “{reference.name or 'hold'}: {example}” in the front matter."
            )
            if isinstance(context.script, Session):
                hint = f"A session has no values: write an amount such as {example}."
            yield reference.location.problem(
                f"“{{{printable(reference.name)}}}” is not a value of this script.", hint
            )
        elif values[reference.name].unit != unit:
            unit_name = "a number" if unit == "count" else "a time"
            hint = f"Write “{reference.name}: {example}” in line {values[reference.name].location.line}."
            yield reference.location.problem(f"“{{{reference.name}}}” must be {unit_name} here.", hint)


def options_fit_their_step(context: RuleContext) -> Iterator[Problem]:
    """Allow rounds, sides, ready, switch and rest only for hold, go and reps."""
    for step in context.steps:
        options = {
            "rounds": step.rounds != 1,
            "sides": step.sides != (),
            "ready": step.ready is not None,
            "switch": step.switch is not None,
            "rest": step.rest is not None,
        }
        for option, is_present in options.items():
            if is_present and not STEP_KINDS[step.kind].can_repeat:
                hint = "Such options belong to hold, go and reps."
                yield step.location.problem(f"A “{step.kind}” has no {option}.", hint)


def cue_styles_fit_their_step(context: RuleContext) -> Iterator[Problem]:
    """Require that a cue style is one of those of the kind of step."""
    for step in context.steps:
        if step.cue_style and step.cue_style not in STEP_KINDS[step.kind].cue_styles:
            allowed_styles = ", ".join(f"“{style}”" for style in STEP_KINDS[step.kind].cue_styles)
            hint = (
                f"It may be {allowed_styles}."
                if allowed_styles
                else "Such options belong to reps and breathe."
            )
            yield step.location.problem(f"A “{step.kind}” cannot be “{step.cue_style}”.", hint)


def switches_need_sides(context: RuleContext) -> Iterator[Problem]:
    """Require two sides for “switch”."""
    for part in context.repeatable_parts:
        can_repeat = isinstance(part, Section) or STEP_KINDS[part.kind].can_repeat
        if part.switch is not None and not part.sides and can_repeat:
            yield part.location.problem("There is no side to switch to.", "Write “, each side”.")


def rests_need_rounds(context: RuleContext) -> Iterator[Problem]:
    """Require more than one round for “rest”."""
    for part in context.repeatable_parts:
        can_repeat = isinstance(part, Section) or STEP_KINDS[part.kind].can_repeat
        if part.rest is not None and can_repeat and context.most(part.rounds) == 1:
            hint = "Write “2 x”, or “- rest 20s” as a separate step."
            yield part.location.problem("There is no other round to rest before.", hint)


def sides_are_not_nested(context: RuleContext) -> Iterator[Problem]:
    """Forbid sides of a step under a heading with sides."""
    for section in context.repeatable_parts:
        for step in walk_steps(section.body) if isinstance(section, Section) and section.sides else ():
            if step.sides:
                hint = "Remove “each side” from one of the two."
                yield step.location.problem("The heading already does each side.", hint)


def repetitions_have_phases(context: RuleContext) -> Iterator[Problem]:
    """Require phases of “reps”, none of which is a mistyped option."""
    for step in context.steps:
        if step.kind == StepKind.REPS and not step.phases:
            yield step.location.problem(
                "A repetition needs phases.", "Write “, up 2s, down 2s” after the number."
            )
        for phase in step.phases if step.kind == StepKind.REPS else ():
            if hint := did_you_mean(phase.name, ("ready", "switch", "rest"), cutoff=0.8):
                yield phase.location.problem(f"“{printable(phase.name)}” would be a phase.", hint)


def breaths_are_complete(context: RuleContext) -> Iterator[Problem]:
    """Require the phases in, hold (optional), out, hold (optional) of “breathe”."""
    for step in context.steps:
        if step.kind != StepKind.BREATHE:
            continue
        unknown_phases = [phase for phase in step.phases if phase.name not in BREATH_PHASES]
        for phase in unknown_phases:
            hint = (
                did_you_mean(phase.name, BREATH_PHASES) or f"A breath is made of {', '.join(BREATH_PHASES)}."
            )
            yield phase.location.problem(f"“{printable(phase.name)}” is not part of a breath.", hint)
        if not unknown_phases and tuple(phase.name for phase in step.phases) not in _BREATH_PATTERNS:
            hint = "Write “, in 4s, out 6s”, with “hold 2s” after either if you like."
            yield step.location.problem("A breath goes in, then out.", hint)


_BREATH_PATTERNS = {
    ("in", "out"),
    ("in", "hold", "out"),
    ("in", "out", "hold"),
    ("in", "hold", "out", "hold"),
}


def only_one_technique_fills(context: RuleContext) -> Iterator[Problem]:
    """Allow only one “fill” in a session."""
    uses = context.script.uses if isinstance(context.script, Session) else ()
    for use in [use for use in uses if use.fill][1:]:
        yield use.location.problem("Another technique already fills the time.", "Keep one “fill”.")


def script_is_not_empty(context: RuleContext) -> Iterator[Problem]:
    """Require text or steps below the front matter."""
    if not context.script.body:
        yield context.script.location.problem(
            "This script has no words and no steps.", "Write them below the front matter."
        )
