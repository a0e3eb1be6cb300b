"""Tones of a session, as clips and by cache key."""

from __future__ import annotations

from voiceguide.audio import mastering, tone_table

TONE_NAMES: tuple[str, ...] = tuple(tone_table.TONE_TABLE)
"""Names of all tones. `switch` also announces words after a long silence."""


def synthesise_tone(name: str, chime: str = "bowl", delay: int = 0) -> bytes:
    """Synthesise a tone, played by a chime of tone_table.CHIMES, to the end of its decay.

    The result is 16-bit little-endian mono PCM at 24 kHz, after `delay` samples of silence.
    """
    # A session stitched from cached clips needs names and cache inputs alone, so numpy is imported here.
    from voiceguide.audio import loudness, samples, synthesis

    pattern, instrument = tone_table.tone_for_chime(name, chime), tone_table.CHIMES[chime]
    if isinstance(pattern.sounds, tone_table.Glide):
        tone_samples = synthesis.synthesise_glide(pattern.sounds, instrument)
    else:
        tone_samples = synthesis.synthesise_strikes(pattern.sounds, instrument)
    pcm: bytes = samples.to_pcm(loudness.normalise_loudness(tone_samples, pattern.loudness))
    return bytes(2 * delay) + pcm


def cache_inputs(name: str, chime: str = "bowl", delay: int = 0) -> dict[str, str]:
    """Return everything that shapes a tone, for its cache key: pattern, chime, delay, settings, versions."""
    delay_inputs = {"delay": str(delay)} if delay else {}
    pattern = f"{tone_table.tone_for_chime(name, chime)} {tone_table.CHIMES[chime]}"
    return (
        mastering.cache_inputs()
        | {"tone": pattern, "synthesis": str(tone_table.SYNTHESIS_VERSION)}
        | delay_inputs
    )
