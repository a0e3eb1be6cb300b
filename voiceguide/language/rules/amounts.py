"""Rules for money, fractions and ratings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import amount_to_words, fraction_to_words, number_to_words
from voiceguide.language.rules.patterns import NUMBER, unit_stop_pattern
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs

_MAX_RATING = 10
"""Largest score that is said as “ten out of ten”. Larger equal numbers are a name: the 90/90 stretch."""

_LONGEST_ARTICLE = 10
"""Characters that hold the article before a number."""

_LONGEST_WORD = 20
"""Characters that hold the word after a number and its unit, or enough of it."""


def amount_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for £5 · round 2/3 · 9.5/10 · 1 1/2 h · 3/5 · 90/90."""
    units, unit = tables.units, any_of(tables.units)

    def say_fraction(m: re.Match[str]) -> str:
        whole, numerator, denominator, unit_name = m.groups()
        noun = units[unit_name.strip().lower()] if unit_name else None
        if denominator in tables.fractions and 0 < int(numerator) < int(denominator):
            words = fraction_to_words(whole, numerator, denominator, noun, tables)
        elif numerator == denominator and int(numerator) > _MAX_RATING:
            words = f"{number_to_words(numerator, tables)} {number_to_words(denominator, tables)}"
        elif int(numerator) > int(denominator) >= _MAX_RATING:  # work and rest, in seconds
            words = f"{number_to_words(numerator, tables)}, {number_to_words(denominator, tables)}"
        else:
            words = " ".join(
                (*([number_to_words(whole, tables)] if whole else []), say_out_of(numerator, denominator))
            )
        is_plural = whole and not _is_described(m, tables)
        return words + (f" {noun.plural if is_plural else noun.singular}" if noun else "")

    def say_out_of(score: str, total: str) -> str:
        return f"{number_to_words(score, tables)} {tables.out_of} {number_to_words(total, tables)}"

    yield (
        "0",
        rf"({any_of(tables.currencies)})\s?({NUMBER})",
        False,
        lambda m: amount_to_words(m[2], tables.currencies[m[1]], tables),
    )
    yield (
        "0/",
        rf"\b({any_of(tables.counter_words)}\s+)(\d+)\s?/\s?(\d+)",
        True,
        lambda m: m[1] + say_out_of(m[2], m[3]),
    )
    yield "0/", r"(?<![\d/.])(\d+\.\d+)/(\d+)(?![\d/])", False, lambda m: say_out_of(m[1], m[2])
    half_pattern = rf"(?<![\d/.])(?<!\d\s)1/2\s+({any_of(tables.half_determiners)})\b"
    yield "0/", half_pattern, True, lambda m: f"{tables.fractions['2'].singular} {m[1]}"
    yield (
        "0/",
        rf"(?<![\d/.])(?:(\d+)\s+)?(?<!\d)(\d+)/(\d+)(?![\d/])(\s?{unit}(?!\w))?{unit_stop_pattern(tables)}",
        True,
        say_fraction,
    )


def _is_described(m: re.Match[str], tables: Normalisation) -> bool:
    """Return whether a fraction of a unit stands between an article and a noun: a 1 1/2 lb weight."""
    beside, before = tables.beside_units, m.string[max(0, m.start() - _LONGEST_ARTICLE) : m.start()]
    noun = rf"\s(?!{any_of(beside.function_words)}\b){tables.lowercase_pattern}"
    has_article = re.search(rf"(?i:\b{any_of(beside.articles)})\s$", before)
    return has_article is not None and re.match(noun, m.string[m.end() : m.end() + _LONGEST_WORD]) is not None
