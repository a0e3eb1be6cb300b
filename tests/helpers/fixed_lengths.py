"""Clips whose lengths can be calculated by hand: no voice, no synthesis.

Words take 0.4 s each, so “Breathe in.” is 0.8 s long. Tones have the round lengths below.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import frames

if TYPE_CHECKING:
    from voiceguide.score.items import Sound

SECONDS_PER_WORD = Fraction("0.4")
TONE_SECONDS = {
    "chapter": Fraction("0.8"),
    "start": Fraction(1),
    "end": Fraction("1.2"),
    "switch": Fraction("0.8"),
    "half": Fraction("0.6"),
    "still": Fraction("0.5"),
    "rise": Fraction("0.4"),
    "fall": Fraction("0.4"),
    "tick": Fraction("0.08"),
    "accent": Fraction("0.08"),
}
"""Seconds."""


@dataclass(frozen=True, slots=True)
class FixedClip:
    """Clip that has only a length in samples."""

    length: int
    spoken: str = ""

    @property
    def span(self) -> int:
        return frames.clip_span(self.length)


@dataclass(frozen=True, slots=True)
class FixedMeasure:
    """Measure of clips at a given pace; call it with a sound."""

    seconds_per_word: Fraction = SECONDS_PER_WORD

    def __call__(self, sound: Sound) -> FixedClip:
        if sound.kind == "tone":
            return FixedClip(sound.delay + units.to_samples(TONE_SECONDS[sound.text]))
        return FixedClip(
            units.to_samples(len(sound.text.split()) * self.seconds_per_word), sound.text.lower()
        )


fixed_measure = FixedMeasure()
"""Measure of the golden cases: 0.4 s a word."""
