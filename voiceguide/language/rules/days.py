"""Rules for weekdays, months, years, decades and ages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import number_to_words, ordinal_to_words, year_to_words
from voiceguide.language.rules.patterns import measure_pattern, sentence_end_pattern
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs


def weekday_pattern(tables: Normalisation) -> str:
    """Return a pattern for weekdays: Mon-Fri · Mo., Mi. und Fr. · on Mon · Mon."""
    dates = tables.dates
    day = rf"(?:{any_of(dates.weekdays)})(?!{tables.letter_pattern})\.?"
    join = rf"(?:\s?[-—/&]\s?|,?\s(?:{any_of(dates.list_words)})\s|,\s?)"
    row = rf"{day}(?:{join}{day})+"
    after_word = rf"(?:(?<=\s)|^)(?i:{any_of(dates.weekday_words)})\s{day}(?:{join}{day})*"
    hour = rf"\s\d{{1,2}}(?:[:.]\d\d|(?:-\d{{1,2}})?\s?(?i:{any_of(dates.clock_units)})(?!\w))"
    alone = rf"{any_of(dates.weekdays)}(?:\.(?=\s{tables.lowercase_pattern}|\s\d|[,;:)]|\s?$)|(?={hour}))"
    return rf"(?<![\w.])(?:{row}|{after_word}|{alone})"


def day_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for on Mon. and Wed. · from Jan. to Mar. · Dec. 5."""
    dates, end = tables.dates, sentence_end_pattern(tables)

    def say_days(m: re.Match[str]) -> str:
        days = re.sub(r"[^\W\d_]+", lambda day: dates.weekdays.get(day[0], day[0]), m[0])
        for word in filter(lambda word: word[-1] == ".", dates.list_words):
            days = days.replace(f" {word} ", f" {tables.leading_abbreviations[word]} ")
        days = re.sub(r"\s?[-—]\s?", f" {tables.range_to} ", days.replace(".", ""))
        days = re.sub(r"\s?[/&]\s?", f" {tables.symbols['&']} ", days)
        return days + ("." if m[0][-1] == "." and m[1] is not None else "")

    yield "", rf"{weekday_pattern(tables)}{end}", False, say_days
    yield (
        "",
        rf"(?<!\w)({any_of(dates.months)})(?!\w){end}",
        False,
        lambda m: dates.months[m[1]] + ("." if m[2] is not None else ""),
    )
    if tables.ordinal_suffixes:
        yield (
            "0",
            rf"\b({any_of(dates.months.values())})\s(\d{{1,2}})(?![\w:.]\d|\w)",
            False,
            lambda m: f"{m[1]} {ordinal_to_words(m[2], tables)}",
        )


def decade_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for in their 60s · the 1990s · 10er · 60-jährig."""
    dates = tables.dates

    def say_decade(m: re.Match[str]) -> str:
        century, tens, ending = m.groups(default="")
        name = dates.decade_names.get(century + tens)
        if name is None:
            name = dates.decade_names[tens]
            if century:
                words = number_to_words(century, tables)
                name = dates.decade_of_century.format(century=words, decade=name.lower())
        return (name.lower() if re.search(dates.lowercase_decade, ending) else name) + ending

    def say_decades(m: re.Match[str]) -> str:
        return (m[1] or "") + re.sub(dates.decade, say_decade, m[2])

    def say_ending(m: re.Match[str]) -> str:
        figures, ending = (
            m[1],
            m[2].lstrip("-").replace("%", tables.units["%"].singular.lower()).replace("-", ""),
        )
        words = tables.uninflected_one if figures == "1" else number_to_words(figures, tables)
        if ending.startswith("er") or ending[0].isupper():
            words = words[0].upper() + words[1:]
        return words + ending.lower()

    for pattern in dates.decades:
        yield "0", pattern, True, say_decades
    if dates.number_ending:
        yield "0", rf"(?<![\w.,])(\d{{1,4}})({dates.number_ending})(?!\w)", False, say_ending


def year_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for in 1998 · from 1998 to 2005 · adults 65+ · 10+."""
    dates = tables.dates

    def say_years(years: str) -> str:
        joined = re.sub(r"\s?[-—]\s?", f" {tables.range_to} ", years)
        return re.sub(r"\d+", lambda year: year_to_words(year[0], tables), joined)

    counted = any_of((*tables.doses.count_nouns, *tables.beside_units.distance_nouns))
    years = any_of((*dates.year_words, *dates.months.values()))
    year = rf"(?:1[89]\d\d|20\d\d)(?![\w%°/]|[.:,]\d|\s?(?:{measure_pattern(tables)}|{counted})(?!\w))"
    join = rf"\s(?:{any_of(dates.list_words)})\s|\s?[-—]\s?"
    yield (
        "0",
        rf"\b({years})\s({year}(?:(?:{join}){year})?)(?![-—]\d)",
        True,
        lambda m: f"{m[1]} {say_years(m[2])}",
    )
    yield (
        "0+",
        rf"\b({any_of(dates.age_words)})\s(\d{{1,3}})\+(?!\s?\d)",
        True,
        lambda m: f"{m[1]} {dates.age_from.format(age=m[2])}",
    )
    yield "0+", r"(?<![\w.])(\d{1,6})\+(?!\s?\w?\d)", False, lambda m: dates.or_more.format(count=m[1])
