"""The signals of shipped sessions: those that are heard are explained, and words can take their place."""

from __future__ import annotations

from functools import cache

import pytest

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.plan.sound_profiles import NO_CHIME
from voiceguide.score.items import Role
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.vocabulary import Guidance

LIBRARY = Library(shipped_dir())
BELLS, _ = BOOKENDS
SESSION_NAMES = LIBRARY.session_names
WITH_BELLS = tuple(
    name for name in SESSION_NAMES if any(use.technique == BELLS for use in LIBRARY.session(name).uses)
)


@cache
def tones_by_technique(name: str, choices: Choices) -> dict[str, set[str]]:
    plan = fit(make_plan(LIBRARY.session(name), LIBRARY, choices), estimate)
    tones: dict[str, set[str]] = {}
    for event in lay_out("", "", write_score(plan), estimate).events:
        tones.setdefault(event.context.technique, set()).update({event.tone} - {""})
    return tones


@pytest.mark.parametrize("name", WITH_BELLS)
@pytest.mark.parametrize("sounds", ["calm", "guided", "minimal"])
def test_exactly_the_signals_that_are_heard_are_explained(name: str, sounds: str) -> None:
    length = LIBRARY.session(name).length + 90 * units.SAMPLE_RATE  # with time for the bells
    tones = tones_by_technique(name, Choices(sounds=sounds, bells=True, length=length))
    explained = tones.pop(BELLS)
    assert explained == set[str]().union(*tones.values()) - {"chapter"}


@pytest.mark.parametrize("name", WITH_BELLS)
def test_the_bells_are_explained_to_those_who_hear_the_full_note_or_wish_it(name: str) -> None:
    session = LIBRARY.session(name)
    has_full_note = make_plan(session, LIBRARY, Choices()).has_full_note
    has_it_always = session.note == "full"
    for choices, is_explained in (
        (Choices(), has_full_note),
        (Choices(note="short"), has_it_always),
        (Choices(note="short", bells=True), True),
        (Choices(bells=False), False),
        (Choices(bells=True, guidance=Guidance.NAMES), False),
        (Choices(bells=True, chime=NO_CHIME), False),
    ):
        plan = make_plan(session, LIBRARY, choices)
        assert any(planned.technique.name == BELLS for planned in plan.techniques) == is_explained


@pytest.mark.parametrize("name", SESSION_NAMES)
def test_words_can_take_the_place_of_all_tones(name: str) -> None:
    plan = fit(make_plan(LIBRARY.session(name), LIBRARY, Choices(chime=NO_CHIME)), estimate)
    events = lay_out("", "", write_score(plan), estimate).events
    assert not any(event.tone for event in events)
    starts = [event for event in events if event.role is Role.START]
    ends = [event for event in events if event.role is Role.END]
    assert {event.text for event in starts} <= {"Begin."}
    assert {event.text for event in ends} <= {"And rest."}
    assert len(ends) >= len(starts)
