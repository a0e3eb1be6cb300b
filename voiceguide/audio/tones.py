"""Tones of a session, as clips."""

from __future__ import annotations

from voiceguide.audio import tone_table

TONE_NAMES: tuple[str, ...] = tuple(tone_table.TONE_TABLE)
"""Names of all tones. `switch` also announces words after a long silence."""


def synthesise_tone(name: str, chime: str = "bowl", delay: int = 0) -> bytes:
    """Synthesise a tone, played by a chime of tone_table.CHIMES, to the end of its decay.

    The result is 16-bit little-endian mono PCM at 24 kHz, after `delay` samples of silence.
    """
    from voiceguide.audio import loudness, samples, synthesis

    pattern, instrument = tone_table.tone_for_chime(name, chime), tone_table.CHIMES[chime]
    if isinstance(pattern.sounds, tone_table.Glide):
        tone_samples = synthesis.synthesise_glide(pattern.sounds, instrument)
    else:
        tone_samples = synthesis.synthesise_strikes(pattern.sounds, instrument)
    pcm: bytes = samples.to_pcm(loudness.normalise_loudness(tone_samples, pattern.loudness))
    return bytes(2 * delay) + pcm
