from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.mp3_decoders import pcm_noise, stitch_file
from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.encode import encode_clip
from voiceguide.audio.mp3.mp3_file import Mp3File, stream_size
from voiceguide.audio.mp3.stitch import StitchedFrames

TAG_BYTES = bytes(range(256)) * 3
CLIPS = [encode_clip(pcm_noise(length, length)) for length in (1, 3000, 20_000)]
PLACED_CLIPS = [(1, CLIPS[0]), (4, CLIPS[1]), (700, CLIPS[2])]
"""Adjacent clips, and gaps longer than one run of silent frames."""

FILE = stitch_file(PLACED_CLIPS, 1000 * 576 + 17, TAG_BYTES)

FILE_BYTES = b"".join(FILE.read())
EDGES = (0, len(TAG_BYTES), len(FILE.header), len(FILE.header) + 192, len(FILE_BYTES))


def bounds() -> st.SearchStrategy[int]:
    """Draw positions in the file, often near the start of the stream or of a clip."""
    near = st.builds(int.__add__, st.sampled_from(EDGES), st.integers(-200, 200))
    return st.one_of(st.integers(0, len(FILE_BYTES)), near)


def test_a_file_is_tag_info_frame_and_frames() -> None:
    assert FILE.header == TAG_BYTES + FILE.header[len(TAG_BYTES) :]
    assert len(FILE.header) == len(TAG_BYTES) + frames.FRAME_BYTES
    assert FILE_BYTES.startswith(FILE.header)
    assert len(FILE_BYTES) == FILE.size == len(TAG_BYTES) + stream_size(FILE.length)
    assert all(clip in FILE_BYTES for clip in CLIPS)


@settings(max_examples=1000, deadline=None)
@given(bounds(), bounds())
def test_any_range_is_the_same_slice_of_the_file(start: int, stop: int) -> None:
    assert b"".join(FILE.read(start, stop)) == FILE_BYTES[max(start, 0) : max(stop, 0)]


def test_without_an_end_a_range_goes_to_the_end() -> None:
    assert b"".join(FILE.read(1234)) == FILE_BYTES[1234:]
    assert b"".join(FILE.read(FILE.size + 5)) == b""


@given(st.lists(st.integers(0, len(FILE_BYTES)), max_size=8))
def test_adjacent_ranges_make_the_whole_file(cuts: list[int]) -> None:
    at = sorted({0, *cuts, len(FILE_BYTES)})
    assert b"".join(b"".join(FILE.read(*part)) for part in pairwise(at)) == FILE_BYTES


@pytest.mark.parametrize("clip", [0, 1, 2])
def test_a_range_loads_no_clip_outside_it(clip: int) -> None:
    def only(number: int) -> bytes:
        assert number == clip
        return CLIPS[number]

    places = [(frame, len(data) // frames.FRAME_BYTES) for frame, data in PLACED_CLIPS]
    file = Mp3File(TAG_BYTES, FILE.length, StitchedFrames(places, FILE.length, only))
    at = FILE_BYTES.index(CLIPS[clip])
    assert b"".join(file.read(at + 1, at + len(CLIPS[clip]) - 1)) == CLIPS[clip][1:-1]
