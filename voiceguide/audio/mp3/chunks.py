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
from voiceguide.errors import SoundError
from voiceguide.versions import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CHUNK = 250
"""Frames in a chunk: six seconds. The last one of a passage has from half to one and a half times as many."""

BEFORE, AFTER = 100, 12
"""Frames of sound around a chunk that are encoded and dropped. LAME lets its threshold of hearing follow the
loudness, in quiet by a factor of 0.925 a frame until it is there (adjust_ATH in its psymodel.c), so what was
loud is forgotten after 2.3 s. With 16 before, the frame in which words began came out otherwise."""

_QUALITY = "5"
"""LAME's middle: a third of the time of 2, and music as quiet as this hides the difference."""


def identity() -> dict[str, str]:
    """What shapes a chunk's frames besides its sound."""
    return {"chunks": f"{CHUNK} {BEFORE} {AFTER} {frames.BITRATE} {_QUALITY}", **versions("av")}


Piece = tuple[int, int]
"""The frames [first, last) of a stream."""


@dataclass(frozen=True)
class Chunked:
    """The frames of `total` samples. `chunks` gives those of each piece asked for, stored or `encoded`.

    A passage that begins at one of the samples `starts` begins a chunk too, so that it has the same chunks
    wherever it stands.
    """

    total: int
    chunks: Callable[[Sequence[Piece]], Iterator[bytes]]
    starts: tuple[int, ...] = ()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All chunks, in order."""
        count = frames.stream(self.total)
        begins = sorted({0, *(start // units.FRAME for start in self.starts if start < self.total)})
        edges: list[int] = []
        for begin, end in pairwise((*begins, count)):
            edges += range(begin, max(end - CHUNK // 2, begin + 1), CHUNK)
        return tuple(pairwise((*edges, count)))

    def run(self, start: int, stop: int) -> Iterator[bytes]:
        """As `rendering.Frames` has it."""
        wanted = [piece for piece in self.pieces if piece[0] < stop and start < piece[1]]
        for (first, last), data in zip(wanted, self.chunks(wanted), strict=True):
            begin, end = max(start - first, 0), min(stop, last) - first
            yield data[begin * frames.FRAME_BYTES : end * frames.FRAME_BYTES]


def reach(first: int, last: int) -> tuple[int, int]:
    """The samples [start, stop) that the stream's frames [first, last) need: whole frames, from 0 on.

    A stream leaves out LAME's first frame (see `frames.stream`), so its frames count from 1 there.
    """
    return max(first + 1 - BEFORE, 0) * units.FRAME, (last + 1 + AFTER) * units.FRAME


def cut(first: int, last: int) -> str:
    """Which of the frames encoded from `reach` are the stream's, for a chunk's name."""
    return f"{_skipped(first)} {last - first}"


def _skipped(first: int) -> int:
    return first + 1 - max(first + 1 - BEFORE, 0)


def encoded(pcm: bytes, first: int, last: int) -> bytes:
    """The stream's frames [first, last) from the samples of `reach`. Raises SoundError."""
    skip = _skipped(first)
    made = pyav.lame(pcm, units.RATE, units.FRAME, frames.BITRATE, _QUALITY)
    found = b"".join(made[skip : skip + last - first])
    headers = {found[at : at + 4] for at in range(0, len(found), frames.FRAME_BYTES)}
    if len(found) != (last - first) * frames.FRAME_BYTES or headers != {frames.HEADER}:
        raise SoundError(f"PyAV made frames that cannot be joined. Install it again: {pyav.MEND}")
    return found
