"""Numbers as words, alone and with what they count. The one door to num2words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.language.base import Normalisation, Noun

_MAX_FIGURES = 15


def digits_to_words(figures: str, tables: Normalisation) -> str:
    """Figure by figure, as a telephone number: 112 → one one two."""
    return " ".join(_cached_num2words(figure, tables.num2words_code) for figure in figures)


def number_to_words(figures: str, tables: Normalisation) -> str:
    """Whole or decimal → its words; figure by figure when it begins with 0 or has more than 15 of them."""
    whole, _, decimals = figures.partition(".")
    if len(whole) > _MAX_FIGURES or (len(whole) > 1 and whole.startswith("0")):
        words = digits_to_words(whole, tables)
    else:
        words = _cached_num2words(whole or "0", tables.num2words_code)
    return f"{words} {tables.point} {digits_to_words(decimals, tables)}" if decimals else words


def ordinal_to_words(figures: str, tables: Normalisation) -> str:
    """21 → twenty-first."""
    if len(figures) > _MAX_FIGURES:
        return digits_to_words(figures, tables)
    return _cached_num2words(figures, tables.num2words_code, "ordinal")


def count_to_words(figures: str, noun: Noun, tables: Normalisation) -> str:
    """The number as it stands before a noun: *eine* Minute."""
    return noun.article if figures == "1" and noun.article else number_to_words(figures, tables)


def amount_to_words(figures: str, noun: Noun, tables: Normalisation) -> str:
    """So many of it: one minute, two minutes."""
    return f"{count_to_words(figures, noun, tables)} {noun.singular if figures == '1' else noun.plural}"


def fraction_to_words(
    whole: str | None, numerator: str, denominator: str, noun: Noun | None, tables: Normalisation
) -> str:
    """One half · three quarters · one and a half: `lower` is one of `tables.fractions`.

    `of` is what is in parts, if that is known; it is not said.
    """
    fraction, is_single = tables.fractions[denominator], int(numerator) == 1
    name = fraction.singular if is_single else fraction.plural
    if whole or noun:
        name = name.lower()  # German writes “ein Viertel” with a capital, but “drei viertel Liter” without
    if whole:
        return (tables.mixed_number if is_single else tables.mixed_numbers).format(
            whole=count_to_words(whole, fraction, tables),
            count=number_to_words(numerator, tables),
            part=name,
        )
    if is_single and noun:
        return f"{count_to_words(numerator, noun, tables)} {noun.fraction_forms.get(denominator, name)}"
    return f"{count_to_words(numerator, fraction, tables)} {name}"


@lru_cache(maxsize=4096)
def _cached_num2words(figures: str, code: str, form: str = "cardinal") -> str:
    from num2words import num2words

    words = num2words(Decimal(figures), lang=code, to=form)
    return re.sub(r"[, ]+", " ", words).strip()
