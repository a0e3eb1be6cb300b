from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.errors import Location
from voiceguide.script.front_matter import FrontMatterParser
from voiceguide.script.model import Value
from voiceguide.units import SAMPLE_RATE

_KEYS = ("title", "needs")


def _parse_front_matter(*lines: str) -> FrontMatterParser:
    front = FrontMatterParser("a.md", _KEYS)
    front.read(["---", *lines, "---", "Words."])
    return front


def test_keys_and_texts_are_flat_and_any_case_of_a_key_will_do() -> None:
    front = _parse_front_matter("Title:  A: the first  ", "", "HOLD: 20s")
    assert front.title() == "A: the first"
    assert front.values() == (
        Value("hold", "time", 20 * SAMPLE_RATE, 20 * SAMPLE_RATE, 20 * SAMPLE_RATE, Location("a.md", 4, 7)),
    )
    assert (front.body_index, front.problems) == (5, [])


def test_missing_keys_are_empty() -> None:
    front = _parse_front_matter("title: A")
    assert (front.text("needs"), front.text_list("needs"), front.one_of("needs", ()), front.length()) == (
        "",
        (),
        "",
        0,
    )
    assert front.problems == []


@pytest.mark.parametrize("dashes", ["---", "---   "])
def test_the_page_begins_below_the_second_line_of_dashes(dashes: str) -> None:
    front = FrontMatterParser("a.md", _KEYS)
    front.read([dashes, "title: A", dashes, "Words.", "---"])
    assert (front.body_index, front.problems) == (3, [])


def test_a_list_of_words_knows_where_each_begins() -> None:
    front = _parse_front_matter("title: A", "needs: a mat,  *a chair, “a band”")
    assert front.text_list("needs") == ("a mat", "*a chair", "“a band”")
    assert [problem.column for problem in front.problems] == [16, 26]


def test_a_value_that_cannot_be_read_is_still_a_value() -> None:
    """Otherwise each of its uses would be reported as unknown."""
    front = _parse_front_matter("title: A", "hold: soon", "rounds: 0")
    assert [(value.name, value.unit) for value in front.values()] == [("hold", "time"), ("rounds", "count")]
    assert [problem.line for problem in front.problems] == [3, 4]


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.text(max_size=20).filter(lambda line: "\n" not in line), max_size=6))
def test_any_lines_are_entries_or_problems(lines: list[str]) -> None:
    front = FrontMatterParser("a.md", _KEYS)
    front.read([*lines, ""])
    front.title()
    front.text_list("needs")
    front.values()
    front.reject_values()
    for problem in front.problems:
        assert 1 <= problem.column <= len(lines[problem.line - 1] if lines else "") + 1
