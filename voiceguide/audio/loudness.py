"""Loudness and true peak of Recommendation ITU-R BS.1770-4 for one channel, normalisation, and a limiter."""

from __future__ import annotations

import numpy as np

from voiceguide.audio.filters import Biquad, apply_filters
from voiceguide.audio.samples import Samples, db_to_amplitude, resample
from voiceguide.audio.settings import CEILING_DBTP, ENCODER_LOSS_DB, LIMITER_LOOK_AHEAD
from voiceguide.errors import AudioError
from voiceguide.units import SAMPLE_RATE

SILENCE = float("-inf")
"""Loudness of a signal in which no block passes the absolute gate."""

# BS.1770-4: gating blocks last 400 ms and overlap by 75 %.
_BLOCK_LENGTH = SAMPLE_RATE * 4 // 10
_HOP_LENGTH = _BLOCK_LENGTH // 4
_FINE_HOP_LENGTH = _HOP_LENGTH // 10
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_LOUDNESS_OFFSET = -0.691

# BS.1770-4, tables 1 and 2: (numerator, denominator) of the head's shelf and of the RLB high-pass, at 48 kHz.
_K_FILTER_RATE = 48_000
_K_FILTER: tuple[Biquad, ...] = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)

_OVERSAMPLING = 4
_TOLERANCE_LU = 0.1
_MAX_PASSES = 4


def integrated_loudness(samples: Samples, hop_length: int = _HOP_LENGTH) -> float:
    """Return the integrated, gated loudness in LUFS of samples at 24 kHz; SILENCE if no block passes the gate.

    Gating blocks of 400 ms begin every `hop_length` samples, which are 100 ms in the standard. Samples after the
    last whole hop are not counted, and a signal below 400 ms has no loudness.
    """
    hop_count = len(samples) // hop_length
    hop_power = (
        np.square(apply_filters(samples, _K_FILTER, _K_FILTER_RATE)[: hop_count * hop_length])
        .reshape(hop_count, hop_length)
        .mean(axis=1)
    )
    block_power = _sliding_mean(hop_power, _BLOCK_LENGTH // hop_length)
    above_absolute_gate = block_power[block_power > 10 ** ((_ABSOLUTE_GATE_LUFS - _LOUDNESS_OFFSET) / 10)]
    if not above_absolute_gate.size:
        return SILENCE
    above_both_gates = above_absolute_gate[
        above_absolute_gate > above_absolute_gate.mean() * 10 ** (_RELATIVE_GATE_LU / 10)
    ]
    return float(_LOUDNESS_OFFSET + 10 * np.log10(above_both_gates.mean()))


def clip_loudness(samples: Samples) -> float:
    """Return the loudness in LUFS that a clip has between silences in a session.

    The position of a meter's grid of 100 ms changes the reading of one short word by half a LU, so blocks begin
    every 10 ms here.
    """
    return integrated_loudness(np.pad(samples, _BLOCK_LENGTH), _FINE_HOP_LENGTH)


def true_peak(samples: Samples) -> float:
    """Return the true peak in dBTP: the highest level at and between samples (BS.1770-4, annex 2)."""
    peak = _true_peaks(samples).max(initial=0.0)
    return float(20 * np.log10(peak)) if peak else SILENCE


def normalise_loudness(samples: Samples, target: float) -> Samples:
    """Scale and limit samples at 24 kHz so that after encoding they have the target loudness in LUFS.

    Limiting lowers the loudness, so both are repeated. No true peak exceeds CEILING_DBTP, even where the target is
    then missed. Raise AudioError if the samples are silent.
    """
    for _ in range(_MAX_PASSES):
        gain = _gain_needed(samples, target)
        if abs(gain) < _TOLERANCE_LU:
            break
        samples = limit_peaks(samples * db_to_amplitude(gain))
    return limit_peaks(samples)  # samples may have the target loudness already, and peaks above the ceiling


def scale_to_loudness(samples: Samples, target: float) -> Samples:
    """Scale samples at 24 kHz so that after encoding they have the target loudness in LUFS; limit no peak.

    Raise AudioError if the samples are silent.
    """
    return samples * db_to_amplitude(_gain_needed(samples, target))


def _gain_needed(samples: Samples, target: float) -> float:
    """Return the gain in dB to the target loudness, rounded so that rounding errors of an FFT do not matter."""
    measured_loudness = clip_loudness(samples)
    if measured_loudness == SILENCE:
        raise AudioError("The voice's recording is silence: nothing in it can be heard.")
    return round(target + ENCODER_LOSS_DB - measured_loudness, 2)


def limit_peaks(samples: Samples, ceiling: float = CEILING_DBTP) -> Samples:
    """Limit true peaks to a ceiling in dBTP by lowering the gain smoothly around each of them.

    The minimum of the gain is held for LIMITER_LOOK_AHEAD on both sides and then averaged over no more than that,
    so that the gain never exceeds what a peak allows.
    """
    max_amplitude = db_to_amplitude(ceiling)
    peaks = _true_peaks(samples)
    if peaks.max(initial=0.0) <= max_amplitude:
        return samples
    gain = np.pad(
        max_amplitude / np.maximum(peaks, max_amplitude), 2 * LIMITER_LOOK_AHEAD, constant_values=1.0
    )
    gain = _sliding_min(gain, 2 * LIMITER_LOOK_AHEAD + 1)
    for _ in range(2):  # two boxes make a triangle: the gain has no step
        gain = _sliding_mean(gain, LIMITER_LOOK_AHEAD + 1)
    return samples * gain


def _true_peaks(samples: Samples) -> Samples:
    """Return the highest absolute value from each sample up to the next, in an array shaped like `samples`.

    The samples themselves are included, because the resampler attenuates near half the sample rate.
    """
    oversampled = resample(samples, 1, _OVERSAMPLING)
    np.abs(oversampled, out=oversampled)
    peaks = np.abs(samples)
    for offset in range(_OVERSAMPLING):
        np.maximum(peaks, oversampled[offset::_OVERSAMPLING], out=peaks)
    return peaks


def _sliding_min(values: Samples, width: int) -> Samples:
    """Return the sliding minimum over `width` values, from windows that double in width."""
    window = 1
    while window < width:
        step = min(window, width - window)
        values = np.minimum(values[:-step], values[step:])
        window += step
    return values


def _sliding_mean(values: Samples, width: int) -> Samples:
    """Return the sliding mean over `width` values."""
    cumulative = np.cumsum(np.pad(values, (1, 0)))
    return (cumulative[width:] - cumulative[:-width]) / width
