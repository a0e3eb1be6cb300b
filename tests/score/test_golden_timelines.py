from __future__ import annotations

import pytest

from tests.helpers import golden_timelines


@pytest.mark.parametrize("name", golden_timelines.names())
def test_a_script_gives_its_timeline(name: str) -> None:
    script, expected = (
        (golden_timelines.CASES / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("md", "timeline")
    )
    plan = golden_timelines.planned(script, golden_timelines.choices_of(expected), name)
    assert golden_timelines.written(golden_timelines.laid_out(plan)) == golden_timelines.bare(expected)


def test_every_timeline_has_its_script() -> None:
    assert {path.stem for path in golden_timelines.CASES.glob("*.timeline")} == set(golden_timelines.names())
