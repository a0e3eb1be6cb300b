"""Numbers as words, alone and with what they count. The one door to num2words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.language.base import Language, Noun

_LONGEST = 15


def digits(figures: str, language: Language) -> str:
    """Figure by figure, as a telephone number: 112 → one one two."""
    return " ".join(_words(figure, language.code) for figure in figures)


def number(figures: str, language: Language) -> str:
    """Whole or decimal → its words; figure by figure when it begins with 0 or has more than 15 of them."""
    whole, _, part = figures.partition(".")
    if len(whole) > _LONGEST or (len(whole) > 1 and whole.startswith("0")):
        said = digits(whole, language)
    else:
        said = _words(whole or "0", language.code)
    return f"{said} {language.point} {digits(part, language)}" if part else said


def ordinal(figures: str, language: Language) -> str:
    """21 → twenty-first."""
    if len(figures) > _LONGEST:
        return digits(figures, language)
    return _words(figures, language.code, "ordinal")


def count(figures: str, noun: Noun, language: Language) -> str:
    """The number as it stands before a noun: *eine* Minute."""
    return noun.a if figures == "1" and noun.a else number(figures, language)


def amount(figures: str, noun: Noun, language: Language) -> str:
    """So many of it: one minute, two minutes."""
    return f"{count(figures, noun, language)} {noun.one if figures == '1' else noun.several}"


def parts(whole: str | None, upper: str, lower: str, of: Noun | None, language: Language) -> str:
    """One half · three quarters · one and a half: `lower` is one of `language.fractions`.

    `of` is what is in parts, if that is known; it is not said.
    """
    part, single = language.fractions[lower], int(upper) == 1
    name = part.one if single else part.several
    if whole or of:
        name = name.lower()  # German writes “ein Viertel” with a capital, but “drei viertel Liter” without
    if whole:
        return language.mixed[not single].format(
            whole=count(whole, part, language), count=number(upper, language), part=name
        )
    if single and of:
        return f"{count(upper, of, language)} {of.parts.get(lower, name)}"
    return f"{count(upper, part, language)} {name}"


@lru_cache(maxsize=4096)
def _words(figures: str, code: str, form: str = "cardinal") -> str:
    from num2words import num2words

    said = num2words(Decimal(figures), lang=code, to=form)
    return re.sub(r"[, ]+", " ", said).strip()
