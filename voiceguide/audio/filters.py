"""Filters as their designers wrote them down, applied to whole signals by multiplying spectra.

Multiplying needs the response only at the signal's own frequencies, so coefficients may be those of another
sample rate, and no sample waits for the one before it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from voiceguide.audio.samples import Samples, decibels
from voiceguide.units import RATE

Section: TypeAlias = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Numerator and denominator of one second-order filter, in falling powers of z."""

_TAIL = RATE // 4  # the slowest pole in use is 200 dB down by then: nothing that is heard wraps around
_PART = 60 * RATE


def filtered(samples: Samples, sections: tuple[Section, ...], rate: int = RATE) -> Samples:
    """What the filters, written for `rate` in Hz, make of samples at 24 kHz; as many samples.

    What would still ring after the last sample is left out. Done by the minute: a long piece of music whole
    would take a gigabyte.
    """
    sound = np.empty(len(samples))
    for start in range(0, len(samples), _PART):
        before = max(start - _TAIL, 0)
        part = samples[before : start + _PART]
        size = _smooth_size(len(part) + _TAIL)
        shaped = np.fft.irfft(np.fft.rfft(part, size) * _response(size, sections, rate), size)
        sound[start : start + _PART] = shaped[start - before : len(part)]
    return sound


def high_pass(frequency: float) -> Section:
    """12 dB an octave below `frequency` in Hz, 3 dB down there, flat above (Butterworth), at 24 kHz.

    Robert Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients, HPF.
    """
    cosine, alpha = _angle(frequency, 2**-0.5)
    edge = (1 + cosine) / 2
    return (edge, -2 * edge, edge), (1 + alpha, -2 * cosine, 1 - alpha)


def bell(frequency: float, gain: float, quality: float) -> Section:
    """`gain` in dB around `frequency` in Hz, nothing far from it, at 24 kHz (the Cookbook's peakingEQ)."""
    cosine, alpha = _angle(frequency, quality)
    root = decibels(gain / 2)
    return (1 + alpha * root, -2 * cosine, 1 - alpha * root), (
        1 + alpha / root,
        -2 * cosine,
        1 - alpha / root,
    )


def _angle(frequency: float, quality: float) -> tuple[float, float]:
    """The Cookbook's cos(w0) and alpha."""
    angle = 2 * np.pi * frequency / RATE
    return float(np.cos(angle)), float(np.sin(angle) / (2 * quality))


@lru_cache(maxsize=16)  # eight sizes to each doubling of length: cues of one session share a few
def _response(size: int, sections: tuple[Section, ...], rate: int) -> npt.NDArray[np.complex128]:
    """The filters one after another, at the frequencies of a transform of `size` samples at 24 kHz."""
    delay = np.exp(-2j * np.pi * RATE / rate * np.arange(size // 2 + 1) / size)
    response: npt.NDArray[np.complex128] = np.ones_like(delay)
    for numerator, denominator in sections:
        response *= np.polyval(numerator[::-1], delay) / np.polyval(denominator[::-1], delay)
    return response


def _smooth_size(least: int) -> int:
    """An even size, `least` or at most 1/8 more, with no prime factor over 13: quick to transform."""
    step = 1 << (least.bit_length() - 4)
    return -(-least // step) * step
