"""A cue as it is spoken: phrases, each said in one breath, and the pauses between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide.units import to_samples

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PHRASE_CHARACTERS = 180
"""Characters of the longest phrase; engines are safe below 200."""

ELLIPSIS_PAUSE = to_samples(1)
SENTENCE_PAUSE = to_samples(Fraction(1, 2))
CLAUSE_PAUSE = to_samples(Fraction(1, 4))
"""Samples of quiet (24 kHz) at “…”, after a sentence, and where a sentence too long for one breath is cut.

A clause that words said slower begin or end has its quarter too: engines pause at a comma between words, but
not at the end of what they are given.
"""

STRESS_PAUSE = to_samples(Fraction(8, 100))
"""Samples of quiet before and after words said slower, where no mark stands: about as long as the mouth
closes for a p or a t, so that two takes don't run into each other, yet nobody hears a pause."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_MARKS_AFTER_STRESS = re.compile(r"\*([,.!?…]+)")
_BREAK_PATTERNS = (re.compile(r".*[,;:](?=\s)", re.DOTALL), re.compile(r".*\S(?=\s)", re.DOTALL))


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text` for one `Voice.record`, and the `pause` in samples before the next phrase begins.

    A `slow` one is said slower than the rest of its cue.
    """

    text: str
    pause: int
    slow: bool = False

    def with_pause(self, pause: int) -> Phrase:
        """The same with another pause behind it."""
        return Phrase(self.text, pause, self.slow)


def split_into_phrases(spoken_text: str) -> tuple[Phrase, ...]:
    """A cue in spoken form → its phrases in order, with every word.

    The last pause is 0: what follows a cue belongs to the timeline. Nothing to say gives no phrases.
    """
    result: list[Phrase] = []
    slow = False
    for sentence in _SENTENCE_END.split(spoken_text.strip()):
        pause = ELLIPSIS_PAUSE if sentence.endswith("…") else SENTENCE_PAUSE
        if parts := tuple(_sentence_phrases(sentence, slow=slow)):
            result += [*parts[:-1], parts[-1].with_pause(pause)]
        elif result:  # marks alone, as in “Rest. … Now”, only lengthen the pause before them
            result[-1] = result[-1].with_pause(max(result[-1].pause, pause))
        slow ^= sentence.count("*") % 2 == 1
    return (*result[:-1], result[-1].with_pause(0)) if result else ()


def _sentence_phrases(sentence: str, *, slow: bool) -> Iterator[Phrase]:
    """A sentence in phrases: cut at each asterisk, where slow and usual change places, and for breath."""
    for part in _MARKS_AFTER_STRESS.sub(r"\1*", sentence).split("*"):
        if any(map(str.isalnum, part)):
            *earlier, last = _split_for_breath(part.strip())
            yield from (Phrase(text, CLAUSE_PAUSE, slow) for text in earlier)
            yield Phrase(last, CLAUSE_PAUSE if last.endswith(",") else STRESS_PAUSE, slow)
        slow = not slow


def _split_for_breath(sentence: str) -> Iterator[str]:
    """Cut at the last clause mark that fits, else at the last space, else within the word."""
    while len(sentence) > MAX_PHRASE_CHARACTERS:
        window = sentence[: MAX_PHRASE_CHARACTERS + 1]
        ends = (match.end() for pattern in _BREAK_PATTERNS if (match := pattern.match(window)))
        end = next(ends, MAX_PHRASE_CHARACTERS)
        yield sentence[:end]
        sentence = sentence[end:].lstrip()
    yield sentence
