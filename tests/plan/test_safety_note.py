from __future__ import annotations

import pytest

from tests.helpers.golden_timelines import parse_choices, plan_script


@pytest.mark.parametrize(
    ("length", "key", "options", "is_full"),
    [
        ("5:00", "", "", True),
        ("4:59", "", "", False),
        ("4:59", "", "--note full", False),
        ("5:00", "", "--note full", True),
        ("5:00", "", "--note short", False),
        ("5:00", "", "--guidance brief", True),
        ("5:00", "", "--guidance names", True),
        ("9:00", "", "--minutes 4", False),
        ("5:00", "note: short\n", "", False),
        ("5:00", "note: short\n", "--note full", False),
        ("1:00", "note: full\n", "", True),
        ("5:00", "note: full\n", "--note short", True),
    ],
)
def test_the_full_note_is_spoken_from_five_minutes_on_unless_chosen(
    length: str, key: str, options: str, *, is_full: bool
) -> None:
    text = f"---\ntitle: Day\nlength: {length}\n{key}---\n\n- use settle, fill\n"
    plan = plan_script(text, parse_choices(f"choices: {options}"))
    assert plan.has_full_note == is_full
    expected = ["Move gently.", "Stop if it hurts."] if is_full else ["Stop if it hurts."]
    assert [note.text for note in plan.safety_note] == expected
