"""Rules for numbers with a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.numbers import amount_to_words, count_to_words, ordinal_to_words
from voiceguide.language.rules.patterns import NUMBER
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    import re

    from voiceguide.language.tables import Normalisation, RuleSpecs


def measurement_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for 1 m away · 1 to 2 kg · 30s · 10-min · 1st."""
    units, unit = tables.units, any_of(tables.units)

    def say_measurement(m: re.Match[str]) -> str:
        conjunction, figures, separator, unit_name = m.groups()
        noun = units[unit_name.lower()]
        if separator == "-" and not tables.has_hyphenated_plural:  # a 10-min walk
            return f"{count_to_words(figures, noun, tables)} {noun.singular}"
        return (f"{tables.uninflected_one}{conjunction}" if conjunction else "") + amount_to_words(
            figures, noun, tables
        )

    yield (
        rf"({NUMBER})\s?m(?=\s{any_of(tables.distance_words)}\b)",
        True,
        lambda m: amount_to_words(m[1], tables.metre, tables),
    )
    shared_one = rf"(?:(?<![\w.-])1(\s{any_of(tables.conjunctions)}\s))?"
    abbreviation_stop = rf"(?:\.(?=\s+(?-i:{tables.lowercase_pattern})|\s?[,;:)]))?"
    yield rf"{shared_one}({NUMBER})(\s?|-)({unit})(?!\w){abbreviation_stop}", True, say_measurement
    yield (
        rf"(?<!\d)(\d+){any_of(tables.ordinal_suffixes)}\b",
        True,
        lambda m: ordinal_to_words(m[1], tables),
    )
