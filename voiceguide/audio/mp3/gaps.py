"""The gaps between clips, and the longest clips that fit into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def clips_in_gaps(
    placements: Iterable[tuple[int, int]], session_length: int, max_length: int
) -> Iterator[tuple[int, int]]:
    """(frame at which it sounds, length in samples) of clips that fill what `placed` leaves free.

    `placed` is as for `Stitched`, for a session of `total` samples; no clip is longer than `longest` samples.
    A clip needs a frame or two around what is heard of it, so what stays quiet is 46 ms at each of its ends;
    a gap too short for that stays empty.
    """
    first_free_frame = 0
    max_frames = (max_length + frames.ENCODER_DELAY + frames.DECODER_DELAY) // units.FRAME_SAMPLES
    for sound_frame, frame_count in (*placements, (frames.session_frame_count(session_length) + 1, 0)):
        while (gap_frames := min(sound_frame - 1 - first_free_frame, max_frames)) > 0:
            length = gap_frames * units.FRAME_SAMPLES - frames.ENCODER_DELAY - frames.DECODER_DELAY
            if length > 0:
                yield first_free_frame + 1, length
            first_free_frame += gap_frames
        first_free_frame = sound_frame - 1 + frame_count
