"""Tones by additive synthesis: a few sines, each with its own decay. A bare beep is harsh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.samples import Samples, fade_edges
from voiceguide.audio.settings import TONE_ATTACK
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from voiceguide.audio.tone_table import Chime, Glide, Strike


def synthesise_strikes(strikes: tuple[Strike, ...], chime: Chime) -> Samples:
    """Strikes ringing over one another; the last sample is the end of the longest."""
    starts_and_samples = [
        (round(strike.start_seconds * SAMPLE_RATE), _synthesise_strike(strike, chime)) for strike in strikes
    ]
    tone = np.zeros(max(start + len(strike_samples) for start, strike_samples in starts_and_samples))
    for start, strike_samples in starts_and_samples:
        tone[start : start + len(strike_samples)] += strike_samples
    return tone


def synthesise_glide(glide: Glide, chime: Chime) -> Samples:
    """A glide, even to the ear (as much of an interval in each moment), under a swell that leans forward."""
    progress = np.arange(round(glide.seconds * SAMPLE_RATE)) / round(glide.seconds * SAMPLE_RATE)
    pitch = glide.start_pitch * (glide.end_pitch / glide.start_pitch) ** progress
    cycles = np.cumsum(pitch) / SAMPLE_RATE
    envelope = np.sin(np.pi * progress**0.7) ** 2
    return envelope * sum(
        strength * np.sin(2 * np.pi * harmonic * cycles)
        for harmonic, strength in enumerate(chime.harmonics, start=1)
    )


def _synthesise_strike(strike: Strike, chime: Chime) -> Samples:
    """One strike: partials that fade the faster the higher they are, with soft edges."""
    seconds = np.arange(round(strike.decay_seconds * SAMPLE_RATE)) / SAMPLE_RATE
    samples = np.zeros_like(seconds)
    for ratio, strength in chime.partials:
        decay = 10 ** (-3 * ratio * seconds / strike.decay_seconds)
        samples += strength * decay * np.sin(2 * np.pi * ratio * strike.pitch * seconds)
    return fade_edges(samples, TONE_ATTACK)
