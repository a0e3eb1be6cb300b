from __future__ import annotations

import pytest

from tests.session import cases


@pytest.mark.parametrize("name", cases.names())
def test_a_script_gives_its_timeline(name: str) -> None:
    script, expected = (
        (cases.CASES / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("md", "timeline")
    )
    plan = cases.planned(script, cases.choices_of(expected), name)
    assert cases.written(cases.laid_out(plan)) == cases.bare(expected)


def test_every_timeline_has_its_script() -> None:
    assert {path.stem for path in cases.CASES.glob("*.timeline")} == set(cases.names())
