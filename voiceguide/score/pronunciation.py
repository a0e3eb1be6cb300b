"""From written words to the text for the voice: pronunciations, and *slow* words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide.score.items import Sound, SoundKind

if TYPE_CHECKING:
    from voiceguide.script.model import Pronunciation

Respeller = Callable[[str], str]
"""Function that respells the words of a text as they are pronounced."""


@lru_cache(maxsize=256)
def build_respeller(*pronunciation_lists: tuple[Pronunciation, ...]) -> Respeller:
    """Return a function that respells words as they are pronounced. Later lists override earlier ones.

    It replaces whole words, in either case, and does not replace inside a replacement. The longest match
    wins: “teres major” before “teres”.
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


@lru_cache(maxsize=4096)
def speech_sound(text: str, respell: Respeller) -> Sound:
    """Return an author's words as a sound, with the text for the voice where that differs."""
    respelled_text = respell(text)
    if respelled_text == text and "*" not in text:
        return Sound(SoundKind.SPEECH, text)
    return Sound(SoundKind.SPEECH, text.replace("*", ""), respelled_text)
