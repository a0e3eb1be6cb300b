"""Compressor for speech: lowers loud syllables a little, so that soft ones are heard at a low volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.settings import (
    COMPRESSOR_KNEE_DB,
    COMPRESSOR_RATIO,
    COMPRESSOR_THRESHOLD_DBFS,
    COMPRESSOR_WINDOW,
)

if TYPE_CHECKING:
    from voiceguide.audio.samples import Samples

_MIN_POWER = 1e-12


def compress(samples: Samples) -> Samples:
    """Compress samples at 24 kHz that are at about their final loudness; no sample gets louder.

    Level and gain are averaged symmetrically around each sample, so the gain does not overshoot, and no attack
    or release is audible.
    """
    level = 10 * np.log10(_moving_average(_moving_average(np.square(samples))) + _MIN_POWER)
    return samples * 10 ** (_moving_average(_gain_in_db(level)) / 20)


def _gain_in_db(level: Samples) -> Samples:
    """Return the gain in dB at a level in dB: 0 below the knee, a parabola within it, linear above it."""
    above_threshold = level - COMPRESSOR_THRESHOLD_DBFS
    soft_knee = np.clip(above_threshold + COMPRESSOR_KNEE_DB / 2, 0, COMPRESSOR_KNEE_DB) ** 2 / (
        2 * COMPRESSOR_KNEE_DB
    )
    return (1 / COMPRESSOR_RATIO - 1) * (soft_knee + np.maximum(above_threshold - COMPRESSOR_KNEE_DB / 2, 0))


def _moving_average(values: Samples) -> Samples:
    """Return the mean of the COMPRESSOR_WINDOW values around each value, padded with zeros at both ends."""
    before = COMPRESSOR_WINDOW // 2
    cumulative = np.cumsum(np.pad(values, (before + 1, COMPRESSOR_WINDOW - before)))
    return (cumulative[COMPRESSOR_WINDOW:] - cumulative[:-COMPRESSOR_WINDOW])[
        : len(values)
    ] / COMPRESSOR_WINDOW
