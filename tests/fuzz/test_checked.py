"""Scripts that “check” passes fit the slowest of the shipped voices; tests/fuzz/checked.py tries the voices."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from tests.fuzz.checked import refusals
from tests.helpers.golden_timelines import plan_script
from tests.helpers.whole_vocabulary import random_technique
from voiceguide.checks.check import check
from voiceguide.checks.estimate import estimate_carefully
from voiceguide.fit.fit import fit

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = (
    " x ",
    "each side",
    "each of",
    "every",
    "at once",
    "beat",
    "then",
    "down to",
    "sides in turn",
    "one side",
)


def test_a_clean_script_fits_the_slowest_voice(tmp_path: Path) -> None:
    file, clean = tmp_path / "try.md", 0
    for seed in range(30):
        file.write_text(random_technique(seed), encoding="utf-8")
        if not check((file,))[1]:
            clean += 1
            assert fit(plan_script(random_technique(seed)), partial(estimate_carefully, language="en")).length
    assert clean >= 15


def test_the_command_tries_a_voice(tmp_path: Path) -> None:
    assert refusals(
        next(seed for seed in range(30) if refusals(seed, (), tmp_path)[0]), ("silent",), tmp_path
    ) == (
        True,
        [],
    )


def test_random_scripts_use_the_whole_vocabulary() -> None:
    found = Counter(word for seed in range(300) for word in _WORDS if word in random_technique(seed))
    assert set(found) == set(_WORDS)
