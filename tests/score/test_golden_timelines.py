from __future__ import annotations

import pytest

from tests.helpers.golden_timelines import (
    CASES_DIR,
    case_names,
    case_timeline,
    format_timeline,
    strip_annotations,
)


@pytest.mark.parametrize("name", case_names())
def test_script_gives_expected_timeline(name: str) -> None:
    expected = (CASES_DIR / f"{name}.timeline").read_text("utf-8")
    assert format_timeline(case_timeline(name)) == strip_annotations(expected)


def test_every_timeline_has_its_script() -> None:
    assert {path.stem for path in CASES_DIR.glob("*.timeline")} == set(case_names())
