"""Pieces of speech as an engine wrote them: reading, trimming, joining, and writing WAV.

The only door to pydub. pydub stores and converts; what needs single samples is done on arrays, because pydub
counts in milliseconds: its silences and slices truncate, and each `+` copies all that went before.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from voiceguide.audio.samples import Samples, db_to_amplitude, from_pcm
from voiceguide.audio.settings import MIN_PEAK_DBFS, TRIM_DB, TRIM_MARGIN_SECONDS
from voiceguide.errors import AudioError
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

with warnings.catch_warnings():
    # pydub warns of a missing ffmpeg, which WAV never needs, of its own old-style escapes, and of audioop.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

_SPEECH_RATES = range(8_000, 192_001)


def read_wav(wav: bytes) -> tuple[Samples, int]:
    """The bytes of a WAV file of whole-number PCM → (mono samples at 16 bits, sample rate in Hz).

    Raises SoundError when they are not such a file, or stop in the middle of a sample.
    """
    try:
        # Not `from_file`: whatever that cannot read it hands to ffmpeg.
        segment = AudioSegment(wav).set_channels(1).set_sample_width(2)
        samples = from_pcm(segment.raw_data)
    except Exception as error:  # pydub lets out whatever its parser trips over
        raise AudioError(f"What the voice wrote is not a whole WAV file of PCM: {error}.") from error
    if segment.frame_rate not in _SPEECH_RATES:
        raise AudioError(
            f"What the voice wrote has {segment.frame_rate} samples a second, which is not speech."
        )
    return samples, segment.frame_rate


def trim_silence(samples: Samples, rate: int) -> Samples:
    """The samples from just before the first sound to just after the last; `rate` in Hz.

    Raises SoundError when all of them are inaudible.
    """
    amplitudes = np.abs(samples)
    peak = amplitudes.max(initial=0.0)
    if peak < db_to_amplitude(MIN_PEAK_DBFS):
        raise AudioError("What the voice gave for a phrase is silence: nothing in it can be heard.")
    audible = np.flatnonzero(amplitudes > peak * db_to_amplitude(TRIM_DB))
    margin = int(rate * TRIM_MARGIN_SECONDS)
    return samples[max(audible[0] - margin, 0) : audible[-1] + 1 + margin]


def join_phrases(phrases: Sequence[tuple[Samples, int]]) -> Samples:
    """Phrases end to end, each with the silence after it (in samples), exact to the sample.

    Nothing follows the last phrase: its silence is left out.
    """
    parts = [part for phrase, pause in phrases for part in (phrase, np.zeros(pause))]
    return np.concatenate(parts[:-1] or [np.zeros(0)])


def write_wav(file: BinaryIO, chunks: Iterable[bytes]) -> None:
    """Chunks of 16-bit little-endian mono PCM at 24 kHz, as one WAV file, into an open, seekable file.

    The sound is held in memory once (an hour is 173 MB); OSError is left to the owner of the file.
    """
    pcm = bytearray()
    for chunk in chunks:
        pcm += chunk
    AudioSegment(pcm, sample_width=2, frame_rate=SAMPLE_RATE, channels=1).export(file, format="wav")
