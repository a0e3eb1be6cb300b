"""Words marked `@always`: whatever the guidance, each is heard wherever full guidance has it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from voiceguide.checks.estimate import estimate
from voiceguide.errors import Location
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import parse_rounds
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.model import Session, Step, Text
from voiceguide.script.uses import as_session
from voiceguide.script.vocabulary import Guidance, Level
from voiceguide.script.walk import walk_parts

LIBRARY = Library(shipped_dir())
SESSIONS = {
    **{name: LIBRARY.session(name) for name in LIBRARY.session_names},
    **{name: as_session(LIBRARY.technique(name)) for name in LIBRARY.technique_names},
}
"""Shipped sessions, and each technique as a session of its own."""


@cache
def always_locations() -> frozenset[Location]:
    """Return the place of each `@always` line in techniques and sessions."""
    parts: list[object] = [part for session in SESSIONS.values() for part in session.body]
    for name in LIBRARY.technique_names:
        parts += walk_parts(LIBRARY.technique(name).body)
    texts = [part for part in parts if isinstance(part, Text)]
    texts += [cue for part in parts if isinstance(part, Step) for cue in part.cues]
    return frozenset(text.location for text in texts if text.is_always)


def heard_locations(
    session: Session, guidance: Guidance, level: Level, *, most_rounds: bool = False
) -> frozenset[Location]:
    """Return the places of the lines that are heard, with as many rounds as the limits allow if asked."""
    choices = Choices(guidance=guidance, level=level)
    if most_rounds and any(LIBRARY.technique(use.technique).value("rounds") for use in session.uses):
        choices = replace(choices, overrides=(parse_rounds("9"),))
    plan = fit(make_plan(session, LIBRARY, choices), estimate)
    events = lay_out("", "", write_score(plan), estimate).events
    return frozenset(event.context.source for event in events if event.text and event.context.source)


@pytest.mark.parametrize("name", SESSIONS)
def test_no_guidance_removes_a_line_that_is_always_spoken(name: str) -> None:
    for level in Level:
        full, *others = (
            heard_locations(SESSIONS[name], guidance, level) & always_locations() for guidance in Guidance
        )
        # Less guidance leaves more time, in which further techniques may be heard.
        assert all(full <= other for other in others), level


def test_every_line_that_is_always_spoken_can_be_heard() -> None:
    heard = frozenset[Location]().union(
        *(
            heard_locations(
                SESSIONS[name], Guidance.NAMES, level, most_rounds=name in LIBRARY.technique_names
            )
            for name in SESSIONS
            for level in Level
        )
    )
    assert always_locations() <= heard
