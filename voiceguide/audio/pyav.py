"""FFmpeg's libraries, as PyAV brings them: music of any format read, and LAME without its bit reservoir.

The door to PyAV, which only those with music under the voice need: no ffmpeg need be installed.
"""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import AskedError, SoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler
    from av.container import InputContainer

MEND = 'pip install "voiceguide[music]"'


def ready() -> None:
    """Raises SoundError when PyAV is not installed, before anything is made. Imports nothing."""
    if find_spec("av") is None:
        raise SoundError(f"Music under the voice needs PyAV: {MEND}.")


def read(path: Path, longest: int) -> bytes:
    """A piece of music in any format → the mean of its channels, as 16-bit mono PCM at 24 kHz.

    No more is read than `longest` seconds; what is broken in it is left out, as players do. Raises AskedError
    for what is no sound, and SoundError without PyAV.
    """
    ready()
    import av

    try:
        with av.open(str(path.absolute())) as file:  # as a relative path, “Bach: Air.mp3” is a protocol
            pcm = _mono(file, 2 * longest * units.RATE)
    except (av.FFmpegError, OSError) as error:
        raise AskedError(f"The music {path} can't be read: {error.strerror}. Is it a sound file?") from error
    if not pcm:
        raise AskedError(f"The music {path} can't be read: there is no sound in it.")
    return pcm


def _mono(file: InputContainer, longest: int) -> bytes:
    """At most `longest` bytes of its first sound."""
    pcm = bytearray()
    form, to_mono = None, _resampler()
    for frame in _frames(file):
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if now != form:  # in the middle of a file, too, where files were joined
            pcm += _sound(to_mono.resample(None)) if form else b""
            form, to_mono = now, _resampler()
        pcm += _sound(to_mono.resample(frame))
        if len(pcm) >= longest:
            break
    else:
        pcm += _sound(to_mono.resample(None)) if form else b""
    return bytes(pcm[:longest])


def _frames(file: InputContainer) -> Iterator[AudioFrame]:
    import av

    known = (stream for stream in file.streams.audio if stream.codec_context)
    for stream in islice(known, 1):
        with suppress(av.FFmpegError):  # as when a stream begins anew in its middle, and FFmpeg cannot follow
            for packet in file.demux(stream):
                with suppress(av.FFmpegError):
                    yield from packet.decode()


def _resampler() -> AudioResampler:
    import av

    return av.AudioResampler("s16", "mono", units.RATE)


def _sound(frames: list[AudioFrame]) -> bytes:
    return b"".join(bytes(frame.planes[0])[: 2 * frame.samples] for frame in frames)


def lame(pcm: bytes, rate: int, frame: int, kbits: int, quality: str) -> list[bytes]:
    """16-bit mono PCM → its MP3 frames, each of `frame` samples and none leaning on another.

    `quality` is LAME's, from 0 (best) to 9. Raises SoundError.
    """
    ready()
    import av
    import numpy as np

    try:
        codec = av.CodecContext.create("libmp3lame", "w")
        codec.sample_rate, codec.layout, codec.format = rate, "mono", "s16p"
        codec.bit_rate = kbits * 1000
        codec.options = {"reservoir": "0", "compression_level": quality}
        sound = np.frombuffer(pcm, dtype="<i2")
        packets = []
        for at in range(0, len(sound), frame):
            part = av.AudioFrame.from_ndarray(sound[None, at : at + frame], format="s16p", layout="mono")
            part.sample_rate, part.pts = rate, at
            packets += codec.encode(part)
        return [bytes(packet) for packet in (*packets, *codec.encode(None))]
    except (av.FFmpegError, ValueError) as error:
        raise SoundError(f"PyAV could not encode the session: {error}. Install it again: {MEND}") from error
