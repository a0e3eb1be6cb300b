"""A script that could be read, planned as it is written: whether it can be heard so, and kindly."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from voiceguide.checks.estimate import estimate
from voiceguide.checks.warnings.registry import unkind
from voiceguide.checks.warnings.timing import Rehearsal
from voiceguide.errors import AskedError, Problem, ScriptError
from voiceguide.export.clips import unspeakable
from voiceguide.fit import word_room
from voiceguide.fit.fit import fit
from voiceguide.language.normalize import unsayable
from voiceguide.plan.choices import Choices
from voiceguide.plan.plan import make_plan
from voiceguide.score.score import score, score_of
from voiceguide.score.timeline import crowded
from voiceguide.script.model import Session, Technique, Use, Words, within
from voiceguide.script.uses import alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Takes
    from voiceguide.script.library import Library
    from voiceguide.script.model import Script


def rehearsed(script: Script, scripts: Library) -> tuple[Problem, ...]:
    """Whatever `faults` finds. Raises ScriptError and AskedError, as planning does."""
    session = alone(script) if isinstance(script, Technique) else script
    takes = partial(estimate, language=session.language)
    return faults(Rehearsal(script, make_plan(session, scripts, Choices()), takes))


def faults(rehearsal: Rehearsal) -> tuple[Problem, ...]:
    """What keeps a script from being heard; where nothing does, what is unkind in it."""
    return tuple(_unfit(rehearsal)) or tuple(unkind(rehearsal))


def _unfit(rehearsal: Rehearsal) -> Iterator[Problem]:
    """What is wrong with a script that can be planned.

    Words no voice can say, cues that do not fit, a length that cannot be met.
    """
    script, plan, takes = rehearsal.script, rehearsal.plan, rehearsal.takes
    told = tuple(_unspeakable(script))
    yield from (problem for _, problem in told)
    places = {place for place, _ in told}
    for item in score(plan):  # one by one, since the same words may stand at two lines
        found = unspeakable([item], script.language)
        yield from (problem for problem in found if (problem.line, problem.column) not in places)
    if problems := tuple(_crowded(plan, takes)):
        yield from problems
        return
    try:
        fit(plan, takes)
    except ScriptError as error:
        yield from error.problems
    except AskedError as error:
        place = (script.timed if isinstance(script, Session) else None) or script.place
        hint = "Write another length. These are estimates: “voiceguide show” tells what the voice takes."
        yield place.problem(str(error), hint)


def _unspeakable(script: Script) -> Iterator[tuple[tuple[int, int], Problem]]:
    """Every character that no voice can say, at its place, and where its words begin; at any level."""
    parts = tuple(within(part for part in script.body if not isinstance(part, Use)))
    cues = (cue for part in parts for cue in ((part,) if isinstance(part, Words) else part.cues))
    for words in (*script.notes, *cues):
        for line in words.lines:
            for problem in unsayable(line.text, line.place, script.language):
                yield (words.place.line, words.place.column), problem


def _crowded(plan: Plan, takes: Takes) -> Iterator[Problem]:
    """Cues that do not fit the holds their authors wrote, in every part; `fit` stops at the first."""
    own = (*chain.from_iterable(part.before for part in plan.parts), *plan.after)
    yield from crowded(score(replace(plan, parts=(), after=own)), takes)
    for part in plan.parts:
        yield from crowded(score_of(plan, word_room.as_written(part)), takes)
