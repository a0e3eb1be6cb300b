"""Estimated clip lengths, which `list` and `check` use instead of a voice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import frames
from voiceguide.audio.tone_table import Glide, tone_for_chime
from voiceguide.checks.measured_words import MEASURED_HUNDREDTHS
from voiceguide.language.normalise import normalise_text, strip_stress
from voiceguide.speech import pace

if TYPE_CHECKING:
    from voiceguide.score.items import Sound


@dataclass(frozen=True, slots=True)
class Estimate:
    """Estimated clip: audible samples, samples occupied on the timeline, and normalised words."""

    length: int
    span: int
    spoken: str


def estimate(sound: Sound, language: str = "en", chime: str = "bowl") -> Estimate:
    """Return the estimated clip of a sound; exact for a tone."""
    return (
        _estimate_tone(sound.text, chime, sound.delay)
        if sound.kind == "tone"
        else _estimate_speech(sound.voice_text, language)
    )


def estimate_carefully(sound: Sound, language: str = "en", chime: str = "bowl") -> Estimate:
    """Return the longest clip that a sound may have with any shipped voice; exact for a tone.

    Measured for common short words. Other words: a third more than the estimate, and 0.35 s; of 90 phrases of one to
    eight words, spoken by three voices, none was longer.
    """
    usual = estimate(sound, language, chime)
    if sound.kind == "tone":
        return usual
    hundredths = MEASURED_HUNDREDTHS.get(usual.spoken.rstrip(".").lower()) if language == "en" else None
    length = hundredths * units.SAMPLE_RATE // 100 if hundredths else usual.length * 4 // 3 + _MARGIN
    return _estimate_from_length(length, usual.spoken)


_MARGIN = units.SAMPLE_RATE * 7 // 20
"""Samples by which even a short word may be longer than estimated."""


@lru_cache(maxsize=2**15)  # more cues than a session of several hours has
def _estimate_speech(text: str, language: str) -> Estimate:
    words = normalise_text(text, language)
    return _estimate_from_length(pace.spoken_length(words, language), strip_stress(words))


@cache
def _estimate_tone(name: str, chime: str, delay: int) -> Estimate:
    """Return the clip of a tone, which ends when its last strike has decayed or its glide has ended."""
    sounds = tone_for_chime(name, chime).sounds
    end_seconds = (
        [sounds.seconds]
        if isinstance(sounds, Glide)
        else [strike.start_seconds + strike.decay_seconds for strike in sounds]
    )
    return _estimate_from_length(delay + max(round(end * units.SAMPLE_RATE) for end in end_seconds), "")


def _estimate_from_length(length: int, spoken: str) -> Estimate:
    return Estimate(length, frames.clip_span(length), spoken)
