from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.mp3_decoders import noise, stitched
from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.encode import encode_clip
from voiceguide.audio.mp3.mp3_file import Mp3File, stream_size
from voiceguide.audio.mp3.stitch import StitchedFrames

TAG = bytes(range(256)) * 3
CLIPS = [encode_clip(noise(length, length)) for length in (1, 3000, 20_000)]
PLACED = [(1, CLIPS[0]), (4, CLIPS[1]), (700, CLIPS[2])]
"""Clips that touch, and gaps longer than one run of silence."""

FILE = stitched(PLACED, 1000 * 576 + 17, TAG)

WHOLE = b"".join(FILE.read())
EDGES = (0, len(TAG), len(FILE.header), len(FILE.header) + 192, len(WHOLE))


def bounds() -> st.SearchStrategy[int]:
    """Anywhere, and often near where something else begins."""
    near = st.builds(int.__add__, st.sampled_from(EDGES), st.integers(-200, 200))
    return st.one_of(st.integers(0, len(WHOLE)), near)


def test_the_whole_is_tag_info_frame_and_frames() -> None:
    assert FILE.header == TAG + FILE.header[len(TAG) :]
    assert len(FILE.header) == len(TAG) + frames.FRAME_BYTES
    assert WHOLE.startswith(FILE.header)
    assert len(WHOLE) == FILE.size == len(TAG) + stream_size(FILE.length)
    assert all(clip in WHOLE for clip in CLIPS)


@settings(max_examples=1000, deadline=None)
@given(bounds(), bounds())
def test_any_range_is_the_same_slice_of_the_whole(start: int, stop: int) -> None:
    assert b"".join(FILE.read(start, stop)) == WHOLE[max(start, 0) : max(stop, 0)]


def test_without_an_end_a_range_goes_to_the_end() -> None:
    assert b"".join(FILE.read(1234)) == WHOLE[1234:]
    assert b"".join(FILE.read(FILE.size + 5)) == b""


@given(st.lists(st.integers(0, len(WHOLE)), max_size=8))
def test_ranges_that_touch_make_the_whole(cuts: list[int]) -> None:
    at = sorted({0, *cuts, len(WHOLE)})
    assert b"".join(b"".join(FILE.read(*part)) for part in pairwise(at)) == WHOLE


@pytest.mark.parametrize("clip", [0, 1, 2])
def test_a_range_asks_for_no_clip_outside_it(clip: int) -> None:
    def only(number: int) -> bytes:
        assert number == clip
        return CLIPS[number]

    places = [(frame, len(data) // frames.FRAME_BYTES) for frame, data in PLACED]
    file = Mp3File(TAG, FILE.length, StitchedFrames(places, FILE.length, only))
    at = WHOLE.index(CLIPS[clip])
    assert b"".join(file.read(at + 1, at + len(CLIPS[clip]) - 1)) == CLIPS[clip][1:-1]
