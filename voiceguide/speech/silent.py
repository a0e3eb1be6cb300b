"""Voice without an engine, for tests and timing: a soft hum as long as the words would take."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from voiceguide.errors import RequestError, VoiceError
from voiceguide.language import LANGUAGES
from voiceguide.speech import pace, recording
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.speech.phrases import Phrase
    from voiceguide.speech.voice import VoiceSettings

SPEAKER = "hum"

_HUM_PERIOD = array(
    "h",
    (round(0.2 * 32767 * math.sin(2 * math.pi * i / pace.HUM_PERIOD)) for i in range(pace.HUM_PERIOD)),
)
"""One period of 200 Hz at 24 kHz. It begins and ends at zero, so whole periods need no fade."""


@dataclass(eq=False)
class SilentVoice:
    """Voice that hums: instant, and with equal samples on every computer."""

    language: str = "en"
    rate: int = pace.DEFAULT_RATE
    name: ClassVar = f"silent:{SPEAKER}"

    @property
    def cache_inputs(self) -> dict[str, str]:
        """Numbers in the formula of `pace.phrase_length`, which alone decides the hum."""
        time_per_word = LANGUAGES[self.language].time_per_word
        return {
            "voice": self.name,
            "formula": f"2 {pace.SLOW_SPEED_RATIO} {time_per_word}",
            "language": self.language,
            "rate": str(self.rate),
        }

    def load(self) -> None:
        """Do nothing: there is no engine."""

    def record(self, cue: Sequence[Phrase]) -> tuple[bytes, ...]:
        """Return a hum for each phrase: 24 kHz, `pace.phrase_length` samples at the usual rate, without silence."""
        return tuple(_hum(phrase, self.language, self.rate) for phrase in cue)

    def close(self) -> None:
        """Do nothing: there is no engine."""


def _hum(phrase: Phrase, language: str, rate: int) -> bytes:
    """Return a WAV file. Raise VoiceError if the phrase has no words."""
    if not any(map(str.isalnum, phrase.text)):
        raise VoiceError(f"There is nothing to say in “{phrase.text}”.")
    return recording.encode_wav(
        SAMPLE_RATE,
        (
            _HUM_PERIOD
            * (pace.phrase_length(phrase, language) * pace.DEFAULT_RATE // rate // len(_HUM_PERIOD))
        ).tobytes(),
    )


def open_voice(speaker: str | None, settings: VoiceSettings) -> SilentVoice:
    """Return the silent voice. Raise RequestError for any speaker other than `SPEAKER`."""
    if speaker not in (None, SPEAKER):
        raise RequestError(f"The silent voice has no “{speaker}”. Use --voice silent.")
    return SilentVoice(settings.language, settings.rate)
