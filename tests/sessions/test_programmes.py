"""The shipped programmes: every day is planned, every session is exactly as long as it says, and loads rest."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.checks.programme import AUTHORS_CHOICES, programme_problems
from voiceguide.fit.fit import fit
from voiceguide.language import LANGUAGES
from voiceguide.plan.schedule import make_schedule
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.library import open_library
from voiceguide.script.programme_library import find_programme

if TYPE_CHECKING:
    from voiceguide.script.library import Library
    from voiceguide.script.programme import PracticeLine, Programme

SHIPPED = [
    (language, name)
    for language in LANGUAGES
    for name in open_library().for_language(language).names("programmes")
]


STRENGTH = {"rows", "band-row", "prone-w", "superman", "arms-only-superman"}
"""Techniques that load the muscles of the upper back until the last repetitions are hard."""

NOON = 12 * 60


def open_shipped(language: str, name: str) -> tuple[Programme, Library]:
    return find_programme(name, open_library().for_language(language))


def techniques_of(library: Library, line: PracticeLine) -> set[str]:
    return {use.technique for use in library.session(line.session.name).uses}


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_no_line_of_a_shipped_programme_has_a_problem(language: str, name: str) -> None:
    assert programme_problems(*open_shipped(language, name)) == ()


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_every_day_of_a_shipped_programme_is_exactly_as_long_as_its_plan(language: str, name: str) -> None:
    """A level may change the length of a session that names none; whole seconds remain."""
    programme, library = open_shipped(language, name)
    schedule = make_schedule(programme, library, AUTHORS_CHOICES)
    assert {scheduled.day.week_number for scheduled in schedule} == set(
        range(1, programme.weeks[-1].last + 1)
    )
    for plan in {id(scheduled.plan): scheduled.plan for scheduled in schedule}.values():
        measure = partial(estimate, language=plan.session.language)
        fitted = fit(plan, measure)
        timeline = lay_out("", "", write_score(fitted), measure, fitted.notes)
        assert timeline.length == fitted.length > 0
        assert fitted.length % units.SAMPLE_RATE == 0
        assert fitted.length == plan.choices.length or not plan.choices.length


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_strength_is_trained_two_or_three_times_a_week_and_never_on_two_days_in_a_row(
    language: str, name: str
) -> None:
    """ACSM 2009, optional sessions included; a first week and a lighter one may have less."""
    programme, library = open_shipped(language, name)
    days = [
        day.number
        for day in programme.days
        if any(techniques_of(library, line) & STRENGTH for line in day.lines)
    ]
    assert all(later - earlier > 1 for earlier, later in pairwise(days))
    weeks = [sum((day - 1) // 7 == week for day in days) for week in range(len(programme.days) // 7)]
    assert max(weeks) <= 3
    assert sum(count >= 2 for count in weeks) >= len(weeks) - 1


@pytest.mark.parametrize(("language", "name"), SHIPPED)
def test_nobody_turns_on_the_floor_in_the_morning(language: str, name: str) -> None:
    """A back is stiff from the night (general knowledge)."""
    programme, library = open_shipped(language, name)
    times = [
        time
        for day in programme.days
        for line in day.lines
        for time in programme.times(line)
        if "floor-twist" in techniques_of(library, line)
    ]
    assert times
    assert min(times) > NOON
