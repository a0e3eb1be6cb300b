"""What players that trim silence would cut out of a session: three rules, told in their sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 24_000
STEP = RATE // 100


@dataclass(frozen=True, slots=True)
class Rule:
    """Silence is what stays at or below `level` dB of full scale for `shortest` seconds; `kept` are played.

    `rms` judges the mean of each 10 ms, else their highest sample. How much Pocket Casts keeps is not known,
    so it is taken to keep no more than the shortest silence.
    """

    name: str
    level: float
    shortest: float
    kept: float
    rms: bool = False


RULES = (
    Rule("ExoPlayer, as in AntennaPod", 20 * np.log10(1024 / 32768), 0.1, 2.0),
    Rule("Pocket Casts on Android", -42, 0.5, 0.5),
    Rule("Pocket Casts on iOS", -46, 0.5, 0.5, rms=True),
)


def cut(sound: NDArray[np.float64], rule: Rule) -> float:
    """The part of a sound (24 kHz) that is cut, from 0 to 1."""
    blocks = sound[: len(sound) // STEP * STEP].reshape(-1, STEP)
    level = np.sqrt((blocks**2).mean(axis=1)) if rule.rms else np.abs(blocks).max(axis=1)
    quiet = np.concatenate([[0], (level <= 10 ** (rule.level / 20)).astype(int), [0]])
    starts, ends = np.flatnonzero(np.diff(quiet) == 1), np.flatnonzero(np.diff(quiet) == -1)
    runs = (ends - starts) * STEP / RATE
    runs = runs[runs >= rule.shortest]
    return float(np.maximum(runs - rule.kept, 0).sum() * RATE / len(sound))
