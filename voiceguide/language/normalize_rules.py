"""How figures, units, abbreviations and signs are read: one short rule each, applied in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.language.base import any_of
from voiceguide.language.numbers import amount, count, digits, number, ordinal, parts
from voiceguide.language.ordinals import ordinals

if TYPE_CHECKING:
    from voiceguide.language.base import Language, Rules

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_N = r"(?:(?<![\d.])\d+(?:\.\d+)?|(?<!\w)\.\d+)"
"""A whole number. Patterns that begin with figures look behind, so that none starts inside one."""

_MARKS = 10
"""10/10 are all marks there are; from there on the same twice is no part of anything: the 90/90 stretch."""

_ROMAN = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}
"""Those of one letter are letters as well, and are understood as such: type I."""


@cache
def rules(language: Language) -> tuple[Rule, ...]:
    """What to look for, and what to say for it. Later rules see what earlier ones said."""
    return tuple(
        (re.compile(pattern, re.IGNORECASE if loose else 0), say)
        for group in (_abbreviations, ordinals, _times, _groups, _amounts, _rest)
        for pattern, loose, say in group(language)
    )


def _abbreviations(language: Language) -> Rules:
    """No. 5 · e.g. · w/band · etc. · U.S. · part II."""
    leading, other, numbered = language.leading, language.abbreviations, language.numbered
    stop = rf"(?=(\s+{language.capital}|\s*$)?)"  # a full stop may end the sentence as well
    yield rf"(?<![\w.])(?<!\d\s)({any_of(numbered)})\s?(?=\d)", False, lambda m: f"{numbered[m[1]]} "
    yield rf"(?<![\w.]){any_of(leading)}(?!\w)", True, lambda m: leading[m[0].lower()]
    glued = any_of(short for short in leading if short[-1] == "/")
    yield rf"(?<![\w.]){glued}(?=\w)", True, lambda m: f"{leading[m[0].lower()]} "
    yield (
        rf"(?<![\w.])({any_of(other)})(?!\w)(?-i:{stop})",
        True,
        lambda m: other[m[1].lower()] + ("." if m[1][-1] == "." and m[2] is not None else ""),
    )
    yield (
        rf"(?<![\w.])((?:{language.letter}\.){{2,}})(?!\w){stop}",
        False,
        lambda m: " ".join(m[1].split(".")).strip() + ("." if m[2] is not None else ""),
    )
    yield romans(language), True, lambda m: number(_ROMAN[m[0]], language)


def romans(language: Language) -> str:
    """A pattern for the Roman numeral behind what is counted: part II, but never a word or a name."""
    behind = "|".join(rf"(?<=\b{counter}\s)" for counter in language.counters)
    return rf"(?:{behind})(?-i:{any_of(_ROMAN)})(?!\w)"


def _times(language: Language) -> Rules:
    """7:30 am · 1:30 · 1:02:03 · 2:1."""

    def clock(m: re.Match[str]) -> str:
        hour, tens, ones, unit = m.groups()
        noun = language.units[unit.lower()]
        past = f"{language.oh} {number(ones, language)}" if tens == "0" else number(tens + ones, language)
        return language.clock_said.format(
            hour=count(hour, noun, language), minutes="" if tens == ones == "0" else past, unit=noun.one
        )

    def duration(m: re.Match[str]) -> str:
        parts = zip(m.groups(default="0"), language.hour_minute_second, strict=True)
        said = [amount(str(int(part)), noun, language) for part, noun in parts if int(part)]
        return " ".join(said) or amount("0", language.hour_minute_second[2], language)

    yield rf"(?<![\d:]){language.clock}\b", True, clock
    yield r"(?<![\d:.])(?:(\d{1,4}):)?(\d{1,4}):([0-5]\d)(?![\d:])", False, duration
    yield r"(?<=\d):(?=\d)", False, lambda _: f" {language.against} "


def _groups(language: Language) -> Rules:
    """Call 112 · 10 reps/side · 1,000 · 1 000 · 4-7-8 · 90-90 · 3 x 10 · x10 · 10-15 · T1-T4 · -5 · 2m30s."""
    unit, decimal, letter = any_of(language.units), any_of(language.decimals), language.letter
    each, name = any_of(language.each), rf"{letter}{{1,2}}\d"

    def figures(m: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: digits(n[0], language), m[0])

    def in_turn(m: re.Match[str]) -> str:
        return " ".join(number(part, language) for part in re.findall(r"\d+", m[0]))

    def times(m: re.Match[str]) -> str:
        return amount(m[1], language.units["x"], language)

    yield rf"\b{any_of(language.callers)}\s+\d{{3,}}(?:\s+\w+\s+\d{{3,}})*", True, figures
    yield (
        rf"(\d[^\s/]{{0,9}}(?:\s{letter}+\.?)?)\s?/\s?(?={each}\b)",
        True,
        lambda m: f"{m[1]} {language.per} ",
    )
    yield rf"(?<=\d)(?:{language.thousands}(?=\d\d\d(?!\d))|[\s'](?=000(?!\d)))", False, lambda _: ""
    yield rf"(?<![\w.,])(\d*){decimal}(?=\d+(?!{decimal}?\d))", False, lambda m: f"{m[1]}."
    yield r"(?<![\w-])\d+([-—/])\d+(?:\1\d+)+(?!\d)", False, in_turn
    yield r"(?<![\w.])(\d\d+)\s?[-—]\s?\1(?![\w/]|[.\s]\d)", False, lambda m: f"{m[1]} {m[1]}"
    yield r"(?<=\d)\s*[x×]\s*(?=\d)", True, lambda _: f" {language.times} "
    yield rf"(?<!\w)[x×]\s*({_N})", True, times
    yield rf"(?<=\d)(\s?{unit})?\s?[-—]\s?(?=\.?\d)", True, lambda m: f"{m[1] or ''} {language.to} "
    yield rf"(?<!{letter})({name}+)[-—](?={name})", False, lambda m: f"{m[1]} {language.to} "
    yield r"(?<![\w)%°])-(?=\.?\d)", False, lambda _: f"{language.minus} "
    yield rf"(?<={letter})(?=\d)", False, lambda _: " "


def _amounts(language: Language) -> Rules:
    """£5 · round 2/3 · 9.5/10 · 1 1/2 h · 3/5 · 90/90 · 1 m away · 1 to 2 kg · 30s · 1st."""
    units, unit = language.units, any_of(language.units)

    def fraction(m: re.Match[str]) -> str:
        whole, upper, lower, kind = m.groups()
        noun = units[kind.strip().lower()] if kind else None
        if lower in language.fractions and 0 < int(upper) < int(lower):
            said = parts(whole, upper, lower, noun, language)
        elif upper == lower and int(upper) > _MARKS:
            said = f"{number(upper, language)} {number(lower, language)}"
        else:
            said = " ".join((*([number(whole, language)] if whole else []), out_of(upper, lower)))
        return said + (f" {noun.several if whole else noun.one}" if noun else "")

    def out_of(upper: str, lower: str) -> str:
        return f"{number(upper, language)} {language.out_of} {number(lower, language)}"

    def measured(m: re.Match[str]) -> str:
        join, figures, link, unit = m.groups()
        noun = units[unit.lower()]
        if link == "-" and not language.hyphened_several:  # a 10-min walk
            return f"{count(figures, noun, language)} {noun.one}"
        return (f"{language.one}{join}" if join else "") + amount(figures, noun, language)

    yield (
        rf"({any_of(language.money)})\s?({_N})",
        False,
        lambda m: amount(m[2], language.money[m[1]], language),
    )
    yield (
        rf"\b({any_of(language.counters)}\s+)(\d+)\s?/\s?(\d+)",
        True,
        lambda m: m[1] + out_of(m[2], m[3]),
    )
    yield r"(?<![\d/.])(\d+\.\d+)/(\d+)(?![\d/])", False, lambda m: out_of(m[1], m[2])
    halved = rf"(?<![\d/.])(?<!\d\s)1/2\s+({any_of(language.halved)})\b"
    yield halved, True, lambda m: f"{language.fractions['2'].one} {m[1]}"
    yield rf"(?<![\d/.])(?:(\d+)\s+)?(?<!\d)(\d+)/(\d+)(?![\d/])(\s?{unit}(?!\w))?", True, fraction
    yield (
        rf"({_N})\s?m(?=\s{any_of(language.distances)}\b)",
        True,
        lambda m: amount(m[1], language.metre, language),
    )
    shared = rf"(?:(?<![\w.-])1(\s{any_of(language.joins)}\s))?"
    stop = rf"(?:\.(?=\s+(?-i:{language.small})|\s?[,;:)]))?"
    yield rf"{shared}({_N})(\s?|-)({unit})(?!\w){stop}", True, measured
    yield rf"(?<!\d)(\d+){any_of(language.ordinal_ends)}\b", True, lambda m: ordinal(m[1], language)


def _rest(language: Language) -> Rules:
    """30-second · T4 · 1.2.3 · 12 · kg · & · left/right · example.com."""
    bare, signs, letter = language.bare_units, language.signs, language.letter

    def versions(m: re.Match[str]) -> str:
        return f" {language.version_dot} ".join(number(part, language) for part in m[0].split("."))

    yield r"(?<=\d)-(?=\w)|(?<=\w)-(?=\d)", False, lambda _: " "
    yield rf"(?<=\d)(?={letter})", False, lambda _: " "
    yield r"(?<![\d.])\d+(?:\.\d+){2,}", False, versions
    yield _N, False, lambda m: number(m[0], language)
    yield r"\d+", False, lambda m: f" {number(m[0], language)} "
    yield rf"(?<![\w']){any_of(bare)}(?![^\W²³])", False, lambda m: bare[m[0]]
    yield any_of(signs), False, lambda m: f" {signs[m[0]]} "
    yield r"(?<=\w)\.(?=\w)", False, lambda _: f" {language.dot} "
