"""From what an engine spoke to one clip: trimmed, clear, faded, joined with its pauses, at one loudness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.audio import settings
from voiceguide.units import RATE
from voiceguide.versions import versions

if TYPE_CHECKING:
    from collections.abc import Sequence


def cue(phrases: Sequence[tuple[bytes, int]]) -> bytes:
    """Spoken phrases → one clip of 16-bit little-endian mono PCM at 24 kHz.

    Each phrase is (the bytes of a WAV file, the pause after it in samples at 24 kHz). The clip begins and
    ends with sound: what follows the last phrase is for the timeline to place, so its pause is left out.
    Raises SoundError when a phrase cannot be read or holds nothing to hear.
    """
    # Loaded here: a session stitched from clips in the store needs `identity` and nothing of this.
    from voiceguide.audio import compressor, filters, loudness, samples, trim

    tone = (
        filters.high_pass(settings.RUMBLE),
        filters.bell(settings.PRESENCE, settings.PRESENCE_GAIN, settings.PRESENCE_WIDTH),
    )
    pieces = []
    for wav, pause in phrases:
        spoken, rate = trim.read(wav)
        words = samples.resampled(trim.trimmed(spoken, rate), rate, RATE)
        pieces.append((samples.faded(filters.filtered(words, tone)), pause))
    whole = loudness.matched(trim.joined(pieces), settings.SPEECH)
    return samples.to_pcm(loudness.levelled(compressor.compressed(whole), settings.SPEECH))


def identity() -> dict[str, str]:
    """All that decides how phrases become a clip, for its cache key: settings, and versions of libraries."""
    numbers = {name: str(value) for name, value in vars(settings).items() if name.isupper()}
    return numbers | versions("numpy", "pydub", "soxr")
