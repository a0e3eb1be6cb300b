"""Tones by additive synthesis: a few sines, each with its own decay. A bare beep is harsh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.sound.samples import Samples, faded
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.sound.notes import Glide, Strike

_STRENGTHS = (1.0, 0.22, 0.05)  # of a bowl's first modes: a soft mallet hardly wakes the high ones
_HARMONICS = (1.0, 0.12, 0.04)  # of a glide


def struck(strikes: tuple[Strike, ...]) -> Samples:
    """Strikes ringing over one another; the last sample is the end of the longest."""
    played = [(round(strike.at * RATE), _bowl(strike)) for strike in strikes]
    whole = np.zeros(max(start + len(ringing) for start, ringing in played))
    for start, ringing in played:
        whole[start : start + len(ringing)] += ringing
    return whole


def glided(glide: Glide) -> Samples:
    """A glide, even to the ear (as much of an interval in each moment), under a swell that leans forward."""
    done = np.arange(round(glide.seconds * RATE)) / round(glide.seconds * RATE)
    pitch = glide.first * (glide.last / glide.first) ** done
    turns = np.cumsum(pitch) / RATE
    swell = np.sin(np.pi * done**0.7) ** 2
    return swell * sum(
        strength * np.sin(2 * np.pi * number * turns) for number, strength in enumerate(_HARMONICS, start=1)
    )


def _bowl(strike: Strike) -> Samples:
    """One strike: partials that fade the faster the higher they are, with soft edges."""
    time = np.arange(round(strike.ring * RATE)) / RATE
    sound = np.zeros_like(time)
    for mode, strength in enumerate(_STRENGTHS, start=2):
        ratio = _ring_mode(mode) / _ring_mode(2)
        decay = 10 ** (-3 * ratio * time / strike.ring)
        sound += strength * decay * np.sin(2 * np.pi * ratio * strike.pitch * time)
    return faded(sound)


def _ring_mode(mode: int) -> float:
    """The relative frequency at which a ring, and nearly the rim of a bowl, bends in 2, 3, 4… waves.

    Rayleigh, The Theory of Sound, § 233: p² ∝ s²(s² − 1)² / (s² + 1), here 1 : 2.83 : 5.42.
    """
    return float(mode * (mode**2 - 1) / np.sqrt(mode**2 + 1))
