"""Rules for groups of numbers: thousands, ranges, sets, sequences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import amount_to_words, digits_to_words, number_to_words
from voiceguide.language.rules.patterns import NUMBER
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs


def number_group_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for groups of numbers.

    Call 112 · 10 reps/side · 1,000 · 1 000 · 4-7-8 · 90-90 · 3 x 10 · x10 · 10-15 · T1-T4 · -5 · 2m30s.
    """
    unit, decimal, letter = (
        any_of(tables.units),
        any_of(tables.decimal_separators),
        tables.letter_pattern,
    )
    per_noun, letter_number = any_of(tables.per_nouns), rf"{letter}{{1,2}}\d"

    def say_digits(m: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: digits_to_words(n[0], tables), m[0])

    def say_sequence(m: re.Match[str]) -> str:
        return " ".join(number_to_words(part, tables) for part in re.findall(r"\d+", m[0]))

    def say_times(m: re.Match[str]) -> str:
        return amount_to_words(m[1], tables.units["x"], tables)

    yield rf"\b{any_of(tables.phone_words)}\s+\d{{3,}}(?:\s+\w+\s+\d{{3,}})*", True, say_digits
    yield (
        rf"(\d[^\s/]{{0,9}}(?:\s{letter}+\.?)?)\s?/\s?(?={per_noun}\b)",
        True,
        lambda m: f"{m[1]} {tables.per} ",
    )
    yield (
        rf"(?<=\d)(?:{tables.thousands_separator}(?=\d\d\d(?!\d))|[\s'](?=000(?!\d)))",
        False,
        lambda _: "",
    )
    yield rf"(?<![\w.,])(\d*){decimal}(?=\d+(?!{decimal}?\d))", False, lambda m: f"{m[1]}."
    yield r"(?<![\w-])\d+([-—/])\d+(?:\1\d+)+(?!\d)", False, say_sequence
    yield r"(?<![\w.])(\d\d+)\s?[-—]\s?\1(?![\w/]|[.\s]\d)", False, lambda m: f"{m[1]} {m[1]}"
    yield r"(?<=\d)\s*[x×]\s*(?=\d)", True, lambda _: f" {tables.times} "
    yield rf"(?<!\w)[x×]\s*({NUMBER})", True, say_times
    yield rf"(?<=\d)(\s?{unit})?\s?[-—]\s?(?=\.?\d)", True, lambda m: f"{m[1] or ''} {tables.range_to} "
    yield (
        rf"(?<!{letter})({letter_number}+)[-—](?={letter_number})",
        False,
        lambda m: f"{m[1]} {tables.range_to} ",
    )
    yield r"(?<![\w)%°])-(?=\.?\d)", False, lambda _: f"{tables.minus} "
    yield rf"(?<={letter})(?=\d)", False, lambda _: " "
