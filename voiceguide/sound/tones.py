"""The tones of a session: signs that need no words."""

from __future__ import annotations

from voiceguide.sound import notes, shape

TONES: tuple[str, ...] = tuple(notes.SCORE)
"""The names of all tones. `switch` is also the sign “listen”, before words that end a long silence."""


def tone(name: str, chime: str = "bowl") -> bytes:
    """The tone of that name as a clip: 16-bit little-endian mono PCM at 24 kHz, decayed when it ends.

    `chime` is what plays it: one of notes.CHIMES.
    """
    # Loaded here: a session stitched from clips in the store needs the names and identities only.
    from voiceguide.sound import levels, samples, synthesis  # noqa: PLC0415 - numpy and soxr

    written, struck = notes.played(name, chime), notes.CHIMES[chime]
    if isinstance(written.sounds, notes.Glide):
        sound = synthesis.glided(written.sounds, struck)
    else:
        sound = synthesis.struck(written.sounds, struck)
    return samples.to_pcm(levels.levelled(sound, written.loudness))


def tone_identity(name: str, chime: str = "bowl") -> dict[str, str]:
    """All that decides how a tone sounds, for its cache key: its score, the synthesis, settings, versions."""
    played = f"{notes.played(name, chime)} {notes.CHIMES[chime]}"
    return shape.identity() | {"tone": played, "synthesis": str(notes.DESIGN)}
