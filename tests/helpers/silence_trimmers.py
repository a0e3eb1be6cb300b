"""Rules by which three players trim silence, from their source code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 24_000
BLOCK_LENGTH = RATE // 100


@dataclass(frozen=True, slots=True)
class TrimRule:
    """Rule of a player: silence of at least `min_silence` s is cut to `remaining_silence` s.

    Silence is at or below `threshold_db` dB of full scale, by the RMS of each 10 ms if `uses_rms`, else by its peak.
    How much Pocket Casts keeps is not known; it is assumed to keep no more than the shortest silence.
    """

    name: str
    threshold_db: float
    min_silence: float
    remaining_silence: float
    uses_rms: bool = False


TRIM_RULES = (
    TrimRule("ExoPlayer, as in AntennaPod", 20 * np.log10(1024 / 32768), 0.1, 2.0),
    TrimRule("Pocket Casts on Android", -42, 0.5, 0.5),
    TrimRule("Pocket Casts on iOS", -46, 0.5, 0.5, uses_rms=True),
)


def trimmed_fraction(sound: NDArray[np.float64], rule: TrimRule) -> float:
    """Return the fraction of a sound (24 kHz) that a rule cuts, from 0 to 1."""
    blocks = sound[: len(sound) // BLOCK_LENGTH * BLOCK_LENGTH].reshape(-1, BLOCK_LENGTH)
    level = np.sqrt((blocks**2).mean(axis=1)) if rule.uses_rms else np.abs(blocks).max(axis=1)
    silence_mask = np.concatenate([[0], (level <= 10 ** (rule.threshold_db / 20)).astype(int), [0]])
    starts, ends = np.flatnonzero(np.diff(silence_mask) == 1), np.flatnonzero(np.diff(silence_mask) == -1)
    durations = (ends - starts) * BLOCK_LENGTH / RATE
    durations = durations[durations >= rule.min_silence]
    return float(np.maximum(durations - rule.remaining_silence, 0).sum() * RATE / len(sound))
