"""Sums of a round, from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.golden_timelines import fit_and_lay_out, plan_script
from voiceguide.checks.rounds import round_sums
from voiceguide.score.round_sums import find_round_sums
from voiceguide.views.table import timeline_table

if TYPE_CHECKING:
    from pathlib import Path


def sums_of(body: str) -> list[str]:
    timeline = fit_and_lay_out(plan_script(f"---\ntitle: Try\n---\n\n{body}\n"))
    return list(map(str, find_round_sums(timeline.events)))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("- 8 x go 20s, every 30s\n  - Squats.", ["A round takes 30 s: 20 go, 1 rest, 9 tones and words."]),
        # The end tone 1.6 s, the rest, the bells 1.2 s, “Round 2.” 1.3 s, the word 0.9 s, and 4 s to get ready.
        ("- 8 x go 20s, rest 10s\n  - Squats.", ["A round takes 39 s: 20 go, 10 rest, 9 tones and words."]),
        (
            "- hold 20s, each side, switch 5s",
            ["A side takes 31.8 s: 20 hold, 5 switch, 6.8 tones and words."],
        ),
        (
            "## Circuit, 3 x, rest 60s\n\n- hold 20s\n\n- reps 10, up 2s, down 2s",
            ["A round takes 2:14: 20 hold, 40 repeating, 60 rest, 13.7 tones and words."],
        ),
        ("- go 20s\n\n- go 20s", []),
        ("- reps 8, up 2s, down 2s", []),
    ],
)
def test_a_round_comes_to_its_parts(body: str, found: list[str]) -> None:
    assert sums_of(body) == found


def test_check_and_show_say_what_a_round_comes_to(tmp_path: Path) -> None:
    script = "---\ntitle: Try\n---\n\n> Stop if it hurts.\n\n- 8 x go 20s, every 30s\n"
    file = tmp_path / "try.md"
    file.write_text(script, encoding="utf-8")
    (found,) = round_sums((file,))
    assert found == f"{file}:7:3: A round takes 30 s: 20 go, 1 rest, 9 tones and words."
    table = timeline_table(fit_and_lay_out(plan_script(script)))
    assert "         A round takes 30 s: 20 go, " in table
    file.write_text("- 8 x go", encoding="utf-8")
    assert list(round_sums((file,))) == []
