"""Rules for slashes and hyphens: vertebrae, blood pressure and rates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import number_to_words
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs

_VERTEBRA = "(?:Th|[CTLS])"


def vertebra_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for L5/S1 · L4-5 · T4-8."""

    def say_vertebrae(m: re.Match[str]) -> str:
        region, first, second = m.groups()
        is_disc = int(second) == int(first) + 1
        words = [number_to_words(figures, tables) for figures in (first, second)]
        return f"{region} {(' ' if is_disc else f' {tables.range_to} ').join(words)}"

    def say_disc(m: re.Match[str]) -> str:
        return re.sub(r"(?<=[A-Zh])\d+|\d+", lambda n: f" {number_to_words(n[0], tables)}", f"{m[1]} {m[2]}")

    def say_disc_of(m: re.Match[str]) -> str:
        return (
            f"{m[1]} "
            + re.sub(r"\d+", lambda n: f" {number_to_words(n[0], tables)}", f"{m[2]} {m[3]}").lstrip()
        )

    yield (
        "0/",
        rf"(?<!\w)({_VERTEBRA}\d{{1,2}})/({_VERTEBRA}?\d{{1,2}})(?!\w|[/.]\d)",
        False,
        say_disc,
    )
    yield (
        "0/",
        rf"\b({any_of(tables.vertebra_words)})\s?(\d{{1,2}})/([SL]?\d{{1,2}})(?!\w|[/.]\d)",
        False,
        say_disc_of,
    )
    yield "0-", rf"(?<!\w)({_VERTEBRA})(\d{{1,2}})[-—](\d{{1,2}})(?!\w|[-—/.]\d)", False, say_vertebrae


def slash_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for 120/80 · Sets: 3 / Reps: 10 · 10 reps/side · breaths/min."""

    def say_per(m: re.Match[str]) -> str:
        unit = re.sub(r".*\d\s?", "", f"{m[1]}/{m[2]}", flags=re.DOTALL).lower()
        return m[0] if unit in tables.units else f"{m[1]} {tables.per} {tables.per_nouns[m[2].lower()]}"

    pressure = r"(?:(?<=\d\d)\s?/\s?(?=\d\d\d?\s?mmHg\b))"
    yield "0/", pressure, True, lambda _: f" {tables.over} "
    yield (
        "0/",
        rf"\b((?:{any_of(tables.pressure_words)})(?:\s\w+)?[:,]?\s\d{{2,3}})\s?/\s?(?=\d{{2,3}}(?!\d))",
        True,
        lambda m: f"{m[1]} {tables.over} ",
    )
    yield "/", rf"(?<=\w)\s/\s(?={tables.uppercase_pattern})", False, lambda _: ", "
    per_noun = any_of(tables.per_nouns)
    yield (
        "0/",
        rf"(\d[^\s/]{{0,9}}(?:\s(?:{tables.letter_pattern}+\.?|{any_of(tables.currencies)}|%))?)\s?/\s?({per_noun})\b(?:\.(?=\s(?-i:{tables.lowercase_pattern})))?",
        True,
        say_per,
    )
    yield "/", rf"({tables.letter_pattern})/({any_of(tables.per_times)})(?!\w)", True, say_per
    yield (
        "",
        rf"(?<=\b{tables.per}\s)({any_of(tables.per_times)})\b(?!\w)",
        True,
        lambda m: tables.per_nouns[m[1].lower()],
    )
