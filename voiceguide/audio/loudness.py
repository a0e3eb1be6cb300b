"""How loud a sound is heard to be, and bringing it to a level without clipping.

Loudness and true peak follow Recommendation ITU-R BS.1770-4 for one channel.
"""

from __future__ import annotations

import numpy as np

from voiceguide.audio.filters import Biquad, apply_filters
from voiceguide.audio.samples import Samples, db_to_amplitude, resample
from voiceguide.audio.settings import CEILING_DBTP, ENCODER_LOSS_DB, LIMITER_LOOK_AHEAD
from voiceguide.errors import AudioError
from voiceguide.units import SAMPLE_RATE

SILENCE = float("-inf")
"""The loudness of what never passes the absolute gate."""

_BLOCK_LENGTH = SAMPLE_RATE * 4 // 10  # gating blocks last 400 ms …
_HOP_LENGTH = _BLOCK_LENGTH // 4  # … and overlap by 75 %
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
_TOLERANCE_LU = 0.1  # LU
_MAX_PASSES = 4


def integrated_loudness(samples: Samples, hop_length: int = _HOP_LENGTH) -> float:
    """Integrated, gated loudness in LUFS of samples at 24 kHz; SILENCE if nothing passes the gate.

    As the standard has it, gating blocks begin every 100 ms (`hop` is in samples), time after the last whole
    hop is not counted, and less than 400 ms has no loudness.
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
    """The loudness of a clip in a session, in LUFS: between silences, wherever on a meter's grid it falls.

    Where that grid of 100 ms falls moves the reading of one short word by half a LU, so blocks begin every
    10 ms here.
    """
    return integrated_loudness(np.pad(samples, _BLOCK_LENGTH), _FINE_HOP_LENGTH)


def true_peak(samples: Samples) -> float:
    """The highest level of the waveform, also between its samples, in dBTP (BS.1770-4, annex 2)."""
    peak = _true_peaks(samples).max(initial=0.0)
    return float(20 * np.log10(peak)) if peak else SILENCE


def normalise_loudness(samples: Samples, target: float) -> Samples:
    """The samples (24 kHz) at such a level that, once encoded, they have the target loudness in LUFS.

    Limiting takes some loudness away, so it is measured again and given back. No true peak comes out above
    the ceiling, even if the target is then missed. Raises SoundError when there is nothing to hear.
    """
    for _ in range(_MAX_PASSES):
        gain = _gain_needed(samples, target)
        if abs(gain) < _TOLERANCE_LU:
            break
        samples = limit_peaks(samples * db_to_amplitude(gain))
    return limit_peaks(samples)  # for what came in at the right loudness


def scale_to_loudness(samples: Samples, target: float) -> Samples:
    """The same at such a level that, once encoded, it has the target loudness in LUFS, peaks or no.

    Raises SoundError when there is nothing to hear.
    """
    return samples * db_to_amplitude(_gain_needed(samples, target))


def _gain_needed(samples: Samples, target: float) -> float:
    """What is wanting to the target, in dB: rounded, so that the last bit of a transform decides nothing."""
    measured_loudness = clip_loudness(samples)
    if measured_loudness == SILENCE:
        raise AudioError("What the voice gave is silence: nothing in it can be heard.")
    return round(target + ENCODER_LOSS_DB - measured_loudness, 2)


def limit_peaks(samples: Samples, ceiling: float = CEILING_DBTP) -> Samples:
    """The samples, with the gain lowered smoothly around each peak above the ceiling, which is in dBTP.

    The lowest gain is held for the look-ahead on both sides and then averaged over no more than that, so
    the result is nowhere above what the peaks allow.
    """
    max_amplitude = db_to_amplitude(ceiling)
    peaks = _true_peaks(samples)
    if peaks.max(initial=0.0) <= max_amplitude:
        return samples
    gain = np.pad(
        max_amplitude / np.maximum(peaks, max_amplitude), 2 * LIMITER_LOOK_AHEAD, constant_values=1.0
    )
    gain = _sliding_min(gain, 2 * LIMITER_LOOK_AHEAD + 1)
    for _ in range(2):  # a box twice is a triangle: the gain has no step, its slope no jump upwards
        gain = _sliding_mean(gain, LIMITER_LOOK_AHEAD + 1)
    return samples * gain


def _true_peaks(samples: Samples) -> Samples:
    """The highest absolute value of the waveform at each sample and on to the next, shape as `samples`.

    The samples count too: the resampler's filter rounds off what is near half the sample rate.
    """
    oversampled = np.abs(resample(samples, 1, _OVERSAMPLING))
    offset_peaks = (oversampled[offset::_OVERSAMPLING] for offset in range(_OVERSAMPLING))
    return np.asarray(np.maximum.reduce([np.abs(samples), *offset_peaks]))


def _sliding_min(values: Samples, width: int) -> Samples:
    """The lowest of each `width` neighbours, from windows that double in width."""
    window = 1
    while window < width:
        step = min(window, width - window)
        values = np.minimum(values[:-step], values[step:])
        window += step
    return values


def _sliding_mean(values: Samples, width: int) -> Samples:
    """The mean of each `width` neighbours."""
    cumulative = np.cumsum(np.pad(values, (1, 0)))
    return (cumulative[width:] - cumulative[:-width]) / width
