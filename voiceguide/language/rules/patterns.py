"""Patterns that several rules share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation

NUMBER = r"(?:[\d.](?:(?<=\d)(?<![\d.]\d)\d*(?:\.\d+)?|(?<=\.)(?<!\w\.)\d+))"
"""Pattern of a whole or decimal number. Its lookbehinds prevent a match that begins inside a number.

They follow a set of characters, for which a regular expression looks quickly.
"""

RANGE = r"\d(?<![\d.]\d)\d*(?:\s?[-—]\s?\d+)?"
"""Pattern of a whole number or a range of them."""

TIMES_SIGN = "[x×]"


def measure_pattern(tables: Normalisation) -> str:
    """Return a pattern for the units of a language, without the sign for times."""
    return any_of(unit for unit in tables.units if unit not in {"x", "×"})


def sentence_end_pattern(tables: Normalisation) -> str:
    """Return a lookahead whose group matches if a full stop before it may end a sentence too."""
    return rf"(?=(\s+{tables.uppercase_pattern}|\s*$)?)"


def unit_stop_pattern(tables: Normalisation) -> str:
    """Return a pattern for the full stop of an abbreviated unit, where it does not end a sentence, or nothing."""
    described = rf"(?-i:{tables.lowercase_pattern}|{tables.beside_units.described_nouns}(?!\w))"
    shorter = any_of(name for name, noun in tables.units.items() if noun in tables.hour_minute_second)
    return rf"(?:\.(?=\s+(?:{described}|\d{{1,3}}\s?(?:{shorter})(?!\w))|\s?[,;:)]))?"
