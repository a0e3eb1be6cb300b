"""The tones of a session: signs that need no words."""

from __future__ import annotations

from voiceguide.audio import cue, tone_table

TONES: tuple[str, ...] = tuple(tone_table.SCORE)
"""The names of all tones. `switch` is also the sign “listen”, before words that end a long silence."""


def tone(name: str, chime: str = "bowl") -> bytes:
    """The tone of that name as a clip: 16-bit little-endian mono PCM at 24 kHz, decayed when it ends.

    `chime` is what plays it: one of notes.CHIMES.
    """
    # Loaded here: a session stitched from clips in the store needs the names and identities only.
    from voiceguide.audio import loudness, samples, synthesis

    written, struck = tone_table.played(name, chime), tone_table.CHIMES[chime]
    if isinstance(written.sounds, tone_table.Glide):
        sound = synthesis.glided(written.sounds, struck)
    else:
        sound = synthesis.struck(written.sounds, struck)
    return samples.to_pcm(loudness.levelled(sound, written.loudness))


def tone_identity(name: str, chime: str = "bowl") -> dict[str, str]:
    """All that decides how a tone sounds, for its cache key: its score, the synthesis, settings, versions."""
    played = f"{tone_table.played(name, chime)} {tone_table.CHIMES[chime]}"
    return cue.identity() | {"tone": played, "synthesis": str(tone_table.DESIGN)}
