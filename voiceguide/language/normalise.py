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

from voiceguide.errors import RequestError
from voiceguide.language.de import GERMAN
from voiceguide.language.en import ENGLISH
from voiceguide.language.normalise_rules import compile_rules, roman_numeral_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Location, Problem
    from voiceguide.language.base import Language

LANGUAGE_TABLES = {"en": ENGLISH, "de": GERMAN}

_COMMON_CHARACTERS = frozenset(string.digits + "'-—,.!?…;:()[]{}|•·*_\\ ")
_EQUIVALENTS = {
    **dict.fromkeys('“”„‟«»‹›"`', ""),
    **dict.fromkeys("\n\t\r", " "),
    **dict.fromkeys("‘’‚‛ʼ´", "'"),
    **dict.fromkeys("‐‑−", "-"),
    **dict.fromkeys("‒–―", "—"),
    "⁄": "/",
    **dict.fromkeys("º˚", "°"),  # as keyboards have them
}

_ELLIPSIS = re.compile(r"\.\.+")

_STRESS_MARK = "\0"
"""Stands for the asterisks of a pair, which the rules let pass, until all others are gone."""

_SUFFIX_AFTER_PAIR = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*('[^\W\d_]+)(?![\w*])")
"""The ending of a word stands inside the pair: *cat*'s."""

_ASTERISK_PAIR = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])")
_STRESS_PAIR = re.compile(f"{_STRESS_MARK}([^{_STRESS_MARK}]*){_STRESS_MARK}")

_NON_WORD = re.compile(r"\W")
_PUNCTUATION = " ,.!?…"
_PUNCTUATION_RUN = re.compile(f"[{_PUNCTUATION}]+")


def normalise_text(text: str, language: str = "en") -> str:
    """The words a voice is given for a written text; "" when there are none. Its own output stays as it is.

    Characters that can't be spoken are left out: ask `unspeakable` first. Raises AskedError for a
    language there is no table for.
    """
    table = language_table(language)
    return text if _is_normalised(text, table) else _apply_rules(text, table)


def _is_normalised(text: str, language: Language) -> bool:
    """Whether a text, as most do, holds nothing that `_read` would change; asking takes a twentieth of it."""
    simple, abbreviations, unusual_capitals = _fast_path_patterns(language)
    if not simple.fullmatch(text) or (
        _two_capitals_pattern(language).search(text) and unusual_capitals.search(text)
    ):
        return False
    return abbreviations.isdisjoint(_NON_WORD.split(text.lower()))


@cache
def _fast_path_patterns(language: Language) -> tuple[re.Pattern[str], frozenset[str], re.Pattern[str]]:
    """Words, and single marks between them; which of those may be short for something; and odd capitals."""
    # No group is possessive: before Python 3.11.5 such ones match too much.
    word = rf"{language.letter_pattern}++(?:['-]{language.letter_pattern}++)*"
    simple = re.compile(rf"{word}(?:[,.!?…]? {word})*[.!?…]?")
    tables = (language.abbreviations, language.leading_abbreviations, language.bare_units)
    abbreviations = filter(simple.fullmatch, (written.lower() for table in tables for written in table))
    unusual_capitals = re.compile(
        f"{_all_caps_pattern(language).pattern}|(?i:{roman_numeral_pattern(language)})"
    )
    return simple, frozenset(_NON_WORD.split(written)[0] for written in abbreviations), unusual_capitals


@cache
def _two_capitals_pattern(language: Language) -> re.Pattern[str]:
    """Without these nothing is odd: to look for them takes a tenth of looking for that."""
    return re.compile(f"{language.uppercase_pattern}{{2}}")


@cache
def _all_caps_pattern(language: Language) -> re.Pattern[str]:
    """Words in capitals: long ones, and three in a row with a word of four letters among them.

    Voices spell some of them, “PUT” and “BLADES” among them; what is short for something is neither: MRI.
    """
    capital, letter = language.uppercase_pattern, language.letter_pattern
    word = rf"{capital}+(?:['-]{capital}+)*"
    row = rf"(?=[^.!?…a-z]*{capital}{{4}}){word}(?:,? {word}){{2,}}"
    return re.compile(rf"(?<!{letter})(?:{row}|{capital}{{5,}}(?:['-]{capital}+)*)(?!{letter})")


def _apply_rules(text: str, language: Language) -> str:
    composed = unicodedata.normalize("NFC", text)  # ä may come as a and its dots
    result = "".join(_normalise_character(character, language) or "" for character in composed)
    result = _SUFFIX_AFTER_PAIR.sub(r"*\1\2*", result)
    result = _ASTERISK_PAIR.sub(rf"{_STRESS_MARK}\1{_STRESS_MARK}", result)
    result = _ELLIPSIS.sub("…", result)
    for pattern, replacement in compile_rules(language):
        result = pattern.sub(replacement, result)
    for pattern, mark in _cleanup_rules(language):
        result = pattern.sub(mark, result)
    result = _STRESS_PAIR.sub(_restore_asterisks, result)
    result = _PUNCTUATION_RUN.sub(_longest_pause_mark, result).lstrip(_PUNCTUATION).rstrip(" ,")
    return _all_caps_pattern(language).sub(lambda shout: shout[0].lower(), result)


def strip_stress(spoken_text: str) -> str:
    """Words in spoken form as people are shown them: without the asterisks of what is said slower."""
    return spoken_text.replace("*", "")


def unspeakable_reason(text: str, language: str = "en") -> str | None:
    """What in a text no voice can say, to follow “There is …”; None when every word can be said.

    Raises AskedError for a language there is no table for.
    """
    for _, description in unspeakable_characters(text, language):
        return description
    return None if normalise_text(text, language) else "nothing to say"


def unspeakable_characters(text: str, language: str = "en") -> Iterator[tuple[int, str]]:
    """Where in a text a character stands that no voice can say, and what it is, to follow “There is …”.

    Of several in a row, such as an emoji of many parts, the first.
    Raises AskedError for a language there is no table for.
    """
    table = language_table(language)
    is_unspeakable = False
    for index, character in enumerate(text):
        was_unspeakable, is_unspeakable = is_unspeakable, _normalise_character(character, table) is None
        if is_unspeakable and not was_unspeakable:
            quoted_character = f"“{character}”, " if character.isprintable() else ""
            name = unicodedata.name(character, "a control character")
            yield (
                index,
                f"a character that can't be spoken ({quoted_character}U+{ord(character):04X}, {name})",
            )


def speakability_problems(line: str, start: Location, language: str) -> Iterator[Problem]:
    """A Problem for each of these in a line of a script, which begins at that place."""
    for index, description in unspeakable_characters(line, language):
        yield start.offset_by(index).problem(f"This has {description}.", "Write it in words.")


def language_table(language: str) -> Language:
    """The table of a language, by its code. Raises AskedError when there is none."""
    if language not in LANGUAGE_TABLES:
        raise RequestError(f"There is no “{language}” to speak; there is: {', '.join(LANGUAGE_TABLES)}.")
    return LANGUAGE_TABLES[language]


@cache
def _cleanup_rules(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is left of marks after all rules: a comma for each that parts words, a blank for the others."""
    letter = language.letter_pattern
    return tuple(
        (re.compile(pattern), mark)
        for pattern, mark in (
            (r"[;:()\[\]{}|•·—]|--+|(?<= )-(?= )", ","),
            (rf"[*_\\]|(?<!{letter})-|-(?!{letter})", " "),
            (rf"(?<!{letter})'|'(?!{letter})", ""),
        )
    )


def _restore_asterisks(pair: re.Match[str]) -> str:
    """The asterisks, tight around the words between them; none where no words are left."""
    words = pair[1].strip(_PUNCTUATION)
    if not words:
        return f" {pair[1]} "
    before, _, after = pair[1].partition(words)
    return f"{before} *{words}* {after}"


def _longest_pause_mark(run: re.Match[str]) -> str:
    """Of several marks between two words, the one with the longest pause; of equals, the first."""
    for marks in ("…", ".!?", ","):
        if strongest := next((mark for mark in run[0] if mark in marks), ""):
            return f"{strongest} "
    return " "


@cache
def _normalise_character(character: str, language: Language) -> str | None:
    """A character in this alphabet, figures, marks and signs, "" for quotes; None if it can't be spoken."""
    allowed = _COMMON_CHARACTERS | language.symbols.keys() | frozenset(language.alphabet)
    if character in allowed:
        return character
    if character in _EQUIVALENTS:
        return _EQUIVALENTS[character]
    if character in language.transliterations:
        return language.transliterations[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    parts = unicodedata.normalize("NFKD", character)
    replacement = "".join(
        _EQUIVALENTS.get(part, part) for part in parts if unicodedata.category(part) != "Mn"
    )  # accents
    if not allowed.issuperset(replacement):
        return None
    return " " * ("/" in replacement) + replacement  # so that 1½ is 1 1/2, not 11/2
