"""Tones by additive synthesis: a few sines, each with its own decay. A bare beep is harsh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.samples import Samples, faded
from voiceguide.audio.settings import STRIKE
from voiceguide.units import RATE

if TYPE_CHECKING:
    from voiceguide.audio.tone_table import Chime, Glide, Strike


def struck(strikes: tuple[Strike, ...], chime: Chime) -> Samples:
    """Strikes ringing over one another; the last sample is the end of the longest."""
    played = [(round(strike.at * RATE), _ringing(strike, chime)) for strike in strikes]
    whole = np.zeros(max(start + len(ringing) for start, ringing in played))
    for start, ringing in played:
        whole[start : start + len(ringing)] += ringing
    return whole


def glided(glide: Glide, chime: Chime) -> Samples:
    """A glide, even to the ear (as much of an interval in each moment), under a swell that leans forward."""
    done = np.arange(round(glide.seconds * RATE)) / round(glide.seconds * RATE)
    pitch = glide.first * (glide.last / glide.first) ** done
    turns = np.cumsum(pitch) / RATE
    swell = np.sin(np.pi * done**0.7) ** 2
    return swell * sum(
        strength * np.sin(2 * np.pi * number * turns)
        for number, strength in enumerate(chime.harmonics, start=1)
    )


def _ringing(strike: Strike, chime: Chime) -> Samples:
    """One strike: partials that fade the faster the higher they are, with soft edges."""
    time = np.arange(round(strike.ring * RATE)) / RATE
    sound = np.zeros_like(time)
    for ratio, strength in chime.partials:
        decay = 10 ** (-3 * ratio * time / strike.ring)
        sound += strength * decay * np.sin(2 * np.pi * ratio * strike.pitch * time)
    return faded(sound, STRIKE)
