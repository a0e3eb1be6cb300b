"""Rules for the sign × of a dose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.rules.patterns import NUMBER, RANGE, TIMES_SIGN, measure_pattern
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs


def dose_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules for 3 sets x 10 reps · 10x15 cm · 30 s x 3 · x 6 weeks · x 8-10 reps · x10 · 3 x 10."""
    words, measure = tables.doses, measure_pattern(tables)
    set_noun, counted = any_of(words.set_nouns), any_of(words.count_nouns)
    one = rf"(?=({RANGE}\s?-?(?:{measure})\.?\s{tables.beside_units.described_nouns}(?!\w))?)"
    yield (
        "x",
        rf"\b({set_noun})\s?{TIMES_SIGN}\s?(?=\.?\d|{tables.letter_pattern}{{3}}){one}",
        True,
        lambda m: f"{m[1]} {words.set_of_one if m[2] and m[2][-1] != 's' else words.set_of} ",
    )
    each_noun = any_of(words.each_nouns)
    yield "0", rf"\b({each_noun})\.?\sa\s(?=\d)", True, lambda m: f"{m[1]} {words.set_of_each} "
    yield (
        "0x",
        rf"(?<=\d)\s?{TIMES_SIGN}\s?(?=\d+(?:\.\d+)?(?:\s?(?:cm|mm|m|in|ft|″|′)(?!\w)|\s(?:{any_of(words.surfaces)})\b))",
        True,
        lambda _: f" {words.by} ",
    )
    yield (
        "0x",
        rf"(?<=\d)(\s?(?:{measure}|{counted})\.?)\s?{TIMES_SIGN}\s?(?=\d)",
        True,
        lambda m: f"{m[1].removesuffix('.')}, x ",
    )
    yield "0x", rf"(?<=\d)\s*{TIMES_SIGN}\s*(?=\d)", True, lambda _: f" {tables.times} "
    yield (
        "0x",
        rf"(?<!\w){TIMES_SIGN}\s?({RANGE})(?=\s?(?:{any_of(words.course_nouns)})(?!\w))",
        True,
        lambda m: f"{words.course} {m[1]}",
    )
    yield (
        "0x",
        rf"(?<!\w){TIMES_SIGN}\s?({RANGE})(?=\s?(?:{counted}|{measure})(?!\w))",
        True,
        lambda m: m[1],
    )
    yield "0x", rf"(?<!\w){TIMES_SIGN}\s*({RANGE}|{NUMBER})", True, lambda m: f"{m[1]} x"
