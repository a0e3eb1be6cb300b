"""Shipped sessions with each condition: nothing unsuitable is heard, and what is heard fits the position."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.errors import RequestError
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.model import Step, Text
from voiceguide.script.vocabulary import CONDITIONS, POSITION_CONDITIONS

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Event

LIBRARY = Library(shipped_dir())
MAX_WORDLESS = units.to_samples(3 * 60)
ALL = "all of them"

_POSITION_WORDS = re.compile(
    r"\b(lie|lying|roll|stand|stand up|sit|kneel|get up|come onto|floor|mat)\b", re.IGNORECASE
)


_FITTED: dict[tuple[str, ...], tuple[Plan, tuple[Event, ...]]] = {}
"""Fitted plans with their events by the session and its techniques, which several conditions share."""


def lay_out_with(name: str, conditions: tuple[str, ...]) -> tuple[Plan, tuple[Event, ...]]:
    """Return a session as it is heard with some conditions. Raise RequestError if it is refused."""
    plan = make_plan(LIBRARY.session(name), LIBRARY, Choices(avoid=conditions))
    key = (name, *(planned.technique.name for planned in plan.techniques))
    if key not in _FITTED:
        fitted = fit(plan, estimate)
        _FITTED[key] = fitted, lay_out("", "", write_score(fitted), estimate).events
    return _FITTED[key]


@pytest.mark.parametrize("name", LIBRARY.session_names)
@pytest.mark.parametrize("condition", [*CONDITIONS, ALL])
def test_what_a_listener_should_avoid_is_not_heard(name: str, condition: str) -> None:
    conditions = tuple(CONDITIONS) if condition == ALL else (condition,)
    refusal = ""
    try:
        plan, events = lay_out_with(name, conditions)
    except RequestError as error:
        refusal = str(error)
    if refusal:
        advice = re.search(r"try “([a-z-]+)”\.$|ask a physiotherapist what suits you\.$", refusal)
        assert advice, refusal
        if advice[1]:
            lay_out_with(advice[1], conditions)
        return
    heard_names = {event.context.technique for event in events} - {""}
    for heard_name in heard_names:
        assert not {*conditions} & {*LIBRARY.technique(heard_name).conditions}, heard_name
    spoken = [event for event in events if event.text]
    assert max(after.start - before.end for before, after in pairwise(spoken)) <= MAX_WORDLESS
    position = ""
    for planned in plan.techniques:
        technique = planned.technique
        if technique.position and technique.position != position:
            sources = [
                event.context.source.file
                for event in events
                if event.context.technique == technique.name and event.text and event.context.source
            ]
            assert sources[0].endswith("positions.md"), technique.name
        position = technique.end_position or position
        assert not {*conditions} & {*POSITION_CONDITIONS.get(position, ())}


@pytest.mark.parametrize("name", LIBRARY.session_names)
def test_a_session_leaves_changes_of_position_to_the_library(name: str) -> None:
    parts = LIBRARY.session(name).body
    assert not any(isinstance(part, Step) and part.kind == "move" for part in parts)
    texts = [part.text for part in parts if isinstance(part, Text)]
    texts += [cue.text for part in parts if isinstance(part, Step) for cue in part.cues]
    assert not [text for text in texts if _POSITION_WORDS.search(text)]
