"""Spoken sentences: number of words after normalisation, and location in the source."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from voiceguide.language import LANGUAGES, wording
from voiceguide.language.normalise import normalise_text
from voiceguide.script.address import formal_text
from voiceguide.script.model import Session
from voiceguide.script.vocabulary import MOMENT_PLACEHOLDERS

if TYPE_CHECKING:
    from voiceguide.errors import Location
    from voiceguide.script.model import Technique, Text

_PLACEHOLDER = re.compile(r"\{ *([^{}]*?) *\}")
_SENTENCE_END = re.compile(r"[.!?…]")
_WORD = re.compile(r"[^\s()]\S*")
_cached_normalise_text = lru_cache(maxsize=4096)(normalise_text)


@dataclass(frozen=True)
class SpokenSentences:
    """Spoken form of a script's texts, placeholders expanded with default values."""

    script: Technique | Session

    @cached_property
    def _placeholder_values(self) -> dict[str, str]:
        language_wording = LANGUAGES[self.script.language].wording
        values = () if isinstance(self.script, Session) else self.script.values
        return {
            **dict.fromkeys(("length", "minutes"), f"10 {language_wording.minute[1]}"),
            **dict.fromkeys(("round", "rounds"), "2"),
            **dict.fromkeys(MOMENT_PLACEHOLDERS, f"30 {language_wording.second[1]}"),
            "each": "",
            "side": language_wording.sides["left"],
            "other side": language_wording.sides["right"],
            **language_wording.side_words("left"),
            **{
                value.name: wording.describe_amount(value.default, value.unit, language_wording)
                for value in values
            },
        }

    def spoken_text(self, text: str) -> str:
        """Return a written text as a voice gets it: expanded and normalised."""
        expanded_text = _PLACEHOLDER.sub(lambda match: self._placeholder_values[match[1]], formal_text(text))
        return _cached_normalise_text(expanded_text, self.script.language)

    def word_counts(self, text: str) -> tuple[int, ...]:
        """Return the number of words of each sentence; a pause, “…”, also ends a sentence."""
        counts = (sum(map(_has_letter, part.split())) for part in _SENTENCE_END.split(self.spoken_text(text)))
        return tuple(count for count in counts if count)

    def sentence_location(self, text: Text, sentence_number: int) -> Location:
        """Return the source location at which a sentence, counted from 1, begins.

        Only normalised text shows where sentences end (not after “e.g.”), so the location is found by
        bisection: the shortest beginning of the text with that many sentences.
        """
        word_ends = [match.end() for match in _WORD.finditer(text.text)]
        index = bisect_left(
            word_ends, sentence_number, key=lambda end: len(self.word_counts(text.text[:end]))
        )
        return _word_locations(text)[index - len(word_ends)]


def _has_letter(word: str) -> bool:
    return any(map(str.isalpha, word))


def _word_locations(text: Text) -> tuple[Location, ...]:
    """Return the source location of each word of a text's lines, including words of a mark."""
    return tuple(
        replace(line.location, column=line.location.column + match.start())
        for line in text.lines
        for match in _WORD.finditer(line.text)
    )
