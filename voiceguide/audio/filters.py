"""Biquad filters, applied to whole signals by multiplication of spectra.

Multiplication needs the filter's response only at the signal's frequencies. So coefficients may be designed for
another sample rate, and there is no recursion from sample to sample.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numpy import fft  # not np.fft, whose first use in two threads at once never ends

from voiceguide.audio.samples import Samples, db_to_amplitude
from voiceguide.units import SAMPLE_RATE

Biquad: TypeAlias = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Numerator and denominator of a second-order filter, in falling powers of z."""

_TAIL_LENGTH = SAMPLE_RATE // 4
"""Samples of ringing that are computed: the slowest pole in use has decayed by 200 dB, so that nothing audible
wraps around."""

_MAX_CACHED_SIZE = 12 * SAMPLE_RATE
"""Samples of the longest FFT whose response is cached."""

_SEGMENT_LENGTH = 60 * SAMPLE_RATE
"""Samples filtered at once: a whole piece of music would take a gigabyte."""


def apply_filters(samples: Samples, biquads: tuple[Biquad, ...], rate: int = SAMPLE_RATE) -> Samples:
    """Filter samples at 24 kHz by biquads in series, whose coefficients are for `rate` in Hz.

    The result is as long as the input: ringing after the last sample is cut off.
    """
    output = np.empty(len(samples))
    for start in range(0, len(samples), _SEGMENT_LENGTH):
        context_start = max(start - _TAIL_LENGTH, 0)
        segment = samples[context_start : start + _SEGMENT_LENGTH]
        fft_size = _fast_fft_size(len(segment) + _TAIL_LENGTH)
        segment_output = fft.irfft(fft.rfft(segment, fft_size) * _response(fft_size, biquads, rate), fft_size)
        output[start : start + _SEGMENT_LENGTH] = segment_output[start - context_start : len(segment)]
    return output


def high_pass(frequency: float) -> Biquad:
    """Design a Butterworth high-pass at 24 kHz: −3 dB at `frequency` in Hz, 12 dB an octave below it.

    Source: Robert Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients, HPF.
    """
    cosine, alpha = _cosine_and_alpha(frequency, 2**-0.5)
    half_gain = (1 + cosine) / 2
    return (half_gain, -2 * half_gain, half_gain), (1 + alpha, -2 * cosine, 1 - alpha)


def peaking_eq(frequency: float, gain: float, quality: float) -> Biquad:
    """Design a peaking equaliser at 24 kHz: `gain` in dB at `frequency` in Hz, of Q `quality`.

    Source: Robert Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients, peakingEQ.
    """
    cosine, alpha = _cosine_and_alpha(frequency, quality)
    amplitude = db_to_amplitude(gain / 2)
    return (1 + alpha * amplitude, -2 * cosine, 1 - alpha * amplitude), (
        1 + alpha / amplitude,
        -2 * cosine,
        1 - alpha / amplitude,
    )


def _cosine_and_alpha(frequency: float, quality: float) -> tuple[float, float]:
    """Return cos(w0) and alpha of the Cookbook formulae."""
    angle = 2 * np.pi * frequency / SAMPLE_RATE
    return float(np.cos(angle)), float(np.sin(angle) / (2 * quality))


def _response(size: int, biquads: tuple[Biquad, ...], rate: int) -> npt.NDArray[np.complex128]:
    """Return `_frequency_response`, cached for usual cues only: a response takes eight bytes for each sample."""
    is_usual = size <= _MAX_CACHED_SIZE
    return (_frequency_response if is_usual else _frequency_response.__wrapped__)(size, biquads, rate)


@lru_cache(maxsize=8)  # cues of one session share a few sizes: there are eight in each doubling of length
def _frequency_response(size: int, biquads: tuple[Biquad, ...], rate: int) -> npt.NDArray[np.complex128]:
    """Return the response of biquads in series at the frequencies of an FFT of `size` samples at 24 kHz."""
    z_inverse = np.exp(-2j * np.pi * SAMPLE_RATE / rate * np.arange(size // 2 + 1) / size)
    response: npt.NDArray[np.complex128] = np.ones_like(z_inverse)
    for numerator, denominator in biquads:
        response *= np.polyval(numerator[::-1], z_inverse) / np.polyval(denominator[::-1], z_inverse)
    return response


def _fast_fft_size(min_size: int) -> int:
    """Return an even size from `min_size` to 1/8 more, without a prime factor above 13: quick to transform."""
    step = 1 << (min_size.bit_length() - 4)
    return -(-min_size // step) * step
