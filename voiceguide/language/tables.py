"""Tables of a language by which written text becomes words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

RuleSpecs = Iterable[tuple[str, bool, Callable[[re.Match[str]], str]]]
"""Rules to compile: a pattern, whether it ignores case, and the function that returns the replacement."""

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
"""Transliterations of the Latin letters that Unicode does not decompose into A to Z and an accent."""

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Noun:
    """Counted noun."""

    singular: str
    plural: str
    article: str = ""
    """Word for 1 that agrees with the noun: *eine* Minute; "" for the plain number."""
    fraction_forms: Mapping[str, str] = field(default_factory=dict)
    """One part of it by denominator, where that word agrees with the noun: eine *halbe* Minute."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Normalisation:
    """Tables by which numbers, units, abbreviations and symbols become words.

    Keys are lower-case; values of a mapping are words without figures.
    """

    num2words_code: str
    """Code of the language in num2words."""
    alphabet: str
    """Letters that a voice receives, small and capital."""
    transliterations: Mapping[str, str]
    """Letters of other alphabets → letters of this one."""
    units: Mapping[str, Noun]
    """Units after a number: 30s, 5 kg, 45°. “x” is required, for “x10”."""
    metre: Noun
    distance_words: tuple[str, ...]
    """Words before which m is a metre even where it otherwise is a minute: 1 m away."""
    bare_units: Mapping[str, str]
    """Units without a number: “in kg”."""
    has_hyphenated_plural: bool
    """True if a unit after a number and a hyphen is plural: Zehn-Minuten-Gang, but ten-minute walk."""
    currencies: Mapping[str, Noun]
    """Signs that are written before the number and said after it."""
    abbreviations: Mapping[str, str]
    """Abbreviations, with their full stops, which may also end a sentence."""
    leading_abbreviations: Mapping[str, str]
    """Abbreviations before a word, so that their full stop never ends a sentence."""
    number_abbreviations: Mapping[str, str]
    """Abbreviations that need a number after them and none before them: No. 5, min. 5."""
    symbols: Mapping[str, str]
    thousands_separator: str
    """Pattern of the mark between groups of three figures, besides the space of 1 000."""
    decimal_separators: tuple[str, ...]
    """Marks before the decimals, besides a point."""
    fractions: Mapping[str, Noun]
    """Names of fractions by denominator: half, halves. “2” is required."""
    half_determiners: tuple[str, ...]
    """Words before which “half” has no number: half a turn."""
    mixed_number: str
    """Format of {whole} with one {part}: one and a half."""
    mixed_numbers: str
    """Format of {whole} with {count} of a {part}: one and three quarters."""
    counter_words: tuple[str, ...]
    """Words after which 2/3 is two out of three: round 2/3."""
    per_nouns: tuple[str, ...]
    """Nouns before which a slash after a number means “per”: 10 reps/side."""
    per: str
    """Word for the slash of 10 reps/side."""
    ordinal_suffixes: tuple[str, ...]
    """Suffixes of an ordinal in figures: 2nd."""
    ordinal_determiners: Mapping[str, str]
    """Words that need a noun, so that no sentence ends at “2.” after them → the ordinal's ending there."""
    ordinal_nouns: Mapping[str, str]
    """Nouns after an ordinal, “2. Runde” → the ordinal's ending without a determiner."""
    phone_words: tuple[str, ...]
    """Words after which a number is said figure by figure: call 112."""
    clock_pattern: str
    """Pattern of a time of day. Its groups: hour, tens and ones of the minute, a unit of `units`."""
    clock_format: str
    """Format of a time of day: {hour}, {minutes} and {unit} in their order."""
    leading_zero: str
    """Word for the zero of 7:05, "" where none is said."""
    hour_minute_second: tuple[Noun, Noun, Noun]
    conjunctions: tuple[str, ...]
    """Words between two numbers that share a noun, where a 1 changes before them: ein bis zwei Minuten."""
    uninflected_one: str
    """Word for a 1 before one of `conjunctions`, "" if there are none."""
    range_to: str
    """Word for the dash of 10-15."""
    ratio_to: str
    """Word for the colon of 2:1."""
    times: str
    out_of: str
    minus: str
    point: str
    """Word for the mark before the decimals."""
    dot: str
    """Word for the full stop of a name: example.com."""
    version_dot: str

    def __post_init__(self) -> None:
        """Raise ValueError naming the first table that lacks an entry that the rules look up."""
        for name, key in (("units", "x"), ("fractions", "2")):
            if key not in getattr(self, name):
                raise ValueError(f"Normalisation.{name} must have the key “{key}”.")
        for name, placeholders in (
            ("clock_format", {"hour", "minutes", "unit"}),
            ("mixed_number", {"whole", "part"}),
            ("mixed_numbers", {"whole", "count", "part"}),
        ):
            check_placeholders(f"Normalisation.{name}", getattr(self, name), placeholders)

    @property
    def letter_pattern(self) -> str:
        """Pattern for one letter."""
        return f"[{self.alphabet}]"

    @property
    def uppercase_pattern(self) -> str:
        """Pattern for one capital letter."""
        return f"[{''.join(filter(str.isupper, self.alphabet))}]"

    @property
    def lowercase_pattern(self) -> str:
        """Pattern for one small letter."""
        return f"[{''.join(filter(str.islower, self.alphabet))}]"


def check_placeholders(name: str, text: str, placeholders: set[str]) -> None:
    """Raise ValueError unless a text contains these placeholders and no others."""
    if set(_PLACEHOLDER.findall(text)) != placeholders:
        expected = ", ".join(f"{{{placeholder}}}" for placeholder in sorted(placeholders)) or "none"
        raise ValueError(f"The placeholders of {name} must be: {expected}. It is “{text}”.")


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, longest first; without words it matches nothing."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or '(?!)'})"
