"""Texts that voices used to misread are heard correctly after normalisation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.helpers import recogniser
from voiceguide.audio import mastering
from voiceguide.audio.samples import from_pcm
from voiceguide.language.normalise import normalise_text
from voiceguide.speech import engines
from voiceguide.speech.phrases import split_into_phrases
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.speech.voice import Voice

MISREAD_TEXTS = [
    line.split(" | ")[0]
    for file in ("spoken.txt", "handouts.txt")
    for line in Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines()
    if line.endswith(" | misread")
]

TEXTS_PER_RECORDING = 8
"""Words in one recording: short ones are recognised better in a group, in the time of one."""

PAUSE = np.zeros(SAMPLE_RATE * 6 // 10)


def test_there_are_misread_cases() -> None:
    assert len(MISREAD_TEXTS) > 50


@pytest.mark.judge
def test_recogniser_hears_normalised_text_that_voices_misread() -> None:
    """Recognise each case in a group; one that is missed there must be recognised alone, spoken once or twice."""
    recogniser.require_recogniser()
    voice = engines.open_voice("hibari")
    wanted = [
        (text, _record_words(voice, text)) for text in dict.fromkeys(map(normalise_text, MISREAD_TEXTS))
    ]
    voice.close()
    missed = []
    for first in range(0, len(wanted), TEXTS_PER_RECORDING):
        some = dict(wanted[first : first + TEXTS_PER_RECORDING])
        together = recogniser.transcribe(np.concatenate([PAUSE, *some.values()]), beam_size=5)
        for text in find_missing(together, some):
            alone = [
                recogniser.transcribe(np.concatenate([PAUSE, *[some[text]] * often]), beam_size=5)
                for often in (1, 2)
            ]
            if all(find_missing(heard, [text]) for heard in alone):
                missed.append((text, alone, together))
    assert not missed


def _record_words(voice: Voice, words: str) -> np.ndarray:
    cue = split_into_phrases(words)
    takes = [(take, phrase.pause) for take, phrase in zip(voice.record(cue), cue, strict=True)]
    return np.concatenate([from_pcm(mastering.master_cue(takes)), PAUSE])


def find_missing(transcript: str, texts: Iterable[str]) -> list[str]:
    """Return the texts that are not found, in order, in what was recognised."""
    sounds, missed = _comparable_letters(transcript), []
    for text in texts:
        before, found, after = sounds.partition(_comparable_letters(text))
        sounds = after if found else before
        missed += [] if found else [text]
    return missed


def _comparable_letters(text: str) -> str:
    """Return the letters of a text, with figures as words: long ones one by one, and none attached to a unit.

    Decades and times of day are whole numbers.

    Repeated letters count once: how many s are in “kilograms squared” cannot be heard.
    """
    text = re.sub(r"\b(?:19)?\d0s\b", lambda decade: normalise_text(f"in the {decade[0]}")[6:], text.lower())
    text = re.sub(r"(?<=\d)[:.](?=[1-5]\d\b)", " ", text)
    text = re.sub(r"\b\d{1,3}(?:,\d{3})+\b", lambda number: normalise_text(number[0]), text)
    text = re.sub(r"\d{3,}", lambda run: " ".join(run[0]), text)
    text = re.sub(r"(?<=[a-z])\.(?=[a-z])", " dot ", text)
    text = re.sub(r"\bt(?=\d\b)", "t ", text).replace("-", " ")
    text = re.sub(r"(?<![\w.])\d+(\.\d+)?(?!\w)", lambda figure: normalise_text(figure[0]), text)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z0-9]", "", text))


@pytest.mark.parametrize(
    ("heard", "missed"),
    [
        ("10 seconds, one second. Three out of five.", []),
        ("Ten seconds 1 second 3 out of 5", []),
        ("10 S. One second. 3 out of 5.", ["ten seconds"]),
        ("10 seconds, once, 3 fifths", ["one second", "three out of five"]),
        ("1 second, 10 seconds, 3 out of 5", ["one second"]),
        ("", ["ten seconds", "one second", "three out of five"]),
    ],
)
def test_find_missing_returns_misheard_texts(heard: str, missed: list[str]) -> None:
    assert find_missing(heard, ["ten seconds", "one second", "three out of five"]) == missed
