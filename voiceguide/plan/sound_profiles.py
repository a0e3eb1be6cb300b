"""Sound profiles: what a listener hears besides an author's words."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide import units

MAX_SILENCE = units.to_samples(30)
"""In a hold nobody waits longer than this for a sound."""

HALFWAY_SIGNALS = ("tone", "word", "")


@dataclass(frozen=True, slots=True)
class SoundProfile:
    """The signs of one profile. All of them give way to an author's words."""

    halfway: str
    """The sign half-way through a hold: one of HALFWAY."""
    countdown: int
    """How many numbers are spoken, a second apart, the last one a second before the hold ends."""
    cue_style: str
    """How repetitions go on once their phases were named, where the script leaves it open: vocabulary.LED."""


SOUND_PROFILES = {
    "calm": SoundProfile("tone", 0, "by tones"),
    "guided": SoundProfile("word", 3, "counted"),
    "minimal": SoundProfile("", 0, "by tones"),
}
