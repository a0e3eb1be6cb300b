"""Numbers as words. The one door to num2words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.voice.language import Language

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


@lru_cache(maxsize=4096)
def _words(figures: str, code: str, form: str = "cardinal") -> str:
    from num2words import num2words  # noqa: PLC0415 - it loads every language it knows

    said = num2words(Decimal(figures), lang=code, to=form)
    return re.sub(r"[, ]+", " ", said).strip()
