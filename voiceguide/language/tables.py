"""Tables of a language by which written text becomes words, and a handout a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from voiceguide.language.base import check_placeholders

RuleSpec = tuple[str, str, bool, Callable[[re.Match[str]], str]]
"""Rule to compile: the signs that a text must contain for the pattern to match, from `rules.SIGNS`; the pattern,
whether it ignores case, and the function that returns the replacement."""

RuleSpecs = Iterable[RuleSpec]

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


@dataclass(frozen=True, slots=True)
class Noun:
    """Counted noun."""

    singular: str
    plural: str
    article: str = ""
    """Word for 1 that agrees with the noun: *eine* Minute; "" for the plain number."""
    fraction_forms: Mapping[str, str] = field(default_factory=dict)
    """One part of it by denominator, where that word agrees with the noun: eine *halbe* Minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseWords:
    """Words around the sign × of a dose: 3 sets x 10 reps, x10, x 6 weeks."""

    set_nouns: tuple[str, ...]
    """Nouns before which × means that each has so much: sets."""
    set_of: str
    """Word for × after one of `set_nouns`: three sets *of* ten reps."""
    set_of_one: str
    """Word for × before a noun with a length: three sets *of a* ten second hold."""
    each_nouns: tuple[str, ...]
    """Nouns before which “à” means that each has so much: 3 sets à 10 reps, 10 Wdh. à 5 Sek."""
    set_of_each: str
    """Word for the “à” of 3 sets à 10 reps."""
    count_nouns: tuple[str, ...]
    """Nouns that are counted, before which × is silent: x 10 reps."""
    course_nouns: tuple[str, ...]
    """Units of the length of a course, and the word for × before them: x 6 weeks, *for* six weeks."""
    course: str
    by: str
    """Word for × between the sides of a surface: ten *by* fifteen centimetres."""
    surfaces: tuple[str, ...]
    """Nouns after the sides of a surface: a 4x4 block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWords:
    """Words beside a number with a unit, which decide how the unit is said."""

    articles: tuple[str, ...]
    """Words before which number and unit describe any noun that follows: a 5 min break, a five minute break."""
    determiners: tuple[str, ...]
    """Words after which number and unit describe one of `described_nouns` that follows."""
    described_nouns: str
    """Pattern of nouns that are described by a length: hold, Pause. No sentence ends between unit and noun."""
    function_words: tuple[str, ...]
    """Words after a unit that are no noun which it describes: a 5 m from."""
    distance_words: tuple[str, ...]
    """Words before which m is a metre even where it otherwise is a minute: 1 m away."""
    distance_nouns: tuple[str, ...]
    """Nouns beside which m is a metre: a 2m band, a rope of 2 m."""
    distance_verbs: tuple[str, ...]
    """Verbs after which m is a metre: walk 10m."""
    time_words: tuple[str, ...]
    """Words after which m is a minute in any case: rest 1m between sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """Words of times of day, weekdays, months, years, decades and ages."""

    clock_words: tuple[str, ...]
    """Words after which 7:30 is a time of day: at 7:30."""
    clock_range_words: tuple[str, ...]
    """Words after which 7:30 is a time of day from six o'clock on: until 7:30, but from 0:30 to 1:00."""
    clock_followers: tuple[str, ...]
    """Words before which 7:30 is a time of day: in the morning."""
    clock_units: tuple[str, ...]
    """Entries of `units` after the hour of a time of day: am, pm."""
    clock_noun: Noun
    """Word for the hour of a time of day."""
    clock_time: str
    """Format of {hour} and {minutes} without a unit."""
    full_hours: tuple[str, str]
    """Formats of a full {hour}, until twelve and after."""
    list_words: tuple[str, ...]
    """Words between times, days and sides: at 7:30 and 9:30, Mon. and Wed."""
    weekdays: Mapping[str, str]
    """Abbreviations of weekdays, as they are written, without their full stops."""
    weekday_words: tuple[str, ...]
    """Words before a weekday: on Mon."""
    months: Mapping[str, str]
    """Abbreviations of months, as they are written, with their full stops."""
    year_words: tuple[str, ...]
    """Words before a year: in 1998."""
    decades: tuple[str, ...]
    """Patterns of decades. Their groups: the words before them, the figures with their endings."""
    decade: str
    """Pattern of a decade in the second group of `decades`. Its groups: century or none, tens, ending."""
    decade_names: Mapping[str, str]
    """Name of a decade by its tens, or by century and tens where it has a name of its own: 200."""
    decade_of_century: str
    """Format of {century}, in words, and {decade}."""
    lowercase_decade: str
    """Pattern of the ending of a decade that begins with a small letter: 80er Jahre; "(?!)" if none does."""
    number_ending: str
    """Pattern of an ending after a whole number, which is said after its words: 10er; "" if there is none."""
    age_words: tuple[str, ...]
    """Words before which 65+ is an age: adults 65+."""
    age_from: str
    """Format of an {age} with a plus."""
    or_more: str
    """Format of a {count} with a plus: 10+."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideWords:
    """Abbreviations of left and right, and what their endings agree with."""

    sides: Mapping[str, tuple[str, str]]
    """Abbreviations, as they are written, without their full stops → the side alone, and before a noun."""
    articles: tuple[str, ...]
    """Words after which the ending is that of the noun: ein linker Arm."""
    noun_endings: Mapping[str, str]
    """Nouns that have a side → the ending before them without a determiner."""
    not_after: tuple[str, ...]
    """Words after which the abbreviation is a letter: an L."""


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
    doses: DoseWords
    beside_units: UnitWords
    dates: DateWords
    sides: SideWords
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
    inner_abbreviations: Mapping[str, str]
    """Abbreviations, with their full stops, that are words or ends of sentences elsewhere: flex. and ext."""
    exact_abbreviations: Mapping[str, str]
    """Abbreviations in which capitals matter, with no number before them. One with a full stop precedes a word."""
    number_abbreviations: Mapping[str, str]
    """Abbreviations that need a number after them and none before them: No. 5, min. 5. Capitals matter."""
    title_abbreviations: Mapping[str, str]
    """Abbreviations before a name, with their full stops: St. John. Capitals matter."""
    roman_words: tuple[str, ...]
    """Words besides `counter_words` after which there are Roman numerals, among them I: Warrior I."""
    symbols: Mapping[str, str]
    thousands_separator: str
    """Pattern of the mark between groups of three figures, besides the space of 1 000."""
    decimal_separators: tuple[str, ...]
    """Marks before the decimals, besides a point."""
    fractions: Mapping[str, Noun]
    """Names of fractions by denominator: half, halves. “2” is required."""
    part_fractions: Mapping[str, Noun]
    """Names of fractions before one of `part_words`: 4/5 of the way. Elsewhere they are scores: pain 4/5."""
    part_words: tuple[str, ...]
    fraction_articles: tuple[str, ...]
    """Words between which and a noun a fraction is said as an adjective: a quarter turn."""
    half_of_unit: str
    """Format of half a {unit} with its {article}, and of another {fraction}: half an hour."""
    fraction_of_unit: str
    unit_articles: tuple[tuple[str, str], ...]
    """Beginnings of a unit → its article in these formats, the first that matches; none without such formats."""
    half_determiners: tuple[str, ...]
    """Words before which “half” has no number: half a turn."""
    mixed_number: str
    """Format of {whole} with one {part}: one and a half."""
    mixed_numbers: str
    """Format of {whole} with {count} of a {part}: one and three quarters."""
    counter_words: tuple[str, ...]
    """Words after which 2/3 is two out of three: round 2/3."""
    per_nouns: Mapping[str, str]
    """Nouns and abbreviations before which a slash after a number means “per”, and how they are said."""
    per_times: tuple[str, ...]
    """Entries of `per_nouns` before which a slash after a word means “per”: breaths/min."""
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
    phone_fillers: tuple[str, ...]
    """Words between one of `phone_words` and the number: call us on 112."""
    emergency_words: tuple[str, ...]
    """Words before an emergency number: get help: 112."""
    vertebra_words: tuple[str, ...]
    """Words before the numbers of vertebrae: LWK 4/5. Capitals matter."""
    pressure_words: tuple[str, ...]
    """Words before a blood pressure: 120/80."""
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
    over: str
    """Word for the slash of a blood pressure."""
    then: str
    """Word for an arrow between two words."""
    times: str
    out_of: str
    minus: str
    point: str
    """Word for the mark before the decimals."""
    dot: str
    """Word for the full stop of a name: example.com."""
    version_dot: str
    ambiguities: Mapping[str, str]
    """Patterns of what can mean two things → how to write the other. `check` says how it is read."""

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdoptWords:
    """Patterns of words in handouts from which `voiceguide adopt` guesses a dose. Case does not matter."""

    common_words: tuple[str, ...]
    """Frequent words, by which the language of a handout is recognised."""
    numbers: Mapping[str, int]
    adverbs: Mapping[str, int]
    """Words for a number of times: twice."""
    seconds: str
    minutes: str
    hold: str
    """Words before the length of a hold."""
    hold_after: str
    """Words after the length of a hold."""
    rest: str
    times: str
    frequency: str
    """Words after a number of times that are no dose of one session: 3 times *daily*."""
    repetitions: str
    sets: str
    breaths: str
    sides: str
    filler: str
    """Words of a sentence about a dose that are no instruction."""
    caution: str
    """Words with which a warning begins."""
    caution_action: str
    """Words that make a warning of a sentence with one of `caution_reason`."""
    caution_reason: str
    equipment: str
    """Words before a list of things that are needed."""
    phases: tuple[str, str]
    """Names of the phases of a movement."""
    positions: Mapping[str, str]
    """Pattern of the words for a starting position by its key, the most telling first."""


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, longest first; without words it matches nothing."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or '(?!)'})"
