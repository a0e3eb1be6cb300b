from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import ScriptError
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import ValueOverride
from voiceguide.plan.planner import make_plan
from voiceguide.script.library import open_library, read_with_library
from voiceguide.script.model import Technique
from voiceguide.script.uses import as_session

if TYPE_CHECKING:
    from pathlib import Path

_TOO_LONG = "With this, the session lasts longer than a day."
_TOO_MANY_SOUNDS = "With this, the session has more than 100000 words and tones."


def _refusal(folder: Path, page: str, front: str = "", rounds: int = 0) -> tuple[int, str] | None:
    """Return the line and the message of a refusal; None if the technique is accepted."""
    path = folder / "endless.md"
    path.write_text(f"---\ntitle: Endless\n{front}---\n\n{page}\n", encoding="utf-8")
    technique, scripts = read_with_library(path, open_library(folder))
    assert isinstance(technique, Technique)
    wishes = (ValueOverride("", "rounds", rounds, "count"),) if rounds else ()
    try:
        make_plan(as_session(technique), scripts, Choices(overrides=wishes))
    except ScriptError as error:
        [problem] = error.problems
        return problem.line, problem.message
    return None


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("- pause 20h\n\n- pause 4h", None),
        ("- pause 20h\n\n- pause 4h\n\n- pause 1s", (9, _TOO_LONG)),
        ("- 500 x hold 80s, each side", None),
        ("- 500 x hold 90s, each side", (5, _TOO_LONG)),
        ("- 1000 x hold 80s, ready 10s", (5, _TOO_LONG)),
        ("- 1000 x hold 1s, rest 90s", (5, _TOO_LONG)),
        ("- 100 x hold 1s, each side, switch 20:00", (5, _TOO_LONG)),
        ("- reps 1000, up 43s, down 44s", (5, _TOO_LONG)),
        ("- breathe 1000 times, in 43s, out 44s", (5, _TOO_LONG)),
        ("## A, 1000 x\n\n- hold 20s\n\n- 3 x hold 25s", (9, _TOO_LONG)),
        ("- 1000 x hold 1s\n\n" * 24, None),
        ("- 1000 x hold 1s\n\n" * 26, (53, _TOO_MANY_SOUNDS)),
        ("- hold 20h\n  - @every 1s Breathe.\n  - @every 2s Breathe on.", (5, _TOO_MANY_SOUNDS)),
        ("- 100 x reps 1000, up 0.25s", (5, _TOO_MANY_SOUNDS)),
        (
            "## A, 1000 x\n\n" + "Words.\n\n" * 100,
            (205, _TOO_MANY_SOUNDS),
        ),  # the bells beside it have some too
    ],
)
def test_technique_is_refused_at_the_line_that_exceeds_the_limit(
    tmp_path: Path, body: str, told: tuple[int, str] | None
) -> None:
    assert _refusal(tmp_path, body) == told


def test_size_limit_applies_to_overrides(tmp_path: Path) -> None:
    front, page = "rounds: 2 (1-1000)\n", "- {rounds} x hold 5:00"
    assert _refusal(tmp_path, page, front) is None
    assert _refusal(tmp_path, page, front, 288) is None
    assert _refusal(tmp_path, page, front, 289) == (6, _TOO_LONG)
