"""Numbers in words, with and without a noun: the adapter of num2words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, Noun

_MAX_FIGURES = 15
"""Figures of the longest number that is said as one."""


def digits_to_words(figures: str, tables: Normalisation) -> str:
    """Return a number figure by figure, as a telephone number is said: 112 → one one two."""
    return " ".join(_cached_num2words(figure, tables.num2words_code) for figure in figures)


def number_to_words(figures: str, tables: Normalisation) -> str:
    """Return a whole or decimal number in words; figure by figure if it begins with 0 or is too long."""
    whole, _, decimals = figures.partition(".")
    if len(whole) > _MAX_FIGURES or (len(whole) > 1 and whole.startswith("0")):
        words = digits_to_words(whole, tables)
    else:
        words = _cached_num2words(whole or "0", tables.num2words_code)
    return f"{words} {tables.point} {digits_to_words(decimals, tables)}" if decimals else words


def ordinal_to_words(figures: str, tables: Normalisation) -> str:
    """Return an ordinal in words: 21 → twenty-first."""
    if len(figures) > _MAX_FIGURES:
        return digits_to_words(figures, tables)
    return _cached_num2words(figures, tables.num2words_code, "ordinal")


def year_to_words(figures: str, tables: Normalisation) -> str:
    """Return a calendar year in words: 1998 → nineteen ninety-eight."""
    return _cached_num2words(figures, tables.num2words_code, "year")


def count_to_words(figures: str, noun: Noun, tables: Normalisation) -> str:
    """Return a number in words before a noun, with which a 1 may agree: *eine* Minute."""
    return noun.article if figures == "1" and noun.article else number_to_words(figures, tables)


def amount_to_words(figures: str, noun: Noun, tables: Normalisation) -> str:
    """Return a number and its noun: one minute, two minutes."""
    return f"{count_to_words(figures, noun, tables)} {noun.singular if figures == '1' else noun.plural}"


def fraction_to_words(
    whole: str | None, numerator: str, denominator: str, noun: Noun | None, tables: Normalisation
) -> str:
    """Return a fraction in words: one half · three quarters · one and a half.

    `denominator` is a key of `Normalisation.fractions`. `noun` is the divided unit, if known, which is not included.
    """
    fraction, is_single = tables.fractions[denominator], int(numerator) == 1
    name = fraction.singular if is_single else fraction.plural
    if whole or noun:
        name = name.lower()  # in German, “ein Viertel” but “drei viertel Liter”
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
    """Return num2words' words for a number, without commas."""
    from num2words import num2words

    words = num2words(Decimal(figures), lang=code, to=form)
    return re.sub(r"[, ]+", " ", words).strip()
