"""The one kind of MP3 frame voiceguide writes: MPEG-2 Layer III, 24 kHz, mono, constant 64 kbit/s.

Every frame has the same size, so each byte offset follows from a sample position. The layout is that of
ISO/IEC 11172-3, 2.4.1, with the lower sample rates of ISO/IEC 13818-3.
"""

from __future__ import annotations

from voiceguide import units

BITRATE_KBPS = 64
"""kbit/s."""

FRAME_BYTES = units.FRAME_SAMPLES * BITRATE_KBPS * 1000 // 8 // units.SAMPLE_RATE
"""Bytes in one frame: 192, with no padding byte ever."""

HEADER = bytes.fromhex("fff384c4")
"""Sync, MPEG-2, Layer III, no CRC; 64 kbit/s, 24 kHz, no padding; mono, “original”. As LAME writes it."""

SIDE_INFO_BYTES = 9
"""Side information of a mono MPEG-2 frame. Its first byte is main_data_begin."""

SILENT_FRAME = HEADER + bytes(FRAME_BYTES - len(HEADER))
"""A frame that leans on no earlier one (main_data_begin 0) and holds no audio data: it decodes to silence."""

ENCODER_DELAY = 576
"""Samples LAME puts before the first one (ENCDELAY in LAME's encoder.h)."""

DECODER_DELAY = 529
"""Samples a decoder puts before those: 528 of filter bank (LAME technical FAQ, question 2) and one more."""


def clip_frame_count(length: int) -> int:
    """How many frames it takes until sample `length - 1` has come out of the decoder."""
    return units.to_frames(length + ENCODER_DELAY + DECODER_DELAY)


def session_frame_count(length: int) -> int:
    """How many frames a session of `total` samples takes, its Info frame aside.

    One less than `count` would give: a clip's first frame is all lead-in, so a session that begins with a
    frame of quiet leaves it out, and its encoder delay is 0. The surplus at the end then stays below 47 ms,
    which matters to programs that take the number of frames for the length.
    """
    return units.to_frames(length + DECODER_DELAY)


def clip_span(length: int) -> int:
    """Samples that a clip of `length` samples occupies on the timeline: whole frames, delays included."""
    return clip_frame_count(length) * units.FRAME_SAMPLES
