"""Filters as their designers wrote them down, applied to whole signals by multiplying spectra.

Multiplying needs the response only at the signal's own frequencies, so coefficients may be those of another
sample rate, and no sample waits for the one before it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from voiceguide.audio.samples import Samples, db_to_amplitude
from voiceguide.units import SAMPLE_RATE

Biquad: TypeAlias = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Numerator and denominator of one second-order filter, in falling powers of z."""

_TAIL_LENGTH = (
    SAMPLE_RATE // 4
)  # the slowest pole in use is 200 dB down by then: nothing that is heard wraps around
_SEGMENT_LENGTH = 60 * SAMPLE_RATE


def apply_filters(samples: Samples, biquads: tuple[Biquad, ...], rate: int = SAMPLE_RATE) -> Samples:
    """What the filters, written for `rate` in Hz, make of samples at 24 kHz; as many samples.

    What would still ring after the last sample is left out. Done by the minute: a long piece of music whole
    would take a gigabyte.
    """
    output = np.empty(len(samples))
    for start in range(0, len(samples), _SEGMENT_LENGTH):
        context_start = max(start - _TAIL_LENGTH, 0)
        segment = samples[context_start : start + _SEGMENT_LENGTH]
        fft_size = _fast_fft_size(len(segment) + _TAIL_LENGTH)
        segment_output = np.fft.irfft(
            np.fft.rfft(segment, fft_size) * _frequency_response(fft_size, biquads, rate), fft_size
        )
        output[start : start + _SEGMENT_LENGTH] = segment_output[start - context_start : len(segment)]
    return output


def high_pass(frequency: float) -> Biquad:
    """12 dB an octave below `frequency` in Hz, 3 dB down there, flat above (Butterworth), at 24 kHz.

    Robert Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients, HPF.
    """
    cosine, alpha = _cosine_and_alpha(frequency, 2**-0.5)
    half_gain = (1 + cosine) / 2
    return (half_gain, -2 * half_gain, half_gain), (1 + alpha, -2 * cosine, 1 - alpha)


def peaking_eq(frequency: float, gain: float, quality: float) -> Biquad:
    """`gain` in dB around `frequency` in Hz, nothing far from it, at 24 kHz (the Cookbook's peakingEQ)."""
    cosine, alpha = _cosine_and_alpha(frequency, quality)
    amplitude = db_to_amplitude(gain / 2)
    return (1 + alpha * amplitude, -2 * cosine, 1 - alpha * amplitude), (
        1 + alpha / amplitude,
        -2 * cosine,
        1 - alpha / amplitude,
    )


def _cosine_and_alpha(frequency: float, quality: float) -> tuple[float, float]:
    """The Cookbook's cos(w0) and alpha."""
    angle = 2 * np.pi * frequency / SAMPLE_RATE
    return float(np.cos(angle)), float(np.sin(angle) / (2 * quality))


@lru_cache(maxsize=16)  # eight sizes to each doubling of length: cues of one session share a few
def _frequency_response(size: int, biquads: tuple[Biquad, ...], rate: int) -> npt.NDArray[np.complex128]:
    """The filters one after another, at the frequencies of a transform of `size` samples at 24 kHz."""
    z_inverse = np.exp(-2j * np.pi * SAMPLE_RATE / rate * np.arange(size // 2 + 1) / size)
    response: npt.NDArray[np.complex128] = np.ones_like(z_inverse)
    for numerator, denominator in biquads:
        response *= np.polyval(numerator[::-1], z_inverse) / np.polyval(denominator[::-1], z_inverse)
    return response


def _fast_fft_size(min_size: int) -> int:
    """An even size, `least` or at most 1/8 more, with no prime factor over 13: quick to transform."""
    step = 1 << (min_size.bit_length() - 4)
    return -(-min_size // step) * step
