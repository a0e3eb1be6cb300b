"""Sessions laid out with estimated lengths of clips: no voice, no audio, no cache."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from voiceguide.checks.estimate import estimate
from voiceguide.export.session import resolve_session
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Timeline


class EstimatedSession(NamedTuple):
    """Session as `lay_out_session` returns it, without clips."""

    plan: Plan
    timeline: Timeline


def estimate_session(name_or_path: str, choices: Choices | None = None) -> EstimatedSession:
    """Return a shipped session, or that of a script by its path, fitted and laid out."""
    choices = choices or Choices()
    session, library = resolve_session(name_or_path, choices.scripts_dir, choices.language)
    measure = partial(estimate, language=session.language, chime=choices.chime)
    plan = fit(make_plan(session, library, choices), measure)
    timeline = lay_out(session.name, session.title, write_score(plan), measure, plan.notes)
    return EstimatedSession(plan, replace(timeline, unspoken_note=plan.unspoken_note))


@cache
def shipped_timeline(name: str) -> Timeline:
    """Return the timeline of a shipped session with its default choices, laid out once for all tests."""
    return estimate_session(name).timeline
