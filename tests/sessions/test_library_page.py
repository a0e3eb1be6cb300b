"""Shipped scripts: amounts stay within their sources, and the article's advice is given in the words quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.helpers import library_page
from voiceguide.script.files import shipped_dir
from voiceguide.script.model import Step, Text
from voiceguide.script.source import read_text
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.walk import walk_parts, walk_steps

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


def spoken_words(place: str) -> str:
    """Return the words of a technique, with its needs and values, or of another file, in one line."""
    if place in SHIPPED_LIBRARY.technique_names:
        technique = SHIPPED_LIBRARY.technique(place)
        cues = (cue.text for step in walk_steps(technique.body) for cue in step.cues)
        paragraphs = (part.text for part in walk_parts(technique.body) if isinstance(part, Text))
        values = map(library_page.value_text, technique.values)
        return " / ".join(
            (*technique.needs, *values, *(note.text for note in technique.notes), *paragraphs, *cues)
        )
    path = library_page.DOCS.parent / place if place.startswith("docs/") else shipped_dir() / place
    return " ".join(read_text(path, place).split())


@pytest.mark.parametrize("advice", library_page.article_advice(), ids=lambda advice: advice.text)
def test_article_advice_is_told_in_the_words_that_the_page_quotes(advice: library_page.Advice) -> None:
    assert advice.told
    for place, words in advice.told:
        assert words in spoken_words(place), place


def test_every_technique_is_advice_of_the_article_or_has_a_reason() -> None:
    told = {place for advice in library_page.article_advice() for place, _ in advice.told}
    added = set(library_page.additions())
    assert set(SHIPPED_LIBRARY.technique_names) == (told & set(SHIPPED_LIBRARY.technique_names)) | added | {
        "bells"
    }
    assert not told & added


def test_every_technique_with_advice_is_heard_in_a_session() -> None:
    heard = {
        use.technique for name in SHIPPED_LIBRARY.session_names for use in SHIPPED_LIBRARY.session(name).uses
    }
    told = {place for advice in library_page.article_advice() for place, _ in advice.told}
    assert told & set(SHIPPED_LIBRARY.technique_names) - heard <= {"settle"}


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
