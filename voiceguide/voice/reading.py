"""How figures, units, abbreviations and signs are read: one short rule each, applied in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.voice.numerals import digits, number, ordinal

if TYPE_CHECKING:
    from voiceguide.voice.language import Forms, Language

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_N = r"(?:(?<![\d.])\d+(?:\.\d+)?|(?<!\d)\.\d+)"
"""A whole number. Patterns that begin with figures look behind, so that none starts inside one."""


@cache
def rules(language: Language) -> tuple[Rule, ...]:
    """What to look for, and what to say for it. Later rules see what earlier ones said."""
    return tuple(
        (re.compile(pattern, re.IGNORECASE if loose else 0), say)
        for group in (_abbreviations, _times, _groups, _amounts, _rest)
        for pattern, loose, say in group(language)
    )


_Said = Iterable[tuple[str, bool, Callable[[re.Match[str]], str]]]


def _abbreviations(language: Language) -> _Said:
    """e.g. · etc. · U.S."""
    leading, other = language.leading, language.abbreviations
    stop = r"(?=(\s+[A-Z]|\s*$)?)"  # a full stop may end the sentence as well
    yield rf"(?<![\w.]){_any(leading)}(?!\w)", True, lambda m: leading[m[0].lower()]
    yield (
        rf"(?<![\w.])({_any(other)})(?!\w)(?-i:{stop})",
        True,
        lambda m: other[m[1].lower()] + ("." if m[1][-1] == "." and m[2] is not None else ""),
    )
    yield (
        rf"(?<![\w.])((?:[A-Za-z]\.){{2,}})(?!\w){stop}",
        False,
        lambda m: " ".join(m[1].split(".")).strip() + ("." if m[2] is not None else ""),
    )


def _times(language: Language) -> _Said:
    """7:30 am · 1:30 · 1:02:03 · 2:1."""
    units = language.units

    def clock(m: re.Match[str]) -> str:
        hour, tens, ones, half = m.groups()
        past = f"{language.oh} {number(ones, language)}" if tens == "0" else number(tens + ones, language)
        minutes = [] if tens == ones == "0" else [past]
        return " ".join((number(hour, language), *minutes, units[half.lower()][0]))

    def duration(m: re.Match[str]) -> str:
        parts = zip(m.groups(default="0"), language.hour_minute_second, strict=True)
        said = [_amount(str(int(part)), forms, language) for part, forms in parts if int(part)]
        return " ".join(said) or _amount("0", language.hour_minute_second[2], language)

    yield r"(?<![\d:])([01]?\d):([0-5])(\d)\s*([ap]m)\b", True, clock
    yield r"(?<![\d:.])(?:(\d{1,4}):)?(\d{1,4}):([0-5]\d)(?![\d:])", False, duration
    yield r"(?<=\d):(?=\d)", False, lambda _: f" {language.to} "


def _groups(language: Language) -> _Said:
    """Groups: call 112 · 1,000 · 4-7-8 · 3 x 10 · x10 · 10-15 · T1-T4 · -5."""
    unit = _any(language.units)

    def figures(m: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: digits(n[0], language), m[0])

    def in_turn(m: re.Match[str]) -> str:
        return " ".join(number(part, language) for part in re.findall(r"\d+", m[0]))

    def times(m: re.Match[str]) -> str:
        return _amount(m[1], language.units["x"], language)

    yield rf"\b{_any(language.callers)}\s+\d{{3,}}(?:\s+\w+\s+\d{{3,}})*", True, figures
    yield r"(?<=\d),(?=\d\d\d(?!\d))", False, lambda _: ""
    yield r"(?<![\w-])\d+(?:[-—/]\d+){2,}(?!\d)", False, in_turn
    yield r"(?<=\d)\s*[x×]\s*(?=\d)", True, lambda _: f" {language.times} "
    yield rf"(?<!\w)[x×]\s*({_N})", True, times
    yield rf"(?<=\d)(\s?{unit})?\s?[-—]\s?(?=\.?\d)", True, lambda m: f"{m[1] or ''} {language.to} "
    yield r"(?<![A-Za-z])([A-Za-z]\d+)[-—](?=[A-Za-z]\d)", False, lambda m: f"{m[1]} {language.to} "
    yield r"(?<![\w)%°])-(?=\.?\d)", False, lambda _: f"{language.minus} "


def _amounts(language: Language) -> _Said:
    """£5 · round 2/3 · 1 1/2 h · 3/5 · 30s · 1st."""
    units, unit = language.units, _any(language.units)

    def fraction(m: re.Match[str]) -> str:
        whole, upper, lower, kind = m.groups()
        if lower in language.fractions and 0 < int(upper) < int(lower):
            one, many = language.fractions[lower]
            single = int(upper) == 1
            part = one if single else many
            if whole:
                link = language.and_a[not single] + ("" if single else f" {number(upper, language)}")
                said = f"{number(whole, language)} {link} {part}"
            else:
                said = f"{number(upper, language)} {part}"
        else:
            said = " ".join((*([number(whole, language)] if whole else []), out_of(upper, lower)))
        return said + (f" {units[kind.strip().lower()][bool(whole)]}" if kind else "")

    def out_of(upper: str, lower: str) -> str:
        return f"{number(upper, language)} {language.out_of} {number(lower, language)}"

    def measured(m: re.Match[str]) -> str:
        one, many = units[m[3].lower()]
        return _amount(m[1], (one, one if m[2] == "-" else many), language)  # a 10-min walk

    yield (
        rf"({_any(language.money)})\s?({_N})",
        False,
        lambda m: _amount(m[2], language.money[m[1]], language),
    )
    yield (
        rf"\b({_any(language.counters)}s?\s+)(\d+)\s?/\s?(\d+)",
        True,
        lambda m: m[1] + out_of(m[2], m[3]),
    )
    yield rf"(?<![\d/.])(?:(\d+)\s+)?(?<!\d)(\d+)/(\d+)(?![\d/])(\s?{unit}(?!\w))?", True, fraction
    yield rf"({_N})(\s?|-)({unit})(?!\w)(?:\.(?=\s+(?-i:[a-z])))?", True, measured
    yield (
        rf"(?<!\d)(\d+){_any(language.ordinal_ends)}\b",
        True,
        lambda m: ordinal(m[1], language),
    )


def _rest(language: Language) -> _Said:
    """30-second · T4 · 1.2.3 · 12 · kg · & · left/right · example.com."""
    bare, signs = language.bare_units, language.signs

    def versions(m: re.Match[str]) -> str:
        return f" {language.point} ".join(number(part, language) for part in m[0].split("."))

    yield r"(?<=\d)-(?=\w)|(?<=\w)-(?=\d)", False, lambda _: " "
    yield r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])", False, lambda _: " "
    yield r"(?<![\d.])\d+(?:\.\d+){2,}", False, versions
    yield _N, False, lambda m: number(m[0], language)
    yield r"\d+", False, lambda m: f" {number(m[0], language)} "
    yield rf"(?<![\w']){_any(bare)}(?![^\W²³])", False, lambda m: bare[m[0]]
    yield _any(signs), False, lambda m: f" {signs[m[0]]} "
    yield r"(?<=\w)\.(?=\w)", False, lambda _: f" {language.dot} "


def _amount(figures: str, forms: Forms, language: Language) -> str:
    return f"{number(figures, language)} {forms[figures != '1']}"


def _any(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"
