"""A calm, even pace: a cue is recorded again, slower or faster, until it lies well in the ear.

At one fixed speed an engine's words a minute depend on the words: hibari at speed 0.7 says cues of nine
words and more at 120 to 196 a minute. People count words, so the words a minute are what we hold. All
phrases of a cue have one speed, and a cue of a few words is simply said at the engine's calm one.

What its author wants slower is said slower than that speed, which is found as if nothing were: the other
words keep their pace, and the cue takes as much longer as its stress does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.speech import recording
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceguide.speech.phrases import Phrase

DEFAULT_RATE = 144
"""Words a minute within a cue, from its first sound to its last, the pauses between sentences included."""

RATE_TOLERANCE = 10
"""So many words a minute from what is aimed at are near enough to stop looking."""

SHORT_CUE_WORDS = 8
"""Words in a cue for which a rate a minute means nothing."""

MAX_ATTEMPTS = 6
"""So often a cue is recorded at most, slow phrases aside."""

LETTERS_PER_WORD = 4.2
"""Letters in the usual word of a cue: longer words want a faster speed for the same words a minute."""

SLOW_SPEED_RATIO = 0.8
"""The speed of a slow phrase in that of its cue: it takes a quarter longer, as one does to stress a word."""


@dataclass(frozen=True, slots=True)
class Pacing:
    """What an engine's settings do: a higher one is faster, and `calm` gives about AIM for usual words.

    `word` is a usual word of the cue's language, in English ones; `aim` is in words a minute.
    """

    speeds: range
    calm_speed: int
    time_per_word: float = 1.0
    rate: int = DEFAULT_RATE

    @property
    def cache_input(self) -> str:
        """All that decides how `paced` records a cue, for the identity of a voice."""
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
    """A cue's phrases as WAV files, all at the one setting whose pace is nearest to the aim.

    `record(text, setting)` records a phrase. Slow phrases are recorded again, at SLOWER of that setting.
    Raises VoiceError as `record` does, and for a recording that isn't speech.
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
    wav = record(phrase.text, round(speed * SLOW_SPEED_RATIO))
    _speech_seconds(phrase, wav)
    return wav


def _speech_seconds(phrase: Phrase, wav: bytes) -> float:
    return recording.speech_seconds(phrase.text, recording.decode_recording(wav))
