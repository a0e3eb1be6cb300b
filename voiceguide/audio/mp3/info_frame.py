"""Info frame: the silent first frame of a stream, with its length and the delays that players trim.

Layout: the Xing header with LAME's extension (“MP3 Info Tag revision 1”; VbrTag.c in LAME). Unknown fields are 0,
“not set”: lowpass, peak, gains, preset, and the CRC of the music. Players do not check that CRC, which would need a
pass over the whole stream before its first byte is written.

There is no seek table: its entries are 256ths of the file, so that players which use it would begin up to 3.5 s early
in a session of 15 minutes. At constant bitrate a player without it computes the exact byte; for players that need a
table, the tag has one (MLLT, in id3_frames.py).
"""

from __future__ import annotations

import struct

from voiceguide import units
from voiceguide.audio.mp3 import frames

ENCODER_NAME = b"LAME4.0"
"""Encoder of the clips. Some players trim the delays only if this begins with “LAME”."""

_FIELDS_FLAGS = 0x0B  # frames, bytes and quality; no seek table
_QUALITY_INDICATOR = 58  # LAME's formula 100 - 10 V - q, with its default V 4 and q 2 of encode.py
_CONSTANT_BITRATE = 1
_ENCODER_DELAY = 0  # a stream omits LAME's first frame: frames.session_frame_count


def encode_info_frame(length: int, stream_size: int) -> bytes:
    """Encode the Info frame of a stream of `length` samples and `stream_size` bytes, this frame included."""
    frame_count = frames.session_frame_count(length)
    padding = frame_count * units.FRAME_SAMPLES - _ENCODER_DELAY - length
    body = b"".join(
        (
            frames.HEADER,
            bytes(frames.SIDE_INFO_BYTES),
            struct.pack(
                ">4s4I",
                b"Info",
                _FIELDS_FLAGS,
                frame_count,
                stream_size,
                _QUALITY_INDICATOR,
            ),
            struct.pack(">9sB10x", ENCODER_NAME, _CONSTANT_BITRATE),
            struct.pack(">B3s", frames.BITRATE_KBPS, (_ENCODER_DELAY << 12 | padding).to_bytes(3)),
            struct.pack(">4xI2x", stream_size),
        )
    )
    return (body + struct.pack(">H", crc16(body))).ljust(frames.FRAME_BYTES, b"\0")


def crc16(data: bytes) -> int:
    """Return the CRC-16/ARC: x¹⁶ + x¹⁵ + x² + 1, bits reversed, initially 0 (crc16_lookup in LAME's VbrTag.c)."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
