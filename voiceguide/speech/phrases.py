"""A cue as it is spoken: phrases, each said in one breath, and the pauses between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide.units import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 180
"""Characters of the longest phrase; engines are safe below 200."""

ELLIPSIS = samples(1)
SENTENCE = samples(Fraction(1, 2))
CLAUSE = samples(Fraction(1, 4))
"""Samples of quiet (24 kHz) at “…”, after a sentence, and where a sentence too long for one breath is cut.

A clause that words said slower begin or end has its quarter too: engines pause at a comma between words, but
not at the end of what they are given.
"""

JOINT = samples(Fraction(8, 100))
"""Samples of quiet before and after words said slower, where no mark stands: about as long as the mouth
closes for a p or a t, so that two takes don't run into each other, yet nobody hears a pause."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_MARKS_BEHIND = re.compile(r"\*([,.!?…]+)")
_CUTS = (re.compile(r".*[,;:](?=\s)", re.DOTALL), re.compile(r".*\S(?=\s)", re.DOTALL))


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text` for one `Voice.record`, and the `pause` in samples before the next phrase begins.

    A `slow` one is said slower than the rest of its cue.
    """

    text: str
    pause: int
    slow: bool = False

    def before(self, pause: int) -> Phrase:
        """The same with another pause behind it."""
        return Phrase(self.text, pause, self.slow)


def phrases(spoken: str) -> tuple[Phrase, ...]:
    """A cue in spoken form → its phrases in order, with every word.

    The last pause is 0: what follows a cue belongs to the timeline. Nothing to say gives no phrases.
    """
    found: list[Phrase] = []
    slow = False
    for sentence in _SENTENCE_END.split(spoken.strip()):
        pause = ELLIPSIS if sentence.endswith("…") else SENTENCE
        if said := tuple(_said(sentence, slow=slow)):
            found += [*said[:-1], said[-1].before(pause)]
        elif found:  # marks alone, as in “Rest. … Now”, only lengthen the pause before them
            found[-1] = found[-1].before(max(found[-1].pause, pause))
        slow ^= sentence.count("*") % 2 == 1
    return (*found[:-1], found[-1].before(0)) if found else ()


def _said(sentence: str, *, slow: bool) -> Iterator[Phrase]:
    """A sentence in phrases: cut at each asterisk, where slow and usual change places, and for breath."""
    for part in _MARKS_BEHIND.sub(r"\1*", sentence).split("*"):
        if any(map(str.isalnum, part)):
            *cut, last = _breaths(part.strip())
            yield from (Phrase(text, CLAUSE, slow) for text in cut)
            yield Phrase(last, CLAUSE if last.endswith(",") else JOINT, slow)
        slow = not slow


def _breaths(sentence: str) -> Iterator[str]:
    """Cut at the last clause mark that fits, else at the last space, else within the word."""
    while len(sentence) > LONGEST:
        window = sentence[: LONGEST + 1]
        ends = (match.end() for cut in _CUTS if (match := cut.match(window)))
        end = next(ends, LONGEST)
        yield sentence[:end]
        sentence = sentence[end:].lstrip()
    yield sentence
