"""Encoding of continuous sound, such as a music mix, in separate chunks that equal one long encoding.

LAME's frames depend on earlier frames through the bit reservoir. PyAV, unlike lameenc, can switch it off; a frame
then depends only on the samples around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio import pyav
from voiceguide.audio.mp3 import frames
from voiceguide.errors import AudioError
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CHUNK_FRAMES = 250
"""Frames in a chunk: six seconds. The last chunk of a music section has 0.5 to 1.5 times as many."""

PRE_ROLL_FRAMES, POST_ROLL_FRAMES = 100, 12
"""Frames before and after a chunk that are encoded and dropped.

LAME adapts its threshold of hearing to the loudness, in quiet passages by a factor of 0.925 a frame (adjust_ATH in
its psymodel.c), so a loud passage has no effect after 2.3 s. With a pre-roll of 16 frames, the frame in which
words begin differed."""

_LAME_QUALITY = "5"
"""LAME's medium quality: a third of the time of quality 2; quiet music masks the difference."""


def cache_inputs() -> dict[str, str]:
    """Return everything but the samples that shapes a chunk's frames, for its cache key."""
    return {
        "chunks": f"{CHUNK_FRAMES} {PRE_ROLL_FRAMES} {POST_ROLL_FRAMES} {frames.BITRATE_KBPS} {_LAME_QUALITY}",
        **installed_versions("av"),
    }


FrameRange = tuple[int, int]
"""Half-open range [first, last) of a stream's frames."""


@dataclass(frozen=True)
class ChunkedFrames:
    """Frames of a session of `length` samples, encoded in chunks.

    `read_chunks` yields the frames of each range that it is given, cached or newly encoded. A chunk begins at
    each sample of `section_starts`, so that the chunks of a music section do not depend on its position.
    """

    length: int
    read_chunks: Callable[[Sequence[FrameRange]], Iterator[bytes]]
    section_starts: tuple[int, ...] = ()

    @cached_property
    def ranges(self) -> tuple[FrameRange, ...]:
        """Ranges of all chunks, in order."""
        frame_count = frames.session_frame_count(self.length)
        first_frames = sorted(
            {0, *(start // units.FRAME_SAMPLES for start in self.section_starts if start < self.length)}
        )
        edges: list[int] = []
        for first, end in pairwise((*first_frames, frame_count)):
            edges += range(first, max(end - CHUNK_FRAMES // 2, first + 1), CHUNK_FRAMES)
        return tuple(pairwise((*edges, frame_count)))

    def read_frames(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield chunks of whole frames, from frame `start` up to `stop` (half-open, counted from 0)."""
        overlapping = [
            frame_range for frame_range in self.ranges if frame_range[0] < stop and start < frame_range[1]
        ]
        for (first, last), data in zip(overlapping, self.read_chunks(overlapping), strict=True):
            begin, end = max(start - first, 0), min(stop, last) - first
            yield data[begin * frames.FRAME_BYTES : end * frames.FRAME_BYTES]


def sample_range(first: int, last: int) -> tuple[int, int]:
    """Return the range [start, stop) of samples that encoding the stream's frames [first, last) needs.

    The range is whole frames, pre-roll and post-roll included. A stream omits LAME's first frame
    (frames.session_frame_count), so its frame 0 is LAME's frame 1.
    """
    return max(first + 1 - PRE_ROLL_FRAMES, 0) * units.FRAME_SAMPLES, (
        last + 1 + POST_ROLL_FRAMES
    ) * units.FRAME_SAMPLES


def frame_selection(first: int, last: int) -> str:
    """Return the selection of frames from those encoded for `sample_range`, for a chunk's cache key."""
    return f"{_pre_roll_count(first)} {last - first}"


def _pre_roll_count(first: int) -> int:
    return first + 1 - max(first + 1 - PRE_ROLL_FRAMES, 0)


def encode_chunk(pcm: bytes, first: int, last: int) -> bytes:
    """Encode the samples of `sample_range` → the stream's frames [first, last). Raise AudioError on failure."""
    skip_count = _pre_roll_count(first)
    mp3_frames = pyav.encode_mp3_frames(
        pcm, units.SAMPLE_RATE, units.FRAME_SAMPLES, frames.BITRATE_KBPS, _LAME_QUALITY
    )
    chunk = b"".join(mp3_frames[skip_count : skip_count + last - first])
    headers = {chunk[at : at + 4] for at in range(0, len(chunk), frames.FRAME_BYTES)}
    if len(chunk) != (last - first) * frames.FRAME_BYTES or headers != {frames.HEADER}:
        raise AudioError(f"PyAV made frames that cannot be joined. Install it again: {pyav.INSTALL_COMMAND}")
    return chunk
