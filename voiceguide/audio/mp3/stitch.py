"""A session's frames by joining: clips at their places, silent frames between them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from voiceguide.audio.mp3 import frames
from voiceguide.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_SILENT_RUN_FRAMES = 256
_SILENT_RUN = frames.SILENT_FRAME * _SILENT_RUN_FRAMES  # a long silence is this one object again and again


class StitchedFrames:
    """The frames of a session of clips: `count` of them, any run of which is joined without the rest.

    A place takes twelve bytes and no clip is held here, so a day needs no more memory than a minute.
    """

    def __init__(
        self, placements: Iterable[tuple[int, int]], length: int, read_clip: Callable[[int], bytes]
    ) -> None:
        """`placed`: for each clip the frame at which it sounds and how many frames it has, in rising order.

        The clip at frame k sounds from sample k * 576 on; k is at least 1, because a clip's first frame is
        its lead-in and stands before that. The session plays `total` samples, which need not be whole
        frames. `clip_of` gives the frames of the n-th clip, from 0. Raises SoundError for a clip that
        overlaps the one before or ends past `total`.
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
                    f"A clip of {count} frames cannot sound at frame {sound_frame} of {first_free_frame + 1} to "
                    f"{self.frame_count + 1}."
                )
            self._starts.append(start)
            self._counts.append(count)
            first_free_frame = start + count

    def read_frames(self, start: int, stop: int) -> Iterator[bytes]:
        """The frames from `start` up to `stop` (half-open, within 0 and `count`), in chunks of whole frames.

        A chunk has at most 256 frames or what one clip has. Raises SoundError on meeting a clip that is not
        as many frames as was said, and what `clip_of` raises.
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


def _clip_frames(clip: bytes, count: int, start: int, stop: int) -> bytes:
    """Some of a clip's frames; all of them without a copy."""
    if len(clip) != count * frames.FRAME_BYTES:
        raise _internal_error(f"A clip of {len(clip)} bytes has not {count} frames.")
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
    return AudioError(f"{message} This is a mistake in voiceguide itself; please report it.")
