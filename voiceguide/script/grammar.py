"""Dose lines and values → trees. The only door to lark; its errors become Problems with the word meant."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from voiceguide import units
from voiceguide.errors import Problem, ScriptError
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import CHIME_TONES, LEVEL_MARKS, CueStyle, StepKind

if TYPE_CHECKING:
    from lark import Lark, Token, Tree  # noqa: TC004 - others name these types through this door
    from lark.parsers.lalr_interactive_parser import InteractiveParser

    from voiceguide.errors import Location

__all__ = ["Token", "Tree", "parse_tree"]

_TERMINAL_NAMES = {
    "TIME": "a time such as 20s",
    "COUNT": "a number such as 10",
    "BRACED": "a name in braces such as {hold}",
    "ROUNDS": "“2 x”",
    "TECHNIQUE": "the name of a technique such as slow-breathing",
    "NAME": "a word with its time such as up 2s",
    "CHIME": "",
    "CUE_STYLE": "",
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

_SIDE_OPTIONS = ("each side", "right first", "left first")
_OPTIONS_BY_START = {
    "step": (*_SIDE_OPTIONS, *CueStyle),
    "section": _SIDE_OPTIONS,
    "use": ("optional", "fill"),
}
"""Options that, mistyped, read like the beginning of something with a time."""

_STEP_KIND_NAMES = tuple(StepKind)
_WORD = re.compile(r"(?:[^\s,()]|,(?=\d))+|.")
_PARTIAL_WORD = re.compile(r"(?<![\w:.])[\w:.]+\Z")

_DIGIT_SHAPE = str.maketrans("23456789", "1" * 8)

_MAX_CACHED_CHARACTERS = 100
"""Characters of the longest dose that is kept in mind: a page may be one line."""


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = Path(__file__).with_name("step_line.lark").read_text(encoding="utf-8")
    for name, pattern in {
        "TIME": rf"{units.DURATION_PATTERN}(?!\w)",  # no letter of any alphabet goes on
        "CHIME": rf"({'|'.join(CHIME_TONES)})\b",
        "CUE_STYLE": rf"({'|'.join(CueStyle).replace(' ', ' +')})(?= *(,|$))",  # else it names a phase
        "LEVEL": rf"({'|'.join(LEVEL_MARKS)})\b",
    }.items():
        grammar += f"\n{name}.2 : /{pattern}/"
    starts = ["step", "section", "use", "value"]
    return Lark(grammar, parser="lalr", start=starts, maybe_placeholders=False)


@lru_cache(maxsize=1024)
def _parse_shape(text: str, start: str) -> Tree[Token]:
    return _parser().parse(text, start)


def _parse_by_shape(text: str, start: str) -> Tree[Token]:
    """What `_parser` makes of a text, found by its shape, since doses differ in their numbers above all.

    No terminal tells one digit from another but for 0, so 25s and 11s make the same tree.
    """
    shape = text.translate(_DIGIT_SHAPE)
    tree = _parse_shape(shape, start)
    return tree if shape == text else _restore_text(tree, text)


def _restore_text(tree: Tree[Token], text: str) -> Tree[Token]:
    """The tree of a shape, with what stands in the text itself."""
    children: list[Tree[Token] | Token] = []
    for child in tree.children:
        if not isinstance(child, str):
            children.append(_restore_text(child, text))
        else:
            token_text = text[child.start_pos : child.end_pos]
            children.append(child if token_text == child else child.update(value=token_text))
    return type(tree)(tree.data, children)


def parse_tree(text: str, start: str, location: Location) -> Tree[Token]:
    """The tree of a “step”, “section”, “use” or “value”; `place` is where `text` begins.

    Raises ScriptError with the first thing that is not understood.
    """
    if start == "step" and text[:1].isalpha() and not text.startswith(_STEP_KIND_NAMES):
        raise _syntax_error(
            text, 0, start, location
        )  # no step at all, told at a glance: a page may be full of them
    from lark import UnexpectedInput, UnexpectedToken

    try:
        return (_parse_by_shape if len(text) <= _MAX_CACHED_CHARACTERS else _parser().parse)(text, start)
    except UnexpectedInput as error:
        is_at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        offset, parser = len(text) if is_at_end else error.pos_in_stream or 0, error.interactive_parser
    raise _syntax_error(text, offset, start, location, parser)


def _syntax_error(
    text: str, offset: int, start: str, location: Location, parser: InteractiveParser | None = None
) -> ScriptError:
    """What is wrong `at` characters into a line, where a parser stopped, and what could stand there."""
    word = ""
    last = text[:offset].rpartition(",")[2].strip() if text[offset : offset + 1] in {"", ","} else ""
    if last and (hint := _option_hint(last, start)):
        return _error_at(
            location, text.rindex(last, 0, offset), f"“{printable(last)}” is not understood here.", hint
        )
    if offset < len(text):
        partial_word = _PARTIAL_WORD.search(text, 0, offset) if re.match(r"\w", text[offset]) else None
        if partial_word:
            offset, parser = partial_word.start(), None
        word = cast("re.Match[str]", _WORD.match(text, offset))[0]
    expected = _expected_terminals(parser) if parser else _expected_after(text[:offset], start)
    message = f"“{printable(word)}” is not understood here." if word else "The line ends too early."
    # Behind a comma, several words may be one mistyped option.
    option = "" if expected & {"COMMA", "HOLD"} else text[offset:].partition(",")[0].strip()
    hint = (
        _option_hint(option, start) or _swapped_hint(word, expected, start) or _expected_hint(word, expected)
    )
    return _error_at(location, offset, message, hint)


@lru_cache(maxsize=256)
def _option_hint(option: str, start: str) -> str:
    return did_you_mean(option, _OPTIONS_BY_START.get(start, ()))


def _expected_terminals(parser: InteractiveParser) -> frozenset[str]:
    """What kinds of token can stand next; to find out takes longer than all else in a message."""
    stack = tuple(parser.parser_state.state_stack)
    if stack not in _EXPECTED_BY_STATE:
        terminals: set[str] = parser.accepts()  # type: ignore[no-untyped-call]
        _EXPECTED_BY_STATE[stack] = frozenset(terminals)
    return _EXPECTED_BY_STATE[stack]


_EXPECTED_BY_STATE: dict[tuple[int, ...], frozenset[str]] = {}
"""By where a parser stands: in few places, as nothing in this grammar is nested deep."""


@lru_cache(maxsize=256)
def _expected_after(text: str, start: str) -> frozenset[str]:
    """The same where no parser stands, but behind a text that can be read."""
    parser = _parser().parse_interactive(text, start=start)
    parser.exhaust_lexer()
    return _expected_terminals(parser)


@lru_cache(maxsize=256)
def _swapped_hint(word: str, expected: frozenset[str], start: str) -> str:
    """Where a number stands before what it counts, as in “8 reps”, how that is written."""
    hint = did_you_mean(word, tuple(_COUNT_EXAMPLES)) if start == "step" and expected == {"X"} else ""
    return next(
        (f"Write it like “{example}”." for kind, example in _COUNT_EXAMPLES.items() if f"“{kind}”" in hint),
        "",
    )


_COUNT_EXAMPLES = {"reps": "reps 8, up 2s, down 2s", "breathe": "breathe 8 times, in 4s, out 6s"}


@lru_cache(maxsize=256)
def _expected_hint(word: str, expected: frozenset[str]) -> str:
    """What to write: the known word that was meant, else all that could stand here."""
    if "HOLD" in expected:
        kinds = (*StepKind, "use", "“2 x”") if "COUNT" in expected else tuple(StepKind)
        return (
            did_you_mean(word, kinds) if word != "use" else ""
        ) or f"A step begins with {_join_with_or(*kinds)}."
    keywords, sentence = _expected_phrases(expected)
    return did_you_mean(word, keywords) or sentence


@lru_cache(maxsize=64)
def _expected_phrases(expected: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """The keywords that could stand here, and a sentence with all that could."""
    if {"COUNT", "SIDES"} <= expected:  # under a heading, a number counts rounds
        expected = expected - {"COUNT", "BRACED"} | {"ROUNDS"}
    if "LPAR" in expected:
        expected = expected - {"COMMA"}  # limits come first
    if "TIME" in expected:
        expected = expected - {"NAME"}  # words could go on, but a time is what is missing
    keywords = sorted(name.lower() for name in expected - _TERMINAL_NAMES.keys())
    keywords += _SIDE_OPTIONS * ("SIDES" in expected)
    keywords += tuple(CueStyle) * (
        {"CUE_STYLE", "NAME"} <= expected
    )  # only what has phases is led by something
    keywords += LEVEL_MARKS * ("LEVEL" in expected)
    keywords += CHIME_TONES * ("CHIME" in expected)
    phrases = [phrase for name, phrase in _TERMINAL_NAMES.items() if name in expected and phrase]
    phrases += [f"“{keyword}”" for keyword in keywords]
    return tuple(keywords), f"Write {_join_with_or(*phrases)}."


@lru_cache(maxsize=256)
def _join_with_or(*names: str) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _error_at(location: Location, offset: int, message: str, hint: str) -> ScriptError:
    return ScriptError([Problem(location.file, location.line, location.column + offset, message, hint)])
