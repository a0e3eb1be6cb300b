"""From what is written to what the voice is given: pronunciations, and *slow* words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide.score.items import Sound

if TYPE_CHECKING:
    from voiceguide.script.model import Saying

Respell = Callable[[str], str]


@lru_cache(maxsize=256)
def respelling(*lists: tuple[Saying, ...]) -> Respell:
    """A function that puts into words what they sound like. A word of a later list wins over an earlier one.

    Whole words only, whatever their capitals; what was put in is not looked at again. Of two words that
    begin alike, the longer one counts: “teres major” before “teres”.
    """
    table = {saying.word.casefold(): saying.said for sayings in lists for saying in sayings}
    if not table:
        return str
    words = sorted(table, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(lambda match: table.get(match[0].casefold(), match[0]), text)


def sounding(text: str, respell: Respell) -> Sound:
    """An author's words as a sound: what people read, and what goes to the voice where the two differ."""
    said = respell(text)
    if said == text and "*" not in text:
        return Sound("speech", text)
    return Sound("speech", text.replace("*", ""), said)
