"""A session's MP3 stream by joining: the Info frame, then the clips with silent frames between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import SoundError
from voiceguide.mp3 import frames
from voiceguide.mp3.info import info_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RUN = 256
_SILENT_RUN = frames.SILENT * _RUN  # a long silence is this one object again and again


def audio_bytes(total: int) -> int:
    """Bytes of the stitched stream that plays `total` samples, the Info frame included."""
    return (1 + frames.stream(total)) * frames.FRAME_BYTES


def stitch(placed: Iterable[tuple[int, bytes]], total: int) -> Iterator[bytes]:
    """Clips, each with the frame at which it sounds, in rising order → chunks of a stream of `total` samples.

    The clip at frame k sounds from sample k * 576 on; k is at least 1, because a clip's first frame is its
    lead-in and stands before that. `total` need not be whole frames: the Info frame tells players what to
    cut off. Memory is bounded by the longest clip. Raises SoundError on meeting a clip that is not whole
    frames, overlaps the one before, or ends past `total`.
    """
    end = frames.stream(total)
    yield info_frame(total, audio_bytes(total))
    at = 0
    for sounding, clip in placed:
        start = sounding - 1
        count, broken = divmod(len(clip), frames.FRAME_BYTES)
        if broken or not at <= start <= end - count:
            raise SoundError(
                f"A clip of {len(clip)} bytes cannot sound at frame {sounding} of {at + 1} to {end + 1}. "
                "This is a mistake in voiceguide itself; please report it."
            )
        yield from _silence(start - at)
        yield clip
        at = start + count
    yield from _silence(end - at)


def _silence(count: int) -> Iterator[bytes]:
    runs, rest = divmod(count, _RUN)
    for _ in range(runs):
        yield _SILENT_RUN
    if rest:
        yield frames.SILENT * rest
