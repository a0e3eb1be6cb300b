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
"""Samples of quiet (24 kHz) at “…”, after a sentence, and where a sentence too long for one breath is cut."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_CUTS = (re.compile(r".*[,;:](?=\s)", re.DOTALL), re.compile(r".*\S(?=\s)", re.DOTALL))


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text` for one `Voice.record`, and the `pause` in samples before the next phrase begins."""

    text: str
    pause: int


def phrases(spoken: str) -> tuple[Phrase, ...]:
    """A cue in spoken form → its phrases in order, with every word.

    The last pause is 0: what follows a cue belongs to the timeline. Nothing to say gives no phrases.
    """
    found: list[Phrase] = []
    for sentence in _SENTENCE_END.split(spoken.strip()):
        pause = ELLIPSIS if sentence.endswith("…") else SENTENCE
        *cut, last = _breaths(sentence)
        if any(map(str.isalnum, sentence)):
            found += [Phrase(text, CLAUSE) for text in cut] + [Phrase(last, pause)]
        elif found:  # marks alone, as in “Rest. … Now”, only lengthen the pause before them
            found[-1] = Phrase(found[-1].text, max(found[-1].pause, pause))
    return (*found[:-1], Phrase(found[-1].text, 0)) if found else ()


def _breaths(sentence: str) -> Iterator[str]:
    """Cut at the last clause mark that fits, else at the last space, else within the word."""
    while len(sentence) > LONGEST:
        window = sentence[: LONGEST + 1]
        ends = (match.end() for cut in _CUTS if (match := cut.match(window)))
        end = next(ends, LONGEST)
        yield sentence[:end]
        sentence = sentence[end:].lstrip()
    yield sentence
