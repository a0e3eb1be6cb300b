"""Recordings as engines hand them over: bytes of a sound file, read and judged without numpy."""

from __future__ import annotations

import io
import struct
import sys
import wave
from array import array
from dataclasses import dataclass

from voiceguide.errors import VoiceError

FLOOR = 10 ** (-50 / 20)
"""Sound begins and ends where it rises above 50 dB below its own peak."""

QUIET = 0.01
"""A recording whose peak stays below this part of full scale holds no speech."""

_BLOCK = 480
_HASTE = 0.025
_DRAWL = 0.3
_ROOM = 1.5
"""Speech at our pace takes 0.07-0.16 s a letter (measured: hibari, 75 phrases) and up to 0.5 s for a letter
that is spelled. What lies well outside, below `_HASTE` a letter or above `_DRAWL` a letter and a word and
`_ROOM`, is half a clip, or noise."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Mono 16-bit samples at `rate` Hz."""

    rate: int
    samples: array[int]

    def sounding(self) -> float:
        """Seconds from the first sound to the last; 0 when there is none."""
        peak = max(max(self.samples, default=0), -min(self.samples, default=0))
        if peak < QUIET * 32768:
            return 0.0
        floor = peak * FLOOR
        first, last = _lead(self.samples, floor), _lead(self.samples[::-1], floor)
        return (len(self.samples) - first - last) / self.rate


def _lead(samples: array[int], floor: float) -> int:
    """Samples before the first above `floor`: by blocks first, since `max` is quick and a loop is not."""
    for start in range(0, len(samples), _BLOCK):
        block = samples[start : start + _BLOCK]
        if max(block) > floor or min(block) < -floor:
            return start + next(i for i, sample in enumerate(block) if abs(sample) > floor)
    return len(samples)


def write(rate: int, pcm: bytes) -> bytes:
    """16-bit mono PCM at `rate` Hz, in this machine's byte order → the bytes of a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframesraw(pcm)
    return file.getvalue()


def read(data: bytes) -> Recording:
    """The bytes of a WAV or AIFF file → its samples. VoiceError unless it is whole, mono and 16-bit."""
    return _aiff(data) if data[:4] == b"FORM" else _riff(data)


def speech(phrase: str, recording: Recording) -> float:
    """Seconds of sound in a recording that may well say `phrase`; VoiceError if it can't."""
    seconds = recording.sounding()
    letters, words = sum(map(str.isalnum, phrase)), len(phrase.split())
    if not seconds:
        raise VoiceError(f"The voice gave silence for “{phrase}”.")
    if not _HASTE * letters <= seconds <= _ROOM + _DRAWL * (letters + words):
        raise VoiceError(
            f"The voice gave {seconds:.1f} s of sound for “{phrase}”, which can't be those words."
        )
    return seconds


def _riff(data: bytes) -> Recording:
    try:
        with wave.open(io.BytesIO(data)) as file:
            form = file.getnchannels(), file.getsampwidth()
            rate, count = file.getframerate(), file.getnframes()
            pcm = file.readframes(count)
    except (wave.Error, EOFError, RuntimeError) as error:
        raise VoiceError(
            f"The voice wrote no WAV file that can be read ({error or 'it breaks off'})."
        ) from error
    return _recording(form, rate, count, pcm, sys.byteorder)  # as `wave` gives it


def _aiff(data: bytes) -> Recording:
    """AIFF and uncompressed AIFF-C, as in Apple's “Audio Interchange File Format”, 1.3 and C.

    The standard library reads it no longer (`aifc` went in Python 3.13).
    """
    chunks = _chunks(data)
    try:
        channels, count, bits, exponent, mantissa = struct.unpack_from(">hLhHQ", chunks[b"COMM"])
        kind = chunks[b"COMM"][18:22] or b"NONE"
        offset = struct.unpack_from(">L", chunks[b"SSND"])[0]
        pcm = chunks[b"SSND"][8 + offset :]
        rate = mantissa >> (16383 + 63 - exponent)  # an 80-bit float: 1.63 bits, biased by 16383
    except (KeyError, struct.error, ValueError) as error:
        raise VoiceError(f"The voice wrote an AIFF file that can't be read ({error!r}).") from error
    if kind not in (b"NONE", b"twos", b"sowt"):
        raise VoiceError(f"The voice wrote compressed AIFF ({kind!r}), which can't be read.")
    return _recording(
        (channels, bits // 8), rate, count, pcm[: 2 * count], "little" if kind == b"sowt" else "big"
    )


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks of an AIFF file by their names; each is padded to an even length."""
    found, position = {}, 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from(">4sL", data, position)
        found[name] = data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2
    return found


def _recording(form: tuple[int, int], rate: int, count: int, pcm: bytes, order: str) -> Recording:
    if form != (1, 2) or rate <= 0:
        raise VoiceError(f"The voice wrote {form[0]} channels of {8 * form[1]} bits; mono, 16-bit is needed.")
    if len(pcm) != 2 * count:
        raise VoiceError(f"The voice wrote {len(pcm) // 2} of the {count} samples its file promises.")
    samples = array("h", pcm)
    if order != sys.byteorder:
        samples.byteswap()
    return Recording(rate, samples)
