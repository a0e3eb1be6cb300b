from __future__ import annotations

import pytest

from tests.helpers import golden_timelines


@pytest.mark.parametrize("name", golden_timelines.case_names())
def test_script_gives_expected_timeline(name: str) -> None:
    script, expected = (
        (golden_timelines.CASES_DIR / f"{name}.{kind}").read_text(encoding="utf-8")
        for kind in ("md", "timeline")
    )
    plan = golden_timelines.plan_script(script, golden_timelines.parse_choices(expected), name)
    assert golden_timelines.format_timeline(
        golden_timelines.fit_and_lay_out(plan)
    ) == golden_timelines.strip_annotations(expected)


def test_every_timeline_has_its_script() -> None:
    assert {path.stem for path in golden_timelines.CASES_DIR.glob("*.timeline")} == set(
        golden_timelines.case_names()
    )
