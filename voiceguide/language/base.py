"""What has to be known about a language to read its figures and signs aloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

RuleSpecs = Iterable[tuple[str, bool, Callable[[re.Match[str]], str]]]
"""Patterns to look for, whether capitals count as small letters there, and what to say for them."""

LATIN_TO_ASCII = {
    "æ": "ae",
    "Æ": "Ae",
    "œ": "oe",
    "Œ": "Oe",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "th",
    "þ": "th",
    "ı": "i",
}
"""Letters that are no letter of A to Z with an accent, in A to Z."""


@dataclass(frozen=True, slots=True)
class Noun:
    """Something counted: one of it, several of it."""

    singular: str
    plural: str
    article: str = ""
    """The 1 that agrees with it: *eine* Minute. Without it, the number as always."""
    fraction_forms: Mapping[str, str] = field(default_factory=dict)
    """One part of it by denominator, where that agrees with it too: eine *halbe* Minute."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """One language's table. Keys are lower case; `Mapping` values are words, never figures."""

    name: str
    num2words_code: str
    """num2words' name for it."""
    alphabet: str
    """The letters a voice is given, small and capital."""
    transliterations: Mapping[str, str]
    """Letters of other alphabets, in this one's."""
    time_per_word: float
    """The time that its usual word takes, in usual English words; German 1.1: sixteen cues in both languages,
    said by espeak-ng at one rate, took 0.388 s a word and 0.432 s."""
    units: Mapping[str, Noun]
    """Said after a number: 30s, 5 kg, 45°."""
    metre: Noun
    distance_words: tuple[str, ...]
    """Before these, m is a metre even where it is a minute otherwise: 1 m away."""
    bare_units: Mapping[str, str]
    """Said without a number too: “in kg”."""
    has_hyphenated_plural: bool
    """Whether a hyphen takes several of a unit: ten-minute walk, but Zehn-Minuten-Gang."""
    currencies: Mapping[str, Noun]
    """Written before the number, said after it."""
    abbreviations: Mapping[str, str]
    """With their full stops, which may end a sentence as well."""
    leading_abbreviations: Mapping[str, str]
    """Abbreviations that stand before a word, so that their full stop ends nothing."""
    number_abbreviations: Mapping[str, str]
    """Abbreviations that are some only with a number after them, and none before: No. 5, min. 5."""
    symbols: Mapping[str, str]
    thousands_separator: str
    """Pattern of the sign between a number's groups of three figures, besides the blank of 1 000."""
    decimal_separators: tuple[str, ...]
    """Signs before the tenths, besides a point."""
    fractions: Mapping[str, Noun]
    """By denominator: half, halves."""
    half_determiners: tuple[str, ...]
    """Before these a half has no number: half a turn."""
    mixed_number_formats: tuple[str, str]
    """A {whole} with one {part}, and with a {count} of them: one and a half, one and three quarters."""
    counter_words: tuple[str, ...]
    """After these 2/3 is two out of three: round 2/3."""
    per_nouns: tuple[str, ...]
    """Before these, after a number, a stroke is no choice: 10 reps/side."""
    per: str
    """That stroke."""
    ordinal_suffixes: tuple[str, ...]
    """Written after the figures of an ordinal: 2nd."""
    ordinal_determiners: Mapping[str, str]
    """Words that need a noun, so that no sentence ends at a “2.” after them; and the ending it then takes."""
    ordinal_nouns: Mapping[str, str]
    """Nouns with an ordinal before them, “2. Runde”; and the ending it takes when nothing leads."""
    phone_words: tuple[str, ...]
    """After these a number is said figure by figure: call 112."""
    clock_pattern: str
    """Pattern of a time of day; its groups: hour, tens and ones of the minute, a unit."""
    clock_format: str
    """{hour}, {minutes} and {unit} of it in their order."""
    leading_zero: str
    """The zero of 7:05."""
    hour_minute_second: tuple[Noun, Noun, Noun]
    conjunctions: tuple[str, ...]
    """Between two numbers that share a noun, where a 1 changes before it: ein bis zwei Minuten."""
    uninflected_one: str
    """That 1."""
    range_to: str
    """10-15."""
    ratio_to: str
    """2:1."""
    times: str
    out_of: str
    minus: str
    point: str
    """Before the tenths."""
    dot: str
    """In a name: example.com."""
    version_dot: str

    @property
    def letter_pattern(self) -> str:
        """A pattern for one letter."""
        return f"[{self.alphabet}]"

    @property
    def uppercase_pattern(self) -> str:
        """A pattern for one capital letter."""
        return f"[{''.join(filter(str.isupper, self.alphabet))}]"

    @property
    def lowercase_pattern(self) -> str:
        """A pattern for one small letter."""
        return f"[{''.join(filter(str.islower, self.alphabet))}]"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first; of none it matches nothing."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or '(?!)'})"
