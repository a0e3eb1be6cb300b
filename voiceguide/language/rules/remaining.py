"""Rules for the numbers, units and symbols that no other rule has replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.numbers import number_to_words
from voiceguide.language.rules.patterns import NUMBER
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    import re

    from voiceguide.language.tables import Normalisation, RuleSpecs


_DOMAINS = frozenset(
    (
        "com",
        "org",
        "wav",
        "mp3",
        "txt",
        "pdf",
        "html",
        "md",
        "net",
        "edu",
        "gov",
        "info",
        "app",
        "io",
        "eu",
        "uk",
        "us",
        "de",
        "at",
        "ch",
    )
)
"""Last parts of addresses, whose full stops are said. In other words a blank after the full stop is missing."""


def remaining_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for 30-second · T4 · 1.2.3 · 12 · kg · & · left/right · example.com."""
    bare_units, symbols, letter = tables.bare_units, tables.symbols, tables.letter_pattern

    def say_dots(m: re.Match[str]) -> str:
        is_address = m[0].rpartition(".")[2].lower() in _DOMAINS
        return m[0].replace(".", f" {tables.dot} " if is_address else ". ")

    def say_version(m: re.Match[str]) -> str:
        return f" {tables.version_dot} ".join(number_to_words(part, tables) for part in m[0].split("."))

    yield "0-", r"(?<=\d)-(?=\w)|(?<=\w)-(?=\d)", False, lambda _: " "
    yield "0", rf"(?<=\d)(?={letter})", False, lambda _: " "
    yield "0", r"(?<![\d.])\d+(?:\.\d+){2,}", False, say_version
    yield "0", NUMBER, False, lambda m: number_to_words(m[0], tables)
    yield "0", r"\d+", False, lambda m: f" {number_to_words(m[0], tables)} "
    yield (
        "",
        rf"(?<![\w'])({any_of(bare_units)})(?![^\W²³])(?:\.(?=\s?[,;:)]|\s{tables.lowercase_pattern}))?",
        False,
        lambda m: bare_units[m[1]],
    )
    yield "", any_of(symbols), False, lambda m: f" {symbols[m[0]]} "
    yield ".", r"(?<![\w.])\w++(?:\.\w+)+", False, say_dots
