"""A session as the bytes of one MP3 file, any of which can be had without making the rest.

At constant bitrate each offset follows from a frame's number: the tag, the Info frame, then the session's
frames, from wherever they come.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.info_frame import encode_info_frame

if TYPE_CHECKING:
    from collections.abc import Iterator


class FrameSource(Protocol):
    """Where a session's frames come from: stitched of clips, or encoded in chunks."""

    def read_frames(self, start: int, stop: int) -> Iterator[bytes]:
        """The frames from `start` up to `stop` (half-open, counted from 0), in chunks of whole frames.

        Each call may begin anywhere, and costs what it gives, not what stands before it.
        """
        ...


def stream_size(length: int) -> int:
    """Bytes of the stream that plays `total` samples, the Info frame included."""
    return (1 + frames.session_frame_count(length)) * frames.FRAME_BYTES


@dataclass(frozen=True)
class Mp3File:
    """One MP3 file: `tag` bytes, then a stream of `total` samples whose frames come from `frames`."""

    tag: bytes
    length: int
    source: FrameSource

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return len(self.tag) + stream_size(self.length)

    @cached_property
    def header(self) -> bytes:
        """All that stands before the session's frames: the tag and the Info frame."""
        return self.tag + encode_info_frame(self.length, stream_size(self.length))

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The file's bytes from `start` up to `stop` (half-open; None is the end), in chunks.

        As with a slice, what lies outside the file is empty. Raises what making the frames raises.
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
