from __future__ import annotations

import struct

import pytest

from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.info_frame import crc16, encode_info_frame


@pytest.mark.parametrize("total", [1, 47, 48, 576, 14_376_000, 24 * 3600 * 24_000])
def test_delay_sound_and_padding_fill_the_frames_exactly(total: int) -> None:
    frame = encode_info_frame(total, 1000)
    name, flags, count, size = struct.unpack_from(">4s3I", frame, 13)
    delays = int.from_bytes(frame[154:157])
    delay, padding = delays >> 12, delays & 0xFFF
    assert (name, flags, size) == (b"Info", 15, 1000)
    assert delay == 0
    assert delay + total + padding == count * 576
    assert 529 <= padding < 529 + 576


def test_the_frame_is_silent_and_of_the_same_kind_as_the_others() -> None:
    frame = encode_info_frame(24_000, 8640)
    assert len(frame) == 192
    assert frame[:13] == frames.SILENT_FRAME[:13]


def test_the_seek_table_is_a_straight_line() -> None:
    table = encode_info_frame(24_000, 8640)[29:129]
    assert (table[0], table[25], table[50], table[75], table[99]) == (0, 64, 128, 192, 253)


def test_lame_fields() -> None:
    frame = encode_info_frame(24_000, 8640)
    assert frame[133:142] == b"LAME4.0\0\0"
    assert frame[142] == 1  # revision 0, constant bitrate
    assert frame[153] == 64
    assert int.from_bytes(frame[161:165]) == 8640


def test_the_tag_closes_with_its_crc() -> None:
    frame = encode_info_frame(24_000, 8640)
    assert int.from_bytes(frame[167:169]) == crc16(frame[:167])
    assert frame[169:] == bytes(23)


def test_crc16_has_the_published_check_value() -> None:
    assert crc16(b"123456789") == 0xBB3D
