"""The tones of a session: signs that need no words."""

from __future__ import annotations

from voiceguide.audio import mastering, tone_table

TONE_NAMES: tuple[str, ...] = tuple(tone_table.TONE_TABLE)
"""The names of all tones. `switch` is also the sign “listen”, before words that end a long silence."""


def synthesise_tone(name: str, chime: str = "bowl") -> bytes:
    """The tone of that name as a clip: 16-bit little-endian mono PCM at 24 kHz, decayed when it ends.

    `chime` is what plays it: one of notes.CHIMES.
    """
    # Loaded here: a session stitched from clips in the store needs the names and identities only.
    from voiceguide.audio import loudness, samples, synthesis

    pattern, instrument = tone_table.tone_for_chime(name, chime), tone_table.CHIMES[chime]
    if isinstance(pattern.sounds, tone_table.Glide):
        tone_samples = synthesis.synthesise_glide(pattern.sounds, instrument)
    else:
        tone_samples = synthesis.synthesise_strikes(pattern.sounds, instrument)
    return samples.to_pcm(loudness.normalise_loudness(tone_samples, pattern.loudness))


def cache_inputs(name: str, chime: str = "bowl") -> dict[str, str]:
    """All that decides how a tone sounds, for its cache key: its score, the synthesis, settings, versions."""
    pattern = f"{tone_table.tone_for_chime(name, chime)} {tone_table.CHIMES[chime]}"
    return mastering.cache_inputs() | {"tone": pattern, "synthesis": str(tone_table.SYNTHESIS_VERSION)}
