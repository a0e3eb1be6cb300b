from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.helpers.pathological import PATHOLOGICAL_PAGES, find_problems, full_report
from voiceguide.script.source import MAX_BYTES, MAX_LISTED_CHARACTERS

pytestmark = pytest.mark.slow

_MAX_MESSAGE_LENGTH = MAX_LISTED_CHARACTERS + 200
_MAX_CALLS_PER_BYTE = 60
"""Function calls for each byte: a page of 50 kB takes three million, well below a second."""


def _count_calls(name: str, size: int) -> int:
    """Return the number of function calls to report all problems of a script."""
    calls = 0

    def watch(_frame: object, event: str, _argument: Any) -> None:  # noqa: ANN401 - as sys wants it
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(watch)
    try:
        full_report(name, size)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", PATHOLOGICAL_PAGES)
def test_bad_script_is_reported_in_linear_time(
    name: str,
) -> None:
    full_report(name, 4_000)  # fills the caches, so that both counts are comparable
    large = _count_calls(name, 4_000)
    assert large < 2.4 * _count_calls(name, 2_000)
    assert large < _MAX_CALLS_PER_BYTE * 4_000


@pytest.mark.parametrize("name", ["a word never closed", "asterisks", "figures in a heading", "half a word"])
def test_no_pattern_backtracks_on_a_long_line(name: str) -> None:
    assert 0 < len(find_problems(name, MAX_BYTES)) <= 3  # else this takes minutes


@pytest.mark.parametrize("name", PATHOLOGICAL_PAGES)
def test_every_message_is_short(name: str) -> None:
    found = find_problems(name, 5_000)
    assert found
    assert max(len(str(problem)) for problem in found) < _MAX_MESSAGE_LENGTH


@pytest.mark.parametrize(("size", "hint"), [(600, "Did you mean"), (6_000, "Choose one of")])
def test_suggestion_is_given_unless_there_are_too_many_names(size: int, hint: str) -> None:
    found = find_problems("unknown names beside known ones", size)
    hints = [problem.hint for problem in found if "has no meaning" in problem.message]
    assert hints[20].startswith(hint)
