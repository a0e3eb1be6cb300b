"""What is shipped: its doses stay within their sources, and every part of the article is told somewhere."""

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

SHIPPED = library_page.SHIPPED
LIMITS = library_page.limits()
TECHNIQUES = [name for name in SHIPPED.technique_names if name not in BOOKENDS]
DONE = {"hold", "go", "reps"}


def test_the_page_is_what_the_scripts_say() -> None:
    assert library_page.PAGE.read_text(encoding="utf-8") == library_page.page()


def test_every_value_has_a_limit_with_a_source_and_every_limit_a_value() -> None:
    values = {
        f"{name}.{value.name}" for name in SHIPPED.technique_names for value in SHIPPED.technique(name).values
    }
    assert set(LIMITS) == values
    assert all(len(limit.source) > 10 for limit in LIMITS.values())


@pytest.mark.parametrize("name", SHIPPED.technique_names)
def test_no_value_goes_further_than_its_source(name: str) -> None:
    for value in SHIPPED.technique(name).values:
        allowed = LIMITS[f"{name}.{value.name}"].within
        assert value.unit == allowed.unit
        for amount in (value.least, value.default, value.most, *(amount for _, amount in value.levels)):
            assert allowed.least <= amount <= allowed.most, value.name


@pytest.mark.parametrize("name", SHIPPED.session_names)
def test_no_session_sets_a_value_further_than_its_source(name: str) -> None:
    for use in SHIPPED.session(name).uses:
        for setting in use.settings:
            allowed = LIMITS[f"{use.technique}.{setting.name}"].within
            assert allowed.least <= setting.amount <= allowed.most


def test_every_part_of_the_article_is_told_where_it_says() -> None:
    told = library_page.parts()
    assert len(told) > 20
    for places in told.values():
        assert places
        for place in places:
            if place.startswith("docs/"):
                assert (library_page.DOCS.parent / place).is_file(), place
            else:
                assert place in {*SHIPPED.technique_names, "safety.md"}, place


def test_every_technique_tells_a_part_of_the_article() -> None:
    told = {place for places in library_page.parts().values() for place in places}
    assert set(SHIPPED.technique_names) - told == {"bells"}


@pytest.mark.parametrize("name", TECHNIQUES)
def test_what_is_done_has_a_warning_of_its_own_that_is_short(name: str) -> None:
    technique = SHIPPED.technique(name)
    done = any(isinstance(part, Step) and part.kind in DONE for part in walk_parts(technique.body))
    notes = [note.text for note in technique.notes]
    if name in {"settle", "slow-breathing"} or not done:
        return
    assert notes, "a technique with a risk says so"
    assert "Stop if" in " ".join(notes)
    assert len(" ".join(notes).split()) <= 24


PROMISES = re.compile(
    r"\b(cures?|heals?|instant\w*|pain[- ]free|fix(es|ed)?|guarantee\w*|crack\w*|pop\w*)\b", re.IGNORECASE
)


@pytest.mark.parametrize("path", sorted(shipped_dir().rglob("*.md")), ids=lambda path: path.stem)
def test_nothing_is_promised(path: Path) -> None:
    assert not PROMISES.search(read_text(path, str(path)))


@pytest.mark.parametrize("name", [name for name in SHIPPED.technique_names if SHIPPED.technique(name).avoid])
def test_who_avoids_a_technique_has_something_easier(name: str) -> None:
    easier = SHIPPED.technique(name).easier_form
    assert easier
    assert easier.name in SHIPPED.technique_names
