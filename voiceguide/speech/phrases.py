"""Phrases of a cue, each spoken in one breath, and the pauses between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide.units import to_samples

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PHRASE_CHARACTERS = 180
"""Characters of the longest phrase; engines are reliable below 200."""

ELLIPSIS_PAUSE = to_samples(1)
SENTENCE_PAUSE = to_samples(Fraction(1, 2))
SEMICOLON_PAUSE = to_samples(Fraction(7, 20))
CLAUSE_PAUSE = to_samples(Fraction(1, 4))
"""Pauses in samples (24 kHz) at each “…”, after a sentence, at a semicolon, and where a sentence too long for one
breath is split.

CLAUSE_PAUSE also follows a comma between slow and other words: engines pause at a comma within a text, but not
at its end.
"""

STRESS_PAUSE = to_samples(Fraction(8, 100))
"""Pause in samples (24 kHz) before and after slow words without a mark: about the closure of a p or a t, which
separates two recordings without an audible pause."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_TRAILING_ELLIPSES = re.compile(r"(?:… *)+\Z")
_MARKS_AFTER_STRESS = re.compile(r"\*([,;.!?…]+)")
_BREAK_PATTERNS = (re.compile(r".*[,;:](?=\s)", re.DOTALL), re.compile(r".*\S(?=\s)", re.DOTALL))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text that is recorded in one piece, and the pause after it in samples (24 kHz).

    A `slow` phrase is spoken at `pace.SLOW_SPEED_RATIO` of the speed of its cue.
    """

    text: str
    pause: int
    slow: bool = False

    def with_pause(self, pause: int) -> Phrase:
        """Return a copy with another pause."""
        return Phrase(self.text, pause, self.slow)


def split_into_phrases(spoken_text: str) -> tuple[Phrase, ...]:
    """Split normalised text into phrases that contain all its words in order; none for a text without words.

    The last pause is 0: the timeline has the pause after a cue.
    """
    result: list[Phrase] = []
    slow = False
    for sentence in _SENTENCE_END.split(spoken_text.strip()):
        trailing = _TRAILING_ELLIPSES.search(sentence)
        pause = ELLIPSIS_PAUSE * trailing[0].count("…") if trailing else SENTENCE_PAUSE
        text = f"{sentence[: trailing.start()]}…" if trailing else sentence
        if parts := tuple(_sentence_phrases(text, slow=slow)):
            result += [*parts[:-1], parts[-1].with_pause(pause)]
        elif result:  # marks without words, as in “Rest. … Now”, lengthen the pause before them
            previous = result[-1].pause if result[-1].pause >= ELLIPSIS_PAUSE else 0
            result[-1] = result[-1].with_pause(previous + pause)
        slow ^= sentence.count("*") % 2 == 1
    return (*result[:-1], result[-1].with_pause(0)) if result else ()


def _sentence_phrases(sentence: str, *, slow: bool) -> Iterator[Phrase]:
    """Yield the phrases of a sentence, split at asterisks, where slow words begin or end, and for breath."""
    for part in _MARKS_AFTER_STRESS.sub(r"\1*", sentence).split("*"):
        for clause in re.split(r"(?<=;)\s+", part.strip()):
            if any(map(str.isalnum, clause)):
                *earlier, last = _split_for_breath(clause)
                yield from (Phrase(text, CLAUSE_PAUSE, slow) for text in earlier)
                yield _last_phrase(last, slow=slow)
        slow = not slow


def _last_phrase(text: str, *, slow: bool) -> Phrase:
    """Return the last phrase of a clause. A voice gets a comma for a semicolon, whose pause is ours."""
    if text.endswith(";"):
        return Phrase(f"{text[:-1]},", SEMICOLON_PAUSE, slow)
    return Phrase(text, CLAUSE_PAUSE if text.endswith(",") else STRESS_PAUSE, slow)


def _split_for_breath(sentence: str) -> Iterator[str]:
    """Split a sentence at the last clause mark within the limit, else at the last space, else within the word."""
    while len(sentence) > MAX_PHRASE_CHARACTERS:
        window = sentence[: MAX_PHRASE_CHARACTERS + 1]
        ends = (match.end() for pattern in _BREAK_PATTERNS if (match := pattern.match(window)))
        end = next(ends, MAX_PHRASE_CHARACTERS)
        yield sentence[:end]
        sentence = sentence[end:].lstrip()
    yield sentence
