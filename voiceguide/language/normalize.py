"""Text as it is written → the words as they are said.

What comes out holds letters of its language, spaces, apostrophes and hyphens inside words, and the marks
, . ! ? … only, so no engine is left to read a figure or a sign its own way (one says “twenties” for 20s,
another “ex ten” for x10, and an ellipsis alone is a grunt). Words to be said slower stay *between asterisks*,
which `phrases` takes out.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError
from voiceguide.language.de import GERMAN
from voiceguide.language.en import ENGLISH
from voiceguide.language.normalize_rules import romans, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Location, Problem
    from voiceguide.language.base import Language

LANGUAGES = {"en": ENGLISH, "de": GERMAN}

_KEPT = frozenset(string.digits + "'-—,.!?…;:()[]{}|•·*_\\ ")
_SAME = {
    **dict.fromkeys('“”„‟«»‹›"`', ""),
    **dict.fromkeys("\n\t\r", " "),
    **dict.fromkeys("‘’‚‛ʼ´", "'"),
    **dict.fromkeys("‐‑−", "-"),
    **dict.fromkeys("‒–―", "—"),
    "⁄": "/",
    **dict.fromkeys("º˚", "°"),  # as keyboards have them
}

_ELLIPSIS = re.compile(r"\.\.+")

_STRESS = "\0"
"""Stands for the asterisks of a pair, which the rules let pass, until all others are gone."""

_ENDING_BEHIND = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*('[^\W\d_]+)(?![\w*])")
"""The ending of a word stands inside the pair: *cat*'s."""

_WRITTEN_PAIR = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])")
_PAIR = re.compile(f"{_STRESS}([^{_STRESS}]*){_STRESS}")

_BETWEEN = re.compile(r"\W")
_MARKS = " ,.!?…"
_PAUSE = re.compile(f"[{_MARKS}]+")


def spoken(text: str, language: str = "en") -> str:
    """The words a voice is given for a written text; "" when there are none. Its own output stays as it is.

    Characters that can't be spoken are left out: ask `unspeakable` first. Raises AskedError for a
    language there is no table for.
    """
    speech = tongue(language)
    return text if _is_as_said(text, speech) else _read(text, speech)


def _is_as_said(text: str, speech: Language) -> bool:
    """Whether a text, as most do, holds nothing that `_read` would change; asking takes a twentieth of it."""
    simple, short, odd = _simple(speech)
    if not simple.fullmatch(text) or (_two_capitals(speech).search(text) and odd.search(text)):
        return False
    return short.isdisjoint(_BETWEEN.split(text.lower()))


@cache
def _simple(speech: Language) -> tuple[re.Pattern[str], frozenset[str], re.Pattern[str]]:
    """Words, and single marks between them; which of those may be short for something; and odd capitals."""
    # No group is possessive: before Python 3.11.5 such ones match too much.
    word = rf"{speech.letter}++(?:['-]{speech.letter}++)*"
    simple = re.compile(rf"{word}(?:[,.!?…]? {word})*[.!?…]?")
    tables = (speech.abbreviations, speech.leading, speech.bare_units)
    short = filter(simple.fullmatch, (written.lower() for table in tables for written in table))
    odd = re.compile(f"{_shouted(speech).pattern}|(?i:{romans(speech)})")
    return simple, frozenset(_BETWEEN.split(written)[0] for written in short), odd


@cache
def _two_capitals(speech: Language) -> re.Pattern[str]:
    """Without these nothing is odd: to look for them takes a tenth of looking for that."""
    return re.compile(f"{speech.capital}{{2}}")


@cache
def _shouted(speech: Language) -> re.Pattern[str]:
    """Words in capitals: long ones, and three in a row with a word of four letters among them.

    Voices spell some of them, “PUT” and “BLADES” among them; what is short for something is neither: MRI.
    """
    capital, letter = speech.capital, speech.letter
    word = rf"{capital}+(?:['-]{capital}+)*"
    row = rf"(?=[^.!?…a-z]*{capital}{{4}}){word}(?:,? {word}){{2,}}"
    return re.compile(rf"(?<!{letter})(?:{row}|{capital}{{5,}}(?:['-]{capital}+)*)(?!{letter})")


def _read(text: str, speech: Language) -> str:
    composed = unicodedata.normalize("NFC", text)  # ä may come as a and its dots
    said = "".join(_plain(character, speech) or "" for character in composed)
    said = _ENDING_BEHIND.sub(r"*\1\2*", said)
    said = _WRITTEN_PAIR.sub(rf"{_STRESS}\1{_STRESS}", said)
    said = _ELLIPSIS.sub("…", said)
    for pattern, say in rules(speech):
        said = pattern.sub(say, said)
    for pattern, mark in _tidy(speech):
        said = pattern.sub(mark, said)
    said = _PAIR.sub(_stressed, said)
    said = _PAUSE.sub(_strongest, said).lstrip(_MARKS).rstrip(" ,")
    return _shouted(speech).sub(lambda shout: shout[0].lower(), said)


def plain(spoken: str) -> str:
    """Words in spoken form as people are shown them: without the asterisks of what is said slower."""
    return spoken.replace("*", "")


def unspeakable(text: str, language: str = "en") -> str | None:
    """What in a text no voice can say, to follow “There is …”; None when every word can be said.

    Raises AskedError for a language there is no table for.
    """
    for _, strange in strangers(text, language):
        return strange
    return None if spoken(text, language) else "nothing to say"


def strangers(text: str, language: str = "en") -> Iterator[tuple[int, str]]:
    """Where in a text a character stands that no voice can say, and what it is, to follow “There is …”.

    Of several in a row, such as an emoji of many parts, the first.
    Raises AskedError for a language there is no table for.
    """
    speech = tongue(language)
    strange = False
    for index, character in enumerate(text):
        before, strange = strange, _plain(character, speech) is None
        if strange and not before:
            shown = f"“{character}”, " if character.isprintable() else ""
            name = unicodedata.name(character, "a control character")
            yield index, f"a character that can't be spoken ({shown}U+{ord(character):04X}, {name})"


def unsayable(line: str, place: Location, language: str) -> Iterator[Problem]:
    """A Problem for each of these in a line of a script, which begins at that place."""
    for at, strange in strangers(line, language):
        yield place.further(at).problem(f"This has {strange}.", "Write it in words.")


def tongue(language: str) -> Language:
    """The table of a language, by its code. Raises AskedError when there is none."""
    if language not in LANGUAGES:
        raise AskedError(f"There is no “{language}” to speak; there is: {', '.join(LANGUAGES)}.")
    return LANGUAGES[language]


@cache
def _tidy(speech: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is left of marks after all rules: a comma for each that parts words, a blank for the others."""
    letter = speech.letter
    return tuple(
        (re.compile(pattern), mark)
        for pattern, mark in (
            (r"[;:()\[\]{}|•·—]|--+|(?<= )-(?= )", ","),
            (rf"[*_\\]|(?<!{letter})-|-(?!{letter})", " "),
            (rf"(?<!{letter})'|'(?!{letter})", ""),
        )
    )


def _stressed(pair: re.Match[str]) -> str:
    """The asterisks, tight around the words between them; none where no words are left."""
    words = pair[1].strip(_MARKS)
    if not words:
        return f" {pair[1]} "
    before, _, after = pair[1].partition(words)
    return f"{before} *{words}* {after}"


def _strongest(run: re.Match[str]) -> str:
    """Of several marks between two words, the one with the longest pause; of equals, the first."""
    for marks in ("…", ".!?", ","):
        if found := next((mark for mark in run[0] if mark in marks), ""):
            return f"{found} "
    return " "


@cache
def _plain(character: str, speech: Language) -> str | None:
    """A character in this alphabet, figures, marks and signs, "" for quotes; None if it can't be spoken."""
    kept = _KEPT | speech.signs.keys() | frozenset(speech.alphabet)
    if character in kept:
        return character
    if character in _SAME:
        return _SAME[character]
    if character in speech.letters:
        return speech.letters[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    parts = unicodedata.normalize("NFKD", character)
    said = "".join(_SAME.get(part, part) for part in parts if unicodedata.category(part) != "Mn")  # accents
    if not kept.issuperset(said):
        return None
    return " " * ("/" in said) + said  # so that 1½ is 1 1/2, not 11/2
