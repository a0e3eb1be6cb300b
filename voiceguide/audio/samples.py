"""Mono signals as arrays: convert from and to 16-bit PCM, resample, trim, fade and join.

No other module imports soxr.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import soxr

from voiceguide.audio.settings import MIN_PEAK_DBFS, PHRASE_FADE, TRIM_DB, TRIM_MARGIN_SECONDS
from voiceguide.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Sequence

Samples: TypeAlias = npt.NDArray[np.float64]
"""One mono signal, shape (samples,), full scale ±1."""

_FULL_SCALE = 32768


def from_pcm(pcm: bytes) -> Samples:
    """Convert 16-bit little-endian mono PCM → samples."""
    return np.frombuffer(pcm, dtype="<i2") / _FULL_SCALE


def to_pcm(samples: Samples) -> bytes:
    """Convert samples within ±1 (exclusive) → 16-bit little-endian mono PCM, rounded to nearest."""
    return np.rint(samples * _FULL_SCALE).astype("<i2").tobytes()


def resample(samples: Samples, old_rate: int, new_rate: int) -> Samples:
    """Resample a signal from `old_rate` to `new_rate`, both in one unit.

    The result is aligned in time with the input, and its duration is equal to within one sample.
    """
    if old_rate == new_rate:
        return samples
    # One block: soxr carries the phase, and the end of the filter is flushed with the signal.
    return np.asarray(soxr.resample(samples, old_rate, new_rate), dtype=np.float64)


def trim_silence(samples: Samples, rate: int) -> Samples:
    """Cut off the silence before the first and after the last audible sample; `rate` in Hz.

    TRIM_MARGIN_SECONDS are left on each side. Raise AudioError if no sample is audible.
    """
    amplitudes = np.abs(samples)
    peak = amplitudes.max(initial=0.0)
    if peak < db_to_amplitude(MIN_PEAK_DBFS):
        raise AudioError("The voice's recording of a phrase is silence: nothing in it can be heard.")
    audible = np.flatnonzero(amplitudes > peak * db_to_amplitude(TRIM_DB))
    margin = int(rate * TRIM_MARGIN_SECONDS)
    return samples[max(audible[0] - margin, 0) : audible[-1] + 1 + margin]


def join_phrases(phrases: Sequence[tuple[Samples, int]]) -> Samples:
    """Join phrases, each with the length of the silence after it in samples, exact to the sample.

    The silence after the last phrase is left out.
    """
    parts = [part for phrase, pause in phrases for part in (phrase, np.zeros(pause))]
    return np.concatenate(parts[:-1] or [np.zeros(0)])


def fade_edges(samples: Samples, max_fade_length: int = PHRASE_FADE) -> Samples:
    """Return a copy of samples at 24 kHz that rises from 0 and falls to 0 along half a raised cosine.

    Each fade has `max_fade_length` samples, or half of the signal if that is shorter.
    """
    fade_length = min(max_fade_length, len(samples) // 2)
    ramp = np.sin(np.pi / 2 * np.arange(fade_length) / max(fade_length, 1)) ** 2
    output = samples.copy()
    output[:fade_length] *= ramp
    output[len(samples) - fade_length :] *= ramp[::-1]
    return output


def db_to_amplitude(db: float) -> float:
    """Convert a level change in dB → amplitude factor."""
    return float(10.0 ** (db / 20.0))
