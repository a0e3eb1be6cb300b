"""Rules for fractions of something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.numbers import fraction_to_words, number_to_words
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    import re

    from voiceguide.language.tables import Normalisation, RuleSpecs

_ALONE = r"(?<![\d/.-])(?<!\d\s)"
"""Lookbehinds before a fraction without a whole number."""


def fraction_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for 1-1/2 · 4/5 of · a 1/4 turn · 1/2 hour."""
    fractions = tables.fractions
    yield (
        "0/-",
        rf"(?<![\w/.-])(\d+)-(?=(\d)/({any_of(fractions)})(?![\d/]))",
        False,
        lambda m: f"{m[1]} " if int(m[2]) < int(m[3]) else m[0],
    )

    def say_part(m: re.Match[str]) -> str:
        numerator, denominator = m.groups()
        noun = tables.part_fractions[denominator]
        if not 0 < int(numerator) < int(denominator):
            return m[0]
        is_single = int(numerator) == 1
        count = noun.article if is_single and noun.article else number_to_words(numerator, tables)
        return f"{count} {noun.singular if is_single else noun.plural}"

    yield (
        "0/",
        rf"{_ALONE}(\d{{1,2}})/({any_of(tables.part_fractions)})(?=\s(?:{any_of(tables.part_words)})\b)",
        True,
        say_part,
    )
    yield from _beside_noun_rules(tables)


def _beside_noun_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for a 1/4 turn · 1/2 hour."""
    fractions = tables.fractions

    def say_described(m: re.Match[str]) -> str:
        article, numerator, denominator, unit = m.groups()
        if not 0 < int(numerator) < int(denominator):
            return m[0]
        words = number_to_words(numerator, tables) + " " if numerator != "1" else ""
        noun = f" {tables.units[unit.strip()].singular}" if unit else ""
        return f"{article} {words}{fractions[denominator].singular}{noun}"

    def say_of_unit(m: re.Match[str]) -> str:
        numerator, denominator, unit = m.groups()
        if not 0 < int(numerator) < int(denominator):
            return m[0]
        noun = tables.units[unit.lower()].singular
        article = next(article for start, article in tables.unit_articles if noun.startswith(start))
        template = tables.half_of_unit if denominator == "2" else tables.fraction_of_unit
        words = fraction_to_words(None, numerator, denominator, None, tables)
        return template.format(fraction=words, article=article, unit=noun)

    yield (
        "0/",
        (
            rf"\b({any_of(tables.fraction_articles)})\s(\d)/({any_of(fractions)})(?:(\s?[″′])|(?=[\s-]{tables.letter_pattern}))"
            rf"(?!\s(?:{any_of(tables.part_words)})\b)"
        ),
        True,
        say_described,
    )
    if tables.unit_articles:
        unit = any_of(unit for unit in tables.units if (unit.isalpha() or unit in "′″") and unit != "x")
        yield "0/", rf"{_ALONE}(\d)/({any_of(fractions)})\s({unit})(?!\w)", True, say_of_unit
