"""Rules that turn numbers, units, abbreviations and symbols into words, applied in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.language.rules.abbreviations import abbreviation_rules
from voiceguide.language.rules.amounts import amount_rules
from voiceguide.language.rules.measurements import measurement_rules
from voiceguide.language.rules.number_groups import number_group_rules
from voiceguide.language.rules.ordinals import ordinal_rules
from voiceguide.language.rules.remaining import remaining_rules
from voiceguide.language.rules.times import time_rules

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


@cache
def compile_rules(tables: Normalisation) -> tuple[Rule, ...]:
    """Return the rules of a language in order: each is applied to the result of those before it."""
    return tuple(
        (re.compile(pattern, re.IGNORECASE if ignore_case else 0), replacement)
        for group in (
            abbreviation_rules,
            ordinal_rules,
            time_rules,
            number_group_rules,
            amount_rules,
            measurement_rules,
            remaining_rules,
        )
        for pattern, ignore_case, replacement in group(tables)
    )
