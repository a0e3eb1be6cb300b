"""Text normalisation: written text → the words that a voice receives.

The result contains only letters of its language, spaces, apostrophes and hyphens inside words, and the marks
; , . ! ? … So no engine reads a figure or a symbol its own way: one says “twenties” for 20s, another “ex ten” for
x10, and an ellipsis alone is a grunt. Words to be said slower stay *between asterisks*, which
`phrases.split_into_phrases` removes.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.language import find_language
from voiceguide.language.rules import compile_rules, compile_word_rules, find_signs
from voiceguide.language.rules.abbreviations import roman_numeral_pattern
from voiceguide.language.rules.days import weekday_pattern
from voiceguide.language.rules.signs import mark_primes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.language.tables import Normalisation

_COMMON_CHARACTERS = frozenset(string.digits + "'-—,.!?…;:()[]{}|•·*_\\ ")
_EQUIVALENTS = {
    **dict.fromkeys('“”„‟«»‹›"`™®©℠', ""),
    **dict.fromkeys("\n\t\r", " "),
    **dict.fromkeys("‘’‚‛ʼ´", "'"),
    **dict.fromkeys("‐‑−", "-"),
    **dict.fromkeys("‒–―", "—"),
    **dict.fromkeys("●◦‣▪■□►", "•"),
    "⁄": "/",
    **dict.fromkeys("º˚", "°"),  # typed in place of the degree sign
}

_ELLIPSIS = re.compile(r"\.\.+")

_STRESS_MARK = "\0"
"""Replacement for the asterisks of a pair, which no rule changes, until all other asterisks are removed."""

_SUFFIX_AFTER_PAIR = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*('[^\W\d_]+)(?![\w*])")
"""Suffix after a pair, which is moved inside it: *cat*'s."""

_ASTERISK_PAIR = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])")
_STRESS_PAIR = re.compile(f"{_STRESS_MARK}([^{_STRESS_MARK}]*){_STRESS_MARK}")

_QUOTES = frozenset("'’′‘\"“”„″")

_MAX_PASSES = 8
"""Limit of times that the rules are applied: once for almost all texts, since a later rule seldom makes what an
earlier one reads, as in “EA1”, “EA one”, “each one”."""

_MARKS_TO_BLANKS = str.maketrans(dict.fromkeys(",;.!?…'-", " "))
"""Translation of the marks that a text for the quick test may have: quicker than to split at what is no word."""

_NON_WORD = re.compile(r"\W")
_WORD_WITH_STOP = re.compile(r"(\w+)\.")
_BLANKS = re.compile(" {2,}")
_PUNCTUATION = " ,;.!?…"
_PUNCTUATION_RUN = re.compile(rf"(?<![{_PUNCTUATION}])(?![,;.!?…]? (?![{_PUNCTUATION}]))[{_PUNCTUATION}]+")
"""Run of marks and blanks, other than one blank, or one mark and a blank."""


def normalise_text(text: str, language: str = "en") -> str:
    """Return the words that a voice receives for a written text, "" if there are none. Idempotent.

    Characters that cannot be spoken are omitted; `unspeakable_reason` finds them. Raise RequestError if there is
    no such language.
    """
    tables = find_language(language).normalisation
    for _ in range(_MAX_PASSES):
        if _is_normalised(text, tables):
            return text
        before, text = text, _apply_rules(text, tables)
        if text == before:
            break
    return text


def _is_normalised(text: str, tables: Normalisation) -> bool:
    """Return whether `_apply_rules`, 20 times as slow as this test, would leave a text unchanged, as it does most."""
    simple, abbreviations, unusual_capitals = _fast_path_patterns(tables)
    if not simple.fullmatch(text) or (
        _capitals_pattern(tables).search(text) and unusual_capitals.search(text)
    ):
        return False
    return abbreviations.isdisjoint(text.lower().translate(_MARKS_TO_BLANKS).split())


@cache
def _fast_path_patterns(tables: Normalisation) -> tuple[re.Pattern[str], frozenset[str], re.Pattern[str]]:
    """Return a pattern for words with single marks between them, their abbreviations, and a pattern for capitals.

    The abbreviations are one word of each of those that the first pattern matches. The last pattern matches words
    in capitals, Roman numerals and weekdays.
    """
    # Only single characters are repeated possessively: groups match too much before Python 3.11.5.
    word = rf"{tables.letter_pattern}++(?:['-]{tables.letter_pattern}++)*"
    simple = re.compile(rf"{word}(?:[,;.!?…]? {word})*[.!?…]?")
    abbreviation_tables: tuple[Mapping[str, object], ...] = (
        *(tables.abbreviations, tables.leading_abbreviations, tables.title_abbreviations),
        *(
            tables.inner_abbreviations,
            tables.exact_abbreviations,
            tables.bare_units,
            tables.sides.sides,
            tables.dates.months,
        ),
    )
    abbreviations = filter(
        simple.fullmatch, (written.lower() for table in abbreviation_tables for written in table)
    )
    unusual_capitals = re.compile(
        rf"{_all_caps_pattern(tables).pattern}|{roman_numeral_pattern(tables)}|{weekday_pattern(tables)}"
    )
    return simple, frozenset(map(_rarest_word, abbreviations)), unusual_capitals


def _rarest_word(abbreviation: str) -> str:
    """Return the longest word of an abbreviation with a full stop, else its first: the str of “and str.”.

    The last in the alphabet of equals is rarest: not the a of “a. d. Wand”.
    """
    return (
        max(_WORD_WITH_STOP.findall(abbreviation), key=lambda word: (len(word), word), default="")
        or (_NON_WORD.split(abbreviation)[0])
    )


@cache
def _capitals_pattern(tables: Normalisation) -> re.Pattern[str]:
    """Return a pattern for capitals to look at: a test before the patterns for them, which take 10 times as long.

    It begins with one set of characters, for which a regular expression looks quickly.
    """
    weekdays = "|".join(
        rf"(?<=\b{re.escape(day[0])}){re.escape(day[1:])}(?!\w)" for day in tables.dates.weekdays
    )
    capital = tables.uppercase_pattern
    return re.compile(rf"{capital}(?:{capital}|(?<= [IVX])(?!\w)|{weekdays or '(?!)'})")


@cache
def _all_caps_pattern(tables: Normalisation) -> re.Pattern[str]:
    """Return a pattern for words in capitals: one of five letters, or three words with one of four among them.

    Voices spell some of them, such as “PUT” and “BLADES”. Abbreviations such as MRI are not matched.
    """
    capital, letter = tables.uppercase_pattern, tables.letter_pattern
    word = rf"{capital}+(?:['-]{capital}+)*"
    row = rf"(?=[^.!?…a-z]{{0,300}}{capital}{{4}}){word}(?:,? {word}){{2,}}"
    return re.compile(rf"(?<!{letter})(?:{row}|{capital}{{5,}}(?:['-]{capital}+)*)(?!{letter})")


def _apply_rules(text: str, tables: Normalisation) -> str:
    """Apply all rules to a text."""
    composed = unicodedata.normalize("NFC", text)  # ä may be an a and a combining diaeresis
    if not _QUOTES.isdisjoint(composed):
        composed = mark_primes(composed)
    result = _unusual_character(tables).sub(
        lambda character: _normalise_character(character[0], tables) or "", composed
    )
    if "*" in result:
        result = _SUFFIX_AFTER_PAIR.sub(r"*\1\2*", result)
        result = _ASTERISK_PAIR.sub(rf"{_STRESS_MARK}\1{_STRESS_MARK}", result)
    if ".." in result:
        result = _ELLIPSIS.sub("…", result)
    for pattern, replacement in compile_rules(tables, find_signs(result)):
        result = pattern.sub(replacement, result)
    for characters, pattern, mark in _cleanup_rules(tables):
        if not characters.isdisjoint(result):
            result = pattern.sub(mark, result)
    if _STRESS_MARK in result:
        result = _STRESS_PAIR.sub(_restore_asterisks, result)
    if "  " in result:
        result = _BLANKS.sub(" ", result)
    result = _PUNCTUATION_RUN.sub(_longest_pause_mark, result).lstrip(_PUNCTUATION).rstrip(" ,;")
    for pattern, replacement in compile_word_rules(tables):
        result = pattern.sub(replacement, result)
    return _all_caps_pattern(tables).sub(lambda shout: shout[0].lower(), result)


def strip_stress(spoken_text: str) -> str:
    """Return normalised text without the asterisks around words that are said slower."""
    return spoken_text.replace("*", "")


def unspeakable_reason(text: str, language: str = "en") -> str | None:
    """Return the first thing in a text that no voice can say, to follow “There is …”; None if there is none.

    Raise RequestError if there is no such language.
    """
    for _, description in unspeakable_characters(text, language):
        return description
    return None if normalise_text(text, language) else "nothing to say"


def unspeakable_characters(text: str, language: str = "en") -> Iterator[tuple[int, str]]:
    """Yield the index and a description, to follow “There is …”, of each character that no voice can say.

    Of several in a row, such as an emoji of many parts, only the first is yielded. Raise RequestError if there is
    no such language.
    """
    tables = find_language(language).normalisation
    is_unspeakable = False
    for index, character in enumerate(text):
        was_unspeakable, is_unspeakable = is_unspeakable, _normalise_character(character, tables) is None
        if is_unspeakable and not was_unspeakable:
            quoted_character = f"“{character}”, " if character.isprintable() else ""
            name = unicodedata.name(character, "a control character")
            yield (
                index,
                f"a character that can't be spoken ({quoted_character}U+{ord(character):04X}, {name})",
            )


@cache
def _unusual_character(tables: Normalisation) -> re.Pattern[str]:
    """Return a pattern for characters that `_normalise_character` may change."""
    return re.compile(f"[^{re.escape(''.join(sorted(_allowed_characters(tables))))}]")


@cache
def _cleanup_rules(tables: Normalisation) -> tuple[tuple[frozenset[str], re.Pattern[str], str], ...]:
    """Return characters, patterns with one of them, and replacements: a comma, a space or nothing.

    They are for the marks that remain after all rules.
    """
    letter = tables.letter_pattern
    return tuple(
        (frozenset(characters), re.compile(pattern), mark)
        for characters, pattern, mark in (
            (":", r":", ";"),
            ("()[]{}|•·—-", r"[()\[\]{}|•·—]|--+|(?<= )-(?= )", ","),
            (r"*_\-", rf"[*_\\]|(?<!{letter})-|-(?!{letter})", " "),
            ("'", rf"(?<!{letter})'|'(?!{letter})", ""),
        )
    )


def _restore_asterisks(pair: re.Match[str]) -> str:
    """Put the asterisks of a pair tight around its words; omit them if no words are left."""
    words = pair[1].strip(_PUNCTUATION)
    if not words:
        return f" {pair[1]} "
    before, _, after = pair[1].partition(words)
    return f"{before} *{words}* {after}"


def _longest_pause_mark(run: re.Match[str]) -> str:
    """Return the mark with the longest pause among those between two words, the first of equals.

    Ellipses all stay, since each is a second.
    """
    if ellipses := run[0].count("…"):
        return f"{'…' * ellipses} "
    for marks in ("!?", ".", ";", ","):
        if strongest := next((mark for mark in run[0] if mark in marks), ""):
            return f"{strongest} "
    return " "


@cache
def _normalise_character(character: str, tables: Normalisation) -> str | None:
    """Return a character in letters of the alphabet, figures, marks and symbols; None if it cannot be spoken.

    Quotation marks become "".
    """
    allowed = _allowed_characters(tables)
    if character in allowed:
        return character
    if character in _EQUIVALENTS:
        return _EQUIVALENTS[character]
    if character in tables.transliterations:
        return tables.transliterations[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    parts = unicodedata.normalize("NFKD", character)
    replacement = "".join(
        _EQUIVALENTS.get(part, part) for part in parts if unicodedata.category(part) != "Mn"
    )  # without accents
    if not allowed.issuperset(replacement):
        return None
    return " " * ("/" in replacement) + replacement  # so that 1½ is 1 1/2, not 11/2


@cache
def _allowed_characters(tables: Normalisation) -> frozenset[str]:
    """Return the characters that the rules of a language take as they are."""
    return _COMMON_CHARACTERS | tables.symbols.keys() | frozenset(tables.alphabet)
