"""Format of voiceguide's MP3 frames: MPEG-2 Layer III, 24 kHz, mono, constant 64 kbit/s.

All frames have one size, so a byte offset follows from a sample position. The layout is that of ISO/IEC 11172-3,
2.4.1, with the lower sample rates of ISO/IEC 13818-3.
"""

from __future__ import annotations

from voiceguide import units

BITRATE_KBPS = 64
"""Bitrate in kbit/s."""

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
