"""Bytes of a session's MP3 file, of which any range is read without computing the rest.

The file is the tag, the Info frame, and the session's frames. At constant bitrate a byte offset follows from a
frame's number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from voiceguide.audio.mp3 import frames

if TYPE_CHECKING:
    from collections.abc import Iterator


class FrameSource(Protocol):
    """Source of a session's frames: StitchedFrames or ChunkedFrames."""

    def read_frames(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield chunks of whole frames, from frame `start` up to `stop` (half-open, counted from 0).

        The cost is proportional to the frames that are yielded, not to those before them.
        """
        ...


def stream_size(length: int) -> int:
    """Return the bytes of a stream of `length` samples, the Info frame included."""
    return (1 + frames.session_frame_count(length)) * frames.FRAME_BYTES


@dataclass(frozen=True, eq=False)
class Mp3File:
    """An MP3 file: the bytes of its tag, then a stream of `length` samples with the frames of `source`."""

    tag: bytes
    length: int
    source: FrameSource

    @property
    def size(self) -> int:
        """Size of the file in bytes."""
        return len(self.tag) + stream_size(self.length)

    @cached_property
    def header(self) -> bytes:
        """Bytes before the session's frames: the tag and the Info frame."""
        return self.tag + frames.encode_info_frame(self.length, stream_size(self.length))

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the file's bytes from `start` up to `stop` (half-open; None is the end), in chunks.

        Positions outside the file are clamped, as in a slice. Raise any error of `source.read_frames`.
        """
        start, stop, _ = slice(max(start, 0), stop if stop is None else max(stop, 0)).indices(self.size)
        if header := self.header[start:stop]:
            yield header
        audio_start = len(self.header)
        if stop <= max(start, audio_start):
            return
        first_frame, skip = divmod(max(start - audio_start, 0), frames.FRAME_BYTES)
        remaining = stop - max(start, audio_start)
        for chunk in self.source.read_frames(first_frame, -(-(stop - audio_start) // frames.FRAME_BYTES)):
            part = chunk[skip : skip + remaining] if skip or remaining < len(chunk) else chunk
            skip = 0
            remaining -= len(part)
            yield part
