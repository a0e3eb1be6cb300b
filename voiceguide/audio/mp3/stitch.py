"""Stitch a session's MP3 frames from clips, with silent frames between them, and find the gaps they leave."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import frames
from voiceguide.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_SILENT_RUN_FRAMES = 256
_SILENT_RUN = frames.SILENT_FRAME * _SILENT_RUN_FRAMES
"""Frames of silence, yielded repeatedly for a long one, so that silence needs no memory."""


class StitchedFrames:
    """Frames of a session made of clips: `frame_count` in all, any range of which is read without the rest.

    A placement takes at most sixteen bytes and no clip is held, so a day needs little more memory than a minute.
    """

    def __init__(
        self, placements: Iterable[tuple[int, int]], length: int, read_clip: Callable[[int], bytes]
    ) -> None:
        """Store the placements of clips in a session of `length` samples.

        Placements, in ascending order, are (frame at which the clip sounds, its number of frames). A clip at frame k
        sounds from sample k * 576 on; k is at least 1, because a clip's first frame is its lead-in and comes
        before that. `length` need not be whole frames. `read_clip` returns the frames of the n-th clip, from 0.
        Raise AudioError if a clip overlaps the one before it or ends after the session.
        """
        self.frame_count = frames.session_frame_count(length)
        self._starts = array("q")
        self._counts = array("l")
        self._read_clip = read_clip
        first_free_frame = 0
        for sound_frame, count in placements:
            start = sound_frame - 1
            if not first_free_frame <= start <= self.frame_count - count:
                raise _internal_error(
                    f"A clip of {count} frames cannot sound at frame {sound_frame}: frames "
                    f"{first_free_frame + 1} to {self.frame_count + 1} are free."
                )
            self._starts.append(start)
            self._counts.append(count)
            first_free_frame = start + count

    def read_frames(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield chunks of whole frames, from frame `start` up to `stop` (half-open, 0 to `frame_count`).

        A chunk is at most 256 frames or one clip. Raise AudioError if a clip does not have the number of
        frames given at its placement, and any error of `read_clip`.
        """
        position = start
        for index in range(max(bisect_right(self._starts, start) - 1, 0), len(self._starts)):
            first, count = self._starts[index], self._counts[index]
            if first >= stop:
                break
            if first + count <= position:
                continue
            yield from _silent_frames(first - position)
            position = max(position, first)
            end = min(first + count, stop)
            yield _clip_frames(self._read_clip(index), count, position - first, end - first)
            position = end
        yield from _silent_frames(stop - position)


def clips_in_gaps(
    placements: Iterable[tuple[int, int]], session_length: int, max_length: int
) -> Iterator[tuple[int, int]]:
    """Yield the longest clips that fit between placed clips, as (frame at which it sounds, length in samples).

    `placements` are (frame at which a clip sounds, its number of frames), ascending, in a session of
    `session_length` samples. No clip is longer than `max_length` samples. The encoder's and decoder's delays
    leave 46 ms of silence between a clip's ends and its neighbours; a shorter gap stays empty.
    """
    first_free_frame = 0
    max_frames = (max_length + frames.ENCODER_DELAY + frames.DECODER_DELAY) // units.FRAME_SAMPLES
    for sound_frame, frame_count in (*placements, (frames.session_frame_count(session_length) + 1, 0)):
        while (gap_frames := min(sound_frame - 1 - first_free_frame, max_frames)) > 0:
            length = gap_frames * units.FRAME_SAMPLES - frames.ENCODER_DELAY - frames.DECODER_DELAY
            if length > 0:
                yield first_free_frame + 1, length
            first_free_frame += gap_frames
        first_free_frame = sound_frame - 1 + frame_count


def _clip_frames(clip: bytes, count: int, start: int, stop: int) -> bytes:
    """Return a clip's frames from `start` up to `stop`; all of them without a copy."""
    if len(clip) != count * frames.FRAME_BYTES:
        raise _internal_error(f"A clip of {len(clip)} bytes does not have {count} frames.")
    if (start, stop) == (0, count):
        return clip
    return clip[start * frames.FRAME_BYTES : stop * frames.FRAME_BYTES]


def _silent_frames(count: int) -> Iterator[bytes]:
    runs, remainder = divmod(max(count, 0), _SILENT_RUN_FRAMES)
    for _ in range(runs):
        yield _SILENT_RUN
    if remainder:
        yield frames.SILENT_FRAME * remainder


def _internal_error(message: str) -> AudioError:
    return AudioError(f"{message} This is a bug in voiceguide; please report it.")
