"""Ordinals that are written as a figure and a full stop, which might end a sentence as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.base import any_of
from voiceguide.language.numbers import ordinal_to_words

if TYPE_CHECKING:
    from voiceguide.language.base import Language, RuleSpecs

_MARKS_BEFORE, _MARKS_AFTER = r"[.!?…;:]", r"[.!?…,;:—]"


def ordinal_rules(language: Language) -> RuleSpecs:
    """In der 2. und 3. Runde · 2. Runde.

    Nouns begin with a capital in German, as sentences do, so “Zähle bis 10. Runde zwei” has to stay two
    sentences. The full stop makes an ordinal only where no sentence ends: behind a word that needs a noun
    (der, zum, jede), when a counted noun or a small letter follows; and at the start of a sentence, when
    nothing but a counted noun follows before the next mark. Everywhere else it ends the sentence.
    """
    noun_pattern = rf"{any_of(language.ordinal_nouns)}(?!{language.letter_pattern})"
    ordinal_pattern = r"\d{1,3}\."
    ordinals_pattern = (
        rf"{ordinal_pattern}(?:(?:,|\s?[-—]|\s{any_of(language.conjunctions)})\s?{ordinal_pattern})*"
    )

    def say_ordinals(figures: str, ending: str) -> str:
        words = re.sub(r"(\d+)\.", lambda m: ordinal_to_words(m[1], language) + ending, figures)
        return re.sub(r"\s?[-—]\s?", f" {language.range_to} ", words)

    yield (
        rf"\b({any_of(language.ordinal_determiners)})\s({ordinals_pattern})(?=\s(?:(?-i:{language.lowercase_pattern})|{noun_pattern}))",
        True,
        lambda m: f"{m[1]} {say_ordinals(m[2], language.ordinal_determiners[m[1].lower()])}",
    )
    yield (
        rf"(?:^|(?<={_MARKS_BEFORE}\s))({ordinals_pattern})(?=\s({noun_pattern})\s?(?:{_MARKS_AFTER}|$))",
        True,
        lambda m: say_ordinals(m[1], language.ordinal_nouns[m[2].lower()]),
    )
