"""Constant rate of speech: a cue is recorded again, slower or faster, until its words a minute are right.

At a fixed speed an engine's words a minute depend on the words: hibari at speed 0.7 has 120 to 196 in cues of
nine words and more. All phrases of a cue have one speed; a cue of few words is spoken at the engine's calm
speed.

Slow words are spoken slower than that speed, which is determined as if none were slow. The other words keep
their rate, so the cue becomes longer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.language import LANGUAGES
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceguide.speech.phrases import Phrase

DEFAULT_RATE = 144
"""Words a minute within a cue, from its first sound to its last, including pauses between sentences."""

RATE_TOLERANCE = 10
"""Deviation from the rate, in words a minute, at which the search ends."""

SHORT_CUE_WORDS = 8
"""Words in the longest cue for which a rate per minute is not meaningful."""

MAX_ATTEMPTS = 6
"""Limit of recordings of a cue, without those of slow phrases."""

LETTERS_PER_WORD = 4.2
"""Letters in the average word of a cue. Longer words need a faster speed for equal words a minute."""

SLOW_SPEED_RATIO = 0.8
"""Speed of a slow phrase as a ratio of its cue's speed: the phrase becomes a quarter longer."""


HUM_PERIOD = 120
"""Samples (24 kHz) of one period of the silent voice's hum, 200 Hz: estimates are multiples of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Pacing:
    """Speeds of an engine, a higher one being faster, and the rate to reach in words a minute.

    `calm_speed` gives about DEFAULT_RATE for average words. `time_per_word` is `Language.time_per_word`.
    """

    speeds: range
    calm_speed: int
    time_per_word: float = 1.0
    rate: int = DEFAULT_RATE

    @property
    def cache_input(self) -> str:
        """Everything that decides how `record_at_pace` records a cue, for `Voice.cache_inputs`."""
        numbers = (
            self.rate,
            RATE_TOLERANCE,
            MAX_ATTEMPTS,
            LETTERS_PER_WORD,
            SLOW_SPEED_RATIO,
            self.speeds,
            self.calm_speed,
            self.time_per_word,
        )
        return " ".join(map(str, numbers))


def record_at_pace(
    cue: Sequence[Phrase], record: Callable[[str, int], bytes], pacing: Pacing
) -> tuple[bytes, ...]:
    """Return a cue's phrases as WAV files, all at the speed whose rate is nearest to the pacing's.

    `record(text, speed)` records a phrase. Slow phrases are recorded again, at SLOW_SPEED_RATIO of the speed.
    Raise VoiceError if `record` does, or if a recording cannot be speech.
    """
    rate, calm_speed = pacing.rate, pacing.calm_speed * pacing.rate / DEFAULT_RATE
    text = " ".join(phrase.text for phrase in cue)
    is_short = len(text.split()) <= SHORT_CUE_WORDS
    words = len(text.split()) * pacing.time_per_word
    pauses = sum(phrase.pause for phrase in cue[:-1]) / SAMPLE_RATE
    slowest, fastest = pacing.speeds.start, pacing.speeds.stop - 1
    if any(phrase.slow for phrase in cue):
        slowest = math.ceil(slowest / SLOW_SPEED_RATIO)

    def clamp_speed(speed: float) -> int:
        return min(fastest, max(slowest, round(speed)))

    speed = clamp_speed(
        calm_speed if is_short else calm_speed * sum(map(str.isalnum, text)) / words / LETTERS_PER_WORD
    )
    attempts: dict[float, tuple[int, tuple[bytes, ...]]] = {}
    for _ in range(MAX_ATTEMPTS):
        recordings = tuple(record(phrase.text, speed) for phrase in cue)
        seconds = sum(_speech_seconds(phrase, wav) for phrase, wav in zip(cue, recordings, strict=True))
        measured_rate = 60 * words / (seconds + pauses)
        attempts.setdefault(abs(measured_rate - rate), (speed, recordings))
        slowest, fastest = (slowest, speed - 1) if measured_rate > rate else (speed + 1, fastest)
        if is_short or abs(round(measured_rate) - rate) <= RATE_TOLERANCE or slowest > fastest:
            break
        speed = clamp_speed(speed * rate / measured_rate)
    speed, recordings = attempts[min(attempts)]
    return tuple(
        _record_slow(phrase, record, speed) if phrase.slow else usual
        for phrase, usual in zip(cue, recordings, strict=True)
    )


def _record_slow(phrase: Phrase, record: Callable[[str, int], bytes], speed: int) -> bytes:
    """Record a slow phrase. Raise VoiceError if it cannot be speech."""
    wav = record(phrase.text, round(speed * SLOW_SPEED_RATIO))
    _speech_seconds(phrase, wav)
    return wav


def _speech_seconds(phrase: Phrase, wav: bytes) -> float:
    """Return the seconds of sound in a WAV file. Raise VoiceError if it cannot be the phrase."""
    from voiceguide.speech import recording

    return recording.speech_seconds(phrase.text, recording.decode_recording(wav))


def phrase_length(phrase: Phrase, language: str = "en") -> int:
    """Return the estimated length of a phrase in samples (24 kHz) at DEFAULT_RATE, in whole periods of 200 Hz.

    0.36 s a word and 7.5 ms a letter, but at least 0.3 s and 50 ms a letter: fitted to hibari at DEFAULT_RATE over
    75 phrases of 1-15 words, none more than 0.35 s off. Words of other languages are scaled by
    `Language.time_per_word`, slow phrases by SLOW_SPEED_RATIO.
    """
    words = len(phrase.text.split()) * LANGUAGES[language].time_per_word
    letters = sum(map(str.isalnum, phrase.text))
    length = max(8640 * words + 180 * letters, 7200 + 1200 * letters) / (
        SLOW_SPEED_RATIO if phrase.slow else 1
    )
    return int(length) // HUM_PERIOD * HUM_PERIOD


def spoken_length(spoken_text: str, language: str = "en") -> int:
    """Return the estimated length of a normalised cue in samples (24 kHz), including the pauses within it."""
    from voiceguide.speech.phrases import split_into_phrases

    return sum(phrase_length(phrase, language) + phrase.pause for phrase in split_into_phrases(spoken_text))
