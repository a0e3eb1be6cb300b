"""Sound profiles: what a listener hears besides an author's words."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide import units

QUIET_AT_MOST = units.samples(30)
"""In a hold nobody waits longer than this for a sound."""

HALFWAY = ("tone", "word", "")


@dataclass(frozen=True, slots=True)
class Profile:
    """The signs of one profile. All of them give way to an author's words."""

    half: str
    """The sign half-way through a hold: one of HALFWAY."""
    countdown: int
    """How many numbers are spoken, a second apart, the last one a second before the hold ends."""
    led: str
    """How repetitions go on once their phases were named, where the script leaves it open: vocabulary.LED."""


PROFILES = {
    "calm": Profile("tone", 0, "by tones"),
    "guided": Profile("word", 3, "counted"),
    "minimal": Profile("", 0, "by tones"),
}
