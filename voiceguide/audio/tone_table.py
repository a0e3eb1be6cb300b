"""Table of tones, which a listener with closed eyes distinguishes by pitch and by pattern.

    chapter three strikes, falling an octave    B5 F♯5 B4
    start   one warm strike                     G4
    end     two strikes, lower                  E4 E4
    half    one short soft strike, high         A5
    still   three quick soft strikes            C5 C5 C5
    switch  two strikes, rising a fifth         A4 E5
    rise    a soft glide upwards                E4 ↗ C5
    fall    a soft glide downwards              C5 ↘ E4
    tick    one short dry strike                E6
    accent  the stronger tick of a group        A6

The lowest pitch is E4 because the speaker of a phone reproduces little below 300 Hz. A chime (bowl, bell or wood)
changes neither pitch nor pattern.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from voiceguide.audio.settings import TARGET_LUFS

SYNTHESIS_VERSION = 2
"""Version of voiceguide.audio.synthesis, to be raised when it changes: part of a tone's cache key."""


@dataclass(frozen=True, slots=True, eq=False)
class Strike:
    """One strike: its start in the tone in seconds, its pitch in Hz, and its decay by 60 dB in seconds."""

    start_seconds: float
    pitch: float
    decay_seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Glide:
    """A tone that moves from one pitch to another, both in Hz, and swells and fades within `seconds`."""

    start_pitch: float
    end_pitch: float
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Tone:
    """Overlapping strikes, or a glide, at a loudness in LUFS."""

    loudness: float
    sounds: tuple[Strike, ...] | Glide


@dataclass(frozen=True, slots=True, eq=False)
class Chime:
    """Instrument of a session's tones.

    partials       (frequency, strength), relative to the first partial, which is the pitch
    decay_factor   decay of a strike, relative to the bowl's
    harmonics      strengths of a glide's harmonics, from the fundamental on
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
"""Chimes by name. Their partials:

bowl    a ring, and approximately the rim of a bowl, bending in 2, 3, 4 waves: Rayleigh, The Theory of Sound,
        § 233, p² ∝ s²(s² − 1)² / (s² + 1). A soft mallet excites the high ones little.
bell    prime, tierce, quint, nominal, twelfth, upper octave: Rossing, Science of Percussion Instruments
        (2000), on church bells. The hum below them is left out: a phone reproduces little of it.
wood    the first two bending modes of a bar with free ends: Rayleigh, § 174. Its glide has odd harmonics,
        like a wooden pipe closed at one end.
"""

TONE_TABLE = {
    "chapter": Tone(
        TARGET_LUFS - 4.0, (Strike(0.0, 987.8, 1.0), Strike(0.3, 740.0, 1.0), Strike(0.6, 493.9, 1.2))
    ),
    "start": Tone(TARGET_LUFS - 4.0, (Strike(0.0, 392.0, 1.6),)),
    "end": Tone(TARGET_LUFS - 4.0, (Strike(0.0, 329.6, 1.2), Strike(0.45, 329.6, 1.2))),
    "half": Tone(TARGET_LUFS - 7.0, (Strike(0.0, 880.0, 0.7),)),
    "still": Tone(TARGET_LUFS - 8.0, tuple(Strike(at, 523.3, 0.35) for at in (0.0, 0.2, 0.4))),
    "switch": Tone(TARGET_LUFS - 4.0, (Strike(0.0, 440.0, 1.0), Strike(0.3, 659.3, 1.0))),
    "rise": Tone(TARGET_LUFS - 10.0, Glide(329.6, 523.3, 0.6)),
    "fall": Tone(TARGET_LUFS - 10.0, Glide(523.3, 329.6, 0.6)),
    "tick": Tone(TARGET_LUFS - 12.0, (Strike(0.0, 1318.5, 0.08),)),
    "accent": Tone(TARGET_LUFS - 7.0, (Strike(0.0, 1760.0, 0.08),)),
}
"""Tones by name, with the decay of a bowl. Loudness is relative to the session's.

“chapter” opens a session, and each technique that is not announced.
"""


def tone_for_chime(name: str, chime: str) -> Tone:
    """Return a tone with the decay that its strikes have on a chime."""
    tone, decay_factor = TONE_TABLE[name], CHIMES[chime].decay_factor
    if isinstance(tone.sounds, Glide):
        return tone
    # A decay in hundredths of a second is a whole number of samples.
    return replace(
        tone,
        sounds=tuple(
            replace(strike, decay_seconds=round(strike.decay_seconds * decay_factor, 2))
            for strike in tone.sounds
        ),
    )
