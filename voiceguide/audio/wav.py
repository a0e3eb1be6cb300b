"""Read and write WAV files through pydub, which no other module imports.

pydub parses, converts and stores. Work on single samples is done on arrays (`voiceguide.audio.samples`): pydub
counts in milliseconds, so its silences and slices truncate, and each `+` copies both operands.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, BinaryIO

from voiceguide.audio.samples import Samples, from_pcm
from voiceguide.errors import AudioError
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

with warnings.catch_warnings():
    # pydub warns of a missing ffmpeg, which WAV never needs, of its own old-style escapes, and of audioop.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

_SPEECH_RATES = range(8_000, 192_001)
"""Sample rates in Hz that are accepted for speech."""


def read_wav(data: bytes) -> tuple[Samples, int]:
    """Decode a WAV file of integer PCM → (mono samples at 16 bits, sample rate in Hz).

    Channels are averaged. Raise AudioError if `data` is not such a file, ends within a sample, or has a sample
    rate outside 8-192 kHz.
    """
    try:
        # Not `from_file`, which hands a file that it cannot read to ffmpeg.
        segment = AudioSegment(data).set_channels(1).set_sample_width(2)
        samples = from_pcm(segment.raw_data)
    except Exception as error:  # pydub's parser raises exceptions of many types
        raise AudioError(f"The voice did not write a complete PCM WAV file: {error}.") from error
    if segment.frame_rate not in _SPEECH_RATES:
        raise AudioError(
            f"The voice wrote {segment.frame_rate} samples a second, which is not a rate of speech."
        )
    return samples, segment.frame_rate


def write_wav(file: BinaryIO, chunks: Iterable[bytes]) -> None:
    """Write chunks of 16-bit little-endian mono PCM at 24 kHz as one WAV file into an open, seekable file.

    All samples are held in memory once (173 MB an hour). OSError is not translated.
    """
    pcm = bytearray()
    for chunk in chunks:
        pcm += chunk
    AudioSegment(pcm, sample_width=2, frame_rate=SAMPLE_RATE, channels=1).export(file, format="wav")
