"""Rules for ordinals with a full stop, as German writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import ordinal_to_words
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs

_MARKS_BEFORE, _MARKS_AFTER = r"[.!?…;:]", r"[.!?…,;:—]"
"""Marks before and after an ordinal that is a separate sentence."""


def ordinal_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for “In der 2. und 3. Runde” and “2. Runde”.

    German nouns begin with a capital, like sentences, so “Zähle bis 10. Runde zwei” must remain two sentences. A
    full stop marks an ordinal after a determiner (der, zum, jede), if a counted noun or a small letter follows;
    and at the start of a sentence, if only a counted noun follows before the next mark. Elsewhere it ends the
    sentence.
    """
    if not (tables.ordinal_determiners or tables.ordinal_nouns):
        return
    noun_pattern = rf"{any_of(tables.ordinal_nouns)}(?!{tables.letter_pattern})"
    ordinal_pattern = r"\d{1,3}\."
    ordinals_pattern = (
        rf"{ordinal_pattern}(?:(?:,|\s?[-—]|\s{any_of(tables.conjunctions)})\s?{ordinal_pattern})*"
    )

    def say_ordinals(figures: str, ending: str) -> str:
        words = re.sub(r"(\d+)\.", lambda m: ordinal_to_words(m[1], tables) + ending, figures)
        return re.sub(r"\s?[-—]\s?", f" {tables.range_to} ", words)

    yield (
        "0",
        rf"\b({any_of(tables.ordinal_determiners)})\s({ordinals_pattern})(?=\s(?:(?-i:{tables.lowercase_pattern})|{noun_pattern}))",
        True,
        lambda m: f"{m[1]} {say_ordinals(m[2], tables.ordinal_determiners[m[1].lower()])}",
    )
    yield (
        "0",
        rf"(?:^|(?<={_MARKS_BEFORE}\s))({ordinals_pattern})(?=\s({noun_pattern})\s?(?:{_MARKS_AFTER}|$))",
        True,
        lambda m: say_ordinals(m[1], tables.ordinal_nouns[m[2].lower()]),
    )
