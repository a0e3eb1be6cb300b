"""Levels of shipped sessions: none loses a part, strong is never less than standard, gentle never more."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.model import Reference, Section, Step, Value
from voiceguide.script.shared_pages import NOTE_LENGTHS
from voiceguide.script.vocabulary import Guidance, Level
from voiceguide.script.walk import walk_parts

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan

LIBRARY = Library(shipped_dir())


@cache
def fitted_plan(name: str, level: Level, note: str, guidance: Guidance) -> Plan:
    choices = Choices(level=level, note=note, guidance=guidance)
    return fit(make_plan(LIBRARY.session(name), LIBRARY, choices), estimate)


def rest_names(plan: Plan) -> set[tuple[str, str]]:
    """Return the values that are rests, of which more is less work, as (technique, value)."""
    return {
        (planned.technique.name, amount.name)
        for planned in plan.techniques
        for part in walk_parts(planned.technique.body)
        if isinstance(part, Step | Section)
        for amount in (part.rest, part.amount if isinstance(part, Step) and part.kind == "rest" else None)
        if isinstance(amount, Reference)
    }


def is_lighter_with_more(value: Value) -> bool:
    """Return True if the author gives more of a value to the gentle level, or less to the strong one."""
    levels = dict(value.levels)
    return (
        levels.get("gentle", value.default) > value.default > 0 or levels.get("strong", 9**9) < value.default
    )


@pytest.mark.parametrize("name", LIBRARY.session_names)
@pytest.mark.parametrize("note", NOTE_LENGTHS)
@pytest.mark.parametrize("guidance", Guidance)
def test_a_level_keeps_all_parts_and_moves_each_dose_in_its_direction(
    name: str, note: str, guidance: Guidance
) -> None:
    gentle, standard, strong = (fitted_plan(name, level, note, guidance) for level in Level)
    parts = [[planned.technique.name for planned in plan.techniques] for plan in (gentle, standard, strong)]
    assert parts[0] == parts[1] == parts[2]
    rests = rest_names(standard)
    for light, usual, heavy in zip(gentle.techniques, standard.techniques, strong.techniques, strict=True):
        for value in usual.technique.values:
            amounts = [planned.amount(value.name) for planned in (light, usual, heavy)]
            is_rest = (usual.technique.name, value.name) in rests or is_lighter_with_more(value)
            assert amounts == sorted(amounts, reverse=is_rest), (usual.technique.name, value.name)
    assert gentle.length > 0
    assert strong.trailing_silence < units.to_samples(3)


@pytest.mark.parametrize("name", LIBRARY.session_names)
def test_nothing_is_left_out_at_a_session_s_own_length(name: str) -> None:
    session = LIBRARY.session(name)
    plan = fit(make_plan(session, LIBRARY, Choices()), estimate)
    kept = {planned.technique.name for planned in plan.techniques}
    assert kept >= {use.technique for use in session.uses} - {"bells"}
    assert plan.length == session.length
