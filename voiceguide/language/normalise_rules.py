"""How figures, units, abbreviations and signs are read: one short rule each, applied in order."""

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
from voiceguide.language.ordinals import ordinal_rules

if TYPE_CHECKING:
    from voiceguide.language.base import Language, RuleSpecs

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_NUMBER = r"(?:(?<![\d.])\d+(?:\.\d+)?|(?<!\w)\.\d+)"
"""A whole number. Patterns that begin with figures look behind, so that none starts inside one."""

_MAX_RATING = 10
"""10/10 are all marks there are; from there on the same twice is no part of anything: the 90/90 stretch."""

_ROMAN_NUMERALS = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}
"""Those of one letter are letters as well, and are understood as such: type I."""


@cache
def compile_rules(language: Language) -> tuple[Rule, ...]:
    """What to look for, and what to say for it. Later rules see what earlier ones said."""
    return tuple(
        (re.compile(pattern, re.IGNORECASE if ignore_case else 0), replacement)
        for group in (
            _abbreviation_rules,
            ordinal_rules,
            _time_rules,
            _number_group_rules,
            _amount_rules,
            _remaining_rules,
        )
        for pattern, ignore_case, replacement in group(language)
    )


def _abbreviation_rules(language: Language) -> RuleSpecs:
    """No. 5 · e.g. · w/band · etc. · U.S. · part II."""
    leading, abbreviations, numbered = (
        language.leading_abbreviations,
        language.abbreviations,
        language.number_abbreviations,
    )
    sentence_end = rf"(?=(\s+{language.uppercase_pattern}|\s*$)?)"  # a full stop may end the sentence as well
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
        rf"(?<![\w.])((?:{language.letter_pattern}\.){{2,}})(?!\w){sentence_end}",
        False,
        lambda m: " ".join(m[1].split(".")).strip() + ("." if m[2] is not None else ""),
    )
    yield roman_numeral_pattern(language), True, lambda m: number_to_words(_ROMAN_NUMERALS[m[0]], language)


def roman_numeral_pattern(language: Language) -> str:
    """A pattern for the Roman numeral behind what is counted: part II, but never a word or a name."""
    after_counter = "|".join(rf"(?<=\b{counter}\s)" for counter in language.counter_words)
    return rf"(?:{after_counter})(?-i:{any_of(_ROMAN_NUMERALS)})(?!\w)"


def _time_rules(language: Language) -> RuleSpecs:
    """7:30 am · 1:30 · 1:02:03 · 2:1."""

    def say_clock(m: re.Match[str]) -> str:
        hour, tens, ones, unit = m.groups()
        noun = language.units[unit.lower()]
        minutes = (
            f"{language.leading_zero} {number_to_words(ones, language)}"
            if tens == "0"
            else number_to_words(tens + ones, language)
        )
        return language.clock_format.format(
            hour=count_to_words(hour, noun, language),
            minutes="" if tens == ones == "0" else minutes,
            unit=noun.singular,
        )

    def say_duration(m: re.Match[str]) -> str:
        parts = zip(m.groups(default="0"), language.hour_minute_second, strict=True)
        words = [amount_to_words(str(int(part)), noun, language) for part, noun in parts if int(part)]
        return " ".join(words) or amount_to_words("0", language.hour_minute_second[2], language)

    yield rf"(?<![\d:]){language.clock_pattern}\b", True, say_clock
    yield r"(?<![\d:.])(?:(\d{1,4}):)?(\d{1,4}):([0-5]\d)(?![\d:])", False, say_duration
    yield r"(?<=\d):(?=\d)", False, lambda _: f" {language.ratio_to} "


def _number_group_rules(language: Language) -> RuleSpecs:
    """Call 112 · 10 reps/side · 1,000 · 1 000 · 4-7-8 · 90-90 · 3 x 10 · x10 · 10-15 · T1-T4 · -5 · 2m30s."""
    unit, decimal, letter = (
        any_of(language.units),
        any_of(language.decimal_separators),
        language.letter_pattern,
    )
    per_noun, letter_number = any_of(language.per_nouns), rf"{letter}{{1,2}}\d"

    def say_digits(m: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: digits_to_words(n[0], language), m[0])

    def say_sequence(m: re.Match[str]) -> str:
        return " ".join(number_to_words(part, language) for part in re.findall(r"\d+", m[0]))

    def say_times(m: re.Match[str]) -> str:
        return amount_to_words(m[1], language.units["x"], language)

    yield rf"\b{any_of(language.phone_words)}\s+\d{{3,}}(?:\s+\w+\s+\d{{3,}})*", True, say_digits
    yield (
        rf"(\d[^\s/]{{0,9}}(?:\s{letter}+\.?)?)\s?/\s?(?={per_noun}\b)",
        True,
        lambda m: f"{m[1]} {language.per} ",
    )
    yield (
        rf"(?<=\d)(?:{language.thousands_separator}(?=\d\d\d(?!\d))|[\s'](?=000(?!\d)))",
        False,
        lambda _: "",
    )
    yield rf"(?<![\w.,])(\d*){decimal}(?=\d+(?!{decimal}?\d))", False, lambda m: f"{m[1]}."
    yield r"(?<![\w-])\d+([-—/])\d+(?:\1\d+)+(?!\d)", False, say_sequence
    yield r"(?<![\w.])(\d\d+)\s?[-—]\s?\1(?![\w/]|[.\s]\d)", False, lambda m: f"{m[1]} {m[1]}"
    yield r"(?<=\d)\s*[x×]\s*(?=\d)", True, lambda _: f" {language.times} "
    yield rf"(?<!\w)[x×]\s*({_NUMBER})", True, say_times
    yield rf"(?<=\d)(\s?{unit})?\s?[-—]\s?(?=\.?\d)", True, lambda m: f"{m[1] or ''} {language.range_to} "
    yield (
        rf"(?<!{letter})({letter_number}+)[-—](?={letter_number})",
        False,
        lambda m: f"{m[1]} {language.range_to} ",
    )
    yield r"(?<![\w)%°])-(?=\.?\d)", False, lambda _: f"{language.minus} "
    yield rf"(?<={letter})(?=\d)", False, lambda _: " "


def _amount_rules(language: Language) -> RuleSpecs:
    """£5 · round 2/3 · 9.5/10 · 1 1/2 h · 3/5 · 90/90 · 1 m away · 1 to 2 kg · 30s · 1st."""
    units, unit = language.units, any_of(language.units)

    def say_fraction(m: re.Match[str]) -> str:
        whole, numerator, denominator, unit_name = m.groups()
        noun = units[unit_name.strip().lower()] if unit_name else None
        if denominator in language.fractions and 0 < int(numerator) < int(denominator):
            words = fraction_to_words(whole, numerator, denominator, noun, language)
        elif numerator == denominator and int(numerator) > _MAX_RATING:
            words = f"{number_to_words(numerator, language)} {number_to_words(denominator, language)}"
        else:
            words = " ".join(
                (*([number_to_words(whole, language)] if whole else []), say_out_of(numerator, denominator))
            )
        return words + (f" {noun.plural if whole else noun.singular}" if noun else "")

    def say_out_of(score: str, total: str) -> str:
        return f"{number_to_words(score, language)} {language.out_of} {number_to_words(total, language)}"

    def say_measurement(m: re.Match[str]) -> str:
        conjunction, figures, separator, unit_name = m.groups()
        noun = units[unit_name.lower()]
        if separator == "-" and not language.has_hyphenated_plural:  # a 10-min walk
            return f"{count_to_words(figures, noun, language)} {noun.singular}"
        return (f"{language.uninflected_one}{conjunction}" if conjunction else "") + amount_to_words(
            figures, noun, language
        )

    yield (
        rf"({any_of(language.currencies)})\s?({_NUMBER})",
        False,
        lambda m: amount_to_words(m[2], language.currencies[m[1]], language),
    )
    yield (
        rf"\b({any_of(language.counter_words)}\s+)(\d+)\s?/\s?(\d+)",
        True,
        lambda m: m[1] + say_out_of(m[2], m[3]),
    )
    yield r"(?<![\d/.])(\d+\.\d+)/(\d+)(?![\d/])", False, lambda m: say_out_of(m[1], m[2])
    half_pattern = rf"(?<![\d/.])(?<!\d\s)1/2\s+({any_of(language.half_determiners)})\b"
    yield half_pattern, True, lambda m: f"{language.fractions['2'].singular} {m[1]}"
    yield rf"(?<![\d/.])(?:(\d+)\s+)?(?<!\d)(\d+)/(\d+)(?![\d/])(\s?{unit}(?!\w))?", True, say_fraction
    yield (
        rf"({_NUMBER})\s?m(?=\s{any_of(language.distance_words)}\b)",
        True,
        lambda m: amount_to_words(m[1], language.metre, language),
    )
    shared_one = rf"(?:(?<![\w.-])1(\s{any_of(language.conjunctions)}\s))?"
    abbreviation_stop = rf"(?:\.(?=\s+(?-i:{language.lowercase_pattern})|\s?[,;:)]))?"
    yield rf"{shared_one}({_NUMBER})(\s?|-)({unit})(?!\w){abbreviation_stop}", True, say_measurement
    yield (
        rf"(?<!\d)(\d+){any_of(language.ordinal_suffixes)}\b",
        True,
        lambda m: ordinal_to_words(m[1], language),
    )


def _remaining_rules(language: Language) -> RuleSpecs:
    """30-second · T4 · 1.2.3 · 12 · kg · & · left/right · example.com."""
    bare_units, symbols, letter = language.bare_units, language.symbols, language.letter_pattern

    def say_version(m: re.Match[str]) -> str:
        return f" {language.version_dot} ".join(number_to_words(part, language) for part in m[0].split("."))

    yield r"(?<=\d)-(?=\w)|(?<=\w)-(?=\d)", False, lambda _: " "
    yield rf"(?<=\d)(?={letter})", False, lambda _: " "
    yield r"(?<![\d.])\d+(?:\.\d+){2,}", False, say_version
    yield _NUMBER, False, lambda m: number_to_words(m[0], language)
    yield r"\d+", False, lambda m: f" {number_to_words(m[0], language)} "
    yield rf"(?<![\w']){any_of(bare_units)}(?![^\W²³])", False, lambda m: bare_units[m[0]]
    yield any_of(symbols), False, lambda m: f" {symbols[m[0]]} "
    yield r"(?<=\w)\.(?=\w)", False, lambda _: f" {language.dot} "
