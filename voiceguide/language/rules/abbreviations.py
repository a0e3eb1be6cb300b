"""Rules for abbreviations and Roman numerals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import number_to_words
from voiceguide.language.rules.patterns import sentence_end_pattern
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.language.tables import Normalisation, RuleSpec, RuleSpecs

_ROMAN_NUMERALS = {
    numeral: str(number)
    for number, numeral in enumerate(
        ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), start=1
    )
}

_ENDS_CLAUSE = re.compile(r"[.,;:!?…)]|$")
_SHORT_WORD = 2
"""Longest word, in letters, that is no name before a Roman numeral: “An II”."""


def abbreviation_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for No. 5 · e.g. · w/band · St. John · etc. · U.S."""
    leading, abbreviations, numbered = (
        tables.leading_abbreviations,
        tables.abbreviations,
        tables.number_abbreviations,
    )
    sentence_end = sentence_end_pattern(tables)

    several = {written: said for written, said in abbreviations.items() if " " in written}

    yield "0", rf"(?<![\w.-])(?<!\d\s)({any_of(numbered)})\s?(?=\d)", False, lambda m: f"{numbered[m[1]]} "
    exact = tables.exact_abbreviations
    dotted, plain = (
        any_of(key for key in exact if key[-1] == "."),
        any_of(key for key in exact if key[-1] != "."),
    )
    yield "", rf"(?<![\w.'/-]){plain}(?![\w'/-])", False, lambda m: exact[m[0]]
    yield _final_rule(tables, several)  # before “o.” of “o. Ä.”
    yield ".", rf"(?<![\w.'-])(?<!\d\s){dotted}(?=\s\w{{2}}|\s\d)", False, lambda m: exact[m[0]]
    yield "", rf"(?<![\w.]){any_of(leading)}(?!\w)", True, lambda m: _expand(m[0], leading[m[0].lower()])
    inner = tables.inner_abbreviations
    yield (
        ".",
        rf"(?<![\w.])(?<!\d\s)({any_of(inner)})(?=\s(?-i:{tables.lowercase_pattern})|\s?[,;:)/])",
        True,
        lambda m: _expand(m[1], inner[m[1].lower()]),
    )
    slash_abbreviations = any_of(short for short in leading if short[-1] == "/")
    yield (
        "/",
        rf"(?<![\w.]){slash_abbreviations}(?=\w)",
        True,
        lambda m: f"{_expand(m[0], leading[m[0].lower()])} ",
    )
    titles = tables.title_abbreviations
    yield ".", rf"(?<!\w){any_of(titles)}(?=\s{tables.uppercase_pattern})", False, lambda m: titles[m[0]]
    yield _final_rule(tables, abbreviations)
    yield (
        ".",
        rf"(?<![\w.])((?:{tables.letter_pattern}\.){{2,}})(?!\w){sentence_end}",
        False,
        lambda m: " ".join(m[1].split(".")).strip() + ("." if m[2] is not None else ""),
    )


def _expand(written: str, said: str) -> str:
    """Return the words for an abbreviation, with its capital."""
    return said[0].upper() + said[1:] if written[0].isupper() else said


def _final_rule(tables: Normalisation, abbreviations: Mapping[str, str]) -> RuleSpec:
    """Return the rule for abbreviations of which the full stop may also end a sentence, where it stays."""
    return (
        "",
        rf"(?<![\w.])({any_of(abbreviations)})(?!\w)(?-i:{sentence_end_pattern(tables)})",
        True,
        lambda m: (
            _expand(m[1], abbreviations[m[1].lower()]) + ("." if m[1][-1] == "." and m[2] is not None else "")
        ),
    )


def roman_numeral_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rule for part II · grades I-III, in text that is otherwise normalised."""
    yield "", roman_numeral_pattern(tables), False, lambda m: _say_roman_numerals(m, tables)


def roman_numeral_pattern(tables: Normalisation) -> str:
    """Return a pattern for a word and what may be Roman numerals after it. Its groups: the word, the numerals."""
    numeral, join = any_of(_ROMAN_NUMERALS), any_of(tables.dates.list_words)
    word = rf"{tables.letter_pattern}{{2,}}"
    return rf"\b({word})\s({numeral}(?:(?:\s{join}\s|\s?[-—]\s?){numeral})*)(?!\w)"


def _say_roman_numerals(m: re.Match[str], tables: Normalisation) -> str:
    """Return a word and its Roman numerals as numbers: part II, Warrior I, grades I-III.

    A numeral of one letter may be a word (the day I rest), and IV may be an abbreviation.
    """
    word, numerals = m.groups()
    found = re.findall("[IVX]+", numerals)
    if word.lower() not in tables.roman_words:
        is_counter = word.lower() in tables.counter_words
        is_name = len(word) > _SHORT_WORD and word[0].isupper() and "IV" not in found
        is_pronoun = found == ["I"] and not _ENDS_CLAUSE.match(m.string, m.end())
        if not (is_counter or is_name) or is_pronoun or (not is_counter and found in (["I"], ["V"], ["X"])):
            return m[0]
    numbers = re.sub("[IVX]+", lambda n: number_to_words(_ROMAN_NUMERALS[n[0]], tables), numerals)
    return f"{word} " + re.sub(r"\s?[-—]\s?", f" {tables.range_to} ", numbers)
