from __future__ import annotations

import pytest

from voiceguide.script.foreign_markup import first_fault

_FINE = (
    "Sit tall on a firm chair.",
    "Breathe in – and out.",
    "Twenty-five, or 25?",
    "5 breaths, −5 degrees",
    "-5 degrees",
    "12.5 seconds",
    "Hold 20 seconds, then rest.",
    "holding {hold} is enough",
    "use a firm chair",
    "go slowly",
    "restful 20 breaths",
    "“Let go”, she said (softly); it’s fine: really… yes!",
    "Salt & pepper; a & b",
    "Right, left & right; again",
    "{hold} is long",
    "20 x 30",
    "No. 5 is #1",
    "1.5 m away",
)
_LIKE_A_STEP = (
    "– hold 20s",
    "• hold 20s",
    "-hold 20s",
    "-Hold 20s",
    "−hold",
    "—Then breathe",
    "-- hold 20s",
    "* hold 20s",
    "*hold 20s",
    "+ hold 20s",
    "-2 x hold 20s",
    "● breathe",
    "- words",
)
_DOSES = (
    "hold 20s",
    "hold {hold}",
    "2 x hold 20s",
    "{rounds} x hold {hold}",
    "breathe 12 times",
    "use settle",
)


@pytest.mark.parametrize("line", _FINE)
def test_words_are_words(line: str) -> None:
    assert first_fault(line, is_first_line=True) is None
    assert first_fault(line, is_first_line=False) is None


@pytest.mark.parametrize("line", _LIKE_A_STEP)
@pytest.mark.parametrize("begins", [True, False])
def test_a_dash_or_bullet_looks_like_a_step_wherever_a_line_begins(line: str, *, begins: bool) -> None:
    found = first_fault(line, is_first_line=begins)
    assert found
    assert found[:2] == (0, "This looks like a step.")


@pytest.mark.parametrize("line", _DOSES)
def test_a_dose_looks_like_a_step_only_where_a_paragraph_begins(line: str) -> None:
    assert first_fault(line, is_first_line=True)
    assert first_fault(line, is_first_line=False) is None


@pytest.mark.parametrize("line", ["---", "===", "***", "-", "=", "- - -", "_ _ _", "***…", "…*"])
def test_a_rule_amid_words_is_not_one_of_them(line: str) -> None:
    assert first_fault(line, is_first_line=False)
    assert first_fault(line, is_first_line=True)


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("See [this](that)", 9),
        ("See https://example.org", 4),
        ("A <b>", 2),
        ("A &amp; b", 2),
        ("A &#8230;", 2),
        ("A > b", 2),
        ("A `b`", 2),
        ("A | b", 2),
        ("A\\", 1),
        ("A_b", 1),
        ("A ~~b~~", 2),
        ("3. A", 0),
        ("3) A", 0),
        ("##A", 0),
    ],
)
def test_the_place_of_a_foreign_sign(line: str, at: int) -> None:
    found = first_fault(line, is_first_line=True)
    assert found
    assert found[0] == at
