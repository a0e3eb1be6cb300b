from __future__ import annotations

import pytest

from tests.helpers.mp3_decoders import pcm_noise
from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.encode import encode_clip


def test_a_frame_is_192_bytes_and_24_ms() -> None:
    assert frames.FRAME_BYTES == 192
    assert len(frames.SILENT_FRAME) == 192


@pytest.mark.parametrize(
    ("length", "count"), [(0, 2), (1, 2), (47, 2), (48, 3), (576, 3), (623, 3), (624, 4), (24_000, 44)]
)
def test_a_clip_takes_its_length_and_both_delays_in_whole_frames(length: int, count: int) -> None:
    assert frames.clip_frame_count(length) == count
    assert frames.clip_span(length) == count * 576


def test_a_silent_frame_has_the_header_that_lame_writes() -> None:
    assert frames.SILENT_FRAME.startswith(encode_clip(pcm_noise(1000))[: len(frames.HEADER)])


def test_the_header_says_what_its_comment_says() -> None:
    bits = f"{int.from_bytes(frames.HEADER):032b}"
    sync, version, layer, no_crc = bits[:11], bits[11:13], bits[13:15], bits[15]
    bitrate, rate, padding = bits[16:20], bits[20:22], bits[22]
    assert (sync, version, layer, no_crc) == ("1" * 11, "10", "01", "1")
    assert (bitrate, rate, padding, bits[24:26]) == ("1000", "01", "0", "11")
