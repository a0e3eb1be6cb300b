"""Rules for numbers to dial, which are said figure by figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import digits_to_words
from voiceguide.language.rules.patterns import measure_pattern
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs

_NUMBER_TO_DIAL = re.compile(r"\+?\(?\d+\)?(?:[\s/.-]+\(?\d+\)?)*")

_INTERNATIONAL = r"\+(?=(?:[\s/()-]{0,2}\d){7})\d{1,3}(?:[\s/-]?\(?\d{1,8}\)?){1,6}(?!\d)"
_NORTH_AMERICAN = r"(?<![\w.,-])(?:1[\s-])?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[.-]\d{4}(?!\d)"
_WITH_AREA_CODE = r"(?<![\w.,:-])(?:0\d{1,4}\s?[\s/-]|\(0\d{1,4}\))\s?\d{3,8}(?:[\s-]\d{2,8}){0,4}(?![\d:])"


def phone_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for +44 20 7946 0123 · 555-123-4567 · 020 7946 0123 · call 112 · get help: 112."""

    def say_number(m: re.Match[str]) -> str:
        plus = f"{tables.symbols['+']} " if m[0].startswith("+") else ""
        return plus + ", ".join(digits_to_words(part, tables) for part in re.findall(r"\d+", m[0]))

    def say_numbers(m: re.Match[str]) -> str:
        return _NUMBER_TO_DIAL.sub(say_number, m[0])

    for pattern in (_INTERNATIONAL, _NORTH_AMERICAN, _WITH_AREA_CODE):
        yield "0", pattern, False, say_numbers
    capital = tables.uppercase_pattern
    join = rf"(?:,?\s(?:{any_of(tables.dates.list_words)})\s|,\s|\s\w+\s)"
    number = rf"\d{{3,}}(?:[/-]\d{{2,}}){{0,4}}(?!\d|\s?(?:{measure_pattern(tables)})(?!\w))"
    yield (
        "0",
        (
            rf"\b(?:{any_of(tables.phone_words)})[.:,]*(?:\s(?:{any_of(tables.phone_fillers)}|(?-i:{capital}\w+))[:,]?){{0,3}}\s"
            rf"{number}(?:{join}{number})*"
        ),
        True,
        say_numbers,
    )
    not_counted = rf"(?![\w/]|[-.:,]\d|\s?(?:{measure_pattern(tables)})(?!\w))"
    emergency = rf"(?<![\w.,-])(?:116\s?\d\d\d|[0-2]\d\d|9\d\d){not_counted}"
    yield (
        "0",
        rf"\b(?:{any_of(tables.emergency_words)})(?:(?:\s\w+){{0,3}}\s?[:,])?\s{emergency}(?:{join}{emergency})*",
        True,
        say_numbers,
    )
