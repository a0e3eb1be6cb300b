"""Rules for numbers with a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.numbers import amount_to_words, count_to_words, ordinal_to_words
from voiceguide.language.rules.patterns import NUMBER, measure_pattern, unit_stop_pattern
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    import re

    from voiceguide.language.tables import Normalisation, RuleSpecs

_INCHES_OF_A_FOOT = 12


def metre_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for 1 m away · 2m band · 6 in. apart, in a language in which m is a minute elsewhere."""
    beside, metre, inch = tables.beside_units, "metre", "″"
    if metre not in tables.units:
        return
    distance_noun = any_of(beside.distance_nouns)
    lowercase, function_word = tables.lowercase_pattern, any_of(beside.function_words)

    def in_metres(m: re.Match[str]) -> str:
        return m[0] if m[1] else f"{m[2]} {metre}"

    lead = rf"(\b(?:{any_of(beside.time_words)})\s)?"
    yield "0m", rf"{lead}({NUMBER})\s?m(?=\s(?:{any_of(beside.distance_words)})\b)", True, in_metres
    yield (
        "0m",
        rf"{lead}({NUMBER})\s?m(?=\s(?:(?!{function_word}\b){lowercase}+\s){{0,2}}{distance_noun}s?\b)",
        True,
        in_metres,
    )
    yield "0m", rf"{lead}(?<![\d.])(\d{{3,5}})\s?m(?!\w)", True, in_metres
    yield (
        "0m",
        rf"\b((?:{any_of(beside.distance_verbs)}|{distance_noun}s?\sof)\s{NUMBER})\s?m(?!\w)",
        True,
        lambda m: f"{m[1]} {metre}",
    )
    yield "0", rf"(?<=\d)\s?in\.(?=\s?{lowercase}|\s?[,;:)])", True, lambda _: f" {inch}"
    yield "0", r"(?<=\d)\s?in\.(?=(\s|$))", True, lambda _: f" {inch}."
    yield "0", rf"(?<=\d)\s?in(?=\s(?:{any_of(beside.distance_words)})\b)", True, lambda _: f" {inch}"


def measure_word_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules that put a unit into its own words: 5′ 30″ · a 5 min break."""
    beside, units = tables.beside_units, tables.units
    lowercase, function_word = tables.lowercase_pattern, any_of(beside.function_words)
    yield from metre_rules(tables)

    def say_primes(m: re.Match[str]) -> str:
        nouns = (units["′"], units["″"])
        if int(m[2]) >= _INCHES_OF_A_FOOT:
            nouns = tables.hour_minute_second[1:]
        return " ".join(
            amount_to_words(part, noun, tables) for part, noun in zip(m.groups(), nouns, strict=True)
        )

    yield "0′", r"(?<![\d.])(\d+)\s?′\s?(\d+)\s?″", False, say_primes

    def say_described(m: re.Match[str]) -> str:
        noun = units[m[3].lower()]
        return f"{m[1]}{count_to_words(m[2], noun, tables)} {noun.singular}"

    range_before = rf"(?:{NUMBER}\s(?:{tables.range_to}|{tables.doses.by})\s)?"
    amount = rf"\s{range_before})({NUMBER})[\s-]?({measure_pattern(tables)})(?!\w)\.?"
    yield (
        "0",
        rf"\b((?:{any_of(beside.articles)}){amount}(?=\s(?!(?:{function_word})\b)(?-i:{lowercase}))",
        True,
        say_described,
    )
    yield (
        "0",
        rf"\b((?:{any_of(beside.determiners)}){amount}(?=\s{beside.described_nouns}(?!\w))",
        True,
        say_described,
    )


def measurement_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for 1 to 2 kg · 30s · 10-min · 1st."""
    units, unit = tables.units, any_of(tables.units)

    def say_measurement(m: re.Match[str]) -> str:
        conjunction, figures, separator, unit_name = m.groups()
        noun = units[unit_name.lower()]
        if separator == "-" and not tables.has_hyphenated_plural:  # a 10-min walk
            return f"{count_to_words(figures, noun, tables)} {noun.singular}"
        return (f"{tables.uninflected_one}{conjunction}" if conjunction else "") + amount_to_words(
            figures, noun, tables
        )

    shared_one = rf"(?:(?<![\w.-])1(\s{any_of(tables.conjunctions)}\s))?" if tables.conjunctions else "()"
    yield (
        "0",
        rf"{shared_one}({NUMBER})(\s?|-)({unit})(?!\w){unit_stop_pattern(tables)}",
        True,
        say_measurement,
    )
    yield (
        "0",
        rf"(?<!\d)(\d+){any_of(tables.ordinal_suffixes)}\b",
        True,
        lambda m: ordinal_to_words(m[1], tables),
    )
