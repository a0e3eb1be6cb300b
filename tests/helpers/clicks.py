"""A measure of clicks: a wave that jumps spreads to the top of the spectrum, as what fades does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from voiceguide.score.timeline import Timeline

RATE = 24_000
JOIN_RADIUS = RATE * 6 // 1000
"""Samples on both sides of a join that are looked at: 6 ms, within the 10 ms in which it fades in or out."""

WINDOW_LENGTH = 96
"""Samples (4 ms): short enough that a click fills it."""

HIGH_FREQUENCY_HZ = 9_000
"""Hz. Above it lies next to nothing of a fading word, and the encoder still keeps some of a click."""

CLICK_DB = -60.0
"""dB of full scale that count as a click: a jump of 3 % of full scale has −53, the words of hibari and of
espeak-ng −68 at most."""


def find_joins(timeline: Timeline) -> list[int]:
    """Every sample at which something begins or ends to sound."""
    sounds = [event for event in timeline.events if event.kind != "silence"]
    return sorted({place for event in sounds for place in (event.start, event.end)})


def high_frequency_peak(sound: NDArray[np.float64], positions: Iterable[int]) -> float:
    """The highest level above TOP near any of the places (samples at 24 kHz), in dB of full scale."""
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
