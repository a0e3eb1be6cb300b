"""Rules that turn numbers, units, abbreviations and symbols into words, applied in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.language.rules.abbreviations import abbreviation_rules, roman_numeral_rules
from voiceguide.language.rules.amounts import amount_rules
from voiceguide.language.rules.days import day_rules, decade_rules, year_rules
from voiceguide.language.rules.doses import dose_rules
from voiceguide.language.rules.fractions import fraction_rules
from voiceguide.language.rules.measurements import measure_word_rules, measurement_rules
from voiceguide.language.rules.number_groups import number_group_rules
from voiceguide.language.rules.ordinals import ordinal_rules
from voiceguide.language.rules.phones import phone_rules
from voiceguide.language.rules.remaining import remaining_rules
from voiceguide.language.rules.sides import side_rules, side_stop_rules
from voiceguide.language.rules.signs import sign_rules
from voiceguide.language.rules.slashes import slash_rules, vertebra_rules
from voiceguide.language.rules.times import time_rules

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

SIGNS = {"0": "0123456789", "x": "xX×", "-": "-—", "/": "/", ":": ":", "+": "+"} | {
    ">": ">→",
    "<": "<",
    "=": "=",
    ",": ",",
    "′": "′",
    "m": "mM",
    "(": "(",
}
"""Signs that a rule can require → the characters of which one must be in the text; and “.” for a mark at the end of
a sentence with anything after it. No rule writes any of them where a later rule looks for it, so that a text is
examined once, before all rules."""

INNER_STOP = "."
_SIGN_BY_CHARACTER = {character: sign for sign, characters in SIGNS.items() for character in characters}
_CHARACTERS = frozenset(_SIGN_BY_CHARACTER)
_STOPS = frozenset(".!?")


@cache
def compile_rules(tables: Normalisation, signs: str) -> tuple[Rule, ...]:
    """Return the rules of a language that can match a text with these signs, as `find_signs` returns them.

    They are in order: each is applied to the result of those before it.
    """
    return tuple(rule for needed, rule in _all_rules(tables) if set(needed) <= set(signs))


def find_signs(text: str) -> str:
    """Return the signs that are in a text, each once, in a fixed order."""
    signs = {_SIGN_BY_CHARACTER[character] for character in _CHARACTERS.intersection(text)}
    if not _STOPS.isdisjoint(text[:-1]):
        signs.add(INNER_STOP)
    return "".join(sorted(signs))


@cache
def _all_rules(tables: Normalisation) -> tuple[tuple[str, Rule], ...]:
    groups = (
        *(sign_rules, side_stop_rules, day_rules, abbreviation_rules, ordinal_rules),
        *(
            time_rules,
            decade_rules,
            year_rules,
            phone_rules,
            dose_rules,
            vertebra_rules,
            slash_rules,
            fraction_rules,
        ),
        *(number_group_rules, amount_rules, measure_word_rules, measurement_rules, remaining_rules),
    )
    return tuple(_compile(spec for group in groups for spec in group(tables)))


@cache
def compile_word_rules(tables: Normalisation) -> tuple[Rule, ...]:
    """Return the rules for text of words and single marks, which `compile_rules` and the clean-up have made."""
    return tuple(rule for _, rule in _compile((*side_rules(tables), *roman_numeral_rules(tables))))


def _compile(specs: RuleSpecs) -> Iterator[tuple[str, Rule]]:
    """Compile rules, each with the signs that it needs."""
    for signs, pattern, ignore_case, replacement in specs:
        yield signs, (re.compile(pattern, re.IGNORECASE if ignore_case else 0), replacement)
