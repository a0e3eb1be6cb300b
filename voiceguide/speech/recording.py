"""Recordings of engines, WAV or AIFF files in memory: decoded and checked without numpy."""

from __future__ import annotations

import io
import struct
import sys
from array import array
from dataclasses import dataclass

from voiceguide.errors import VoiceError

SILENCE_RATIO = 10 ** (-50 / 20)
"""Threshold of sound, as a ratio of the peak: -50 dB."""

MIN_PEAK = 0.01
"""Lowest peak of speech, as a ratio of full scale."""

MAX_CLIPPED_SHARE = 0.02
"""Highest share of samples at full scale. Of 40 cues, espeak-ng, hibari and Piper have none."""

MAX_CROSSING_SHARE = 0.4
"""Highest share of changes of sign. Speech has 0.05-0.2 (voiced and unvoiced sounds, 16-24 kHz), white noise 0.5."""

_BLOCK_LENGTH = 480
_MIN_SECONDS_PER_LETTER = 0.025
_MAX_SECONDS_PER_LETTER = 0.3
_EXTRA_SECONDS = 1.5
"""Limits of a recording's length. At the usual pace a letter takes 0.07-0.16 s (hibari, 75 phrases), and up to
0.5 s if it is spelled. A recording is truncated or noise if it lasts less than _MIN_SECONDS_PER_LETTER for each
letter, or more than _MAX_SECONDS_PER_LETTER for each letter and each word, plus _EXTRA_SECONDS."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Mono 16-bit samples at `sample_rate` Hz."""

    sample_rate: int
    samples: array[int]

    def sound_seconds(self) -> float:
        """Return the seconds from the first sound to the last, 0 if there is no sound."""
        peak = max(max(self.samples, default=0), -min(self.samples, default=0))
        if peak < MIN_PEAK * 32768:
            return 0.0
        threshold = peak * SILENCE_RATIO
        first, last = (
            _leading_silence(self.samples, threshold),
            _leading_silence(self.samples[::-1], threshold),
        )
        return (len(self.samples) - first - last) / self.sample_rate

    def clipped_share(self) -> float:
        """Return the share of samples at full scale, from 0 to 1."""
        at_full_scale = self.samples.count(32767) + self.samples.count(-32768) + self.samples.count(-32767)
        return at_full_scale / max(len(self.samples), 1)

    def crossing_share(self) -> float:
        """Return the share of samples after which the sign changes: about 0.5 for white noise."""
        signs = bytes(sample < 0 for sample in self.samples)
        return (signs.count(b"\0\1") + signs.count(b"\1\0")) / max(len(signs), 1)


def _leading_silence(samples: array[int], threshold: float) -> int:
    """Return the number of samples before the first above `threshold`, by blocks: `max` is faster than a loop."""
    for start in range(0, len(samples), _BLOCK_LENGTH):
        block = samples[start : start + _BLOCK_LENGTH]
        if max(block) > threshold or min(block) < -threshold:
            return start + next(i for i, sample in enumerate(block) if abs(sample) > threshold)
    return len(samples)


def encode_wav(sample_rate: int, pcm: bytes) -> bytes:
    """Return 16-bit mono PCM at `sample_rate` Hz, in this machine's byte order, as a WAV file."""
    import wave

    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sample_rate)
        out.writeframesraw(pcm)
    return file.getvalue()


def decode_recording(data: bytes) -> Recording:
    """Decode a WAV or AIFF file. Raise VoiceError unless it is complete, mono and 16-bit."""
    return _decode_aiff(data) if data[:4] == b"FORM" else _decode_wav(data)


def speech_seconds(phrase: str, recording: Recording) -> float:
    """Return the seconds of sound in a recording. Raise VoiceError if its length rules out `phrase`."""
    seconds = recording.sound_seconds()
    letters, words = sum(map(str.isalnum, phrase)), len(phrase.split())
    if not seconds:
        raise VoiceError(f"The voice recorded silence for “{phrase}”.")
    if recording.clipped_share() > MAX_CLIPPED_SHARE:
        raise VoiceError(f"The voice recorded “{phrase}” so loud that it is distorted.")
    if recording.crossing_share() > MAX_CROSSING_SHARE:
        raise VoiceError(f"The voice recorded noise for “{phrase}”.")
    if (
        not _MIN_SECONDS_PER_LETTER * letters
        <= seconds
        <= _EXTRA_SECONDS + _MAX_SECONDS_PER_LETTER * (letters + words)
    ):
        raise VoiceError(
            f"The voice recorded {seconds:.1f} s of sound for “{phrase}”, which can't be those words."
        )
    return seconds


def _decode_wav(data: bytes) -> Recording:
    """Decode a WAV file. Raise VoiceError if it is malformed."""
    import wave

    try:
        with wave.open(io.BytesIO(data)) as file:
            sample_format = file.getnchannels(), file.getsampwidth()
            sample_rate, count = file.getframerate(), file.getnframes()
            pcm = file.readframes(count)
    except (wave.Error, EOFError, RuntimeError) as error:
        raise VoiceError(
            f"The voice wrote a WAV file that can't be read ({str(error) or 'it is incomplete'})."
        ) from error
    return _to_recording(
        sample_format, sample_rate, count, pcm, sys.byteorder
    )  # `wave` converts the byte order


def _decode_aiff(data: bytes) -> Recording:
    """Decode AIFF or uncompressed AIFF-C. Raise VoiceError if it is malformed or compressed.

    Source: Apple, “Audio Interchange File Format”, 1.3 and C. Python 3.13 has no `aifc` module.
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
    """Return the chunks of an AIFF file by name; each is padded to an even length."""
    chunks, position = {}, 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from(">4sL", data, position)
        chunks[name] = data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2
    return chunks


def _to_recording(
    sample_format: tuple[int, int], sample_rate: int, count: int, pcm: bytes, byte_order: str
) -> Recording:
    """Return PCM as a Recording. Raise VoiceError unless it is mono, 16-bit and has `count` samples."""
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
