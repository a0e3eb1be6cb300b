"""What holds for words with a mark: there is such a moment, and in it they are spoken."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide.script.model import Group, Step, Words, steps
from voiceguide.script.turns import taken, turns
from voiceguide.script.vocabulary import INSIDE, MARKS, ONLY, OPENING, TURNS, VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.rules.context import View


_SIDE = re.compile(r"\{ *(other )?side *\}")


def marks_fit_their_step(view: View) -> Iterator[Problem]:
    """A mark stands only where there is such a moment: in its step, or under a heading that repeats."""
    for spoken in view.spoken:
        kind, step = spoken.words.mark.kind, spoken.step
        fitting = (*ONLY, *(VERBS[step.verb].marks if step else ()))
        if spoken.heading:
            fitting += tuple(turn for turn in TURNS if not step or turn != "rest")
        if kind != OPENING and kind not in fitting:
            hint = "Such a cue is spoken inside a hold, a go or a rest."
            if kind not in INSIDE:
                hint = f"Such a cue is spoken {MARKS[kind]}."
            here = f"“{step.verb}”" if step else "paragraph here"
            yield spoken.words.place.problem(f"A {here} has no such moment.", hint)


def sides_need_sides(view: View) -> Iterator[Problem]:
    """{side}, {other side} and @other side need a step, or a heading, done on each side."""
    for spoken in view.spoken:
        words = spoken.words
        sided = words.mark.kind == "other side" or _SIDE.search(words.text)
        if sided and spoken.sided and not spoken.sided.sides:
            message = f"This {_called(spoken.sided)} has only one side."
            yield words.place.problem(message, "Write “, each side” in its line.")


def rounds_need_rounds(view: View) -> Iterator[Problem]:
    """@rounds, @last, @rest and @round 2 stand where there are so many rounds; round 1 has no mark."""
    for spoken in view.spoken:
        mark, place = spoken.words.mark, spoken.words.place
        alone = mark.kind == "rest" and spoken.step and VERBS[spoken.step.verb].repeats
        turns = spoken.step if alone else spoken.counted
        most = view.most(turns.rounds) if turns else None
        number = {"round": mark.amount, "rounds": 2, "last": 2, "rest": 2}.get(mark.kind, 0)
        if number == 1:
            hint = "Write the first round's words without a mark."
            yield place.problem("The first round has no mark.", hint)
        elif turns and most is not None and number > most:
            head = "Begin the step with" if turns is spoken.step else "Write in the heading"
            rounds = f"{most} round{'s' * (most > 1)}"
            wrong = f"This is never spoken: the {_called(turns)} has {rounds} at most."
            yield place.problem(wrong, f"{head} “{number} x”, or take this cue away.")


def repetitions_are_that_many(view: View) -> Iterator[Problem]:
    """@rep 6 stands in a step of so many repetitions; in the first one the phases are named."""
    for step in view.steps:
        most = view.most(step.amount)
        for cue in step.cues:
            if cue.mark.kind != "rep" or step.verb != "reps":
                continue
            if cue.mark.amount == 1:
                wrong = "In the first repetition the phases are named."
                yield cue.place.problem(wrong, "Write these words without a mark.")
            elif most is not None and cue.mark.amount > most:
                wrong = f"This is never spoken: there are {most} repetitions at most."
                yield cue.place.problem(wrong, "Name an earlier one, or take this cue away.")


def every_turn_leaves_room(view: View) -> Iterator[Problem]:
    """Words for the other side or for later rounds are spoken in some turn: others may take them all."""
    for words, of in _runs(view):
        least, most = view.least(of.rounds), view.most(of.rounds)
        if not (least and most):
            continue
        later = {"other side", "rounds", "last"} if most > 1 else {"other side"}
        marked = [each for each in words if each.mark.kind in later]
        rivals = {each.mark.kind for each in words if each.mark.kind in TURNS}
        if len(rivals) <= 1:  # words of one kind take no turn from each other
            continue
        possible = turns(least, most, len(of.sides)) if marked else ()
        heard = {each for turn in possible for each in taken(words, turn)}
        for each in marked:
            if each not in heard and (of.sides or each.mark.kind != "other side"):
                wrong = "This is never spoken: other words take all its turns."
                yield each.place.problem(wrong, "Take one of them away.")


def _runs(view: View) -> Iterator[tuple[tuple[Words, ...], Step | Group]]:
    """Words that take each other's place, and what is done in turns: a step, or all under a heading."""
    for part in view.repeated:
        if part.repeats and isinstance(part, Step):
            yield part.cues, part
        elif part.repeats and isinstance(part, Group):
            yield from ((step.cues, part) for step in steps(part.body) if not step.repeats)
            for prose, run in groupby(part.body, key=lambda inner: isinstance(inner, Words)):
                if prose:
                    yield tuple(inner for inner in run if isinstance(inner, Words)), part


def _called(turns: Step | Group) -> str:
    return "step" if isinstance(turns, Step) else "heading"
