"""What each tone plays, on one screen: told apart with closed eyes by pitch and by pattern.

    start   one warm strike                     G4
    end     two strikes, lower                  E4 E4
    half    one short soft strike, high         A5
    still   three quick soft strikes            C5 C5 C5
    switch  two strikes, rising a fifth         A4 E5
    rise    a soft glide upwards                E4 ↗ C5
    fall    a soft glide downwards              C5 ↘ E4

The lowest is E4 because the speaker of a phone gives little below 300 Hz.
"""

from __future__ import annotations

from dataclasses import dataclass

DESIGN = 1
"""Raise it when the synthesis changes: together with the score it is part of a tone's cache key."""


@dataclass(frozen=True, slots=True)
class Strike:
    """A soft mallet on a bowl: `at` seconds into the tone, `pitch` in Hz, 60 dB down after `ring` seconds."""

    at: float
    pitch: float
    ring: float


@dataclass(frozen=True, slots=True)
class Glide:
    """A tone that moves from one pitch to another, both in Hz, and swells and fades in `seconds`."""

    first: float
    last: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Tone:
    """Strikes that ring over one another, or a glide, at a loudness in LUFS."""

    loudness: float
    sounds: tuple[Strike, ...] | Glide


SCORE = {
    "start": Tone(-23.0, (Strike(0.0, 392.0, 1.6),)),
    "end": Tone(-23.0, (Strike(0.0, 329.6, 1.2), Strike(0.45, 329.6, 1.2))),
    "half": Tone(-26.0, (Strike(0.0, 880.0, 0.7),)),
    "still": Tone(-27.0, tuple(Strike(at, 523.3, 0.35) for at in (0.0, 0.2, 0.4))),
    "switch": Tone(-23.0, (Strike(0.0, 440.0, 1.0), Strike(0.3, 659.3, 1.0))),
    "rise": Tone(-29.0, Glide(329.6, 523.3, 0.6)),
    "fall": Tone(-29.0, Glide(523.3, 329.6, 0.6)),
}
