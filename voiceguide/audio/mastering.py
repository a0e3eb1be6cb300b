"""Mastering of speech: trim, equalise, fade and join phrases into a clip, then compress and normalise it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.audio import settings
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.audio.samples import Samples

_SAMPLE_BYTES = 2


def master_cue(recordings: Sequence[tuple[bytes, int]]) -> bytes:
    """Turn recorded phrases into one clip of 16-bit little-endian mono PCM at 24 kHz.

    Each phrase is (a WAV file, the pause after it in samples at 24 kHz). The clip begins and ends with sound:
    the timeline places what follows the last phrase, so its pause is left out. Raise AudioError if a phrase
    cannot be read or is silent.
    """
    from voiceguide.audio import compressor, loudness, samples

    pieces: list[bytes] = []
    for segment in _segments(recordings):
        speech = loudness.scale_to_loudness(samples.join_phrases(segment), settings.SPEECH_LUFS)
        compressed = compressor.compress(speech)
        pieces.append(samples.to_pcm(loudness.normalise_loudness(compressed, settings.SPEECH_LUFS)))
        pieces.append(bytes(_SAMPLE_BYTES * segment[-1][1]))
    return b"".join(pieces[:-1])


def _segments(recordings: Sequence[tuple[bytes, int]]) -> Iterator[list[tuple[Samples, int]]]:
    """Yield the phrases, trimmed, equalised and faded, in lists of at most MASTERED_SECONDS."""
    from voiceguide.audio import filters, samples, wav

    equaliser = (
        filters.high_pass(settings.HIGH_PASS_HZ),
        filters.peaking_eq(settings.PRESENCE_HZ, settings.PRESENCE_GAIN_DB, settings.PRESENCE_Q),
    )
    segment: list[tuple[Samples, int]] = []
    length = 0
    for recording, pause in recordings:
        recorded_samples, rate = wav.read_wav(recording)
        phrase = samples.resample(samples.trim_silence(recorded_samples, rate), rate, SAMPLE_RATE)
        phrase = samples.fade_edges(filters.apply_filters(phrase, equaliser))
        if segment and length + len(phrase) > settings.MASTERED_SECONDS * SAMPLE_RATE:
            yield segment
            segment, length = [], 0
        segment.append((phrase, pause))
        length += len(phrase) + pause
    yield segment
