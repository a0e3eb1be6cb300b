from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.helpers.pathological import WORST, problems, told
from voiceguide.script.source import MAX_BYTES, MAX_LISTED_CHARACTERS

_MESSAGE = MAX_LISTED_CHARACTERS + 200
_CALLS_A_BYTE = 60
"""A page of 50 kB is told in three million calls then: well below a second."""


def _calls(name: str, size: int) -> int:
    """How many functions are called until all is told about a script."""
    calls = 0

    def watch(_frame: object, event: str, _argument: Any) -> None:  # noqa: ANN401 - as sys wants it
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(watch)
    try:
        told(name, size)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", WORST)
def test_a_bad_script_is_told_in_few_calls_and_one_of_twice_the_size_in_about_twice_as_many(
    name: str,
) -> None:
    told(name, 4_000)  # so that nothing is left to be set up, and as much is kept in mind for both
    large = _calls(name, 4_000)
    assert large < 2.4 * _calls(name, 2_000)
    assert large < _CALLS_A_BYTE * 4_000


@pytest.mark.parametrize("name", ["a word never closed", "asterisks", "figures in a heading", "half a word"])
def test_no_pattern_looks_at_a_long_line_again_and_again(name: str) -> None:
    assert 0 < len(problems(name, MAX_BYTES)) <= 3  # else this takes minutes


@pytest.mark.parametrize("name", WORST)
def test_every_message_is_short(name: str) -> None:
    found = problems(name, 5_000)
    assert found
    assert max(len(str(problem)) for problem in found) < _MESSAGE


@pytest.mark.parametrize(("size", "hint"), [(600, "Did you mean"), (6_000, "Known are")])
def test_what_was_meant_is_told_unless_there_are_too_many_names_to_compare(size: int, hint: str) -> None:
    found = problems("unknown names beside known ones", size)
    hints = [problem.hint for problem in found if "has no meaning" in problem.message]
    assert hints[20].startswith(hint)
