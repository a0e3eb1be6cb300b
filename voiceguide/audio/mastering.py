"""Mastering of speech: trim, equalise, fade and join phrases into a clip, then compress and normalise it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.audio import settings
from voiceguide.units import SAMPLE_RATE
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from collections.abc import Sequence


def master_cue(recordings: Sequence[tuple[bytes, int]]) -> bytes:
    """Turn recorded phrases into one clip of 16-bit little-endian mono PCM at 24 kHz.

    Each phrase is (a WAV file, the pause after it in samples at 24 kHz). The clip begins and ends with sound:
    the timeline places what follows the last phrase, so its pause is left out. Raise AudioError if a phrase
    cannot be read or is silent.
    """
    # A session stitched from cached clips needs `cache_inputs` alone, so numpy is imported here.
    from voiceguide.audio import compressor, filters, loudness, samples, wav

    equaliser = (
        filters.high_pass(settings.HIGH_PASS_HZ),
        filters.peaking_eq(settings.PRESENCE_HZ, settings.PRESENCE_GAIN_DB, settings.PRESENCE_Q),
    )
    segments = []
    for recording, pause in recordings:
        recorded_samples, rate = wav.read_wav(recording)
        phrase = samples.resample(samples.trim_silence(recorded_samples, rate), rate, SAMPLE_RATE)
        segments.append((samples.fade_edges(filters.apply_filters(phrase, equaliser)), pause))
    speech = loudness.scale_to_loudness(samples.join_phrases(segments), settings.SPEECH_LUFS)
    return samples.to_pcm(loudness.normalise_loudness(compressor.compress(speech), settings.SPEECH_LUFS))


def cache_inputs() -> dict[str, str]:
    """Return the inputs of a cue's cache key that mastering adds: each setting, and versions of libraries."""
    constants = {name: str(value) for name, value in vars(settings).items() if name.isupper()}
    return constants | installed_versions("numpy", "pydub", "soxr")
