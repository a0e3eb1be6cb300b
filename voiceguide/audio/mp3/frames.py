"""Format of voiceguide's MP3 frames: MPEG-2 Layer III, 24 kHz, mono, constant 64 kbit/s.

All frames have one size, so a byte offset follows from a sample position. The layout is that of ISO/IEC 11172-3,
2.4.1, with the lower sample rates of ISO/IEC 13818-3.

A stream begins with a silent frame, the Info frame, which has its length and the delays that players trim. Layout: the
Xing header with LAME's extension (“MP3 Info Tag revision 1”; VbrTag.c in LAME). Unknown fields are 0, “not set”:
lowpass, peak, gains, preset, and the CRC of the music. Players do not check that CRC, which would need a pass over the
whole stream before its first byte is written.

There is no seek table: its entries are 256ths of the file, so that players which use it would begin up to 3.5 s early
in a session of 15 minutes. At constant bitrate a player without it computes the exact byte; for players that need a
table, the tag has one (MLLT, in id3_writer.py).
"""

from __future__ import annotations

import struct

from voiceguide import units

BITRATE_KBPS = 64
"""Bitrate in kbit/s."""

LAME_QUALITY = 2
"""Quality of the encoder: the best that lameenc documents, and still some 200 times faster than real time."""

FRAME_BYTES = units.FRAME_SAMPLES * BITRATE_KBPS * 1000 // 8 // units.SAMPLE_RATE
"""Bytes in one frame: 192, never with a padding byte."""

HEADER = bytes.fromhex("fff384c4")
"""Header as LAME writes it: sync, MPEG-2, Layer III, no CRC, 64 kbit/s, 24 kHz, no padding, mono, “original”."""

SIDE_INFO_BYTES = 9
"""Bytes of side information in a mono MPEG-2 frame. The first one is main_data_begin."""

SILENT_FRAME = HEADER + bytes(FRAME_BYTES - len(HEADER))
"""Frame that decodes to silence: no audio data, and independent of earlier frames (main_data_begin 0)."""

ENCODER_DELAY = 576
"""Samples that LAME inserts before the first one (ENCDELAY in LAME's encoder.h)."""

DECODER_DELAY = 529
"""Samples that a decoder inserts: 528 of its filter bank (LAME technical FAQ, question 2) and one more."""

ENCODER_NAME = b"LAME4.0"
"""Encoder of the clips. Some players trim the delays only if this begins with “LAME”."""

_FIELDS_FLAGS = 0x0B  # frames, bytes and quality; no seek table
_QUALITY_INDICATOR = 58  # LAME's formula 100 - 10 V - q, with its default V 4 and q 2 of encode.py
_CONSTANT_BITRATE = 1
_ENCODER_DELAY = 0  # a stream omits LAME's first frame: session_frame_count


def clip_frame_count(length: int) -> int:
    """Return the number of frames of a clip of `length` samples, delays of encoder and decoder included."""
    return units.to_frames(length + ENCODER_DELAY + DECODER_DELAY)


def session_frame_count(length: int) -> int:
    """Return the number of frames of a session of `length` samples, without its Info frame.

    A clip's first frame is its lead-in. A session begins with silence and omits that frame, so its encoder delay
    is 0. The surplus at the end is then below 47 ms, which matters to programs that derive a file's length from
    the number of frames.
    """
    return units.to_frames(length + DECODER_DELAY)


def clip_span(length: int) -> int:
    """Return the samples that a clip of `length` samples occupies on the timeline: whole frames, with delays."""
    return clip_frame_count(length) * units.FRAME_SAMPLES


def encode_info_frame(length: int, stream_size: int) -> bytes:
    """Encode the Info frame of a stream of `length` samples and `stream_size` bytes, this frame included."""
    frame_count = session_frame_count(length)
    padding = frame_count * units.FRAME_SAMPLES - _ENCODER_DELAY - length
    body = b"".join(
        (
            HEADER,
            bytes(SIDE_INFO_BYTES),
            struct.pack(
                ">4s4I",
                b"Info",
                _FIELDS_FLAGS,
                frame_count,
                stream_size,
                _QUALITY_INDICATOR,
            ),
            struct.pack(">9sB10x", ENCODER_NAME, _CONSTANT_BITRATE),
            struct.pack(">B3s", BITRATE_KBPS, (_ENCODER_DELAY << 12 | padding).to_bytes(3)),
            struct.pack(">4xI2x", stream_size),
        )
    )
    return (body + struct.pack(">H", crc16(body))).ljust(FRAME_BYTES, b"\0")


def crc16(data: bytes) -> int:
    """Return the CRC-16/ARC: x¹⁶ + x¹⁵ + x² + 1, bits reversed, initially 0 (crc16_lookup in LAME's VbrTag.c)."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
