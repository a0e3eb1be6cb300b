"""A calm, even pace: a phrase is taken again, slower or faster, until it lies well in the ear.

At one fixed speed an engine's words a minute depend on the words: hibari at speed 0.7 says phrases of
nine words and more at 122 to 207 a minute. People count words, so the words a minute are what we hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.voice import wav

if TYPE_CHECKING:
    from collections.abc import Callable

AIM = 150
"""Words a minute within a phrase. With half a second between sentences a cue comes to about 144."""

NEAR = range(145, 156)
"""Near enough to stop looking."""

TAKES = 6


def paced(phrase: str, take: Callable[[int], bytes], settings: range, first: int) -> bytes:
    """The take of a phrase whose pace is nearest to AIM, as the bytes of a WAV file.

    `take(setting)` records it; a higher setting is faster. The search begins at `first` and stays in
    `settings`, so a phrase of one long word ends at the fastest. Raises VoiceError as `take` does, and
    for a take that isn't speech.
    """
    words = len(phrase.split())
    slow, fast, setting = settings.start, settings.stop - 1, first
    takes: dict[float, bytes] = {}
    for _ in range(TAKES):
        recorded = take(setting)
        pace = 60 * words / wav.speech(phrase, wav.read(recorded))
        takes.setdefault(abs(pace - AIM), recorded)
        if round(pace) in NEAR:
            break
        slow, fast = (slow, setting - 1) if pace > AIM else (setting + 1, fast)
        if slow > fast:
            break
        setting = min(fast, max(slow, round(setting * AIM / pace)))
    return takes[min(takes)]
