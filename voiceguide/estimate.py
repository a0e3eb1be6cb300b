"""How long a sound will be, told from its words alone: what `list` and `check` use instead of a voice."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide import units
from voiceguide.mp3 import frames
from voiceguide.session.score import Sound
from voiceguide.voice import silent
from voiceguide.voice.spoken import spoken

_TONE = units.samples(2)
"""No tone is longer (tests/sound)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a clip would be like, told from its words alone."""

    length: int
    spoken: str

    @property
    def span(self) -> int:
        return frames.span(self.length)


def estimate(sound: Sound) -> Estimate:
    """The length of a sound that nobody has spoken yet."""
    if sound.kind == "tone":
        return Estimate(_TONE if sound.text in {"start", "end", "switch"} else _TONE // 3, "")
    words = spoken(sound.text)
    return Estimate(silent.spoken_length(words), words)
