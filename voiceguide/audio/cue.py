"""From what an engine spoke to one clip: trimmed, clear, faded, joined with its pauses, at one loudness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.audio import settings
from voiceguide.units import SAMPLE_RATE
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from collections.abc import Sequence


def master_cue(recordings: Sequence[tuple[bytes, int]]) -> bytes:
    """Spoken phrases → one clip of 16-bit little-endian mono PCM at 24 kHz.

    Each phrase is (the bytes of a WAV file, the pause after it in samples at 24 kHz). The clip begins and
    ends with sound: what follows the last phrase is for the timeline to place, so its pause is left out.
    Raises SoundError when a phrase cannot be read or holds nothing to hear.
    """
    # Loaded here: a session stitched from clips in the store needs `identity` and nothing of this.
    from voiceguide.audio import compressor, filters, loudness, samples, trim

    equaliser = (
        filters.high_pass(settings.HIGH_PASS_HZ),
        filters.peaking_eq(settings.PRESENCE_HZ, settings.PRESENCE_GAIN_DB, settings.PRESENCE_Q),
    )
    segments = []
    for wav, pause in recordings:
        recorded_samples, rate = trim.read_wav(wav)
        phrase = samples.resample(trim.trim_silence(recorded_samples, rate), rate, SAMPLE_RATE)
        segments.append((samples.fade_edges(filters.apply_filters(phrase, equaliser)), pause))
    speech = loudness.scale_to_loudness(trim.join_phrases(segments), settings.SPEECH_LUFS)
    return samples.to_pcm(loudness.normalise_loudness(compressor.compress(speech), settings.SPEECH_LUFS))


def cache_inputs() -> dict[str, str]:
    """All that decides how phrases become a clip, for its cache key: settings, and versions of libraries."""
    constants = {name: str(value) for name, value in vars(settings).items() if name.isupper()}
    return constants | installed_versions("numpy", "pydub", "soxr")
