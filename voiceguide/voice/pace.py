"""A calm, even pace: a cue is taken again, slower or faster, until it lies well in the ear.

At one fixed speed an engine's words a minute depend on the words: hibari at speed 0.7 says cues of nine
words and more at 120 to 196 a minute. People count words, so the words a minute are what we hold. All
phrases of a cue have one speed, and a cue of a few words is simply said at the engine's calm one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.units import RATE
from voiceguide.voice import wav

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceguide.voice.phrases import Phrase

AIM = 144
"""Words a minute within a cue, from its first sound to its last, the pauses between sentences included."""

NEAR = range(134, 154)
"""Near enough to stop looking."""

FEW = 8
"""Words in a cue for which a rate a minute means nothing."""

TAKES = 6

LETTERS = 4.2
"""Letters in the usual word of a cue: longer words want a faster speed for the same words a minute."""


def paced(
    cue: Sequence[Phrase], take: Callable[[str, int], bytes], settings: range, calm: int
) -> tuple[bytes, ...]:
    """The takes of a cue's phrases, as WAV files, all at the one setting whose pace is nearest to AIM.

    `take(text, setting)` records a phrase; a higher setting is faster, and `calm` gives about AIM for
    usual words. Raises VoiceError as `take` does, and for a take that isn't speech.
    """
    text = " ".join(phrase.text for phrase in cue)
    words = len(text.split())
    pauses = sum(phrase.pause for phrase in cue[:-1]) / RATE
    slow, fast = settings.start, settings.stop - 1

    def near(setting: float) -> int:
        return min(fast, max(slow, round(setting)))

    setting = near(calm * sum(map(str.isalnum, text)) / words / LETTERS) if words > FEW else calm
    takes: dict[float, tuple[bytes, ...]] = {}
    for _ in range(TAKES):
        recorded = tuple(take(phrase.text, setting) for phrase in cue)
        seconds = sum(wav.speech(p.text, wav.read(r)) for p, r in zip(cue, recorded, strict=True))
        pace = 60 * words / (seconds + pauses)
        takes.setdefault(abs(pace - AIM), recorded)
        slow, fast = (slow, setting - 1) if pace > AIM else (setting + 1, fast)
        if words <= FEW or round(pace) in NEAR or slow > fast:
            break
        setting = near(setting * AIM / pace)
    return takes[min(takes)]
