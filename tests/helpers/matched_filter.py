"""Find known clips (tones, words) in decoded sound by matched filter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Waveform = NDArray[np.float64]

DECIMATION = 8
"""Factor of decimation: at 3 kHz, tones and words can be distinguished, and located to within 0.4 ms."""

DECIMATED_RATE = 24_000 / DECIMATION

MIN_SIMILARITY = 0.9
"""Normalised correlation at which a clip counts as found: decoded clips have more than 0.95, other words and
tones less than 0.7."""


@dataclass(frozen=True)
class ClipFinder:
    """Finder of clips in decoded sound at 24 kHz."""

    sound: Waveform

    @cached_property
    def _decimated(self) -> Waveform:
        return _decimate(self.sound)

    @cached_property
    def _fft_size(self) -> int:
        # A number of samples that is quickly transformed.
        return -(-(self._decimated.size + int(4 * DECIMATED_RATE)) // 2**15) * 2**15

    @cached_property
    def _spectrum(self) -> NDArray[np.complex128]:
        return np.fft.rfft(self._decimated, self._fft_size)

    @cached_property
    def _energy(self) -> Waveform:
        return np.concatenate(([0.0], np.cumsum(self._decimated**2)))

    def find_clip(self, clip: Waveform) -> list[float]:
        """Return the seconds at which each occurrence of a clip of at most 4 s begins."""
        template = _decimate(clip)
        position_count = self._decimated.size - template.size + 1
        correlation = np.fft.irfft(
            self._spectrum * np.conj(np.fft.rfft(template, self._fft_size)), self._fft_size
        )[:position_count]
        window_energy = self._energy[template.size :] - self._energy[: -template.size]
        # Where it is quiet nothing is like the clip, however alike in form.
        template_energy = np.sum(template**2)
        similarity = correlation / np.sqrt(template_energy * np.maximum(window_energy, template_energy / 4))
        starts = []
        while similarity[best := int(np.argmax(similarity))] > MIN_SIMILARITY:
            starts.append(best / DECIMATED_RATE)
            similarity[max(best - template.size // 2, 0) : best + template.size // 2] = 0
        return sorted(starts)


def _decimate(sound: Waveform) -> Waveform:
    decimated: Waveform = sound[: sound.size // DECIMATION * DECIMATION].reshape(-1, DECIMATION).mean(axis=1)
    return decimated
