"""Errors and warnings of a script that was parsed, found by planning it with its default values."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from voiceguide.checks.estimate import estimate
from voiceguide.checks.speakable import unspeakable_cue_problems, unspeakable_text_problems
from voiceguide.checks.warnings.registry import find_warnings
from voiceguide.checks.warnings.timing import DryRun
from voiceguide.errors import Problem, RequestError, ScriptError
from voiceguide.fit import word_room
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import overlap_problems
from voiceguide.score.score import write_score, write_technique_score
from voiceguide.script.model import Session, Technique
from voiceguide.script.uses import as_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.plan.plan import Plan
    from voiceguide.score.layout import Measure
    from voiceguide.script.library import Library
    from voiceguide.script.model import Script


def dry_run_problems(script: Script, library: Library) -> tuple[Problem, ...]:
    """Return a script's errors, or else its warnings. Raise ScriptError or RequestError if planning fails."""
    session = as_session(script) if isinstance(script, Technique) else script
    measure = partial(estimate, language=session.language)
    return find_problems(DryRun(script, make_plan(session, library, Choices()), measure))


def find_problems(dry_run: DryRun) -> tuple[Problem, ...]:
    """Return the errors of a dry run, or, if there are none, its warnings."""
    return tuple(_find_errors(dry_run)) or tuple(find_warnings(dry_run))


def _find_errors(dry_run: DryRun) -> Iterator[Problem]:
    """Yield the errors of a script that can be planned.

    They are text that no voice can speak, cues that do not fit, and a length that cannot be met.
    """
    script, plan, measure = dry_run.script, dry_run.plan, dry_run.measure
    text_problems = tuple(unspeakable_text_problems(script))
    yield from (problem for _, problem in text_problems)
    reported = {(location.line, location.column) for location, _ in text_problems}
    for item in write_score(plan):  # one at a time, since equal sounds may come from two lines
        for problem in unspeakable_cue_problems([item], script.language):
            if (problem.line, problem.column) not in reported:
                yield problem
    if problems := tuple(_all_overlap_problems(plan, measure)):
        yield from problems
        return
    try:
        fit(plan, measure)
    except ScriptError as error:
        yield from error.problems
    except RequestError as error:
        location = (script.length_location if isinstance(script, Session) else None) or script.location
        hint = "Write another length. These are estimates: “voiceguide show” has the exact lengths."
        yield location.problem(str(error), hint)


def _all_overlap_problems(plan: Plan, measure: Measure) -> Iterator[Problem]:
    """Yield each cue that does not fit its default hold, in all techniques; `fit` stops at the first."""
    session_parts = (*chain.from_iterable(part.preamble for part in plan.techniques), *plan.closing)
    yield from overlap_problems(write_score(replace(plan, techniques=(), closing=session_parts)), measure)
    for part in plan.techniques:
        yield from overlap_problems(write_technique_score(plan, word_room.with_default_holds(part)), measure)
