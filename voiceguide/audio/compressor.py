"""Speech with its loud syllables a little softer, so that its soft ones can be heard at a low volume."""

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
    """The samples (24 kHz, at their final loudness or near it), nowhere louder than they were.

    Level and gain are both averaged around each sample, not after it: nothing is overshot, and there is no
    attack or release to be heard.
    """
    level = 10 * np.log10(_moving_average(_moving_average(np.square(samples))) + _MIN_POWER)
    return samples * 10 ** (_moving_average(_gain_in_db(level)) / 20)


def _gain_in_db(level: Samples) -> Samples:
    """The gain in dB for a level in dB: none below the knee, a parabola within, then 1/RATIO of the rest."""
    above_threshold = level - COMPRESSOR_THRESHOLD_DBFS
    soft_knee = np.clip(above_threshold + COMPRESSOR_KNEE_DB / 2, 0, COMPRESSOR_KNEE_DB) ** 2 / (
        2 * COMPRESSOR_KNEE_DB
    )
    return (1 / COMPRESSOR_RATIO - 1) * (soft_knee + np.maximum(above_threshold - COMPRESSOR_KNEE_DB / 2, 0))


def _moving_average(values: Samples) -> Samples:
    """The mean of the ATTENTION values around each; before the first and after the last there is nothing."""
    before = COMPRESSOR_WINDOW // 2
    cumulative = np.cumsum(np.pad(values, (before + 1, COMPRESSOR_WINDOW - before)))
    return (cumulative[COMPRESSOR_WINDOW:] - cumulative[:-COMPRESSOR_WINDOW])[
        : len(values)
    ] / COMPRESSOR_WINDOW
