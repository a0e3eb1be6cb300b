"""Finding known clips in decoded sound by matched filter: where a tone is struck, where a word is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float64]

STEP = 8
"""So many samples are taken together: 3 kHz tells tones and words apart, and places them to 0.4 ms."""

RATE = 24_000 / STEP

LIKE = 0.9
"""How much of what is heard must be the clip: what the codec leaves of one is above 0.95, other words and
tones stay below 0.7."""


@dataclass(frozen=True)
class Ear:
    """Listens to decoded sound: samples at 24 kHz."""

    sound: Sound

    @cached_property
    def _coarse(self) -> Sound:
        return _coarser(self.sound)

    @cached_property
    def _size(self) -> int:
        # A number of samples that is quickly transformed.
        return -(-(self._coarse.size + int(4 * RATE)) // 2**15) * 2**15

    @cached_property
    def _spectrum(self) -> NDArray[np.complex128]:
        return np.fft.rfft(self._coarse, self._size)

    @cached_property
    def _energy(self) -> Sound:
        return np.concatenate(([0.0], np.cumsum(self._coarse**2)))

    def hears(self, clip: Sound) -> list[float]:
        """The seconds at which a clip of at most 4 s begins, each time that it sounds."""
        known = _coarser(clip)
        places = self._coarse.size - known.size + 1
        alike = np.fft.irfft(self._spectrum * np.conj(np.fft.rfft(known, self._size)), self._size)[:places]
        around = self._energy[known.size :] - self._energy[: -known.size]
        # Where it is quiet nothing is like the clip, however alike in form.
        whole = np.sum(known**2)
        likeness = alike / np.sqrt(whole * np.maximum(around, whole / 4))
        found = []
        while likeness[best := int(np.argmax(likeness))] > LIKE:
            found.append(best / RATE)
            likeness[max(best - known.size // 2, 0) : best + known.size // 2] = 0
        return sorted(found)


def _coarser(sound: Sound) -> Sound:
    coarse: Sound = sound[: sound.size // STEP * STEP].reshape(-1, STEP).mean(axis=1)
    return coarse
