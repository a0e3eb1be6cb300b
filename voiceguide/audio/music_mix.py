"""A session with a bed under it: any stretch mixed without the rest, the same wherever the stretch begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from voiceguide.audio import music_beds
from voiceguide.units import RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.audio.samples import Samples

DUCK = 6.0
"""dB by which the bed gives way to words."""

DOWN, UP = RATE * 4 // 10, RATE * 12 // 10
"""Samples in which it does so before the first, and comes back after the last: it is never heard to jump."""

FADE_IN, FADE_OUT = 4 * RATE, 8 * RATE
"""Samples in which the bed comes at the start and goes at the end."""

JOIN = 4 * RATE
"""Samples in which what lies under one passage goes over into what lies under the next."""

PLACES = 16**8
"""So many places a loop has where a passage may begin to play it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip at its sample; `name` says what it is, and words (`speech`) push the bed down."""

    start: int
    end: int
    name: str
    speech: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """From a sample on the bed is played from this place on, counted from 0 up to PLACES."""

    start: int
    place: int


@dataclass(frozen=True)
class Under:
    """`placed` in order, over a bed, for `total` samples. `pcm_of` gives the n-th clip, 16-bit at 24 kHz.

    The bed's `entries` stand in order, the first at the session's start. A `proof` lies under it all as in a
    silence that is not to be trimmed, see `hush`.
    """

    music: str
    placed: tuple[Placed, ...]
    total: int
    pcm_of: Callable[[int], bytes]
    proof: bool = False
    entries: tuple[Entry, ...] = (Entry(0, 0),)

    def identity(self, start: int, stop: int) -> dict[str, str]:
        """All that shapes the samples of a stretch, told from where it begins; cheap, nothing is mixed."""
        near = [
            (clip.start - start, clip.end - start, clip.name, clip.speech)
            for _, clip in self._near(start, stop)
        ]
        entries = [(entry.start - start, entry.place) for entry in self._entries(start, stop)]
        edges = (start if start < FADE_IN else -1, self.total - start if stop > self.total - FADE_OUT else -1)
        numbers = (DUCK, DOWN, UP, FADE_IN, FADE_OUT, JOIN, self.proof)
        return {
            **self._bed_identity,
            "entries": repr(entries),
            "near": repr(near),
            "edges": repr((edges, numbers, stop - start)),
        }

    def mixed(self, start: int, stop: int) -> bytes:
        """The stretch from `start` up to `stop`, as 16-bit little-endian mono PCM at 24 kHz.

        Beyond the session's ends there is silence.
        """
        import numpy as np

        from voiceguide.audio import inaudible_tone
        from voiceguide.audio.samples import decibels, from_pcm, to_pcm

        at = np.arange(start, stop)
        inside = (at >= 0) & (at < self.total)
        sound = self.bed(start, stop) * self.gain(start, stop) * inside
        if self.proof:
            sound += decibels(inaudible_tone.LEVEL) * self._proof(start, stop) * inside
        for number, clip in self._near(start, stop):
            pcm = from_pcm(self.pcm_of(number))
            first, last = max(clip.start, start), min(clip.start + len(pcm), stop)
            if first < last:
                sound[first - start : last - start] += pcm[first - clip.start : last - clip.start]
        return to_pcm(sound)

    def gain(self, start: int, stop: int) -> Samples:
        """What the bed is multiplied by, for each sample of the stretch."""
        import numpy as np

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

    def bed(self, start: int, stop: int) -> Samples:
        """What lies under a stretch, at its own level.

        The power of two passages adds up to as much as either has, so that none hears where they join.
        """
        import numpy as np

        at = np.arange(start, stop)
        sound = np.zeros(len(at))
        for number, entry in enumerate(self._entries(start, stop)):
            place = entry.place * len(self._loop) // PLACES - entry.start
            share = _risen((at - entry.start) / JOIN) if number else np.ones(len(at))
            sound *= np.sqrt(1 - share)
            sound += self._loop[(at + place) % len(self._loop)] * np.sqrt(share)
        return sound

    def _proof(self, start: int, stop: int) -> Samples:
        """The tone that keeps a stretch from being trimmed. It begins anew with each passage as well.

        Where two join it hurries or lingers a little, by half a wave at most: it neither jumps nor fades.
        """
        import numpy as np

        from voiceguide.audio import inaudible_tone

        wave = RATE // inaudible_tone.PITCH
        at = np.arange(start, stop)
        first, *others = self._entries(start, stop)
        turned = (at - first.start) % wave + np.zeros(len(at))
        for before, entry in zip((first, *others), others, strict=False):
            lag = (before.start - entry.start + wave // 2) % wave - wave // 2
            turned += lag * _risen((at - entry.start) / JOIN)
        return np.asarray(np.sin(2 * np.pi * turned / wave))

    def _entries(self, start: int, stop: int) -> tuple[Entry, ...]:
        """Those that shape a stretch. The first is there from before it, or is the session's first."""
        first = max(bisect_right(self.entries, start - JOIN, key=lambda entry: entry.start) - 1, 0)
        return self.entries[first : bisect_left(self.entries, stop, first, key=lambda entry: entry.start)]

    @cached_property
    def _bed_identity(self) -> dict[str, str]:
        return music_beds.identity(self.music)

    @cached_property
    def _loop(self) -> Samples:
        return music_beds.bed(self.music)


def _risen(part: Samples) -> Samples:
    """How much of a passage is there, from 0 to exactly 1, so many parts of JOIN after its beginning."""
    import numpy as np

    return np.asarray(np.sin(np.pi / 2 * np.clip(part, 0, 1)) ** 2)
