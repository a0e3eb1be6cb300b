"""Mix of a session's clips with a music bed. Any range of samples is computed without the rest."""

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
"""Ducking: dB by which the bed is lowered under words."""

DUCK_ATTACK, DUCK_RELEASE = SAMPLE_RATE * 4 // 10, SAMPLE_RATE * 12 // 10
"""Samples before speech in which the bed is lowered, and after it in which the level is restored."""

FADE_IN, FADE_OUT = 4 * SAMPLE_RATE, 8 * SAMPLE_RATE
"""Samples of the bed's fade-in at the session's start and fade-out at its end."""

SECTION_CROSSFADE = 4 * SAMPLE_RATE
"""Samples of the crossfade from one music section to the next."""

LOOP_POSITIONS = 16**8
"""Number of positions in a loop at which a music section may begin: 32 bits of a digest."""


@dataclass(frozen=True, slots=True)
class PlacedClip:
    """A clip from sample `start` up to `end` (half-open). Speech ducks the bed."""

    start: int
    end: int
    cache_key: str
    is_speech: bool


@dataclass(frozen=True, slots=True)
class BedStart:
    """Start of a music section: from sample `start` on, the bed plays from a position in its loop.

    `loop_position` counts from 0 up to LOOP_POSITIONS.
    """

    start: int
    loop_position: int


@dataclass(frozen=True)
class MusicMix:
    """Clips over a bed.

    music       name of a bed, or path of a file
    clips       in order of their starts
    length      samples of the session
    read_pcm    returns the n-th clip as 16-bit little-endian mono PCM at 24 kHz
    trim_proof  mixes in the inaudible tone, so that no player trims silences
    bed_starts  in order, the first at the session's start
    """

    music: str
    clips: tuple[PlacedClip, ...]
    length: int
    read_pcm: Callable[[int], bytes]
    trim_proof: bool = False
    bed_starts: tuple[BedStart, ...] = (BedStart(0, 0),)

    def cache_inputs(self, start: int, stop: int) -> dict[str, str]:
        """Return everything that shapes the samples of a range, relative to its start; nothing is mixed."""
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
            "bed starts": repr(bed_starts),
            "clips": repr(clips),
            "fades": repr((fades, constants, stop - start)),
        }

    def mix_pcm(self, start: int, stop: int) -> bytes:
        """Return the samples from `start` up to `stop` as 16-bit little-endian mono PCM at 24 kHz.

        Samples outside the session are silent.
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
        """Return the bed's gain for each sample from `start` up to `stop`: ducking and fades."""
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
        """Yield (number, clip) of the clips that sound in a range, or duck the bed in it."""
        first = bisect_left(self.clips, start, key=lambda clip: clip.end + DUCK_RELEASE)
        for number in range(first, len(self.clips)):
            if self.clips[number].start - DUCK_ATTACK >= stop:
                return
            yield number, self.clips[number]

    def bed_samples(self, start: int, stop: int) -> Samples:
        """Return the bed's samples from `start` up to `stop`, before ducking and fades.

        Music sections are crossfaded with equal power, so that their joins are inaudible.
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
        """Return the inaudible tone with amplitude 1; its phase restarts with each music section.

        Where two sections join, the phase is shifted gradually, by half a period at most, without a jump.
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
        """Return the starts of music sections that sound in a range.

        The first began before the range, or is the first of the session.
        """
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
    """Return the power share of a music section, from 0 to exactly 1, at a progress of its crossfade."""
    import numpy as np

    return np.asarray(np.sin(np.pi / 2 * np.clip(progress, 0, 1)) ** 2)
