"""A calm, even pace: a cue is recorded again, slower or faster, until it lies well in the ear.

At one fixed speed an engine's words a minute depend on the words: hibari at speed 0.7 says cues of nine
words and more at 120 to 196 a minute. People count words, so the words a minute are what we hold. All
phrases of a cue have one speed, and a cue of a few words is simply said at the engine's calm one.

What its author wants slower is said slower than that speed, which is found as if nothing were: the other
words keep their pace, and the cue takes as much longer as its stress does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.speech import recording
from voiceguide.units import RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceguide.speech.phrases import Phrase

AIM = 144
"""Words a minute within a cue, from its first sound to its last, the pauses between sentences included."""

NEAR = 10
"""So many words a minute from what is aimed at are near enough to stop looking."""

FEW = 8
"""Words in a cue for which a rate a minute means nothing."""

TRIES = 6
"""So often a cue is recorded at most, slow phrases aside."""

LETTERS = 4.2
"""Letters in the usual word of a cue: longer words want a faster speed for the same words a minute."""

SLOWER = 0.8
"""The speed of a slow phrase in that of its cue: it takes a quarter longer, as one does to stress a word."""


@dataclass(frozen=True, slots=True)
class Pacing:
    """What an engine's settings do: a higher one is faster, and `calm` gives about AIM for usual words.

    `word` is a usual word of the cue's language, in English ones; `aim` is in words a minute.
    """

    settings: range
    calm: int
    word: float = 1.0
    aim: int = AIM

    @property
    def identity(self) -> str:
        """All that decides how `paced` records a cue, for the identity of a voice."""
        numbers = (self.aim, NEAR, TRIES, LETTERS, SLOWER, self.settings, self.calm, self.word)
        return " ".join(map(str, numbers))


def paced(cue: Sequence[Phrase], record: Callable[[str, int], bytes], pacing: Pacing) -> tuple[bytes, ...]:
    """A cue's phrases as WAV files, all at the one setting whose pace is nearest to the aim.

    `record(text, setting)` records a phrase. Slow phrases are recorded again, at SLOWER of that setting.
    Raises VoiceError as `record` does, and for a recording that isn't speech.
    """
    aim, calm = pacing.aim, pacing.calm * pacing.aim / AIM
    text = " ".join(phrase.text for phrase in cue)
    few = len(text.split()) <= FEW
    words = len(text.split()) * pacing.word
    pauses = sum(phrase.pause for phrase in cue[:-1]) / RATE
    slow, fast = pacing.settings.start, pacing.settings.stop - 1
    if any(phrase.slow for phrase in cue):
        slow = math.ceil(slow / SLOWER)

    def near(setting: float) -> int:
        return min(fast, max(slow, round(setting)))

    setting = near(calm if few else calm * sum(map(str.isalnum, text)) / words / LETTERS)
    tries: dict[float, tuple[int, tuple[bytes, ...]]] = {}
    for _ in range(TRIES):
        recorded = tuple(record(phrase.text, setting) for phrase in cue)
        seconds = sum(_seconds(p, r) for p, r in zip(cue, recorded, strict=True))
        pace = 60 * words / (seconds + pauses)
        tries.setdefault(abs(pace - aim), (setting, recorded))
        slow, fast = (slow, setting - 1) if pace > aim else (setting + 1, fast)
        if few or abs(round(pace) - aim) <= NEAR or slow > fast:
            break
        setting = near(setting * aim / pace)
    setting, recorded = tries[min(tries)]
    return tuple(
        _slowed(phrase, record, setting) if phrase.slow else usual
        for phrase, usual in zip(cue, recorded, strict=True)
    )


def _slowed(phrase: Phrase, record: Callable[[str, int], bytes], setting: int) -> bytes:
    recorded = record(phrase.text, round(setting * SLOWER))
    _seconds(phrase, recorded)
    return recorded


def _seconds(phrase: Phrase, recorded: bytes) -> float:
    return recording.speech(phrase.text, recording.read(recorded))
