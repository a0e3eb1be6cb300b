"""Rules for groups of numbers: thousands, ranges, sets, sequences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import number_to_words
from voiceguide.language.rules.patterns import measure_pattern
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs


def number_group_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for groups of numbers.

    1,000 · 1 000 · 1,5 kg · 4-7-8 · 90-90 · 10-15 · T1-T4 · -5 · 2m30s.
    """
    unit, decimal, letter = (
        any_of(tables.units),
        any_of(tables.decimal_separators),
        tables.letter_pattern,
    )
    letter_number = rf"{letter}{{1,2}}\d"

    def say_sequence(m: re.Match[str]) -> str:
        return " ".join(number_to_words(part, tables) for part in re.findall(r"\d+", m[0]))

    yield (
        "0",
        rf"(?<=\d)(?:{tables.thousands_separator}(?=\d\d\d(?!\d))|[\s'](?=000(?!\d)))",
        False,
        lambda _: "",
    )
    if "," not in tables.decimal_separators:  # a comma is also written before the decimals of a measure
        yield (
            "0,",
            rf"(?<![\w.,])(\d{{1,3}}),(\d|25|75)(?=(?:\s?[-—]\s?\d{{1,3}}(?:[.,]\d{{1,2}})?)?\s?(?:{measure_pattern(tables)})(?!\w))",
            True,
            lambda m: f"{m[1]}.{m[2]}",
        )
    if tables.decimal_separators:
        yield "0", rf"(?<![\w.,])(\d*){decimal}(?=\d+(?!{decimal}?\d))", False, lambda m: f"{m[1]}."
    yield "0", r"(?<![\w-])\d+([-—/])\d+(?:\1\d+)+(?!\d)", False, say_sequence
    yield "0-", r"(?<![\w.])(\d\d+)\s?[-—]\s?\1(?![\w/]|[.\s]\d)", False, lambda m: f"{m[1]} {m[1]}"
    yield "0-", rf"(?<=\d)(\s?{unit})?\s?[-—]\s?(?=\.?\d)", True, lambda m: f"{m[1] or ''} {tables.range_to} "
    yield (
        "0-",
        rf"(?<!{letter})({letter_number}+)[-—](?={letter_number})",
        False,
        lambda m: f"{m[1]} {tables.range_to} ",
    )
    yield "0-", r"(?<![\w)%°])-(?=\.?\d)", False, lambda _: f"{tables.minus} "
    yield "0", rf"(?<={letter})(?=\d)", False, lambda _: " "
