"""Audio as numbers: out of 16-bit PCM and back, from one sample rate to another, with soft edges.

The only door to soxr.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import soxr

from voiceguide.audio.settings import PHRASE_FADE

Samples: TypeAlias = npt.NDArray[np.float64]
"""One mono signal, shape (samples,), full scale ±1."""

_FULL_SCALE = 32768


def from_pcm(pcm: bytes) -> Samples:
    """16-bit little-endian mono PCM → samples."""
    return np.frombuffer(pcm, dtype="<i2") / _FULL_SCALE


def to_pcm(samples: Samples) -> bytes:
    """Samples within ±1 (exclusive) → 16-bit little-endian mono PCM, rounded to nearest."""
    return np.rint(samples * _FULL_SCALE).astype("<i2").tobytes()


def resample(samples: Samples, old_rate: int, new_rate: int) -> Samples:
    """The same sound at another rate (any unit), aligned in time, lasting as long to within a sample."""
    if old_rate == new_rate:
        return samples
    # One block: soxr carries the phase, and the end of the filter is flushed with the signal.
    return np.asarray(soxr.resample(samples, old_rate, new_rate), dtype=np.float64)


def fade_edges(samples: Samples, max_fade_length: int = PHRASE_FADE) -> Samples:
    """The samples (24 kHz), rising from nothing `within` so many and falling to it along half a cosine."""
    fade_length = min(max_fade_length, len(samples) // 2)
    ramp = np.sin(np.pi / 2 * np.arange(fade_length) / max(fade_length, 1)) ** 2
    output = samples.copy()
    output[:fade_length] *= ramp
    output[len(samples) - fade_length :] *= ramp[::-1]
    return output


def db_to_amplitude(db: float) -> float:
    """A change of level in dB → the factor of amplitude."""
    return float(10.0 ** (db / 20.0))
