"""Rules for the abbreviations of left and right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.numbers import number_to_words
from voiceguide.language.tables import any_of

if TYPE_CHECKING:
    from voiceguide.language.tables import Normalisation, RuleSpecs

_SMALL_NUMBERS = 20
"""Numbers before which L is a vertebra: L five."""


def side_stop_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rules that leave only full stops which may end a sentence: L./R. · re., dann li. Arm."""
    side, conjunction = any_of(tables.sides.sides), tables.symbols["&"]
    for sign in "/+":
        pair = rf"(?<![\w.])({side})\.?\s?{re.escape(sign)}\s?({side})(?![\w'-])"
        yield sign, pair, False, lambda m: f"{m[1]} {conjunction} {m[2]}"
    yield "-", rf"(?<![\w.-])({side})((?:-{side})+)(?![\w'-])", False, lambda m: m[0].replace("-", " ")
    count, join = r"\d+x?\s?", rf"(?:\s?[,/&+]\s?|,?\s(?:{any_of(tables.dates.list_words)})\s)"
    yield (
        "0",
        rf"(?<![\w.])({count})({side})\.?({join}{count})({side})(?![\w'-])",
        False,
        lambda m: f"{m[1]}{tables.sides.sides[m[2]][0]}{m[3]}{tables.sides.sides[m[4]][0]}",
    )
    following = rf"\s?[,;:)]|\s{tables.lowercase_pattern}"
    yield "(", rf"\(({side})\.?\)(?=\s{tables.lowercase_pattern})", False, lambda m: m[1]
    joined = "".join(  # “u. li. Arm” ends no sentence, “… auf. Li. Arm” may
        rf"|(?<=\s{re.escape(word)}\s)"
        for word in tables.leading_abbreviations
        if len(word) == len("u.") and word[-1] == "."
    )
    yield ".", rf"(?<![\w.])(?:(?<!\.\s){joined})({side})\.(?={following})", False, lambda m: m[1]


def side_rules(tables: Normalisation) -> RuleSpecs:
    """Yield the rule for the L arm · L and R · das li und re. Bein · nach re, in text that is otherwise normalised."""
    words = tables.sides
    determiners = {**tables.ordinal_determiners, **dict.fromkeys(words.articles)}

    def ending(lead: str, noun: str) -> str | None:
        """Return the ending before a noun, None for the side alone."""
        if lead and (found := determiners[lead.lower()]) is not None:
            return found if noun else None
        return words.noun_endings.get(noun.lower(), "r" if lead and noun else None)

    def say_sides(m: re.Match[str]) -> str:
        lead, first, join, second, stop, noun = (group or "" for group in m.groups())
        added = ending(lead, noun)

        def say(name: str) -> str:
            alone, before_noun = words.sides[name]
            return alone if added is None else before_noun + added

        pair = f"{say(first)}{join}{say(second)}" if second else say(first)
        return (f"{lead} " if lead else "") + pair + (stop if added is None else "")

    side, letter = any_of(words.sides), tables.letter_pattern
    joins = any_of(word for word in tables.dates.list_words if word.isalpha())
    before = "".join(rf"(?<!\b{word}\s)" for word in words.not_after)
    number = any_of(number_to_words(str(number), tables) for number in range(_SMALL_NUMBERS))
    another_letter = rf"\s{joins}\s(?!(?i:{side})\b){letter}\b"
    yield (
        "",
        (
            rf"(?<![\w'.-]){before}(?:((?i:{any_of(determiners)}))\s)?({side})(?![\w'-]|{another_letter}|\s(?:{number})\b)"
            rf"(?:\.?(\s{joins}\s)({side})(?![\w'-]))?(\.?)(?=(?:\s({letter}+))?)"
        ),
        False,
        say_sides,
    )
