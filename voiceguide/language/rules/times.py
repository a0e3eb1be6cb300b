"""Rules for times of day and for durations with a colon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.numbers import amount_to_words, count_to_words, number_to_words

if TYPE_CHECKING:
    import re

    from voiceguide.language.tables import Normalisation, RuleSpecs


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

    def say_duration(m: re.Match[str]) -> str:
        parts = zip(m.groups(default="0"), tables.hour_minute_second, strict=True)
        words = [amount_to_words(str(int(part)), noun, tables) for part, noun in parts if int(part)]
        return " ".join(words) or amount_to_words("0", tables.hour_minute_second[2], tables)

    yield rf"(?<![\d:]){tables.clock_pattern}\b", True, say_clock
    yield r"(?<![\d:.])(?:(\d{1,4}):)?(\d{1,4}):([0-5]\d)(?![\d:])", False, say_duration
    yield r"(?<=\d):(?=\d)", False, lambda _: f" {tables.ratio_to} "
