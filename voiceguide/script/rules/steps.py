"""Rules for step lines and headings: names are known, and options and phases fit the kind of step."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.did_you_mean import bounded_did_you_mean, did_you_mean
from voiceguide.script.model import Section, Session, Step, Use
from voiceguide.script.rules.context import part_amounts
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import BREATH_PHASES, MIN_BEAT, STEP_KINDS, CueStyle, Side, StepKind
from voiceguide.script.walk import circuits, own_body, walk_steps

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
            if reference.name and not reference.name.isalpha() and "-" not in reference.name:
                hint = "Braces hold one name: for another amount, add another value to the front matter."
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
    """Allow rounds, sides, ready, switch, rest and every only for hold, go and reps."""
    for step in context.steps:
        options = {
            "rounds": step.rounds != 1,
            "sides": step.each != (),
            "ready": step.ready is not None,
            "switch": step.switch is not None,
            "rest": step.rest is not None,
            "every": step.every is not None,
        }
        for option, is_present in options.items():
            if is_present and not STEP_KINDS[step.kind].can_repeat:
                hint = "Such options belong to hold, go and reps."
                yield step.location.problem(f"A “{step.kind}” has no {option}.", hint)


def beats_fit_their_step(context: RuleContext) -> Iterator[Problem]:
    """Allow a beat only for hold, go and breathe, at periods that a tick fits."""
    for step in context.steps:
        if not step.beat:
            continue
        if not STEP_KINDS[step.kind].has_beat:
            hint = "A beat belongs to hold, go and breathe."
            if step.kind == StepKind.REPS:
                hint = "Write “go 60s, beat 0.5s”, or give the phase another name than “beat”."
            yield step.location.problem(f"A “{step.kind}” has no beat.", hint)
        elif (least := context.least(step.beat.period)) is not None and least < MIN_BEAT:
            shortest = units.format_duration(MIN_BEAT)
            yield step.location.problem("This beat is too fast.", f"The shortest is {shortest}.")


def pauses_after_each_need_words(context: RuleContext) -> Iterator[Problem]:
    """Allow “after each” only for a pause with words."""
    for step in context.steps:
        if step.after_each and step.kind != StepKind.PAUSE:
            hint = "Write “- pause 2s, after each”, with each word on a line below it."
            yield step.location.problem(f"A “{step.kind}” has no “after each”.", hint)
        elif step.after_each and not step.cues:
            yield step.location.problem("There are no words to pause after.", "Write each on a line below.")


def turns_are_consistent(context: RuleContext) -> Iterator[Problem]:
    """Forbid options of rounds and sides that have nothing to apply to, or that contradict each other."""
    circuit_headings = context.circuit_headings
    for part in context.repeatable_parts:
        if part in circuit_headings:
            continue
        can_repeat = isinstance(part, Section) or STEP_KINDS[part.kind].can_repeat
        is_plain = part.rounds == 1 and not part.each and part.every is None
        if not can_repeat or (is_plain and part.announced and not part.in_turn):
            continue
        yield from (part.location.problem(*fault) for fault in _turn_faults(part, context))


def circuits_have_rounds(context: RuleContext) -> Iterator[Problem]:
    """Allow only rounds, rest and every in a heading of techniques, and no fill in its rounds."""
    for circuit in circuits(context.script) if isinstance(context.script, Session) else ():
        heading = circuit.heading
        if heading.each or heading.switch is not None or heading.in_turn:
            hint = "Write “## Circuit, 3 x, rest 60s”. Sides belong to the techniques."
            yield heading.location.problem("A heading of techniques has only rounds, rest and every.", hint)
        elif not heading.announced and heading.rounds == 1:
            yield heading.location.problem(
                "“unannounced” is for rounds, and there are none.",
                "Begin with “2 x”, or remove “unannounced”.",
            )
        for part in circuit.parts:
            if isinstance(part, Use) and part.fill and (heading.rounds != 1 or heading.every is not None):
                hint = "Use it after the circuit, under another heading: “## Afterwards”."
                yield part.location.problem("A technique of a circuit cannot fill the time.", hint)


def _turn_faults(part: Step | Section, context: RuleContext) -> Iterator[tuple[str, str]]:
    """Yield the message and the hint for each fault in the options of one step or heading."""
    is_once = context.most(part.rounds) == 1 and not (part.each and not part.in_turn)
    if part.every is not None and is_once:
        yield "There is nothing to do “every” so often.", "Begin with rounds: “8 x go 20s, every 30s”."
    if part.every is not None and (part.rest is not None or part.switch is not None):
        yield "“every” already says when the next one begins.", "Remove “rest” and “switch”."
    if not part.announced and is_once:
        yield "“unannounced” is for rounds, and there are none.", "Begin with “2 x”, or remove “unannounced”."
    if part.in_turn and (isinstance(part, Section) or part.kind != StepKind.REPS or not part.each):
        yield "Only repetitions are done in turn.", "Write “reps 6, up 2s, down 2s, sides in turn”."
    if part.in_turn and part.one_side:
        yield "One side cannot be in turn.", "Keep one of the two."
    if part.one_side and part.switch is not None:
        yield "There is no side to switch to.", "Write “, each side”."
    if len(part.each) != len(set(part.each)) or len(part.each) == 1:
        joined = (
            re.split(r" and | or ", part.each[0])
            if len(part.each) == 1
            else ("forehead", "back", "left", "right")
        )
        example = ", ".join(joined if len(joined) > 1 else ("forehead", "back", "left", "right"))
        yield "“each of” lists several different things.", f"Write “each of {example}”."
    for item in part.each:
        if item not in _SIDES and (hint := _flag_hint(item)):
            yield f"“{printable(item)}” would be one of several.", hint


_FLAGS = (*CueStyle, "right first", "left first", "in turn", "at once", "after each", "unannounced")
_SIDES = frozenset(map(str, Side))


@lru_cache(maxsize=256)
def _flag_hint(item: str) -> str:
    return did_you_mean(item, _FLAGS, cutoff=0.8)


def series_need_rounds(context: RuleContext) -> Iterator[Problem]:
    """Require as many rounds as a step has amounts, and steps whose rounds can change."""
    if not context.has_series:
        return
    for part in own_body(context.script):
        if isinstance(part, Step) or (isinstance(part, Section) and (part.body or part.rounds != 1)):
            yield from _series_faults(part, 1, context)


def _series_faults(part: Step | Section, outer_rounds: int, context: RuleContext) -> Iterator[Problem]:
    """Yield a Problem for each amount of a part with more rounds than the part, `outer_rounds` of its heading."""
    if isinstance(part, Section):
        rounds = context.most(part.rounds)
        if context.series_length(part.rounds) > 1:
            yield part.location.problem("Rounds cannot change from round to round.", "Write one number.")
        for step in part.body if rounds is not None else ():
            if isinstance(step, Step):
                yield from _series_faults(step, rounds or 1, context)
        return
    own_rounds = context.most(part.rounds)
    most = own_rounds if part.rounds != 1 else outer_rounds
    for amount, _ in part_amounts(part):
        count = context.series_length(amount)
        if amount is part.rounds and count > 1:
            yield part.location.problem("Rounds cannot change from round to round.", "Write one number.")
        elif most is not None and count > most:
            hint = f"Begin the step with “{count} x”, or shorten the list."
            if not STEP_KINDS[part.kind].can_repeat:
                hint = f"Write it under a heading such as “## Set, {count} x”, or shorten the list."
            yield part.location.problem(
                f"There are {count} amounts here, and at most {most} round{'s' * (most > 1)}.", hint
            )


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
    """Require two sides, or several in turn, for “switch”."""
    for part in context.repeatable_parts:
        can_repeat = isinstance(part, Section) or STEP_KINDS[part.kind].can_repeat
        if part.switch is not None and not part.each and can_repeat:
            yield part.location.problem("There is no side to switch to.", "Write “, each side”.")


def rests_need_rounds(context: RuleContext) -> Iterator[Problem]:
    """Require more than one round for “rest”."""
    for part in context.repeatable_parts:
        can_repeat = isinstance(part, Section) or STEP_KINDS[part.kind].can_repeat
        if part.rest is not None and can_repeat and context.most(part.rounds) == 1:
            hint = "Write “2 x”, or “- rest 20s” as a separate step."
            yield part.location.problem("There is no other round to rest before.", hint)


def sides_are_not_nested(context: RuleContext) -> Iterator[Problem]:
    """Forbid sides of a step under a heading with sides, and a list under a heading with a list."""
    for section in context.repeatable_parts:
        for step in walk_steps(section.body) if isinstance(section, Section) and section.each else ():
            if step.each and bool(step.sides) == bool(section.sides):
                each = "each side" if step.sides else "each of"
                hint = f"Remove “{each}” from one of the two."
                yield step.location.problem(f"The heading already does “{each}”.", hint)


def repetitions_have_phases(context: RuleContext) -> Iterator[Problem]:
    """Require phases of “reps”, none of which is a mistyped option."""
    for step in context.steps:
        if step.kind == StepKind.REPS and not step.phases:
            yield step.location.problem(
                "A repetition needs phases.", "Write “, up 2s, down 2s” after the number."
            )
        for phase in step.phases if step.kind in {StepKind.REPS, StepKind.BREATHE} else ():
            if (context.least(phase.length) or MIN_BEAT) < MIN_BEAT:
                shortest = units.format_duration(MIN_BEAT)
                yield phase.location.problem(
                    "This phase is too short for a tone.", f"The shortest is {shortest}."
                )
            if step.kind == StepKind.BREATHE:
                continue
            if option := _MISTYPED_OPTIONS.get(phase.name):
                message = f"“{printable(phase.name)}” would be a phase."
                yield phase.location.problem(message, f"Did you mean “{option}”?")


def _misspellings(word: str) -> Iterator[str]:
    """Yield a word with each letter left out, and with each pair of neighbours exchanged."""
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]
        yield word[:index] + word[index + 1 : index + 2] + word[index : index + 1] + word[index + 2 :]


_OPTIONS_WITH_TIME = ("ready", "switch", "rest", "every", "beat")
_MISTYPED_OPTIONS = {
    wrong: word for word in _OPTIONS_WITH_TIME for wrong in _misspellings(word) if wrong != word
}
"""Options by their likely misspellings. “relax”, “resist” and “reset” are names of phases."""


def breaths_are_complete(context: RuleContext) -> Iterator[Problem]:
    """Require the phases in, in again (optional), hold (optional), out, hold (optional) of “breathe”."""
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
    ("in", "in", "out"),
    ("in", "in", "out", "hold"),
    ("in", "in", "hold", "out"),
    ("in", "in", "hold", "out", "hold"),
}


def essential_techniques_are_used(context: RuleContext) -> Iterator[Problem]:
    """Require that a session uses the techniques that it calls essential."""
    session = context.script
    if not isinstance(session, Session):
        return
    names = tuple(use.technique for use in session.uses)
    for reference in session.essential:
        if reference.name not in names:
            hint = did_you_mean(reference.name, names) or "Name one of those that it uses."
            yield reference.location.problem(f"The session does not use “{printable(reference.name)}”.", hint)


def techniques_left_out_first_are_optional(context: RuleContext) -> Iterator[Problem]:
    """Require that “leave out first” names optional techniques, each once."""
    session = context.script
    if not isinstance(session, Session):
        return
    names = tuple(use.technique for use in session.uses if use.optional)
    seen = set[str]()
    for reference in session.leave_out_first:
        if reference.name not in names:
            message = f"“{printable(reference.name)}” is not an optional technique of the session."
            hint = did_you_mean(reference.name, names) or "Name one that is marked “optional”."
            yield reference.location.problem(message, hint)
        elif reference.name in seen:
            yield reference.location.problem(f"“{reference.name}” appears twice.", "Keep one of the two.")
        seen.add(reference.name)


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
