"""Sentences as the ear counts them: how many words each has when it is spoken, and where it begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from voiceguide.language import wording
from voiceguide.language.normalize import spoken
from voiceguide.script.model import Session

if TYPE_CHECKING:
    from voiceguide.errors import Location
    from voiceguide.script.model import Technique, Words

_BRACES = re.compile(r"\{ *([^{}]*?) *\}")
_END = re.compile(r"[.!?…]")
_WORD = re.compile(r"[^\s()]\S*")
_spoken = lru_cache(maxsize=4096)(spoken)


@dataclass(frozen=True)
class Ear:
    """Listens to the words of one script, names in braces filled as they usually are."""

    script: Technique | Session

    @cached_property
    def _names(self) -> dict[str, str]:
        words_for = wording.WORDINGS[self.script.language]
        values = () if isinstance(self.script, Session) else self.script.values
        return {
            **dict.fromkeys(("length", "minutes"), f"10 {words_for.minute[1]}"),
            **dict.fromkeys(("round", "rounds"), "2"),
            "side": words_for.sides["left"],
            "other side": words_for.sides["right"],
            **{value.name: wording.amount(value.default, value.unit, words_for) for value in values},
        }

    def hears(self, text: str) -> str:
        """A written text as a voice is given it."""
        filled = _BRACES.sub(lambda match: self._names[match[1]], text)
        return _spoken(filled, self.script.language)

    def sentences(self, text: str) -> tuple[int, ...]:
        """How many words each sentence of a text has; a pause, “…”, ends one too."""
        counts = (sum(map(_has_a_letter, part.split())) for part in _END.split(self.hears(text)))
        return tuple(count for count in counts if count)

    def begins(self, words: Words, number: int) -> Location:
        """Where that sentence begins in the source; they are counted from 1.

        What ends a sentence is known only once it is spoken (“e.g.” does not), so that the shortest text
        with as many of them is sought.
        """
        ends = [match.end() for match in _WORD.finditer(words.text)]
        first = bisect_left(ends, number, key=lambda end: len(self.sentences(words.text[:end])))
        return _places(words)[first - len(ends)]


def _has_a_letter(word: str) -> bool:
    return any(map(str.isalpha, word))


def _places(words: Words) -> tuple[Location, ...]:
    """Where each word in their lines stands, a mark's own among them."""
    return tuple(
        replace(line.place, column=line.place.column + match.start())
        for line in words.lines
        for match in _WORD.finditer(line.text)
    )
