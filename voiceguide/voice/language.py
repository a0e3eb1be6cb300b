"""What has to be known about a language to read its figures and signs aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Forms = tuple[str, str]
"""One of it, several of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """One language's table. Keys are lower case; `Mapping` values are words, never figures."""

    code: str
    """num2words' name for it."""
    units: Mapping[str, Forms]
    """Said after a number: 30s, 5 kg, 45°."""
    bare_units: Mapping[str, str]
    """Said without a number too: “in kg”."""
    money: Mapping[str, Forms]
    """Written before the number, said after it."""
    abbreviations: Mapping[str, str]
    """With their full stops, which may end a sentence as well."""
    leading: Mapping[str, str]
    """Abbreviations that stand before a word, so that their full stop ends nothing."""
    signs: Mapping[str, str]
    letters: Mapping[str, str]
    """Letters of other alphabets, in this one's."""
    fractions: Mapping[str, Forms]
    """By denominator: half, halves."""
    counters: tuple[str, ...]
    """After these 2/3 is two out of three: round 2/3."""
    ordinal_ends: tuple[str, ...]
    callers: tuple[str, ...]
    """After these a number is said figure by figure: call 112."""
    hour_minute_second: tuple[Forms, Forms, Forms]
    to: str
    times: str
    out_of: str
    and_a: Forms
    """Between a whole and one part, or several: one and a half, one and three quarters."""
    minus: str
    point: str
    dot: str
    oh: str
    """The zero of 7:05."""
