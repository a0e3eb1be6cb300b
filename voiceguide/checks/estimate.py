"""How long a sound will be, told from its words alone: what `list` and `check` use instead of a voice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import frames
from voiceguide.audio.tone_table import Glide, played
from voiceguide.language.normalize import plain, spoken
from voiceguide.speech import silent

if TYPE_CHECKING:
    from voiceguide.score.items import Sound


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a clip would be like: `length` and `span`, which it occupies, in samples; what a voice says."""

    length: int
    span: int
    spoken: str


def estimate(sound: Sound, language: str = "en", chime: str = "bowl") -> Estimate:
    """The length of a sound that nobody has made yet: of words about right, of a tone exact."""
    return _tone(sound.text, chime) if sound.kind == "tone" else _words(sound.words, language)


@lru_cache(maxsize=2**15)  # more words than a session of hours has
def _words(text: str, language: str) -> Estimate:
    words = spoken(text, language)
    return _lasting(silent.spoken_length(words, language), plain(words))


@cache
def _tone(name: str, chime: str) -> Estimate:
    """It ends when the last of its strikes has rung, or its glide has arrived."""
    sounds = played(name, chime).sounds
    ends = [sounds.seconds] if isinstance(sounds, Glide) else [strike.at + strike.ring for strike in sounds]
    return _lasting(max(round(end * units.RATE) for end in ends), "")


def _lasting(length: int, spoken: str) -> Estimate:
    return Estimate(length, frames.span(length), spoken)
