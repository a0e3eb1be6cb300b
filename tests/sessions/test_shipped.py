"""Shipped sessions: shortest and longest lengths at every level, and changes of position."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import pytest

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.plan.sound_profiles import CHIMES
from voiceguide.score.layout import overlap_problems, score_length
from voiceguide.score.score import write_score
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.shared_pages import NOTE_LENGTHS
from voiceguide.script.vocabulary import Guidance, Level

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan

SHIPPED_LIBRARY = Library(shipped_dir())

LENGTHS_AND_POSITION_CHANGES = {
    "before-you-begin": ("5:00", 0),
    "your-desk": ("9:30", 0),
    "upper-back-reset": ("10:00", 2),
    "desk-break": ("4:00", 0),
    "two-minutes": ("2:00", 0),
    "morning-mobility": ("10:00", 2),
    "ball-and-roller": ("15:00", 2),
    "twist-and-breathe": ("11:00", 2),
    "strength": ("19:00", 3),
    "warmth-first": ("25:00", 2),
    "the-whole-back": ("35:00", 6),
    "gentle-start": ("10:00", 2),
    "chair-only": ("14:00", 0),
    "bedtime": ("10:00", 0),
    "strength-further": ("20:00", 4),
    "on-your-feet": ("13:00", 0),
}
"""Length of each session as written, and its most changes of position between techniques."""


def plan_session(name: str, choices: Choices) -> Plan:
    return make_plan(SHIPPED_LIBRARY.session(name), SHIPPED_LIBRARY, choices)


def test_every_shipped_session_is_listed_here() -> None:
    assert set(SHIPPED_LIBRARY.session_names) == set(LENGTHS_AND_POSITION_CHANGES)


@pytest.mark.parametrize("name", SHIPPED_LIBRARY.session_names)
def test_session_has_its_expected_length(name: str) -> None:
    assert SHIPPED_LIBRARY.session(name).length == units.parse_duration(LENGTHS_AND_POSITION_CHANGES[name][0])
    assert SHIPPED_LIBRARY.session(name).summary


@pytest.mark.parametrize(
    ("part", "guidance"),
    [("4/5", Guidance.FULL), ("1", Guidance.FULL), ("6/5", Guidance.FULL), ("1", Guidance.BRIEF)],
)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("name", SHIPPED_LIBRARY.session_names)
def test_a_session_lasts_exactly_as_long_as_asked_at_every_level(
    name: str, part: str, level: Level, guidance: Guidance
) -> None:
    length = int(SHIPPED_LIBRARY.session(name).length * Fraction(part))
    plan = fit(plan_session(name, Choices(length=length, level=level, guidance=guidance)), estimate)
    assert plan.length == length == score_length(write_score(plan), estimate)
    if name not in {"bedtime", "desk-break", "two-minutes"}:  # which have last words of their own
        assert len(plan.techniques) >= 2
        assert plan.techniques[-1].technique.name == "closing"


@pytest.mark.parametrize("chime", CHIMES[1:])
@pytest.mark.parametrize("name", SHIPPED_LIBRARY.session_names)
def test_session_fits_with_any_chime(name: str, chime: str) -> None:
    takes = partial(estimate, chime=chime)
    plan = fit(plan_session(name, Choices(chime=chime)), takes)
    assert plan.length == score_length(write_score(plan), takes)
    assert not overlap_problems(write_score(plan), takes)


@pytest.mark.parametrize("name", SHIPPED_LIBRARY.session_names)
def test_session_has_no_unnecessary_position_changes(name: str) -> None:
    position, changes = "", 0
    for part in plan_session(name, Choices()).techniques:
        technique = part.technique
        changes += bool(position and technique.position and technique.position != position)
        position = technique.end_position or position
    assert changes <= LENGTHS_AND_POSITION_CHANGES[name][1]


@pytest.mark.parametrize("name", SHIPPED_LIBRARY.session_names)
@pytest.mark.parametrize("guidance", Guidance)
def test_the_safety_note_opens_every_session_with_every_guidance(name: str, guidance: Guidance) -> None:
    for wish in (None, *NOTE_LENGTHS):
        plan = plan_session(name, Choices(guidance=guidance, note=wish))
        is_full = plan.session.note == "full" or not (
            plan.session.note or wish == "short" or plan.length < units.to_samples(300)
        )
        notes = SHIPPED_LIBRARY.safety_notes
        note = notes.full if is_full else notes.short
        said = [item.sound.text for item in write_score(plan) if hasattr(item, "sound")]
        start = said.index(note[0].text)
        assert tuple(said[start : start + len(note)]) == tuple(words.text for words in note)
        assert start <= 4
