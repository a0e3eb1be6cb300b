from __future__ import annotations

import struct

import pytest

from tests.helpers.mp3_decoders import pcm_noise
from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.encode import encode_clip
from voiceguide.audio.mp3.frames import crc16, encode_info_frame


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


@pytest.mark.parametrize("total", [1, 47, 48, 576, 14_376_000, 24 * 3600 * 24_000])
def test_delay_sound_and_padding_fill_the_frames_exactly(total: int) -> None:
    frame = encode_info_frame(total, 1000)
    name, flags, count, size = struct.unpack_from(">4s3I", frame, 13)
    delays = int.from_bytes(frame[54:57])
    delay, padding = delays >> 12, delays & 0xFFF
    assert (name, flags, size) == (b"Info", 11, 1000)
    assert delay == 0
    assert delay + total + padding == count * 576
    assert 529 <= padding < 529 + 576


def test_the_frame_is_silent_and_of_the_same_kind_as_the_others() -> None:
    frame = encode_info_frame(24_000, 8640)
    assert len(frame) == 192
    assert frame[:13] == frames.SILENT_FRAME[:13]


def test_there_is_no_seek_table() -> None:
    frame = encode_info_frame(24_000, 8640)
    assert frame[17:21] == b"\0\0\0\x0b"
    assert frame[29:33] == (58).to_bytes(4)  # quality follows the bytes


def test_lame_fields() -> None:
    frame = encode_info_frame(24_000, 8640)
    assert frame[33:42] == b"LAME4.0\0\0"
    assert frame[42] == 1  # revision 0, constant bitrate
    assert frame[53] == 64
    assert int.from_bytes(frame[61:65]) == 8640


def test_the_tag_closes_with_its_crc() -> None:
    frame = encode_info_frame(24_000, 8640)
    assert int.from_bytes(frame[67:69]) == crc16(frame[:67])
    assert frame[69:] == bytes(123)


def test_crc16_has_the_published_check_value() -> None:
    assert crc16(b"123456789") == 0xBB3D
