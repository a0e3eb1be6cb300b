"""Ordinals that are written as a figure and a full stop, which might end a sentence as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.base import any_of
from voiceguide.language.numbers import ordinal

if TYPE_CHECKING:
    from voiceguide.language.base import Language, Rules

_BEFORE, _BEHIND = r"[.!?…;:]", r"[.!?…,;:—]"


def ordinals(language: Language) -> Rules:
    """In der 2. und 3. Runde · 2. Runde.

    Nouns begin with a capital in German, as sentences do, so “Zähle bis 10. Runde zwei” has to stay two
    sentences. The full stop makes an ordinal only where no sentence ends: behind a word that needs a noun
    (der, zum, jede), when a counted noun or a small letter follows; and at the start of a sentence, when
    nothing but a counted noun follows before the next mark. Everywhere else it ends the sentence.
    """
    nouns = rf"{any_of(language.ordinal_nouns)}(?!{language.letter})"
    one = r"\d{1,3}\."
    several = rf"{one}(?:(?:,|\s?[-—]|\s{any_of(language.joins)})\s?{one})*"

    def said(written: str, ending: str) -> str:
        words = re.sub(r"(\d+)\.", lambda m: ordinal(m[1], language) + ending, written)
        return re.sub(r"\s?[-—]\s?", f" {language.to} ", words)

    yield (
        rf"\b({any_of(language.ordinal_leads)})\s({several})(?=\s(?:(?-i:{language.small})|{nouns}))",
        True,
        lambda m: f"{m[1]} {said(m[2], language.ordinal_leads[m[1].lower()])}",
    )
    yield (
        rf"(?:^|(?<={_BEFORE}\s))({several})(?=\s({nouns})\s?(?:{_BEHIND}|$))",
        True,
        lambda m: said(m[1], language.ordinal_nouns[m[2].lower()]),
    )
