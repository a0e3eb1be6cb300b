"""How loud a sound is heard to be, and bringing it to a level without clipping.

Loudness and true peak follow Recommendation ITU-R BS.1770-4 for one channel.
"""

from __future__ import annotations

import numpy as np

from voiceguide.audio.filters import Section, filtered
from voiceguide.audio.samples import Samples, decibels, resampled
from voiceguide.audio.settings import CEILING, ENCODER_LOSS, LOOK_AHEAD
from voiceguide.errors import SoundError
from voiceguide.units import RATE

SILENCE = float("-inf")
"""The loudness of what never passes the absolute gate."""

_BLOCK = RATE * 4 // 10  # gating blocks last 400 ms …
_HOP = _BLOCK // 4  # … and overlap by 75 %
_FINE_HOP = _HOP // 10
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_OFFSET = -0.691

# BS.1770-4, tables 1 and 2: (numerator, denominator) of the head's shelf and of the RLB high-pass, at 48 kHz.
_K_RATE = 48_000
_K_FILTER: tuple[Section, ...] = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)

_OVERSAMPLING = 4
_CLOSE = 0.1  # LU
_PASSES = 4


def loudness(samples: Samples, hop: int = _HOP) -> float:
    """Integrated, gated loudness in LUFS of samples at 24 kHz; SILENCE if nothing passes the gate.

    As the standard has it, gating blocks begin every 100 ms (`hop` is in samples), time after the last whole
    hop is not counted, and less than 400 ms has no loudness.
    """
    hops = len(samples) // hop
    energy = np.square(filtered(samples, _K_FILTER, _K_RATE)[: hops * hop]).reshape(hops, hop).mean(axis=1)
    power = _average(energy, _BLOCK // hop)
    loud = power[power > 10 ** ((_ABSOLUTE_GATE - _OFFSET) / 10)]
    if not loud.size:
        return SILENCE
    louder = loud[loud > loud.mean() * 10 ** (_RELATIVE_GATE / 10)]
    return float(_OFFSET + 10 * np.log10(louder.mean()))


def clip_loudness(samples: Samples) -> float:
    """The loudness of a clip in a session, in LUFS: between silences, wherever on a meter's grid it falls.

    Where that grid of 100 ms falls moves the reading of one short word by half a LU, so blocks begin every
    10 ms here.
    """
    return loudness(np.pad(samples, _BLOCK), _FINE_HOP)


def true_peak(samples: Samples) -> float:
    """The highest level of the waveform, also between its samples, in dBTP (BS.1770-4, annex 2)."""
    peak = _peaks(samples).max(initial=0.0)
    return float(20 * np.log10(peak)) if peak else SILENCE


def levelled(samples: Samples, target: float) -> Samples:
    """The samples (24 kHz) at such a level that, once encoded, they have the target loudness in LUFS.

    Limiting takes some loudness away, so it is measured again and given back. No true peak comes out above
    the ceiling, even if the target is then missed. Raises SoundError when there is nothing to hear.
    """
    for _ in range(_PASSES):
        change = _wanting(samples, target)
        if abs(change) < _CLOSE:
            break
        samples = limited(samples * decibels(change))
    return limited(samples)  # for what came in at the right loudness


def matched(samples: Samples, target: float) -> Samples:
    """The same at such a level that, once encoded, it has the target loudness in LUFS, peaks or no.

    Raises SoundError when there is nothing to hear.
    """
    return samples * decibels(_wanting(samples, target))


def _wanting(samples: Samples, target: float) -> float:
    """What is wanting to the target, in dB: rounded, so that the last bit of a transform decides nothing."""
    now = clip_loudness(samples)
    if now == SILENCE:
        raise SoundError("What the voice gave is silence: nothing in it can be heard.")
    return round(target + ENCODER_LOSS - now, 2)


def limited(samples: Samples, ceiling: float = CEILING) -> Samples:
    """The samples, with the gain lowered smoothly around each peak above the ceiling, which is in dBTP.

    The lowest gain is held for the look-ahead on both sides and then averaged over no more than that, so
    the result is nowhere above what the peaks allow.
    """
    highest = decibels(ceiling)
    peaks = _peaks(samples)
    if peaks.max(initial=0.0) <= highest:
        return samples
    gain = np.pad(highest / np.maximum(peaks, highest), 2 * LOOK_AHEAD, constant_values=1.0)
    gain = _lowest(gain, 2 * LOOK_AHEAD + 1)
    for _ in range(2):  # a box twice is a triangle: the gain has no step, its slope no jump upwards
        gain = _average(gain, LOOK_AHEAD + 1)
    return samples * gain


def _peaks(samples: Samples) -> Samples:
    """The highest absolute value of the waveform at each sample and on to the next, shape as `samples`.

    The samples count too: the resampler's filter rounds off what is near half the sample rate.
    """
    fine = np.abs(resampled(samples, 1, _OVERSAMPLING))
    between = (fine[phase::_OVERSAMPLING] for phase in range(_OVERSAMPLING))
    return np.asarray(np.maximum.reduce([np.abs(samples), *between]))


def _lowest(values: Samples, width: int) -> Samples:
    """The lowest of each `width` neighbours, from windows that double in width."""
    done = 1
    while done < width:
        step = min(done, width - done)
        values = np.minimum(values[:-step], values[step:])
        done += step
    return values


def _average(values: Samples, width: int) -> Samples:
    """The mean of each `width` neighbours."""
    total = np.cumsum(np.pad(values, (1, 0)))
    return (total[width:] - total[:-width]) / width
