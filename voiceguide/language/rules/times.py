"""Rules for times of day and for durations with a colon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import amount_to_words, count_to_words, number_to_words
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.language.tables import Normalisation, RuleSpecs


_MORNING, _NOON, _HOURS = 6, 12, 24
"""Hours of the clock: the earliest that 7:30 means after a word such as “from”, noon, and the last."""

_TWO_FIGURES = 10


def time_rules(tables: Normalisation) -> RuleSpecs:
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

    def say_parts(parts: Iterable[str]) -> str:
        nouns = zip(parts, tables.hour_minute_second, strict=True)
        words = [amount_to_words(str(int(part)), noun, tables) for part, noun in nouns if int(part)]
        return " ".join(words) or amount_to_words("0", tables.hour_minute_second[2], tables)

    yield from _clock_range_rules(tables)
    half_day = any_of(tables.dates.clock_units)
    yield "0-", rf"(?<=\d)(\s?{half_day})\s?[-—]\s?(?=\d)", True, lambda m: f"{m[1]} {tables.range_to} "
    yield "0", rf"(?<![\d:]){tables.clock_pattern}\b", True, say_clock
    yield from time_of_day_rules(tables)
    yield "0:-", r"(?<=:[0-5]\d)\s?[-—]\s?(?=\d{1,2}:[0-5]\d)", False, lambda _: f" {tables.range_to} "
    hour, *shorter = (
        any_of(name for name, unit in tables.units.items() if unit == noun)
        for noun in tables.hour_minute_second
    )
    yield (
        "0:",
        rf"(?<![\d:.])(\d{{1,2}}):([0-5]\d)\s?(?:{hour})(?!\w)",
        True,
        lambda m: say_parts((m[1], m[2], "0")),
    )
    unit = rf"(?:\s?(?:{'|'.join(shorter)})(?!\w))?"
    duration = rf"(?<![\d:.])(?:(\d{{1,4}}):)?(\d{{1,4}}):([0-5]\d)(?![\d:]){unit}"
    yield "0:", duration, True, lambda m: say_parts(m.groups(default="0"))
    yield "0:", r"(?<=\d):(?=\d)", False, lambda _: f" {tables.ratio_to} "


def _clock_range_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rule for the first time in 8:30-9:00 am · 8.30 bis 9 Uhr."""
    dates = tables.dates
    join = rf"\s?[-—]\s?|\s{any_of(word for word in dates.list_words if word.isalpha())}\s"

    def say_first(m: re.Match[str]) -> str:
        hour, minutes = count_to_words(m[1], dates.clock_noun, tables), number_to_words(m[2], tables)
        words = hour if m[2] == "00" else dates.clock_time.format(hour=hour, minutes=minutes)
        return f"{words} {m[3].strip() if m[3].strip().isalpha() else tables.range_to} "

    yield (
        "0",
        rf"(?<![\d:])0?(\d{{1,2}})[:.]([0-5]\d)({join})(?={tables.clock_pattern}\b)",
        True,
        say_first,
    )


def time_of_day_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for at 7:30 · from 9:00 to 17:30 · 9:00-17:30 · 7:30 in the evening."""
    dates = tables.dates

    def say_time_of_day(m: re.Match[str]) -> str:
        hour, minutes = str(int(m[1])), int(m[2])
        if minutes == 0:
            return dates.full_hours[int(hour) > _NOON].format(
                hour=count_to_words(hour, dates.clock_noun, tables)
            )
        words = number_to_words(str(minutes), tables)
        if minutes < _TWO_FIGURES and tables.leading_zero:
            words = f"{tables.leading_zero} {words}"
        hour = count_to_words(hour, dates.clock_noun, tables)
        return dates.clock_time.format(hour=hour, minutes=words)

    def say_times_of_day(m: re.Match[str]) -> str:
        word, hour = m[1].lower(), int(m[2])
        earliest = _MORNING if word in dates.clock_range_words else 1
        if not earliest <= hour <= _HOURS:
            return m[0]
        return say_times(m)

    def say_times(m: re.Match[str]) -> str:
        times = re.sub(r"(?<=\d)\s?[-—]\s?(?=\d)", f" {tables.range_to} ", m[0])
        return re.sub(r"(\d{1,2}):(\d\d)", say_time_of_day, times)

    word, join = any_of((*dates.clock_words, *dates.clock_range_words)), any_of(dates.list_words)
    time = r"(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])"
    yield (
        "0:",
        rf"\b({word})\s(?=(\d{{1,2}}):){time}(?:(?:\s?[-—]\s?|,?\s{join}\s|,\s)(?:{word}\s)?{time})*",
        True,
        say_times_of_day,
    )
    followers = any_of(dates.clock_followers)
    yield "0:", rf"(?<![\d:.]){time}(?:\s?[-—]\s?{time})?(?=\s(?:{followers})(?!\w))", True, say_times
    yield "0:", rf"(?<![\d:.]){time}\s?[-—]\s?(?:1[3-9]|2[0-4]):[0-5]\d(?![\d:])", False, say_times
