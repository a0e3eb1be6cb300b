"""Sound profiles: the signals that are heard in addition to the author's words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voiceguide import units

MAX_SILENCE = units.to_samples(30)
"""Longest silence within a hold, in samples: 30 s."""


CHIMES = ("bowl", "bell", "wood")
"""Names of the instruments that can play the tones, the default first."""

NO_CHIME = "none"
"""Name of the choice of words in place of all tones."""

COUNTDOWNS = {"5": 5, "3": 3, "none": 0}
"""Numbers counted aloud before a hold ends, by name."""


class HalfwaySignal(StrEnum):
    """Signal half-way through a hold."""

    TONE = "tone"
    WORD = "word"
    NONE = "none"


@dataclass(frozen=True, slots=True, eq=False)
class SoundProfile:
    """Signals of one profile; an author's words take precedence over each."""

    halfway: HalfwaySignal
    countdown: int
    """Count of numbers spoken, a second apart, the last one a second before the hold ends."""
    cue_style: str
    """Cue style of repetitions whose script names none: one of vocabulary.CueStyle."""
    has_tones: bool = True
    """False if words are spoken in place of all tones."""
    remaining: int = 0
    """Samples from one announcement of the time left in a hold to the next; 0 for none."""

    def cue_style_of(self, written_style: str | None) -> str:
        """Return the cue style of repetitions or breaths: the one in their script, unless it needs tones."""
        style = written_style or self.cue_style
        return "by words" if style == "by tones" and not self.has_tones else style


SOUND_PROFILES = {
    "calm": SoundProfile(HalfwaySignal.TONE, 0, "by tones"),
    "guided": SoundProfile(HalfwaySignal.WORD, 3, "counted"),
    "minimal": SoundProfile(HalfwaySignal.NONE, 0, "by tones"),
}
