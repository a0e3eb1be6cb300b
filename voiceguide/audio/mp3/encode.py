"""Encoding of a clip's samples as MP3 frames with lameenc, which no other module imports."""

from __future__ import annotations

from voiceguide import units
from voiceguide.audio.cache_inputs import REINSTALL_HINT
from voiceguide.audio.mp3 import frames
from voiceguide.errors import AudioError

_SAMPLE_BYTES = 2


def encode_clip(pcm: bytes) -> bytes:
    """Encode 16-bit little-endian mono PCM at 24 kHz as frames.clip_frame_count(len(pcm) // 2) MP3 frames.

    The frames form a unit: they depend on one another through the bit reservoir, but not on frames of another
    clip. Amplitude is scaled by 0.95 (−0.45 dB), LAME's preset for this bitrate, which lameenc cannot change.
    Raise AudioError if lameenc cannot be loaded, refuses the samples, or makes frames of another kind.
    """
    size = frames.clip_frame_count(len(pcm) // _SAMPLE_BYTES) * frames.FRAME_BYTES
    # LAME flushes 1152 samples where 1105 suffice, and so may add a frame: it comes after the clip's last sample
    # and has no audio data.
    clip = _run_lame(pcm)[:size]
    headers = {clip[at : at + len(frames.HEADER)] for at in range(0, size, frames.FRAME_BYTES)}
    is_independent = clip.startswith(frames.HEADER + b"\0")  # main_data_begin of the first frame
    if len(clip) != size or headers != {frames.HEADER} or not is_independent:
        raise AudioError(f"The MP3 encoder lameenc made frames that cannot be joined. {REINSTALL_HINT}")
    return clip


def _run_lame(pcm: bytes) -> bytes:
    try:
        import lameenc

        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_channels(1)
        encoder.set_in_sample_rate(units.SAMPLE_RATE)
        encoder.set_out_sample_rate(units.SAMPLE_RATE)
        encoder.set_bit_rate(frames.BITRATE_KBPS)
        encoder.set_quality(frames.LAME_QUALITY)
        return bytes(encoder.encode(pcm) + encoder.flush())
    except ImportError as error:
        raise AudioError(f"The MP3 encoder lameenc cannot be loaded: {error}. {REINSTALL_HINT}") from error
    except RuntimeError as error:
        raise AudioError(f"The MP3 encoder lameenc refused {len(pcm)} bytes of sound: {error}.") from error
