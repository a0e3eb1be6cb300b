"""Parse step lines, headings and values to trees; a syntax error becomes a Problem with a suggestion.

The only module that imports lark.
"""

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
    from lark import (  # noqa: TC004 - re-exported for type annotations in other modules
        Lark,
        Token,
        Tree,
        UnexpectedInput,
        UnexpectedToken,
    )
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
    "EACH": "“each of left, right”",
    "SIDES_IN_TURN": "",
    "IN_TURN": "“in turn”",
    "AT_ONCE": "“at once”",
    "AFTER_EACH": "“after each”",
    "UNANNOUNCED": "“unannounced”",
    "FIRST": "",
    "IN": "“in” and the number of ticks in a group",
    "DIRECTION": "",
    "THEN": "",
    "TO": "",
    "COMMA": "a comma",
    "LPAR": "limits such as (10s-30s)",
    "RPAR": "“)”",
    "MINUS": "“-”",
    "$END": "nothing more",
}
"""Phrases for terminals that are not keywords, in the order in which a message lists them.

"" is for a terminal whose words are listed themselves.
"""

_SIDE_OPTIONS = ("each side", "one side", "sides in turn", "right first", "left first")
_OPTIONS_BY_START = {
    "step": (*_SIDE_OPTIONS, *CueStyle, "at once", "after each", "unannounced"),
    "section": (*_SIDE_OPTIONS, "unannounced"),
    "use": ("optional", "fill"),
}
"""Options that look like the start of a phase or setting if mistyped."""

_TIMED_OPTIONS = ("READY", "SWITCH", "REST", "EVERY", "BEAT")
_STEP_KIND_NAMES = tuple(StepKind)
_WORD = re.compile(r"(?:[^\s,()]|,(?=\d))+|.")
_PARTIAL_WORD = re.compile(r"(?<![\w:.])[\w:.]+\Z")

_DIGIT_SHAPE = str.maketrans("23456789", "1" * 8)

_ITEM = r"[^\W\d_](?:[^\W\d_]|['-]| +(?=[^\W\d_]))*"
_FLAGS = "|".join(
    flag.replace(" ", " +")
    for flag in (*CueStyle, *_SIDE_OPTIONS, "in turn", "at once", "after each", "unannounced")
)
EACH_PATTERN = rf"each +of +{_ITEM}(?: *, *(?!(?:{_FLAGS}) *(?:,|$)){_ITEM}(?= *(?:,|$)))*(?= *(?:,|$))"
"""List of things to do in each round, up to the next option: “each of forehead, back, left”."""

_MAX_CACHED_CHARACTERS = 100
"""Characters of the longest line in the LRU cache; a line may be as long as a file."""


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = Path(__file__).with_name("step_line.lark").read_text(encoding="utf-8")
    for name, pattern in {
        "TIME": rf"{units.DURATION_PATTERN}(?!\w)",  # not followed by a letter of any alphabet
        "CHIME": rf"({'|'.join(CHIME_TONES)})\b",
        "CUE_STYLE": rf"({'|'.join(CueStyle).replace(' ', ' +')})(?= *(,|$))",  # else a phase's name
        "LEVEL": rf"({'|'.join(LEVEL_MARKS)})\b",
        "EACH": EACH_PATTERN,
    }.items():
        grammar += f"\n{name}.2 : /{pattern}/"
    starts = ["step", "section", "use", "value"]
    return Lark(grammar, parser="lalr", start=starts, maybe_placeholders=False)


@lru_cache(maxsize=1024)
def _parse_shape(text: str, start: str) -> Tree[Token]:
    return _parser().parse(text, start)


def _parse_by_shape(text: str, start: str) -> Tree[Token]:
    """Parse a text through an LRU cache of shapes, because step lines differ mostly in their numbers.

    A shape has “1” for each digit from 2 to 9. Terminals distinguish no digits except 0, so the trees of 25s
    and 11s differ only in the texts of tokens.
    """
    shape = text.translate(_DIGIT_SHAPE)
    tree = _parse_shape(shape, start)
    return tree if shape == text else _restore_text(tree, text)


def _restore_text(tree: Tree[Token], text: str) -> Tree[Token]:
    """Return the tree of a shape with the tokens of the text."""
    children: list[Tree[Token] | Token] = []
    for child in tree.children:
        if not isinstance(child, str):
            children.append(_restore_text(child, text))
        else:
            token_text = text[child.start_pos : child.end_pos]
            children.append(child if token_text == child else child.update(value=token_text))
    return type(tree)(tree.data, children)


def parse_tree(text: str, start: str, location: Location) -> Tree[Token]:
    """Return the tree of a “step”, “section”, “use” or “value” that begins at a location.

    Raise ScriptError with the first syntax error.
    """
    if start == "step" and text[:1].isalpha() and not text.startswith(_STEP_KIND_NAMES):
        raise _syntax_error(
            text, 0, start, location
        )  # not a step: reported without parsing, since a page may have thousands of such lines
    unexpected_input, unexpected_token = _lark_errors()
    try:
        return (_parse_by_shape if len(text) <= _MAX_CACHED_CHARACTERS else _parser().parse)(text, start)
    except unexpected_input as error:
        is_at_end = isinstance(error, unexpected_token) and error.token.type == "$END"
        offset, parser = len(text) if is_at_end else error.pos_in_stream or 0, error.interactive_parser
    raise _syntax_error(text, offset, start, location, parser)


@cache
def _lark_errors() -> tuple[type[UnexpectedInput], type[UnexpectedToken]]:
    """Return lark's exceptions, imported once: an import for each line takes longer than recalling its tree."""
    from lark import UnexpectedInput, UnexpectedToken

    return UnexpectedInput, UnexpectedToken


def _syntax_error(
    text: str, offset: int, start: str, location: Location, parser: InteractiveParser | None = None
) -> ScriptError:
    """Return an error at an offset of a text where a parser stopped, with the expected words as hint."""
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
    # After a comma, several words may be one mistyped option.
    option = "" if expected & {"COMMA", "HOLD"} else text[offset:].partition(",")[0].strip()
    hint = (
        _option_hint(option, start) or _swapped_hint(word, expected, start) or _expected_hint(word, expected)
    )
    return _error_at(location, offset, message, hint)


@lru_cache(maxsize=256)
def _option_hint(option: str, start: str) -> str:
    return did_you_mean(option, _OPTIONS_BY_START.get(start, ()))


def _expected_terminals(parser: InteractiveParser) -> frozenset[str]:
    """Return the terminals that a parser can accept next, memoised by the parser's state stack."""
    stack = tuple(parser.parser_state.state_stack)
    if stack not in _EXPECTED_BY_STATE:
        terminals: set[str] = parser.accepts()  # type: ignore[no-untyped-call]
        _EXPECTED_BY_STATE[stack] = frozenset(terminals)
    return _EXPECTED_BY_STATE[stack]


_EXPECTED_BY_STATE: dict[tuple[int, ...], frozenset[str]] = {}
"""Accepted terminals by state stack. There are few stacks, because the grammar has little nesting."""


@lru_cache(maxsize=256)
def _expected_after(text: str, start: str) -> frozenset[str]:
    """Return the terminals that can follow a text without syntax errors."""
    parser = _parser().parse_interactive(text, start=start)
    parser.exhaust_lexer()
    return _expected_terminals(parser)


@lru_cache(maxsize=256)
def _swapped_hint(word: str, expected: frozenset[str], start: str) -> str:
    """Return how to write a number that precedes its unit, as in “8 reps”, or ""."""
    hint = did_you_mean(word, tuple(_COUNT_EXAMPLES)) if start == "step" and "X" in expected else ""
    return next(
        (f"Write it like “{example}”." for kind, example in _COUNT_EXAMPLES.items() if f"“{kind}”" in hint),
        "",
    )


_COUNT_EXAMPLES = {"reps": "reps 8, up 2s, down 2s", "breathe": "breathe 8 times, in 4s, out 6s"}


@lru_cache(maxsize=256)
def _expected_hint(word: str, expected: frozenset[str]) -> str:
    """Return the most similar expected word as a suggestion, or a list of all that is expected."""
    if "HOLD" in expected:
        kinds = (*StepKind, "use", "“2 x”") if "COUNT" in expected else tuple(StepKind)
        return (
            did_you_mean(word, kinds) if word != "use" else ""
        ) or f"A step begins with {_join_with_or(*kinds)}."
    keywords, sentence = _expected_phrases(expected)
    return did_you_mean(word, keywords) or sentence


@lru_cache(maxsize=64)
def _expected_phrases(expected: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """Return the expected keywords, and a sentence that lists everything expected."""
    if {"COUNT", "SIDES"} <= expected:  # under a heading, a number counts rounds
        expected = expected - {"COUNT", "BRACED"} | {"ROUNDS"}
    if "X" in expected:
        expected = expected - {"THEN", "DIRECTION"}  # the number is meant to begin something
    if "LPAR" in expected:
        expected = expected - {"COMMA"}  # limits come first
    if "TIME" in expected:
        # Another word is possible, but a time is missing.
        expected = expected - ({"NAME", *_TIMED_OPTIONS} if "NAME" in expected else set())
    keywords = sorted(name.lower() for name in expected - _TERMINAL_NAMES.keys())
    keywords += _SIDE_OPTIONS * ("SIDES" in expected)
    keywords += tuple(CueStyle) * (
        {"CUE_STYLE", "NAME"} <= expected
    )  # only a step with phases has a cue style
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
