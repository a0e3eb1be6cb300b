"""Rules for abbreviations and Roman numerals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.numbers import number_to_words
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs

_ROMAN_NUMERALS = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}
"""Roman numerals of two letters or more; one letter is understood as it is: type I."""


def abbreviation_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for No. 5 · e.g. · w/band · etc. · U.S. · part II."""
    leading, abbreviations, numbered = (
        tables.leading_abbreviations,
        tables.abbreviations,
        tables.number_abbreviations,
    )
    sentence_end = rf"(?=(\s+{tables.uppercase_pattern}|\s*$)?)"  # a full stop may also end the sentence
    yield rf"(?<![\w.])(?<!\d\s)({any_of(numbered)})\s?(?=\d)", False, lambda m: f"{numbered[m[1]]} "
    yield rf"(?<![\w.]){any_of(leading)}(?!\w)", True, lambda m: leading[m[0].lower()]
    slash_abbreviations = any_of(short for short in leading if short[-1] == "/")
    yield rf"(?<![\w.]){slash_abbreviations}(?=\w)", True, lambda m: f"{leading[m[0].lower()]} "
    yield (
        rf"(?<![\w.])({any_of(abbreviations)})(?!\w)(?-i:{sentence_end})",
        True,
        lambda m: abbreviations[m[1].lower()] + ("." if m[1][-1] == "." and m[2] is not None else ""),
    )
    yield (
        rf"(?<![\w.])((?:{tables.letter_pattern}\.){{2,}})(?!\w){sentence_end}",
        False,
        lambda m: " ".join(m[1].split(".")).strip() + ("." if m[2] is not None else ""),
    )
    yield roman_numeral_pattern(tables), True, lambda m: number_to_words(_ROMAN_NUMERALS[m[0]], tables)


def roman_numeral_pattern(tables: Normalisation) -> str:
    """Return a pattern for a Roman numeral after a counter word: part II."""
    after_counter = "|".join(rf"(?<=\b{counter}\s)" for counter in tables.counter_words)
    return rf"(?:{after_counter})(?-i:{any_of(_ROMAN_NUMERALS)})(?!\w)"
