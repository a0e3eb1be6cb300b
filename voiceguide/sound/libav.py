"""FFmpeg's libraries, as PyAV brings them: music of any format read, and LAME without its bit reservoir.

The door to PyAV, which only those with music under the voice need: no ffmpeg need be installed.
"""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError, SoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.frame import AudioFrame
    from av.container import InputContainer

MEND = 'pip install "voiceguide[music]"'


def ready() -> None:
    """Raises SoundError when PyAV is not installed, before anything is made. Imports nothing."""
    if find_spec("av") is None:
        raise SoundError(f"Music under the voice needs PyAV: {MEND}.")


def read(path: Path, longest: int) -> tuple[bytes, int]:
    """A piece of music in any format → (the mean of its channels as 16-bit PCM, its rate in Hz).

    No more is read than `longest` seconds; what is broken in it is left out, as players do. Raises AskedError
    for what is no sound, and SoundError without PyAV.
    """
    ready()
    import av  # noqa: PLC0415 - a session without music needs none of it

    try:
        with av.open(str(path)) as file:
            pcm, rate = _mono(file, longest)
    except (av.FFmpegError, OSError) as error:
        raise AskedError(f"The music {path} can't be read: {error.strerror}. Is it a sound file?") from error
    if not pcm:
        raise AskedError(f"The music {path} can't be read: there is no sound in it.")
    return pcm, rate


def _mono(file: InputContainer, longest: int) -> tuple[bytes, int]:
    import av  # noqa: PLC0415 - as above

    if not file.streams.audio:
        return b"", 1
    stream = file.streams.audio[0]
    to_mono = av.AudioResampler("s16", "mono", stream.rate)
    pcm = bytearray()
    wanted = 2 * longest * stream.rate

    def frames() -> Iterator[AudioFrame | None]:
        for packet in file.demux(stream):
            with suppress(av.InvalidDataError):
                yield from packet.decode()
        yield None  # whatever the resampler still holds

    for frame in frames():
        for mono in to_mono.resample(frame):
            pcm += bytes(mono.planes[0])[: 2 * mono.samples]
        if len(pcm) >= wanted:
            break
    return bytes(pcm[:wanted]), stream.rate


def lame(pcm: bytes, rate: int, frame: int, kbits: int, quality: str) -> list[bytes]:
    """16-bit mono PCM → its MP3 frames, each of `frame` samples and none leaning on another.

    `quality` is LAME's, from 0 (best) to 9. Raises SoundError.
    """
    ready()
    import av  # noqa: PLC0415 - as above
    import numpy as np  # noqa: PLC0415 - as above

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
