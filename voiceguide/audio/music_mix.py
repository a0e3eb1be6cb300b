"""A session with a bed under it: any stretch mixed without the rest, the same wherever the stretch begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from voiceguide.audio import music_beds
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.audio.samples import Samples

DUCK_DB = 6.0
"""dB by which the bed gives way to words."""

DUCK_ATTACK, DUCK_RELEASE = SAMPLE_RATE * 4 // 10, SAMPLE_RATE * 12 // 10
"""Samples in which it does so before the first, and comes back after the last: it is never heard to jump."""

FADE_IN, FADE_OUT = 4 * SAMPLE_RATE, 8 * SAMPLE_RATE
"""Samples in which the bed comes at the start and goes at the end."""

SECTION_CROSSFADE = 4 * SAMPLE_RATE
"""Samples in which what lies under one passage goes over into what lies under the next."""

LOOP_POSITIONS = 16**8
"""So many places a loop has where a passage may begin to play it."""


@dataclass(frozen=True, slots=True)
class PlacedClip:
    """A clip at its sample; `name` says what it is, and words (`speech`) push the bed down."""

    start: int
    end: int
    cache_key: str
    is_speech: bool


@dataclass(frozen=True, slots=True)
class BedStart:
    """From a sample on the bed is played from this place on, counted from 0 up to PLACES."""

    start: int
    loop_position: int


@dataclass(frozen=True)
class MusicMix:
    """`placed` in order, over a bed, for `total` samples. `pcm_of` gives the n-th clip, 16-bit at 24 kHz.

    The bed's `entries` stand in order, the first at the session's start. A `proof` lies under it all as in a
    silence that is not to be trimmed, see `hush`.
    """

    music: str
    clips: tuple[PlacedClip, ...]
    length: int
    read_pcm: Callable[[int], bytes]
    trim_proof: bool = False
    bed_starts: tuple[BedStart, ...] = (BedStart(0, 0),)

    def cache_inputs(self, start: int, stop: int) -> dict[str, str]:
        """All that shapes the samples of a stretch, told from where it begins; cheap, nothing is mixed."""
        clips = [
            (clip.start - start, clip.end - start, clip.cache_key, clip.is_speech)
            for _, clip in self._clips_affecting(start, stop)
        ]
        bed_starts = [
            (bed_start.start - start, bed_start.loop_position)
            for bed_start in self._bed_starts_affecting(start, stop)
        ]
        fades = (
            start if start < FADE_IN else -1,
            self.length - start if stop > self.length - FADE_OUT else -1,
        )
        constants = (
            DUCK_DB,
            DUCK_ATTACK,
            DUCK_RELEASE,
            FADE_IN,
            FADE_OUT,
            SECTION_CROSSFADE,
            self.trim_proof,
        )
        return {
            **self._bed_cache_inputs,
            "entries": repr(bed_starts),
            "near": repr(clips),
            "edges": repr((fades, constants, stop - start)),
        }

    def mix_pcm(self, start: int, stop: int) -> bytes:
        """The stretch from `start` up to `stop`, as 16-bit little-endian mono PCM at 24 kHz.

        Beyond the session's ends there is silence.
        """
        import numpy as np

        from voiceguide.audio import inaudible_tone
        from voiceguide.audio.samples import db_to_amplitude, from_pcm, to_pcm

        positions = np.arange(start, stop)
        in_session = (positions >= 0) & (positions < self.length)
        mix = self.bed_samples(start, stop) * self.bed_gain(start, stop) * in_session
        if self.trim_proof:
            mix += db_to_amplitude(inaudible_tone.PEAK_DBFS) * self._inaudible_tone(start, stop) * in_session
        for number, clip in self._clips_affecting(start, stop):
            clip_samples = from_pcm(self.read_pcm(number))
            first, last = max(clip.start, start), min(clip.start + len(clip_samples), stop)
            if first < last:
                mix[first - start : last - start] += clip_samples[first - clip.start : last - clip.start]
        return to_pcm(mix)

    def bed_gain(self, start: int, stop: int) -> Samples:
        """What the bed is multiplied by, for each sample of the stretch."""
        import numpy as np

        positions = np.arange(start, stop)
        duck_amount = np.zeros(len(positions))
        for _, clip in self._clips_affecting(start, stop):
            if clip.is_speech:
                attack = np.clip((positions - (clip.start - DUCK_ATTACK)) / DUCK_ATTACK, 0, 1)
                release = np.clip((clip.end + DUCK_RELEASE - positions) / DUCK_RELEASE, 0, 1)
                duck_amount = np.maximum(duck_amount, np.sin(np.pi / 2 * np.minimum(attack, release)) ** 2)
        fade = np.minimum(
            np.clip(positions / FADE_IN, 0, 1), np.clip((self.length - positions) / FADE_OUT, 0, 1)
        )
        return np.asarray(10 ** (-DUCK_DB / 20 * duck_amount) * np.sin(np.pi / 2 * fade) ** 2)

    def _clips_affecting(self, start: int, stop: int) -> Iterator[tuple[int, PlacedClip]]:
        """The clips that are heard in a stretch, or push the bed down there, with their numbers."""
        first = bisect_left(self.clips, start, key=lambda clip: clip.end + DUCK_RELEASE)
        for number in range(first, len(self.clips)):
            if self.clips[number].start - DUCK_ATTACK >= stop:
                return
            yield number, self.clips[number]

    def bed_samples(self, start: int, stop: int) -> Samples:
        """What lies under a stretch, at its own level.

        The power of two passages adds up to as much as either has, so that none hears where they join.
        """
        import numpy as np

        positions = np.arange(start, stop)
        samples = np.zeros(len(positions))
        for number, bed_start in enumerate(self._bed_starts_affecting(start, stop)):
            offset = bed_start.loop_position * len(self._loop) // LOOP_POSITIONS - bed_start.start
            share = (
                _crossfade_gain((positions - bed_start.start) / SECTION_CROSSFADE)
                if number
                else np.ones(len(positions))
            )
            samples *= np.sqrt(1 - share)
            samples += self._loop[(positions + offset) % len(self._loop)] * np.sqrt(share)
        return samples

    def _inaudible_tone(self, start: int, stop: int) -> Samples:
        """The tone that keeps a stretch from being trimmed. It begins anew with each passage as well.

        Where two join it hurries or lingers a little, by half a wave at most: it neither jumps nor fades.
        """
        import numpy as np

        from voiceguide.audio import inaudible_tone

        period = SAMPLE_RATE // inaudible_tone.FREQUENCY_HZ
        positions = np.arange(start, stop)
        first, *others = self._bed_starts_affecting(start, stop)
        wave_positions = (positions - first.start) % period + np.zeros(len(positions))
        for previous, bed_start in zip((first, *others), others, strict=False):
            lag = (previous.start - bed_start.start + period // 2) % period - period // 2
            wave_positions += lag * _crossfade_gain((positions - bed_start.start) / SECTION_CROSSFADE)
        return np.asarray(np.sin(2 * np.pi * wave_positions / period))

    def _bed_starts_affecting(self, start: int, stop: int) -> tuple[BedStart, ...]:
        """Those that shape a stretch. The first is there from before it, or is the session's first."""
        first = max(
            bisect_right(self.bed_starts, start - SECTION_CROSSFADE, key=lambda bed_start: bed_start.start)
            - 1,
            0,
        )
        return self.bed_starts[
            first : bisect_left(self.bed_starts, stop, first, key=lambda bed_start: bed_start.start)
        ]

    @cached_property
    def _bed_cache_inputs(self) -> dict[str, str]:
        return music_beds.cache_inputs(self.music)

    @cached_property
    def _loop(self) -> Samples:
        return music_beds.load_bed(self.music)


def _crossfade_gain(progress: Samples) -> Samples:
    """How much of a passage is there, from 0 to exactly 1, so many parts of JOIN after its beginning."""
    import numpy as np

    return np.asarray(np.sin(np.pi / 2 * np.clip(progress, 0, 1)) ** 2)
