"""Reading of music in any format, and MP3 encoding without a bit reservoir, through PyAV (FFmpeg's libraries).

No other module imports PyAV. Only music under the voice needs it, and no ffmpeg program is needed.
"""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import AudioError, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler
    from av.container import InputContainer

INSTALL_COMMAND = 'pip install "voiceguide[music]"'


def require_pyav() -> None:
    """Raise AudioError if PyAV is not installed. It is looked up, not imported."""
    if find_spec("av") is None:
        raise AudioError(f"Music under the voice needs PyAV: {INSTALL_COMMAND}.")


def read_music(path: Path, max_seconds: int) -> bytes:
    """Decode a file of music → the mean of its channels as 16-bit mono PCM at 24 kHz.

    At most `max_seconds` are read; damaged packets are skipped, as in players. Raise RequestError if the file
    has no readable audio, and AudioError if PyAV is not installed.
    """
    require_pyav()
    import av

    try:
        with av.open(str(path.absolute())) as file:  # as a relative path, “Bach: Air.mp3” is a protocol
            pcm = _decode_mono(file, 2 * max_seconds * units.SAMPLE_RATE)
    except (av.FFmpegError, OSError) as error:
        raise RequestError(
            f"The music {path} can't be read: {error.strerror}. Is it an audio file?"
        ) from error
    if not pcm:
        raise RequestError(f"The music {path} can't be read: it has no audio.")
    return pcm


def _decode_mono(file: InputContainer, max_bytes: int) -> bytes:
    """Return at most `max_bytes` bytes of PCM from the first audio stream that can be decoded."""
    pcm = bytearray()
    resampler_format, resampler = None, _mono_resampler()
    for frame in _decode_frames(file):
        frame_format = (frame.format.name, frame.layout.name, frame.sample_rate)
        if frame_format != resampler_format:  # a joined file changes its format in the middle
            pcm += _pcm_of_frames(resampler.resample(None)) if resampler_format else b""
            resampler_format, resampler = frame_format, _mono_resampler()
        pcm += _pcm_of_frames(resampler.resample(frame))
        if len(pcm) >= max_bytes:
            break
    else:
        pcm += _pcm_of_frames(resampler.resample(None)) if resampler_format else b""
    return bytes(pcm[:max_bytes])


def _decode_frames(file: InputContainer) -> Iterator[AudioFrame]:
    import av

    decodable_streams = (stream for stream in file.streams.audio if stream.codec_context)
    for stream in islice(decodable_streams, 1):
        with suppress(
            av.FFmpegError
        ):  # demuxing ends where FFmpeg cannot follow, as at a new stream in the middle
            for packet in file.demux(stream):
                with suppress(av.FFmpegError):
                    yield from packet.decode()


def _mono_resampler() -> AudioResampler:
    import av

    return av.AudioResampler("s16", "mono", units.SAMPLE_RATE)


def _pcm_of_frames(frames: list[AudioFrame]) -> bytes:
    return b"".join(bytes(frame.planes[0])[: 2 * frame.samples] for frame in frames)


def encode_mp3_frames(pcm: bytes, rate: int, frame_length: int, kbits: int, quality: str) -> list[bytes]:
    """Encode 16-bit mono PCM as MP3 frames of `frame_length` samples that are independent of one another.

    `quality` is LAME's, from 0 (best) to 9. Raise AudioError if PyAV is not installed or fails.
    """
    require_pyav()
    import av
    import numpy as np

    try:
        codec = av.CodecContext.create("libmp3lame", "w")
        codec.sample_rate, codec.layout, codec.format = rate, "mono", "s16p"
        codec.bit_rate = kbits * 1000
        codec.options = {"reservoir": "0", "compression_level": quality}
        samples = np.frombuffer(pcm, dtype="<i2")
        packets = []
        for start in range(0, len(samples), frame_length):
            audio_frame = av.AudioFrame.from_ndarray(
                samples[None, start : start + frame_length], format="s16p", layout="mono"
            )
            audio_frame.sample_rate, audio_frame.pts = rate, start
            packets += codec.encode(audio_frame)
        return [bytes(packet) for packet in (*packets, *codec.encode(None))]
    except (av.FFmpegError, ValueError) as error:
        raise AudioError(
            f"PyAV could not encode the session: {error}. Install it again: {INSTALL_COMMAND}"
        ) from error
