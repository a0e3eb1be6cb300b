"""The gaps between clips, and the longest clips that fit into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def gaps(placed: Iterable[tuple[int, int]], total: int, longest: int) -> Iterator[tuple[int, int]]:
    """(frame at which it sounds, length in samples) of clips that fill what `placed` leaves free.

    `placed` is as for `Stitched`, for a session of `total` samples; no clip is longer than `longest` samples.
    A clip needs a frame or two around what is heard of it, so what stays quiet is 46 ms at each of its ends;
    a gap too short for that stays empty.
    """
    free = 0
    most = (longest + frames.ENCODER_DELAY + frames.DECODER_DELAY) // units.FRAME
    for sounding, count in (*placed, (frames.stream(total) + 1, 0)):
        while (room := min(sounding - 1 - free, most)) > 0:
            length = room * units.FRAME - frames.ENCODER_DELAY - frames.DECODER_DELAY
            if length > 0:
                yield free + 1, length
            free += room
        free = sounding - 1 + count
