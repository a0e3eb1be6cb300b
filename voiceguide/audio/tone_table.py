"""What each tone plays, on one screen: told apart with closed eyes by pitch and by pattern.

    start   one warm strike                     G4
    end     two strikes, lower                  E4 E4
    half    one short soft strike, high         A5
    still   three quick soft strikes            C5 C5 C5
    switch  two strikes, rising a fifth         A4 E5
    rise    a soft glide upwards                E4 ↗ C5
    fall    a soft glide downwards              C5 ↘ E4

The lowest is E4 because the speaker of a phone gives little below 300 Hz. Pitch and pattern are the same
whatever is struck: a bowl, a bell, or a bar of wood.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

SYNTHESIS_VERSION = 2
"""Raise it when the synthesis changes: together with the score it is part of a tone's cache key."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One blow: `at` seconds into the tone, `pitch` in Hz, 60 dB down after `ring` seconds (of a bowl)."""

    start_seconds: float
    pitch: float
    decay_seconds: float


@dataclass(frozen=True, slots=True)
class Glide:
    """A tone that moves from one pitch to another, both in Hz, and swells and fades in `seconds`."""

    start_pitch: float
    end_pitch: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Tone:
    """Strikes that ring over one another, or a glide, at a loudness in LUFS."""

    loudness: float
    sounds: tuple[Strike, ...] | Glide


@dataclass(frozen=True, slots=True)
class Chime:
    """What is struck. `partials` are (frequency, strength), in those of the first, which is the pitch.

    It rings `ring` times as long as a bowl. `harmonics` are the strengths of a glide's, from the first.
    """

    partials: tuple[tuple[float, float], ...]
    decay_factor: float
    harmonics: tuple[float, ...]


CHIMES = {
    "bowl": Chime(((1.0, 1.0), (2.828, 0.22), (5.423, 0.05)), 1.0, (1.0, 0.12, 0.04)),
    "bell": Chime(
        ((1.0, 1.0), (1.2, 0.3), (1.5, 0.15), (2.0, 0.6), (3.0, 0.3), (4.0, 0.15)),
        1.3,
        (1.0, 0.3, 0.15, 0.08),
    ),
    "wood": Chime(((1.0, 1.0), (2.757, 0.4)), 0.4, (1.0, 0.0, 0.15)),
}
"""The kinds by name. Where their partials lie:

bowl    as a ring, and nearly the rim of a bowl, bends in 2, 3, 4 waves: Rayleigh, The Theory of Sound,
        § 233, p² ∝ s²(s² − 1)² / (s² + 1). A soft mallet hardly wakes the high ones.
bell    prime, tierce, quint, nominal, twelfth, upper octave: Rossing, Science of Percussion Instruments
        (2000), on church bells. The hum below them is left out: a phone gives back little of it.
wood    the first two bends of a bar with free ends: Rayleigh, § 174. Its glide has odd harmonics, like a
        wooden pipe that is closed at one end.
"""

TONE_TABLE = {
    "start": Tone(-23.0, (Strike(0.0, 392.0, 1.6),)),
    "end": Tone(-23.0, (Strike(0.0, 329.6, 1.2), Strike(0.45, 329.6, 1.2))),
    "half": Tone(-26.0, (Strike(0.0, 880.0, 0.7),)),
    "still": Tone(-27.0, tuple(Strike(at, 523.3, 0.35) for at in (0.0, 0.2, 0.4))),
    "switch": Tone(-23.0, (Strike(0.0, 440.0, 1.0), Strike(0.3, 659.3, 1.0))),
    "rise": Tone(-29.0, Glide(329.6, 523.3, 0.6)),
    "fall": Tone(-29.0, Glide(523.3, 329.6, 0.6)),
}


def tone_for_chime(name: str, chime: str) -> Tone:
    """A tone as that chime plays it: each strike rings as long as it does there."""
    tone, decay_factor = TONE_TABLE[name], CHIMES[chime].decay_factor
    if isinstance(tone.sounds, Glide):
        return tone
    # To the hundredth of a second, which is a whole number of samples.
    return replace(
        tone,
        sounds=tuple(
            replace(strike, decay_seconds=round(strike.decay_seconds * decay_factor, 2))
            for strike in tone.sounds
        ),
    )
