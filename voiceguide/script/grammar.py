"""Dose lines and values → trees. The only door to lark; its errors become Problems with the word meant."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from voiceguide import units
from voiceguide.errors import Problem, ScriptError
from voiceguide.script.source import shown
from voiceguide.script.vocabulary import CHIMES, LED, MEANT, ONLY, VERBS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from lark import Lark, Token, Tree  # noqa: TC004 - others name these types through this door
    from lark.parsers.lalr_interactive_parser import InteractiveParser

    from voiceguide.errors import Location

__all__ = ["Token", "Tree", "nearest", "parse", "sparing"]

_EXPECTED = {
    "TIME": "a time such as 20s",
    "COUNT": "a number such as 10",
    "BRACED": "a name in braces such as {hold}",
    "ROUNDS": "“2 x”",
    "TECHNIQUE": "the name of a technique such as slow-breathing",
    "NAME": "a word with its time such as up 2s",
    "CHIME": "",
    "LED": "",
    "LEVEL": "",
    "SIDES": "",
    "FIRST": "",
    "COMMA": "a comma",
    "LPAR": "limits such as (10s-30s)",
    "RPAR": "“)”",
    "MINUS": "“-”",
    "$END": "nothing more",
}
"""What people call the terminals that are no keywords, in the order in which to name them; "" where
the words themselves are named."""

_SIDES = ("each side", "right first", "left first")
_ENDINGS = {"dose": (*_SIDES, *LED), "group": _SIDES, "use": ("optional", "fill")}
"""Options that, mistyped, read like the beginning of something with a time."""

_BEGINNINGS = tuple(VERBS)
_WORD = re.compile(r"(?:[^\s,()]|,(?=\d))+|.")
_HALF_A_WORD = re.compile(r"(?<![\w:.])[\w:.]+\Z")

_COMPARED = 2_000
"""How often `sparing` compares two names: ten unknown ones with those of a library of two hundred."""

_ALIKE = str.maketrans("23456789", "1" * 8)

_USUAL = 100
"""Characters of the longest dose that is kept in mind: a page may be one line."""


def nearest(word: str, known: Collection[str], *, alike: float = 0.6) -> str:
    """“Did you mean “hold”?” for the known word that means this one, or is most like it; "" without any."""
    word = word.lower()[:40]
    if MEANT.get(word) in known:
        return f"Did you mean “{MEANT[word]}”?"
    alikes = [each for each in known if _perhaps(word, each, alike)] if word else ()
    if not alikes:
        return ""
    import difflib

    close = difflib.get_close_matches(word, alikes, n=1, cutoff=alike)
    return f"Did you mean “{close[0]}”?" if close else ""


def _perhaps(word: str, known: str, alike: float) -> bool:
    """Whether the letters that a word shares with a known one could suffice; quick, as most do not."""
    return 2 * sum(map(known.__contains__, word)) >= alike * (len(word) + len(known))


def sparing() -> Callable[[str, frozenset[str]], str]:
    """A `nearest` for all the names of a script: silent after so many comparisons.

    Thousands of unknown names beside thousands of known ones would take minutes, and help nobody.
    """
    left = _COMPARED

    @cache
    def guess(word: str, known: frozenset[str]) -> str:
        nonlocal left
        left -= len(known)
        return nearest(word, known) if left >= 0 else ""

    return guess


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = Path(__file__).with_name("step_line.lark").read_text(encoding="utf-8")
    for name, pattern in {
        "TIME": rf"{units.DURATION}(?!\w)",  # no letter of any alphabet goes on
        "CHIME": rf"({'|'.join(CHIMES)})\b",
        "LED": rf"({'|'.join(LED).replace(' ', ' +')})(?= *(,|$))",  # else it names a phase
        "LEVEL": rf"({'|'.join(ONLY)})\b",
    }.items():
        grammar += f"\n{name}.2 : /{pattern}/"
    starts = ["dose", "group", "use", "value"]
    return Lark(grammar, parser="lalr", start=starts, maybe_placeholders=False)


@lru_cache(maxsize=1024)
def _shape(text: str, start: str) -> Tree[Token]:
    return _parser().parse(text, start)


def _usual(text: str, start: str) -> Tree[Token]:
    """What `_parser` makes of a text, found by its shape, since doses differ in their numbers above all.

    No terminal tells one digit from another but for 0, so 25s and 11s make the same tree.
    """
    shape = text.translate(_ALIKE)
    tree = _shape(shape, start)
    return tree if shape == text else _filled(tree, text)


def _filled(tree: Tree[Token], text: str) -> Tree[Token]:
    """The tree of a shape, with what stands in the text itself."""
    children: list[Tree[Token] | Token] = []
    for child in tree.children:
        if not isinstance(child, str):
            children.append(_filled(child, text))
        else:
            own = text[child.start_pos : child.end_pos]
            children.append(child if own == child else child.update(value=own))
    return type(tree)(tree.data, children)


def parse(text: str, start: str, place: Location) -> Tree[Token]:
    """The tree of a “dose”, “group”, “use” or “value”; `place` is where `text` begins.

    Raises ScriptError with the first thing that is not understood.
    """
    if start == "dose" and text[:1].isalpha() and not text.startswith(_BEGINNINGS):
        raise _unexpected(
            text, 0, start, place
        )  # no step at all, told at a glance: a page may be full of them
    from lark import UnexpectedInput, UnexpectedToken

    try:
        return (_usual if len(text) <= _USUAL else _parser().parse)(text, start)
    except UnexpectedInput as error:
        ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        at, parser = len(text) if ended else error.pos_in_stream or 0, error.interactive_parser
    raise _unexpected(text, at, start, place, parser)


def _unexpected(
    text: str, at: int, start: str, place: Location, parser: InteractiveParser | None = None
) -> ScriptError:
    """What is wrong `at` characters into a line, where a parser stopped, and what could stand there."""
    word = ""
    last = text[:at].rpartition(",")[2].strip() if text[at : at + 1] in {"", ","} else ""
    if last and (hint := _ending(last, start)):
        return _wrong(place, text.rindex(last, 0, at), f"“{shown(last)}” is not understood here.", hint)
    if at < len(text):
        half = _HALF_A_WORD.search(text, 0, at) if re.match(r"\w", text[at]) else None
        if half:
            at, parser = half.start(), None
        word = cast("re.Match[str]", _WORD.match(text, at))[0]
    expected = _expected(parser) if parser else _expected_behind(text[:at], start)
    message = f"“{shown(word)}” is not understood here." if word else "The line ends too early."
    # Behind a comma, several words may be one mistyped option.
    option = "" if expected & {"COMMA", "HOLD"} else text[at:].partition(",")[0].strip()
    hint = _ending(option, start) or _turned(word, expected, start) or _instead(word, expected)
    return _wrong(place, at, message, hint)


@lru_cache(maxsize=256)
def _ending(option: str, start: str) -> str:
    return nearest(option, _ENDINGS.get(start, ()))


def _expected(parser: InteractiveParser) -> frozenset[str]:
    """What kinds of token can stand next; to find out takes longer than all else in a message."""
    stack = tuple(parser.parser_state.state_stack)
    if stack not in _ACCEPTED:
        accepted: set[str] = parser.accepts()  # type: ignore[no-untyped-call]
        _ACCEPTED[stack] = frozenset(accepted)
    return _ACCEPTED[stack]


_ACCEPTED: dict[tuple[int, ...], frozenset[str]] = {}
"""By where a parser stands: in few places, as nothing in this grammar is nested deep."""


@lru_cache(maxsize=256)
def _expected_behind(text: str, start: str) -> frozenset[str]:
    """The same where no parser stands, but behind a text that can be read."""
    parser = _parser().parse_interactive(text, start=start)
    parser.exhaust_lexer()
    return _expected(parser)


@lru_cache(maxsize=256)
def _turned(word: str, expected: frozenset[str], start: str) -> str:
    """Where a number stands before what it counts, as in “8 reps”, how that is written."""
    counted = nearest(word, tuple(_COUNTED)) if start == "dose" and expected == {"X"} else ""
    return next((f"Write it like “{dose}”." for verb, dose in _COUNTED.items() if f"“{verb}”" in counted), "")


_COUNTED = {"reps": "reps 8, up 2s, down 2s", "breathe": "breathe 8 times, in 4s, out 6s"}


@lru_cache(maxsize=256)
def _instead(word: str, expected: frozenset[str]) -> str:
    """What to write: the known word that was meant, else all that could stand here."""
    if "HOLD" in expected:
        verbs = (*VERBS, "use", "“2 x”") if "COUNT" in expected else tuple(VERBS)
        return (nearest(word, verbs) if word != "use" else "") or f"A step begins with {_either(*verbs)}."
    keywords, sentence = _possible(expected)
    return nearest(word, keywords) or sentence


@lru_cache(maxsize=64)
def _possible(expected: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """The keywords that could stand here, and a sentence with all that could."""
    if {"COUNT", "SIDES"} <= expected:  # under a heading, a number counts rounds
        expected = expected - {"COUNT", "BRACED"} | {"ROUNDS"}
    if "LPAR" in expected:
        expected = expected - {"COMMA"}  # limits come first
    if "TIME" in expected:
        expected = expected - {"NAME"}  # words could go on, but a time is what is missing
    keywords = sorted(name.lower() for name in expected - _EXPECTED.keys())
    keywords += _SIDES * ("SIDES" in expected)
    keywords += LED * ({"LED", "NAME"} <= expected)  # only what has phases is led by something
    keywords += ONLY * ("LEVEL" in expected)
    keywords += CHIMES * ("CHIME" in expected)
    words = [known for name, known in _EXPECTED.items() if name in expected and known]
    words += [f"“{keyword}”" for keyword in keywords]
    return tuple(keywords), f"Write {_either(*words)}."


@lru_cache(maxsize=256)
def _either(*names: str) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _wrong(place: Location, at: int, message: str, hint: str) -> ScriptError:
    return ScriptError([Problem(place.file, place.line, place.column + at, message, hint)])
