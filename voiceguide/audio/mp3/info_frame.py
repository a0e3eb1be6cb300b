"""The Info frame: first in the stream and silent, it tells players the length and the delays to trim.

Layout: the Xing header as LAME extends it (“MP3 Info Tag revision 1”; VbrTag.c in LAME). What we do not
know stays 0, “not set”: lowpass, peak, gains, preset, and the CRC of the music. Players don't check that
one, and it would need a pass over the whole stream, byte by byte, before its first byte could be written.
"""

from __future__ import annotations

import struct

from voiceguide import units
from voiceguide.audio.mp3 import frames

ENCODER_NAME = b"LAME4.0"
"""What encoded the clips; some players trim the delays only if this begins with “LAME”."""

_ALL_FIELDS_FLAGS = 0x0F  # frames, bytes, seek table, quality
_SEEK_TABLE = bytes(i * 256 // 100 for i in range(100))  # a straight line: the bitrate is constant
_QUALITY_INDICATOR = 58  # LAME's figure, 100 - 10 V - q, at its default V 4 and our q 2
_CONSTANT_BITRATE = 1
_ENCODER_DELAY = 0  # see frames.stream


def encode_info_frame(length: int, stream_size: int) -> bytes:
    """The Info frame of a stream that plays `total` samples and has `size` bytes, this frame included."""
    frame_count = frames.session_frame_count(length)
    padding = frame_count * units.FRAME_SAMPLES - _ENCODER_DELAY - length
    body = b"".join(
        (
            frames.HEADER,
            bytes(frames.SIDE_INFO_BYTES),
            struct.pack(
                ">4s3I100sI",
                b"Info",
                _ALL_FIELDS_FLAGS,
                frame_count,
                stream_size,
                _SEEK_TABLE,
                _QUALITY_INDICATOR,
            ),
            struct.pack(">9sB10x", ENCODER_NAME, _CONSTANT_BITRATE),
            struct.pack(">B3s", frames.BITRATE_KBPS, (_ENCODER_DELAY << 12 | padding).to_bytes(3)),
            struct.pack(">4xI2x", stream_size),
        )
    )
    return (body + struct.pack(">H", crc16(body))).ljust(frames.FRAME_BYTES, b"\0")


def crc16(data: bytes) -> int:
    """CRC-16/ARC: x¹⁶ + x¹⁵ + x² + 1, bits reversed, starting from 0 (crc16_lookup in LAME's VbrTag.c)."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
