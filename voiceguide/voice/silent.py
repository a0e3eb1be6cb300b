"""A voice that needs nothing: a soft hum for as long as the words would take. For tests and estimates."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError, VoiceError
from voiceguide.units import RATE
from voiceguide.voice import wav
from voiceguide.voice.phrases import Phrase, phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

SPEAKER = "hum"

_WAVE = array("h", (round(0.2 * 32767 * math.sin(2 * math.pi * i / 120)) for i in range(120)))
"""One period of 200 Hz at 24 kHz: it begins and ends at zero, so whole periods need no fade."""


class Silent:
    """Hums instead of speaking; instant, and the same everywhere."""

    name = f"silent:{SPEAKER}"

    @property
    def identity(self) -> dict[str, str]:
        """Nothing but the formula in `phrase_length` shapes the hum."""
        return {"voice": self.name, "formula": "1"}

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """24 kHz; each phrase has `phrase_length` samples, sounding from the first to the last."""
        return tuple(_hum(phrase.text) for phrase in cue)

    def close(self) -> None:
        """Nothing is open."""


def _hum(phrase: str) -> bytes:
    if not any(map(str.isalnum, phrase)):
        raise VoiceError(f"There is nothing to say in “{phrase}”.")
    return wav.write(RATE, (_WAVE * (phrase_length(phrase) // len(_WAVE))).tobytes())


def open_voice(speaker: str | None) -> Silent:
    """Raises AskedError for any speaker but the one."""
    if speaker not in (None, SPEAKER):
        raise AskedError(f"The silent voice has no “{speaker}”. Use --voice silent.")
    return Silent()


def phrase_length(phrase: str) -> int:
    """Samples (24 kHz) that a phrase takes at our pace, in whole periods of the hum.

    0.36 s a word and 7.5 ms a letter, but at least 0.3 s and 50 ms a letter for the shortest: fitted to
    hibari at `pace.AIM` over 75 phrases of 1-15 words, none more than 0.35 s off.
    """
    words, letters = len(phrase.split()), sum(map(str.isalnum, phrase))
    length = max(8640 * words + 180 * letters, 7200 + 1200 * letters)
    return length // len(_WAVE) * len(_WAVE)


def spoken_length(spoken: str) -> int:
    """Samples (24 kHz) that a cue in spoken form takes in about any voice, the pauses within it included."""
    return sum(phrase_length(phrase.text) + phrase.pause for phrase in phrases(spoken))
