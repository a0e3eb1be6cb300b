"""A voice that needs nothing: a soft hum for as long as the words would take. For tests and estimates."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from voiceguide.errors import RequestError, VoiceError
from voiceguide.language import LANGUAGES
from voiceguide.speech import pace, recording
from voiceguide.speech.phrases import Phrase, split_into_phrases
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.speech.voice import VoiceSettings

SPEAKER = "hum"

_HUM_PERIOD = array("h", (round(0.2 * 32767 * math.sin(2 * math.pi * i / 120)) for i in range(120)))
"""One period of 200 Hz at 24 kHz: it begins and ends at zero, so whole periods need no fade."""


@dataclass(eq=False)
class SilentVoice:
    """Hums instead of speaking; instant, and the same everywhere."""

    language: str = "en"
    rate: int = pace.DEFAULT_RATE
    name: ClassVar = f"silent:{SPEAKER}"

    @property
    def cache_inputs(self) -> dict[str, str]:
        """Nothing but the formula in `phrase_length` shapes the hum."""
        time_per_word = LANGUAGES[self.language].time_per_word
        return {
            "voice": self.name,
            "formula": f"2 {pace.SLOW_SPEED_RATIO} {time_per_word}",
            "language": self.language,
            "rate": str(self.rate),
        }

    def load(self) -> None:
        """There is nothing to load."""

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """24 kHz; each phrase has `phrase_length` samples, sounding from the first to the last."""
        return tuple(_hum(phrase, self.language, self.rate) for phrase in cue)

    def close(self) -> None:
        """Nothing is open."""


def _hum(phrase: Phrase, language: str, rate: int) -> bytes:
    if not any(map(str.isalnum, phrase.text)):
        raise VoiceError(f"There is nothing to say in “{phrase.text}”.")
    return recording.encode_wav(
        SAMPLE_RATE,
        (
            _HUM_PERIOD * (phrase_length(phrase, language) * pace.DEFAULT_RATE // rate // len(_HUM_PERIOD))
        ).tobytes(),
    )


def open_voice(speaker: str | None, settings: VoiceSettings) -> SilentVoice:
    """Raises AskedError for any speaker but the one."""
    if speaker not in (None, SPEAKER):
        raise RequestError(f"The silent voice has no “{speaker}”. Use --voice silent.")
    return SilentVoice(settings.language, settings.rate)


def phrase_length(phrase: Phrase, language: str = "en") -> int:
    """Samples (24 kHz) that a phrase takes at our pace, in whole periods of the hum.

    0.36 s a word and 7.5 ms a letter, but at least 0.3 s and 50 ms a letter for the shortest: fitted to
    hibari at `pace.AIM` over 75 phrases of 1-15 words, none more than 0.35 s off. Words of another
    language take as long as `Language.word` says, and slow ones by `pace.SLOWER` longer.
    """
    words = len(phrase.text.split()) * LANGUAGES[language].time_per_word
    letters = sum(map(str.isalnum, phrase.text))
    length = max(8640 * words + 180 * letters, 7200 + 1200 * letters) / (
        pace.SLOW_SPEED_RATIO if phrase.slow else 1
    )
    return int(length) // len(_HUM_PERIOD) * len(_HUM_PERIOD)


def spoken_length(spoken_text: str, language: str = "en") -> int:
    """Samples (24 kHz) that a cue in spoken form takes in about any voice, the pauses within it included."""
    return sum(phrase_length(phrase, language) + phrase.pause for phrase in split_into_phrases(spoken_text))
