"""Rules for marks and side placeholders: the moment of a cue exists, and the cue is spoken at it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide.script.model import Section, Step, Text
from voiceguide.script.turns import cues_for_turn, possible_turns
from voiceguide.script.vocabulary import STEP_KINDS, CueKind, StepKind
from voiceguide.script.walk import walk_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.rules.context import RuleContext


_EACH_PLACEHOLDER = re.compile(r"\{ *each *\}")
_NAME_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_SIDE_NAMES = ("side", "other side")
_MIN_ROUNDS: dict[str, int] = {CueKind.ROUNDS: 2, CueKind.LAST: 2, CueKind.REST: 2}
"""Rounds that there must be for a cue of a kind to be spoken."""


def marks_fit_their_step(context: RuleContext) -> Iterator[Problem]:
    """Require that the moment of a mark exists in its step, or under a heading that repeats."""
    for spoken in context.spoken_cues:
        mark, step = spoken.cue.timing.mark, spoken.step
        place = step.kind if step else None
        if mark and not mark.fits(place, under_heading=spoken.heading is not None):
            hint = f"Such a cue is spoken {mark.description}."
            if mark.position:
                hint = "Such a cue is spoken inside a hold, a go or a rest."
            here = f"“{step.kind}”" if step else "paragraph here"
            yield spoken.cue.location.problem(f"A {here} has no such moment.", hint)


def side_words_need_sides(context: RuleContext) -> Iterator[Problem]:
    """Require sides of the step or heading for {side}, {other side}, {left}, {right} and @other side."""
    for spoken in context.spoken_cues:
        cue = spoken.cue
        if "{" not in cue.text and not cue.timing.mark:
            continue
        names = {name.strip() for name in _NAME_IN_BRACES.findall(cue.text)}
        means_side = cue.timing.kind == CueKind.OTHER_SIDE or names & {*_SIDE_NAMES, *context.side_words}
        if means_side and spoken.part_with_sides and not spoken.part_with_sides.sides:
            message = f"This {_part_name(spoken.part_with_sides)} has only one side."
            hint = "Write “{each}” and “@others”." if spoken.part_with_sides.each else ""
            yield cue.location.problem(message, hint or "Write “, each side” in its line.")
        means_each = cue.timing.kind == CueKind.OTHERS or (
            "each" not in context.values and _EACH_PLACEHOLDER.search(cue.text)
        )
        if means_each and spoken.part_with_each and not spoken.part_with_each.each:
            message = f"This {_part_name(spoken.part_with_each)} lists nothing to do in turn."
            yield cue.location.problem(message, "Write “, each of forehead, back” in its line.")


def round_marks_need_rounds(context: RuleContext) -> Iterator[Problem]:
    """Require enough rounds for @rounds, @last, @rest and @round 2; forbid @round 1."""
    for spoken in context.spoken_cues:
        timing, location = spoken.cue.timing, spoken.cue.location
        if not timing.mark:
            continue
        is_own_rest = timing.kind == CueKind.REST and spoken.step and STEP_KINDS[spoken.step.kind].can_repeat
        part = spoken.step if is_own_rest else spoken.part_with_rounds
        most = context.most(part.rounds) if part else None
        number = timing.amount if timing.kind == CueKind.ROUND else _MIN_ROUNDS.get(timing.kind, 0)
        if number == 1:
            hint = "Write the first round's words without a mark."
            yield location.problem("The first round has no mark.", hint)
        elif part and most is not None and number > most:
            instruction = "Begin the step with" if part is spoken.step else "Write in the heading"
            rounds = f"{most} round{'s' * (most > 1)}"
            message = f"This is never spoken: the {_part_name(part)} has {rounds} at most."
            yield location.problem(message, f"{instruction} “{number} x”, or remove this cue.")


def rep_marks_are_in_range(context: RuleContext) -> Iterator[Problem]:
    """Require enough repetitions for @rep 6; forbid @rep 1, in which the phases are named."""
    for step in context.steps:
        most = context.most(step.amount)
        for cue in step.cues:
            if cue.timing.kind != CueKind.REP or step.kind != StepKind.REPS:
                continue
            if cue.timing.amount == 1:
                message = "In the first repetition the phases are named."
                yield cue.location.problem(message, "Write these words without a mark.")
            elif most is not None and cue.timing.amount > most:
                message = f"This is never spoken: there are {most} repetitions at most."
                yield cue.location.problem(message, "Name an earlier one, or remove this cue.")


def every_cue_is_reachable(context: RuleContext) -> Iterator[Problem]:
    """Require that a cue for the other side or for later rounds is spoken in some turn."""
    for run, part in _alternative_cues(context):
        least, most = context.least(part.rounds), context.most(part.rounds)
        if not (least and most):
            continue
        other_kinds = {CueKind.OTHER_SIDE, CueKind.OTHERS}
        later_kinds = {*other_kinds, CueKind.ROUNDS, CueKind.LAST} if most > 1 else other_kinds
        later_cues = [cue for cue in run if cue.timing.kind in later_kinds]
        turn_marks = {
            cue.timing.mark for cue in run if cue.timing.mark and cue.timing.mark.places_under_heading
        }
        if len(turn_marks) <= 1:  # cues of one kind are spoken together
            continue
        possible = possible_turns(least, most, len(part.each)) if later_cues else ()
        reachable = {cue for turn in possible for cue in cues_for_turn(run, turn)}
        for cue in later_cues:
            if cue not in reachable and (part.each or cue.timing.kind not in other_kinds):
                message = "This is never spoken: other cues take all its turns."
                yield cue.location.problem(message, "Remove one of them.")


def _alternative_cues(context: RuleContext) -> Iterator[tuple[tuple[Text, ...], Step | Section]]:
    """Yield groups of cues that are alternatives in different turns, with the step or heading that repeats."""
    for part in context.repeatable_parts:
        if part.repeats and isinstance(part, Step):
            yield part.cues, part
        elif part.repeats and isinstance(part, Section):
            yield from ((step.cues, part) for step in walk_steps(part.body) if not step.repeats)
            for is_prose, run in groupby(part.body, key=lambda child: isinstance(child, Text)):
                if is_prose:
                    yield tuple(child for child in run if isinstance(child, Text)), part


def _part_name(part: Step | Section) -> str:
    return "step" if isinstance(part, Step) else "heading"
