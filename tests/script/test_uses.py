from __future__ import annotations

import pytest

from voiceguide.script.reader import read_technique
from voiceguide.script.value_roles import fill_name


@pytest.mark.parametrize(
    ("front", "page", "value"),
    [
        ("hold: 20s (10s-30s)", "- hold {hold}", "hold"),
        ("hold: 20s (10s-30s)", "- hold {hold}\n\n- hold 20s\n\nWords.", "hold"),
        ("a: 20s (10s-30s)\nb: 9 (8-10)", "- hold {a}\n\n- breathe {b} times, in 4s, out 6s", "b"),
        ("a: 20s (10s-30s)\nb: 20s (10s-30s)", "- rest {a}\n\n- go {b}", "a"),
        ("hold: 20s", "- hold {hold}", ""),
        ("ready: 20s (10s-30s)", "- hold 20s, ready {ready}", ""),
        ("times: 9 (8-10)", "- reps {times}, up 2s", "times"),
        ("times: 9 (8-10)", "- reps {times}, work 40s", ""),
        ("up: 2s (1s-4s)", "- reps 9, up {up}", "up"),
    ],
)
def test_a_fill_stretches_the_last_hold_rest_or_breathing_that_may_change(
    front: str, page: str, value: str
) -> None:
    assert fill_name(read_technique(f"---\ntitle: A\n{front}\n---\n\n{page}", "a", "a.md")) == value
