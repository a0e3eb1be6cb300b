"""A session as the bytes of one MP3 file, any of which can be had without making the rest.

At constant bitrate each offset follows from a frame's number: the tag, the Info frame, then the session's
frames, from wherever they come.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.info_frame import info_frame

if TYPE_CHECKING:
    from collections.abc import Iterator


class Frames(Protocol):
    """Where a session's frames come from: stitched of clips, or encoded in chunks."""

    def run(self, start: int, stop: int) -> Iterator[bytes]:
        """The frames from `start` up to `stop` (half-open, counted from 0), in chunks of whole frames.

        Each call may begin anywhere, and costs what it gives, not what stands before it.
        """
        ...


def audio_bytes(total: int) -> int:
    """Bytes of the stream that plays `total` samples, the Info frame included."""
    return (1 + frames.stream(total)) * frames.FRAME_BYTES


@dataclass(frozen=True)
class Rendering:
    """One MP3 file: `tag` bytes, then a stream of `total` samples whose frames come from `frames`."""

    tag: bytes
    total: int
    frames: Frames

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return len(self.tag) + audio_bytes(self.total)

    @cached_property
    def head(self) -> bytes:
        """All that stands before the session's frames: the tag and the Info frame."""
        return self.tag + info_frame(self.total, audio_bytes(self.total))

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The file's bytes from `start` up to `stop` (half-open; None is the end), in chunks.

        As with a slice, what lies outside the file is empty. Raises what making the frames raises.
        """
        start, stop, _ = slice(max(start, 0), stop if stop is None else max(stop, 0)).indices(self.size)
        if head := self.head[start:stop]:
            yield head
        sound = len(self.head)
        if stop <= max(start, sound):
            return
        first, skipped = divmod(max(start - sound, 0), frames.FRAME_BYTES)
        left = stop - max(start, sound)
        for chunk in self.frames.run(first, -(-(stop - sound) // frames.FRAME_BYTES)):
            part = chunk[skipped : skipped + left] if skipped or left < len(chunk) else chunk
            skipped = 0
            left -= len(part)
            yield part
