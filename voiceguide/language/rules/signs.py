"""Rules for signs between words and numbers, and for a blank that is missing after a mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs

_FIGURE = "[0-9½¼¾⅓⅔⅛]"
_QUOTED_FIGURE = re.compile(
    rf"(?<![\w'’\"”])(?:[“„\"]([^“”„\"]*{_FIGURE})[”“\"]|[‘']([^‘’'\"”]*{_FIGURE})[’'])(?!\w)"
)
_FEET_AND_INCHES = re.compile(rf"(?<={_FIGURE})\s?['’′]\s?(\d{{1,2}})\s?(?:[\"”″]|''|’’|′′)")
_INCHES = re.compile(rf"(?<={_FIGURE})\s?(?:[\"”″]|''|’’|′′)(?!\w)")
_FEET = re.compile(rf"(?<={_FIGURE})['’′](?![\w'’])")


def mark_primes(text: str) -> str:
    """Return a text in which the quotation marks of 12" and 6' are prime signs, and those around figures are gone."""
    text = _QUOTED_FIGURE.sub(lambda m: m[1] or m[2], text)
    text = _FEET_AND_INCHES.sub(r" ′ \1 ″", text)
    return _FEET.sub(" ′", _INCHES.sub(" ″", text))


def sign_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for Hold.Relax · +/- 5 · >= 30 · Hold -> rest · arms + legs · 20,- €."""
    letter, capital, small = tables.letter_pattern, tables.uppercase_pattern, tables.lowercase_pattern
    yield ".", rf"(?<=[\w)])([.!?])(?={capital}{small})", False, lambda m: f"{m[1]} "
    yield "+-", r"\+\s?/\s?-|\+-(?=\s?\d)", False, lambda _: "±"
    yield ">=", r">=", False, lambda _: "≥"
    yield "<=", r"<=(?=\s?\d)", False, lambda _: "≤"
    yield ">", r"(?<=[\w.)°%])\s?(?:[-=—]{1,2}>|→)\s?(?=\w)", False, lambda _: f", {tables.then} "
    yield "+", rf"(?<={letter})\s\+\s(?={letter})", False, lambda _: f" {tables.symbols['&']} "
    yield "-", r"(?<=[IVX])\s?[-—]\s?(?=[IVX]+\b)", False, lambda _: "-"
    yield "0-", r"(?<=\d)\s?[-—]\s?(?=#\d)", False, lambda _: f" {tables.range_to} "
    yield "0,-", r"(?<=\d),[-—]+(?=\s|$)", False, lambda _: ""
