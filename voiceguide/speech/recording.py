"""Recordings as engines hand them over: bytes of a sound file, read and judged without numpy."""

from __future__ import annotations

import io
import struct
import sys
import wave
from array import array
from dataclasses import dataclass

from voiceguide.errors import VoiceError

SILENCE_RATIO = 10 ** (-50 / 20)
"""Sound begins and ends where it rises above 50 dB below its own peak."""

MIN_PEAK = 0.01
"""A recording whose peak stays below this part of full scale holds no speech."""

_BLOCK_LENGTH = 480
_MIN_SECONDS_PER_LETTER = 0.025
_MAX_SECONDS_PER_LETTER = 0.3
_EXTRA_SECONDS = 1.5
"""Speech at our pace takes 0.07-0.16 s a letter (measured: hibari, 75 phrases) and up to 0.5 s for a letter
that is spelled. What lies well outside, below `_HASTE` a letter or above `_DRAWL` a letter and a word and
`_ROOM`, is half a clip, or noise."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Mono 16-bit samples at `rate` Hz."""

    sample_rate: int
    samples: array[int]

    def sound_seconds(self) -> float:
        """Seconds from the first sound to the last; 0 when there is none."""
        peak = max(max(self.samples, default=0), -min(self.samples, default=0))
        if peak < MIN_PEAK * 32768:
            return 0.0
        threshold = peak * SILENCE_RATIO
        first, last = (
            _leading_silence(self.samples, threshold),
            _leading_silence(self.samples[::-1], threshold),
        )
        return (len(self.samples) - first - last) / self.sample_rate


def _leading_silence(samples: array[int], threshold: float) -> int:
    """Samples before the first above `floor`: by blocks first, since `max` is quick and a loop is not."""
    for start in range(0, len(samples), _BLOCK_LENGTH):
        block = samples[start : start + _BLOCK_LENGTH]
        if max(block) > threshold or min(block) < -threshold:
            return start + next(i for i, sample in enumerate(block) if abs(sample) > threshold)
    return len(samples)


def encode_wav(sample_rate: int, pcm: bytes) -> bytes:
    """16-bit mono PCM at `rate` Hz, in this machine's byte order → the bytes of a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sample_rate)
        out.writeframesraw(pcm)
    return file.getvalue()


def decode_recording(data: bytes) -> Recording:
    """The bytes of a WAV or AIFF file → its samples. VoiceError unless it is whole, mono and 16-bit."""
    return _decode_aiff(data) if data[:4] == b"FORM" else _decode_wav(data)


def speech_seconds(phrase: str, recording: Recording) -> float:
    """Seconds of sound in a recording that may well say `phrase`; VoiceError if it can't."""
    seconds = recording.sound_seconds()
    letters, words = sum(map(str.isalnum, phrase)), len(phrase.split())
    if not seconds:
        raise VoiceError(f"The voice gave silence for “{phrase}”.")
    if (
        not _MIN_SECONDS_PER_LETTER * letters
        <= seconds
        <= _EXTRA_SECONDS + _MAX_SECONDS_PER_LETTER * (letters + words)
    ):
        raise VoiceError(
            f"The voice gave {seconds:.1f} s of sound for “{phrase}”, which can't be those words."
        )
    return seconds


def _decode_wav(data: bytes) -> Recording:
    try:
        with wave.open(io.BytesIO(data)) as file:
            sample_format = file.getnchannels(), file.getsampwidth()
            sample_rate, count = file.getframerate(), file.getnframes()
            pcm = file.readframes(count)
    except (wave.Error, EOFError, RuntimeError) as error:
        raise VoiceError(
            f"The voice wrote no WAV file that can be read ({error or 'it breaks off'})."
        ) from error
    return _to_recording(sample_format, sample_rate, count, pcm, sys.byteorder)  # as `wave` gives it


def _decode_aiff(data: bytes) -> Recording:
    """AIFF and uncompressed AIFF-C, as in Apple's “Audio Interchange File Format”, 1.3 and C.

    The standard library reads it no longer (`aifc` went in Python 3.13).
    """
    chunks = _aiff_chunks(data)
    try:
        channels, count, bits, exponent, mantissa = struct.unpack_from(">hLhHQ", chunks[b"COMM"])
        compression = chunks[b"COMM"][18:22] or b"NONE"
        offset = struct.unpack_from(">L", chunks[b"SSND"])[0]
        pcm = chunks[b"SSND"][8 + offset :]
        sample_rate = mantissa >> (16383 + 63 - exponent)  # an 80-bit float: 1.63 bits, biased by 16383
    except (KeyError, struct.error, ValueError) as error:
        raise VoiceError(f"The voice wrote an AIFF file that can't be read ({error!r}).") from error
    if compression not in (b"NONE", b"twos", b"sowt"):
        raise VoiceError(f"The voice wrote compressed AIFF ({compression!r}), which can't be read.")
    return _to_recording(
        (channels, bits // 8),
        sample_rate,
        count,
        pcm[: 2 * count],
        "little" if compression == b"sowt" else "big",
    )


def _aiff_chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks of an AIFF file by their names; each is padded to an even length."""
    chunks, position = {}, 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from(">4sL", data, position)
        chunks[name] = data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2
    return chunks


def _to_recording(
    sample_format: tuple[int, int], sample_rate: int, count: int, pcm: bytes, byte_order: str
) -> Recording:
    if sample_format != (1, 2) or sample_rate <= 0:
        raise VoiceError(
            f"The voice wrote {sample_format[0]} channels of {8 * sample_format[1]} bits; mono, 16-bit is needed."
        )
    if len(pcm) != 2 * count:
        raise VoiceError(f"The voice wrote {len(pcm) // 2} of the {count} samples its file promises.")
    samples = array("h", pcm)
    if byte_order != sys.byteorder:
        samples.byteswap()
    return Recording(sample_rate, samples)
