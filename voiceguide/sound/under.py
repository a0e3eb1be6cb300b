"""A session with a bed under it: any stretch mixed without the rest, the same wherever the stretch begins."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.sound import beds
from voiceguide.units import RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.sound.samples import Samples

DUCK = 6.0
"""dB by which the bed gives way to words."""

DOWN, UP = RATE * 4 // 10, RATE * 12 // 10
"""Samples in which it does so before the first, and comes back after the last: it is never heard to jump."""

FADE_IN, FADE_OUT = 4 * RATE, 8 * RATE
"""Samples in which the bed comes at the start and goes at the end."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip at its sample; `name` says what it is, and words (`speech`) push the bed down."""

    start: int
    end: int
    name: str
    speech: bool


@dataclass(frozen=True)
class Under:
    """`placed` in order, over a bed, for `total` samples. `pcm_of` gives the n-th clip, 16-bit at 24 kHz.

    A `proof` lies under it all as in a silence that is not to be trimmed, see `hush`.
    """

    music: str
    placed: tuple[Placed, ...]
    total: int
    pcm_of: Callable[[int], bytes]
    proof: bool = False

    def identity(self, start: int, stop: int) -> dict[str, str]:
        """All that shapes the samples of a stretch, told from where it begins; cheap, nothing is mixed."""
        near = [
            (clip.start - start, clip.end - start, clip.name, clip.speech)
            for _, clip in self._near(start, stop)
        ]
        edges = (start if start < FADE_IN else -1, self.total - start if stop > self.total - FADE_OUT else -1)
        numbers = (DUCK, DOWN, UP, FADE_IN, FADE_OUT, self.proof)
        return {
            **beds.identity(self.music),
            "turn": str(start % self._turn),
            "near": repr(near),
            "edges": repr((edges, numbers, stop - start)),
        }

    def mixed(self, start: int, stop: int) -> bytes:
        """The stretch from `start` up to `stop`, as 16-bit little-endian mono PCM at 24 kHz.

        Beyond the session's ends there is silence.
        """
        import numpy as np  # noqa: PLC0415 - a session out of the store mixes nothing

        from voiceguide.sound import hush  # noqa: PLC0415 - as above
        from voiceguide.sound.samples import decibels, from_pcm, to_pcm  # noqa: PLC0415 - as above

        at = np.arange(start, stop)
        inside = (at >= 0) & (at < self.total)
        loop = beds.bed(self.music)
        sound = loop[at % len(loop)] * self.gain(start, stop) * inside
        if self.proof:
            sound += decibels(hush.LEVEL) * np.sin(2 * np.pi * hush.PITCH * (at % RATE) / RATE) * inside
        for number, clip in self._near(start, stop):
            pcm = from_pcm(self.pcm_of(number))
            first, last = max(clip.start, start), min(clip.start + len(pcm), stop)
            if first < last:
                sound[first - start : last - start] += pcm[first - clip.start : last - clip.start]
        return to_pcm(sound)

    def gain(self, start: int, stop: int) -> Samples:
        """What the bed is multiplied by, for each sample of the stretch."""
        import numpy as np  # noqa: PLC0415 - as above

        at = np.arange(start, stop)
        ducked = np.zeros(len(at))
        for _, clip in self._near(start, stop):
            if clip.speech:
                down = np.clip((at - (clip.start - DOWN)) / DOWN, 0, 1)
                up = np.clip((clip.end + UP - at) / UP, 0, 1)
                ducked = np.maximum(ducked, np.sin(np.pi / 2 * np.minimum(down, up)) ** 2)
        ends = np.minimum(np.clip(at / FADE_IN, 0, 1), np.clip((self.total - at) / FADE_OUT, 0, 1))
        return np.asarray(10 ** (-DUCK / 20 * ducked) * np.sin(np.pi / 2 * ends) ** 2)

    def _near(self, start: int, stop: int) -> Iterator[tuple[int, Placed]]:
        """The clips that are heard in a stretch, or push the bed down there, with their numbers."""
        first = bisect_left(self.placed, start, key=lambda clip: clip.end + UP)
        for number in range(first, len(self.placed)):
            if self.placed[number].start - DOWN >= stop:
                return
            yield number, self.placed[number]

    @property
    def _turn(self) -> int:
        return len(beds.bed(self.music)) if self.music not in beds.BEDS else beds.LOOP
