from __future__ import annotations

import struct

import pytest

from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.info_frame import crc16, encode_info_frame


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
