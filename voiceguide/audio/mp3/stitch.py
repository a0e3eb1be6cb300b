"""A session's frames by joining: clips at their places, silent frames between them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from voiceguide.audio.mp3 import frames
from voiceguide.errors import SoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_RUN = 256
_SILENT_RUN = frames.SILENT * _RUN  # a long silence is this one object again and again


class Stitched:
    """The frames of a session of clips: `count` of them, any run of which is joined without the rest.

    A place takes twelve bytes and no clip is held here, so a day needs no more memory than a minute.
    """

    def __init__(
        self, placed: Iterable[tuple[int, int]], total: int, clip_of: Callable[[int], bytes]
    ) -> None:
        """`placed`: for each clip the frame at which it sounds and how many frames it has, in rising order.

        The clip at frame k sounds from sample k * 576 on; k is at least 1, because a clip's first frame is
        its lead-in and stands before that. The session plays `total` samples, which need not be whole
        frames. `clip_of` gives the frames of the n-th clip, from 0. Raises SoundError for a clip that
        overlaps the one before or ends past `total`.
        """
        self.count = frames.stream(total)
        self._starts = array("q")
        self._counts = array("l")
        self._clip_of = clip_of
        free = 0
        for sounding, count in placed:
            start = sounding - 1
            if not free <= start <= self.count - count:
                raise _mistake(
                    f"A clip of {count} frames cannot sound at frame {sounding} of {free + 1} to "
                    f"{self.count + 1}."
                )
            self._starts.append(start)
            self._counts.append(count)
            free = start + count

    def run(self, start: int, stop: int) -> Iterator[bytes]:
        """The frames from `start` up to `stop` (half-open, within 0 and `count`), in chunks of whole frames.

        A chunk has at most 256 frames or what one clip has. Raises SoundError on meeting a clip that is not
        as many frames as was said, and what `clip_of` raises.
        """
        at = start
        for number in range(max(bisect_right(self._starts, start) - 1, 0), len(self._starts)):
            first, count = self._starts[number], self._counts[number]
            if first >= stop:
                break
            if first + count <= at:
                continue
            yield from _silence(first - at)
            at = max(at, first)
            end = min(first + count, stop)
            yield _part(self._clip_of(number), count, at - first, end - first)
            at = end
        yield from _silence(stop - at)


def _part(clip: bytes, count: int, start: int, stop: int) -> bytes:
    """Some of a clip's frames; all of them without a copy."""
    if len(clip) != count * frames.FRAME_BYTES:
        raise _mistake(f"A clip of {len(clip)} bytes has not {count} frames.")
    if (start, stop) == (0, count):
        return clip
    return clip[start * frames.FRAME_BYTES : stop * frames.FRAME_BYTES]


def _silence(count: int) -> Iterator[bytes]:
    runs, rest = divmod(max(count, 0), _RUN)
    for _ in range(runs):
        yield _SILENT_RUN
    if rest:
        yield frames.SILENT * rest


def _mistake(what: str) -> SoundError:
    return SoundError(f"{what} This is a mistake in voiceguide itself; please report it.")
