"""Measure of clicks: a jump in the waveform has energy at the top of the spectrum, a fade has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from voiceguide.score.timeline import Timeline

RATE = 24_000
JOIN_RADIUS = RATE * 6 // 1000
"""Samples on each side of a join that are measured: 6 ms, within the fade of 10 ms."""

WINDOW_LENGTH = 96
"""Samples in a window (4 ms): short enough for a click to fill it."""

HIGH_FREQUENCY_HZ = 9_000
"""Frequency in Hz above which a fading word has almost no energy, while the encoder keeps some of a click."""

CLICK_DB = -60.0
"""Level in dB of full scale that counts as a click: a jump of 3 % of full scale has −53, words of hibari and
espeak-ng at most −68."""


def find_joins(timeline: Timeline) -> list[int]:
    """Return the samples at which a sound begins or ends."""
    sounds = [event for event in timeline.events if event.kind != "silence"]
    return sorted({place for event in sounds for place in (event.start, event.end)})


def high_frequency_peak(sound: NDArray[np.float64], positions: Iterable[int]) -> float:
    """Return the highest level of high frequencies near the positions (samples at 24 kHz), in dB of full scale."""
    frequencies = np.fft.rfftfreq(WINDOW_LENGTH, 1 / RATE)
    hann = np.hanning(WINDOW_LENGTH)
    peak = -200.0
    for position in positions:
        samples = sound[max(position - JOIN_RADIUS, 0) : position + JOIN_RADIUS]
        windows = np.lib.stride_tricks.sliding_window_view(samples, WINDOW_LENGTH)[:: WINDOW_LENGTH // 4]
        spectra = np.abs(np.fft.rfft(windows * hann)) / hann.sum() * 2
        level = float(
            np.sqrt((spectra[:, frequencies > HIGH_FREQUENCY_HZ] ** 2).sum(axis=1)).max(initial=1e-10)
        )
        peak = max(peak, 20 * np.log10(level))
    return peak
