"""From what is written to what the voice is given: pronunciations, and *slow* words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide.score.items import Sound

if TYPE_CHECKING:
    from voiceguide.script.model import Pronunciation

Respeller = Callable[[str], str]


@lru_cache(maxsize=256)
def build_respeller(*pronunciation_lists: tuple[Pronunciation, ...]) -> Respeller:
    """A function that puts into words what they sound like. A word of a later list wins over an earlier one.

    Whole words only, whatever their capitals; what was put in is not looked at again. Of two words that
    begin alike, the longer one counts: “teres major” before “teres”.
    """
    replacements = {
        pronunciation.word.casefold(): pronunciation.respelling
        for pronunciations in pronunciation_lists
        for pronunciation in pronunciations
    }
    if not replacements:
        return str
    words = sorted(replacements, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(lambda match: replacements.get(match[0].casefold(), match[0]), text)


def speech_sound(text: str, respell: Respeller) -> Sound:
    """An author's words as a sound: what people read, and what goes to the voice where the two differ."""
    respelled_text = respell(text)
    if respelled_text == text and "*" not in text:
        return Sound("speech", text)
    return Sound("speech", text.replace("*", ""), respelled_text)
