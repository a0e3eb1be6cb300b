"""Rules that turn numbers, units, abbreviations and symbols into words, applied in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.language.base import any_of
from voiceguide.language.numbers import (
    amount_to_words,
    count_to_words,
    digits_to_words,
    fraction_to_words,
    number_to_words,
    ordinal_to_words,
)

if TYPE_CHECKING:
    from voiceguide.language.base import Normalisation, RuleSpecs

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_NUMBER = r"(?:(?<![\d.])\d+(?:\.\d+)?|(?<!\w)\.\d+)"
"""Pattern of a whole or decimal number. Its lookbehinds prevent a match that begins inside a number."""

_MAX_RATING = 10
"""Largest score that is said as “ten out of ten”. Larger equal numbers are a name: the 90/90 stretch."""

_MARKS_BEFORE, _MARKS_AFTER = r"[.!?…;:]", r"[.!?…,;:—]"
"""Marks before and after an ordinal that is a separate sentence."""

_ROMAN_NUMERALS = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}
"""Roman numerals of two letters or more; one letter is understood as it is: type I."""


@cache
def compile_rules(tables: Normalisation) -> tuple[Rule, ...]:
    """Return the rules of a language in order: each is applied to the result of those before it."""
    return tuple(
        (re.compile(pattern, re.IGNORECASE if ignore_case else 0), replacement)
        for group in (
            _abbreviation_rules,
            _ordinal_rules,
            _time_rules,
            _number_group_rules,
            _amount_rules,
            _measurement_rules,
            _remaining_rules,
        )
        for pattern, ignore_case, replacement in group(tables)
    )


def _abbreviation_rules(tables: Normalisation) -> RuleSpecs:
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


def _ordinal_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for “In der 2. und 3. Runde” and “2. Runde”.

    German nouns begin with a capital, like sentences, so “Zähle bis 10. Runde zwei” must remain two sentences. A
    full stop marks an ordinal after a determiner (der, zum, jede), if a counted noun or a small letter follows;
    and at the start of a sentence, if only a counted noun follows before the next mark. Elsewhere it ends the
    sentence.
    """
    noun_pattern = rf"{any_of(tables.ordinal_nouns)}(?!{tables.letter_pattern})"
    ordinal_pattern = r"\d{1,3}\."
    ordinals_pattern = (
        rf"{ordinal_pattern}(?:(?:,|\s?[-—]|\s{any_of(tables.conjunctions)})\s?{ordinal_pattern})*"
    )

    def say_ordinals(figures: str, ending: str) -> str:
        words = re.sub(r"(\d+)\.", lambda m: ordinal_to_words(m[1], tables) + ending, figures)
        return re.sub(r"\s?[-—]\s?", f" {tables.range_to} ", words)

    yield (
        rf"\b({any_of(tables.ordinal_determiners)})\s({ordinals_pattern})(?=\s(?:(?-i:{tables.lowercase_pattern})|{noun_pattern}))",
        True,
        lambda m: f"{m[1]} {say_ordinals(m[2], tables.ordinal_determiners[m[1].lower()])}",
    )
    yield (
        rf"(?:^|(?<={_MARKS_BEFORE}\s))({ordinals_pattern})(?=\s({noun_pattern})\s?(?:{_MARKS_AFTER}|$))",
        True,
        lambda m: say_ordinals(m[1], tables.ordinal_nouns[m[2].lower()]),
    )


def _time_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for 7:30 am · 1:30 · 1:02:03 · 2:1."""

    def say_clock(m: re.Match[str]) -> str:
        hour, tens, ones, unit = m.groups()
        noun = tables.units[unit.lower()]
        minutes = (
            f"{tables.leading_zero} {number_to_words(ones, tables)}"
            if tens == "0"
            else number_to_words(tens + ones, tables)
        )
        return tables.clock_format.format(
            hour=count_to_words(hour, noun, tables),
            minutes="" if tens == ones == "0" else minutes,
            unit=noun.singular,
        )

    def say_duration(m: re.Match[str]) -> str:
        parts = zip(m.groups(default="0"), tables.hour_minute_second, strict=True)
        words = [amount_to_words(str(int(part)), noun, tables) for part, noun in parts if int(part)]
        return " ".join(words) or amount_to_words("0", tables.hour_minute_second[2], tables)

    yield rf"(?<![\d:]){tables.clock_pattern}\b", True, say_clock
    yield r"(?<![\d:.])(?:(\d{1,4}):)?(\d{1,4}):([0-5]\d)(?![\d:])", False, say_duration
    yield r"(?<=\d):(?=\d)", False, lambda _: f" {tables.ratio_to} "


def _number_group_rules(tables: Normalisation) -> RuleSpecs:
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
    yield rf"(?<!\w)[x×]\s*({_NUMBER})", True, say_times
    yield rf"(?<=\d)(\s?{unit})?\s?[-—]\s?(?=\.?\d)", True, lambda m: f"{m[1] or ''} {tables.range_to} "
    yield (
        rf"(?<!{letter})({letter_number}+)[-—](?={letter_number})",
        False,
        lambda m: f"{m[1]} {tables.range_to} ",
    )
    yield r"(?<![\w)%°])-(?=\.?\d)", False, lambda _: f"{tables.minus} "
    yield rf"(?<={letter})(?=\d)", False, lambda _: " "


def _amount_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for £5 · round 2/3 · 9.5/10 · 1 1/2 h · 3/5 · 90/90."""
    units, unit = tables.units, any_of(tables.units)

    def say_fraction(m: re.Match[str]) -> str:
        whole, numerator, denominator, unit_name = m.groups()
        noun = units[unit_name.strip().lower()] if unit_name else None
        if denominator in tables.fractions and 0 < int(numerator) < int(denominator):
            words = fraction_to_words(whole, numerator, denominator, noun, tables)
        elif numerator == denominator and int(numerator) > _MAX_RATING:
            words = f"{number_to_words(numerator, tables)} {number_to_words(denominator, tables)}"
        else:
            words = " ".join(
                (*([number_to_words(whole, tables)] if whole else []), say_out_of(numerator, denominator))
            )
        return words + (f" {noun.plural if whole else noun.singular}" if noun else "")

    def say_out_of(score: str, total: str) -> str:
        return f"{number_to_words(score, tables)} {tables.out_of} {number_to_words(total, tables)}"

    yield (
        rf"({any_of(tables.currencies)})\s?({_NUMBER})",
        False,
        lambda m: amount_to_words(m[2], tables.currencies[m[1]], tables),
    )
    yield (
        rf"\b({any_of(tables.counter_words)}\s+)(\d+)\s?/\s?(\d+)",
        True,
        lambda m: m[1] + say_out_of(m[2], m[3]),
    )
    yield r"(?<![\d/.])(\d+\.\d+)/(\d+)(?![\d/])", False, lambda m: say_out_of(m[1], m[2])
    half_pattern = rf"(?<![\d/.])(?<!\d\s)1/2\s+({any_of(tables.half_determiners)})\b"
    yield half_pattern, True, lambda m: f"{tables.fractions['2'].singular} {m[1]}"
    yield rf"(?<![\d/.])(?:(\d+)\s+)?(?<!\d)(\d+)/(\d+)(?![\d/])(\s?{unit}(?!\w))?", True, say_fraction


def _measurement_rules(tables: Normalisation) -> RuleSpecs:
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
        rf"({_NUMBER})\s?m(?=\s{any_of(tables.distance_words)}\b)",
        True,
        lambda m: amount_to_words(m[1], tables.metre, tables),
    )
    shared_one = rf"(?:(?<![\w.-])1(\s{any_of(tables.conjunctions)}\s))?"
    abbreviation_stop = rf"(?:\.(?=\s+(?-i:{tables.lowercase_pattern})|\s?[,;:)]))?"
    yield rf"{shared_one}({_NUMBER})(\s?|-)({unit})(?!\w){abbreviation_stop}", True, say_measurement
    yield (
        rf"(?<!\d)(\d+){any_of(tables.ordinal_suffixes)}\b",
        True,
        lambda m: ordinal_to_words(m[1], tables),
    )


def _remaining_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for 30-second · T4 · 1.2.3 · 12 · kg · & · left/right · example.com."""
    bare_units, symbols, letter = tables.bare_units, tables.symbols, tables.letter_pattern

    def say_version(m: re.Match[str]) -> str:
        return f" {tables.version_dot} ".join(number_to_words(part, tables) for part in m[0].split("."))

    yield r"(?<=\d)-(?=\w)|(?<=\w)-(?=\d)", False, lambda _: " "
    yield rf"(?<=\d)(?={letter})", False, lambda _: " "
    yield r"(?<![\d.])\d+(?:\.\d+){2,}", False, say_version
    yield _NUMBER, False, lambda m: number_to_words(m[0], tables)
    yield r"\d+", False, lambda m: f" {number_to_words(m[0], tables)} "
    yield rf"(?<![\w']){any_of(bare_units)}(?![^\W²³])", False, lambda m: bare_units[m[0]]
    yield any_of(symbols), False, lambda m: f" {symbols[m[0]]} "
    yield r"(?<=\w)\.(?=\w)", False, lambda _: f" {tables.dot} "
