"""The time of text normalisation grows like its text, however the text is written.

Steps inside a regular expression cannot be counted, so the CPU times of a text and of one four times as long are
compared: four times as much is linear, 16 times quadratic. A busy machine only adds, so each time is a minimum.
"""

from __future__ import annotations

import time

import pytest

from tests.fuzz.hostile import PIECES
from voiceguide.language import LANGUAGES
from voiceguide.language.normalise import normalise_text

SIZE, FACTOR, LIMIT = 500, 4, 9


def cpu_seconds(piece: str, size: int, language: str) -> float:
    text = (piece * size)[:size] + " 1"  # the figure rules out the test for normalised text, which is quicker
    start = time.process_time()
    normalise_text(text, language)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("piece", PIECES)
def test_normalisation_takes_linear_time(language: str, piece: str) -> None:
    normalise_text(piece * 9, language)  # fills the caches of rules and of numbers
    short, long = [], []
    for _ in range(6):
        short.append(cpu_seconds(piece, SIZE, language))
        long.append(cpu_seconds(piece, SIZE * FACTOR, language))
        if min(long) < LIMIT * max(min(short), 1e-5):
            return
    pytest.fail(f"{FACTOR} times the text took {min(long) / min(short):.0f} times as long")
