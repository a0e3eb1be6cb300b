"""Shipped scripts: amounts stay within their sources, and every part of the article is covered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.helpers import library_page
from voiceguide.script.files import shipped_dir
from voiceguide.script.model import Step, walk_parts
from voiceguide.script.source import read_text
from voiceguide.script.uses import BOOKENDS

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED_LIBRARY = library_page.SHIPPED_LIBRARY
LIMITS = library_page.limits_by_value()
TECHNIQUES = [name for name in SHIPPED_LIBRARY.technique_names if name not in BOOKENDS]
EFFORT_KINDS = {"hold", "go", "reps"}


def test_library_page_is_up_to_date() -> None:
    assert library_page.PAGE_PATH.read_text(encoding="utf-8") == library_page.page_text()


def test_every_value_has_a_limit_with_a_source_and_every_limit_a_value() -> None:
    values = {
        f"{name}.{value.name}"
        for name in SHIPPED_LIBRARY.technique_names
        for value in SHIPPED_LIBRARY.technique(name).values
    }
    assert set(LIMITS) == values
    assert all(len(limit.source) > 10 for limit in LIMITS.values())


@pytest.mark.parametrize("name", SHIPPED_LIBRARY.technique_names)
def test_no_value_goes_further_than_its_source(name: str) -> None:
    for value in SHIPPED_LIBRARY.technique(name).values:
        allowed = LIMITS[f"{name}.{value.name}"].allowed_range
        assert value.unit == allowed.unit
        for amount in (value.least, value.default, value.most, *(amount for _, amount in value.levels)):
            assert allowed.least <= amount <= allowed.most, value.name


@pytest.mark.parametrize("name", SHIPPED_LIBRARY.session_names)
def test_no_session_sets_a_value_further_than_its_source(name: str) -> None:
    for use in SHIPPED_LIBRARY.session(name).uses:
        for setting in use.settings:
            allowed = LIMITS[f"{use.technique}.{setting.name}"].allowed_range
            assert allowed.least <= setting.amount <= allowed.most


def test_every_article_part_names_existing_places() -> None:
    told = library_page.article_parts()
    assert len(told) > 20
    for places in told.values():
        assert places
        for place in places:
            if place.startswith("docs/"):
                assert (library_page.DOCS.parent / place).is_file(), place
            else:
                assert place in {*SHIPPED_LIBRARY.technique_names, "safety.md"}, place


def test_every_technique_belongs_to_an_article_part() -> None:
    told = {place for places in library_page.article_parts().values() for place in places}
    assert set(SHIPPED_LIBRARY.technique_names) - told == {"bells"}


@pytest.mark.parametrize("name", TECHNIQUES)
def test_technique_with_effort_has_a_short_warning(name: str) -> None:
    technique = SHIPPED_LIBRARY.technique(name)
    done = any(isinstance(part, Step) and part.kind in EFFORT_KINDS for part in walk_parts(technique.body))
    notes = [note.text for note in technique.notes]
    if name in {"settle", "slow-breathing", "letting-go"} or not done:
        return
    assert notes, "a technique with a risk says so"
    assert "Stop if" in " ".join(notes)
    assert len(" ".join(notes).split()) <= 24


PROMISE_PATTERN = re.compile(
    r"\b(cures?|heals?|instant\w*|pain[- ]free|fix(es|ed)?|guarantee\w*|crack\w*|pop\w*)\b", re.IGNORECASE
)


@pytest.mark.parametrize("path", sorted(shipped_dir().rglob("*.md")), ids=lambda path: path.stem)
def test_scripts_and_docs_promise_no_cure(path: Path) -> None:
    assert not PROMISE_PATTERN.search(read_text(path, str(path)))


@pytest.mark.parametrize(
    "name", [name for name in SHIPPED_LIBRARY.technique_names if SHIPPED_LIBRARY.technique(name).avoid]
)
def test_who_avoids_a_technique_has_something_easier(name: str) -> None:
    easier = SHIPPED_LIBRARY.technique(name).easier_form
    assert easier
    assert easier.name in SHIPPED_LIBRARY.technique_names
