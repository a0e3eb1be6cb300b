"""Speech with its loud syllables a little softer, so that its soft ones can be heard at a low volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.settings import ATTENTION, KNEE, KNEE_WIDTH, RATIO

if TYPE_CHECKING:
    from voiceguide.audio.samples import Samples

_NOTHING = 1e-12


def compressed(samples: Samples) -> Samples:
    """The samples (24 kHz, at their final loudness or near it), nowhere louder than they were.

    Level and gain are both averaged around each sample, not after it: nothing is overshot, and there is no
    attack or release to be heard.
    """
    level = 10 * np.log10(_around(_around(np.square(samples))) + _NOTHING)
    return samples * 10 ** (_around(_change(level)) / 20)


def _change(level: Samples) -> Samples:
    """The gain in dB for a level in dB: none below the knee, a parabola within, then 1/RATIO of the rest."""
    over = level - KNEE
    bend = np.clip(over + KNEE_WIDTH / 2, 0, KNEE_WIDTH) ** 2 / (2 * KNEE_WIDTH)
    return (1 / RATIO - 1) * (bend + np.maximum(over - KNEE_WIDTH / 2, 0))


def _around(values: Samples) -> Samples:
    """The mean of the ATTENTION values around each; before the first and after the last there is nothing."""
    before = ATTENTION // 2
    total = np.cumsum(np.pad(values, (before + 1, ATTENTION - before)))
    return (total[ATTENTION:] - total[:-ATTENTION])[: len(values)] / ATTENTION
