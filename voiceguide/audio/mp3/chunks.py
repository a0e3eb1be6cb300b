"""A session's frames encoded in chunks, each apart, and the same as in one long encode.

What sounds without a pause cannot be stitched of clips. LAME's frames lean on earlier ones by the bit
reservoir only; with that off, which lameenc cannot do and PyAV can, a frame depends on nothing but the sound
around it.
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
"""Frames in a chunk: six seconds. The last one of a passage has from half to one and a half times as many."""

PRE_ROLL_FRAMES, POST_ROLL_FRAMES = 100, 12
"""Frames of sound around a chunk that are encoded and dropped. LAME lets its threshold of hearing follow the
loudness, in quiet by a factor of 0.925 a frame until it is there (adjust_ATH in its psymodel.c), so what was
loud is forgotten after 2.3 s. With 16 before, the frame in which words began came out otherwise."""

_LAME_QUALITY = "5"
"""LAME's middle: a third of the time of 2, and music as quiet as this hides the difference."""


def cache_inputs() -> dict[str, str]:
    """What shapes a chunk's frames besides its sound."""
    return {
        "chunks": f"{CHUNK_FRAMES} {PRE_ROLL_FRAMES} {POST_ROLL_FRAMES} {frames.BITRATE_KBPS} {_LAME_QUALITY}",
        **installed_versions("av"),
    }


FrameRange = tuple[int, int]
"""The frames [first, last) of a stream."""


@dataclass(frozen=True)
class ChunkedFrames:
    """The frames of `total` samples. `chunks` gives those of each piece asked for, stored or `encoded`.

    A passage that begins at one of the samples `starts` begins a chunk too, so that it has the same chunks
    wherever it stands.
    """

    length: int
    read_chunks: Callable[[Sequence[FrameRange]], Iterator[bytes]]
    section_starts: tuple[int, ...] = ()

    @cached_property
    def ranges(self) -> tuple[FrameRange, ...]:
        """All chunks, in order."""
        frame_count = frames.session_frame_count(self.length)
        first_frames = sorted(
            {0, *(start // units.FRAME_SAMPLES for start in self.section_starts if start < self.length)}
        )
        edges: list[int] = []
        for first, end in pairwise((*first_frames, frame_count)):
            edges += range(first, max(end - CHUNK_FRAMES // 2, first + 1), CHUNK_FRAMES)
        return tuple(pairwise((*edges, frame_count)))

    def read_frames(self, start: int, stop: int) -> Iterator[bytes]:
        """As `rendering.Frames` has it."""
        overlapping = [
            frame_range for frame_range in self.ranges if frame_range[0] < stop and start < frame_range[1]
        ]
        for (first, last), data in zip(overlapping, self.read_chunks(overlapping), strict=True):
            begin, end = max(start - first, 0), min(stop, last) - first
            yield data[begin * frames.FRAME_BYTES : end * frames.FRAME_BYTES]


def sample_range(first: int, last: int) -> tuple[int, int]:
    """The samples [start, stop) that the stream's frames [first, last) need: whole frames, from 0 on.

    A stream leaves out LAME's first frame (see `frames.stream`), so its frames count from 1 there.
    """
    return max(first + 1 - PRE_ROLL_FRAMES, 0) * units.FRAME_SAMPLES, (
        last + 1 + POST_ROLL_FRAMES
    ) * units.FRAME_SAMPLES


def frame_selection(first: int, last: int) -> str:
    """Which of the frames encoded from `reach` are the stream's, for a chunk's name."""
    return f"{_pre_roll_count(first)} {last - first}"


def _pre_roll_count(first: int) -> int:
    return first + 1 - max(first + 1 - PRE_ROLL_FRAMES, 0)


def encode_chunk(pcm: bytes, first: int, last: int) -> bytes:
    """The stream's frames [first, last) from the samples of `reach`. Raises SoundError."""
    skip_count = _pre_roll_count(first)
    mp3_frames = pyav.encode_mp3_frames(
        pcm, units.SAMPLE_RATE, units.FRAME_SAMPLES, frames.BITRATE_KBPS, _LAME_QUALITY
    )
    chunk = b"".join(mp3_frames[skip_count : skip_count + last - first])
    headers = {chunk[at : at + 4] for at in range(0, len(chunk), frames.FRAME_BYTES)}
    if len(chunk) != (last - first) * frames.FRAME_BYTES or headers != {frames.HEADER}:
        raise AudioError(f"PyAV made frames that cannot be joined. Install it again: {pyav.INSTALL_COMMAND}")
    return chunk
