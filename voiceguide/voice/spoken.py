"""Text as it is written → the words as they are said.

What comes out holds letters, spaces, apostrophes and hyphens inside words, and the marks , . ! ? … only, so
no engine is left to read a figure or a sign its own way (one says “twenties” for 20s, another “ex ten” for
x10, and an ellipsis alone is a grunt).
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError
from voiceguide.voice.english import ENGLISH
from voiceguide.voice.reading import rules

if TYPE_CHECKING:
    from voiceguide.voice.language import Language

LANGUAGES = {"en": ENGLISH}

_KEPT = frozenset(string.ascii_letters + string.digits + "'-—,.!?…;:()[]{}|•·*_^\\ ")
_SAME = {
    **dict.fromkeys('“”„‟«»‹›"`', ""),
    **dict.fromkeys("\n\t\r", " "),
    **dict.fromkeys("‘’‚‛ʼ´′", "'"),
    **dict.fromkeys("‐‑−", "-"),
    **dict.fromkeys("‒–―", "—"),
    "⁄": "/",
}

_ELLIPSIS = re.compile(r"\.\.+")

_TIDY = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[;:()\[\]{}|•·—]|--+|(?<= )-(?= )", ","),
        (r"[*_^\\]|(?<![A-Za-z])-|-(?![A-Za-z])", " "),
        (r"(?<![A-Za-z])'|'(?![A-Za-z])", ""),
    )
)
_PAUSE = re.compile(r"[ ,.!?…]+")


def spoken(text: str, language: str = "en") -> str:
    """The words a voice is given for a written text; "" when there are none. Its own output stays as it is.

    Characters that can't be spoken are left out: ask `unspeakable` first. Raises AskedError for a
    language there is no table for.
    """
    tongue = _tongue(language)
    said = "".join(_plain(character, tongue) or "" for character in text)
    said = _ELLIPSIS.sub("…", said)
    for pattern, say in rules(tongue):
        said = pattern.sub(say, said)
    for pattern, mark in _TIDY:
        said = pattern.sub(mark, said)
    return _PAUSE.sub(_strongest, said).lstrip(" ,.!?…").rstrip(" ,")


def unspeakable(text: str, language: str = "en") -> str | None:
    """What in a text no voice can say, to follow “There is …”; None when every word can be said.

    Raises AskedError for a language there is no table for.
    """
    tongue = _tongue(language)
    for character in text:
        if _plain(character, tongue) is None:
            shown = f"“{character}”, " if character.isprintable() else ""
            name = unicodedata.name(character, "a control character")
            return f"a character that can't be spoken ({shown}U+{ord(character):04X}, {name})"
    return None if spoken(text, language) else "nothing to say"


def _strongest(run: re.Match[str]) -> str:
    """Of several marks between two words, the one with the longest pause; of equals, the first."""
    for marks in ("…", ".!?", ","):
        if found := next((mark for mark in run[0] if mark in marks), ""):
            return f"{found} "
    return " "


def _tongue(language: str) -> Language:
    if language not in LANGUAGES:
        raise AskedError(f"There is no “{language}” to speak; there is: {', '.join(LANGUAGES)}.")
    return LANGUAGES[language]


@cache
def _plain(character: str, tongue: Language) -> str | None:
    """A character in this alphabet, figures, marks and signs, "" for quotes; None if it can't be spoken."""
    if character in tongue.signs or character in _KEPT:
        return character
    if character in _SAME:
        return _SAME[character]
    if character in tongue.letters:
        return tongue.letters[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    parts = [_SAME.get(part, part) for part in unicodedata.normalize("NFKD", character)]
    parts = [part for part in parts if unicodedata.category(part) != "Mn"]  # accents
    if not all(part in _KEPT or part in tongue.signs for part in parts):
        return None
    return " " * ("/" in parts) + "".join(parts)  # so that 1½ is 1 1/2, not 11/2
