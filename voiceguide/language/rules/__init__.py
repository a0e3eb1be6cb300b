"""Rules that turn numbers, units, abbreviations and symbols into words, applied in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.language.rules.abbreviations import abbreviation_rules, roman_numeral_rules
from voiceguide.language.rules.amounts import amount_rules
from voiceguide.language.rules.days import day_rules, year_rules
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


@cache
def compile_rules(tables: Normalisation) -> tuple[Rule, ...]:
    """Return the rules of a language in order: each is applied to the result of those before it."""
    groups = (
        *(sign_rules, side_stop_rules, day_rules, abbreviation_rules, ordinal_rules),
        *(time_rules, year_rules, phone_rules, dose_rules, vertebra_rules, slash_rules, fraction_rules),
        *(number_group_rules, amount_rules, measure_word_rules, measurement_rules, remaining_rules),
    )
    return _compile(spec for group in groups for spec in group(tables))


@cache
def compile_word_rules(tables: Normalisation) -> tuple[Rule, ...]:
    """Return the rules for text of words and single marks, which `compile_rules` and the clean-up have made."""
    return _compile((*side_rules(tables), *roman_numeral_rules(tables)))


def _compile(specs: RuleSpecs) -> tuple[Rule, ...]:
    """Compile rules."""
    return tuple(
        (re.compile(pattern, re.IGNORECASE if ignore_case else 0), replacement)
        for pattern, ignore_case, replacement in specs
    )
