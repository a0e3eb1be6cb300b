from __future__ import annotations

import pytest

from voiceguide.script.foreign_markup import first_fault

_PLAIN_TEXTS = (
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
_STEP_LOOKALIKES = (
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
_STEP_LINES = (
    "hold 20s",
    "hold {hold}",
    "2 x hold 20s",
    "{rounds} x hold {hold}",
    "breathe 12 times",
    "use settle",
)


@pytest.mark.parametrize("line", _PLAIN_TEXTS)
def test_plain_text_is_not_foreign_markup(line: str) -> None:
    assert first_fault(line, is_first_line=True) is None
    assert first_fault(line, is_first_line=False) is None


@pytest.mark.parametrize("line", _STEP_LOOKALIKES)
@pytest.mark.parametrize("begins", [True, False])
def test_a_dash_or_bullet_looks_like_a_step_wherever_a_line_begins(line: str, *, begins: bool) -> None:
    found = first_fault(line, is_first_line=begins)
    assert found
    assert (found.offset, found.message) == (0, "This looks like a step.")


@pytest.mark.parametrize("line", _STEP_LINES)
def test_step_line_without_dash_is_flagged_only_at_paragraph_start(line: str) -> None:
    assert first_fault(line, is_first_line=True)
    assert first_fault(line, is_first_line=False) is None


@pytest.mark.parametrize("line", ["---", "===", "***", "-", "=", "- - -", "_ _ _", "***…", "…*"])
def test_thematic_break_within_text_is_not_flagged(line: str) -> None:
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
def test_foreign_markup_is_reported_at_its_position(line: str, at: int) -> None:
    found = first_fault(line, is_first_line=True)
    assert found
    assert found.offset == at
