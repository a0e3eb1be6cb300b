"""Additive synthesis of tones: sines, each with a separate decay, because a plain beep sounds harsh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.samples import Samples, fade_edges
from voiceguide.audio.settings import TONE_ATTACK
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from voiceguide.audio.tone_table import Chime, Glide, Strike


def synthesise_strikes(strikes: tuple[Strike, ...], chime: Chime) -> Samples:
    """Synthesise overlapping strikes; the result ends with the last of them to decay."""
    starts_and_samples = [
        (round(strike.start_seconds * SAMPLE_RATE), _synthesise_strike(strike, chime)) for strike in strikes
    ]
    tone = np.zeros(max(start + len(strike_samples) for start, strike_samples in starts_and_samples))
    for start, strike_samples in starts_and_samples:
        tone[start : start + len(strike_samples)] += strike_samples
    return tone


def synthesise_glide(glide: Glide, chime: Chime) -> Samples:
    """Synthesise a glide: pitch changes by equal intervals in equal times; the loudness peaks early.

    The envelope is sin²(π p^0.7), p being the progress from 0 to 1.
    """
    progress = np.arange(round(glide.seconds * SAMPLE_RATE)) / round(glide.seconds * SAMPLE_RATE)
    pitch = glide.start_pitch * (glide.end_pitch / glide.start_pitch) ** progress
    cycles = np.cumsum(pitch) / SAMPLE_RATE
    envelope = np.sin(np.pi * progress**0.7) ** 2
    return envelope * sum(
        strength * np.sin(2 * np.pi * harmonic * cycles)
        for harmonic, strength in enumerate(chime.harmonics, start=1)
    )


def _synthesise_strike(strike: Strike, chime: Chime) -> Samples:
    """Synthesise one strike: each partial decays at a rate in proportion to its frequency; edges are faded."""
    seconds = np.arange(round(strike.decay_seconds * SAMPLE_RATE)) / SAMPLE_RATE
    samples = np.zeros_like(seconds)
    for ratio, strength in chime.partials:
        decay = 10 ** (-3 * ratio * seconds / strike.decay_seconds)
        samples += strength * decay * np.sin(2 * np.pi * ratio * strike.pitch * seconds)
    return fade_edges(samples, TONE_ATTACK)
