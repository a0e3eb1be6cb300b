"""Dose lines and values → model. The only door to lark; its errors become Problems with the word meant."""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, cast

from lark import Lark, Token, Tree, UnexpectedInput, UnexpectedToken

from voiceguide import units
from voiceguide.errors import Problem, ScriptError
from voiceguide.script.model import (
    Amount,
    Group,
    Name,
    Phase,
    Place,
    Setting,
    Side,
    Step,
    Unit,
    Use,
    Value,
)
from voiceguide.script.text import shown
from voiceguide.script.vocabulary import CHIMES, LED, ONLY, VERBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST = 1_000
"""No count goes above this; a larger one is a slip of the pen."""

_EXPECTED = {
    "TIME": "a time such as 20s",
    "COUNT": "a number such as 10",
    "BRACED": "a name in braces such as {hold}",
    "ROUNDS": "“2 x”",
    "TECHNIQUE": "the name of a technique",
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

_LIKE_TURNS = re.compile(
    r"(?:(?<!\d)\d++|\{[^{}]*\}) *x\b|\beach +side\b|\b(?:left|right) +first\b", re.IGNORECASE
)
_WORD = re.compile(r"(?:[^\s,()]|,(?=\d))+|.")
_HALF_A_WORD = re.compile(r"(?<![\w:.])[\w:.]+\Z")

_COMPARED = 2_000
"""How often `sparing` compares two names: ten unknown ones with those of a library of two hundred."""

_USUAL = 100
"""Characters of the longest dose that is kept in mind: a page may be one line."""

_duration = lru_cache(maxsize=256)(units.duration)


def nearest(word: str, known: Iterable[str], *, alike: float = 0.6) -> str:
    """“Did you mean “hold”?” for the known word most like this one, "" when none is that much alike."""
    close = difflib.get_close_matches(word.lower()[:40], list(known), n=1, cutoff=alike)
    return f"Did you mean “{close[0]}”?" if close else ""


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
    grammar = resources.files(__package__).joinpath("dose.lark").read_text(encoding="utf-8")
    for name, pattern in {
        "TIME": rf"{units.DURATION}(?!\w)",  # no letter of any alphabet goes on
        "CHIME": rf"({'|'.join(CHIMES)})\b",
        "LED": rf"({'|'.join(LED).replace(' ', ' +')})(?= *(,|$))",  # else it names a phase
        "LEVEL": rf"({'|'.join(ONLY)})\b",
    }.items():
        grammar += f"\n{name}.2 : /{pattern}/"
    starts = ["dose", "group", "use", "value"]
    return Lark(grammar, parser="lalr", start=starts, propagate_positions=True, maybe_placeholders=False)


def parse_step(text: str, place: Place) -> Step | Use:
    """One dose line, without its hyphen → a Step or a Use. `place` is where `text` begins.

    Raises ScriptError with one Problem.
    """
    start: Literal["use", "dose"] = "use" if re.match(r"use\b", text) else "dose"
    tree = _parse(text, start, place)
    return _use(tree, place) if start == "use" else _step(tree, place)


def parse_group(text: str, place: Place) -> Group:
    """The words of a heading, `Twist, {rounds} x, each side` → a Group with nothing in it yet.

    Raises ScriptError with one Problem.
    """
    title, comma, options = text.partition(",")
    if slip := _LIKE_TURNS.search(title):
        begins = place.further(slip.start())
        raise _wrong(
            begins, "This belongs behind a name and a comma.", "Write it like “## Twist, 2 x, each side”."
        )
    if not comma:
        return Group(title, place)
    at = len(title) + 1 + len(options) - len(options.lstrip())
    tree = _parse(options.strip(), "group", place.further(at))
    parts, _ = _options(tree, place.further(at))
    return Group(title.strip(), place, sides=_sides(parts), **parts)


def parse_value(name: str, text: str, place: Place) -> Value:
    """The text behind `name:` in the front matter → a Value: `20s (10s-30s), gentle 15s`, `2 (1-4)`, `20s`.

    Raises ScriptError with one Problem. Limits the wrong way round, or around another amount, are
    for the rules to report.
    """
    first, *others = cast("list[Tree[Any]]", _parse(text, "value", place).children)
    unit, default = _literal(first, place)

    def like_the_first(tree: Any) -> int:  # noqa: ANN401 - lark's trees are untyped
        kind, amount = _literal(tree, place)
        if kind != unit:
            hint = f"Write {_EXPECTED['COUNT' if unit == 'count' else 'TIME']} here too."
            raise _wrong(_where(tree, place), "The value and its limits differ in kind.", hint)
        return amount

    least = most = default
    at: dict[str, Any] = {}
    for other in others:
        if other.data == "limits":
            least, most = map(like_the_first, other.children)
        else:
            level = cast("Token", other.children[0])
            _once(at, str(level), like_the_first(other.children[1]), _at(place, level))
    return Value(name, unit, default, least, most, place, tuple(at.items()))


@lru_cache(maxsize=1024)
def _usual(text: str, start: str) -> Tree[Token]:
    """Doses repeat, in a script and even more in a library; the tree knows no place, and stays as it is."""
    return _parser().parse(text, start)


def _parse(text: str, start: str, place: Place) -> Tree[Token]:
    try:
        return (_usual if len(text) <= _USUAL else _parser().parse)(text, start)
    except UnexpectedInput as error:
        ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        at = len(text) if ended else error.pos_in_stream or 0
    raise _unexpected(text, at, start, place)


def _unexpected(text: str, at: int, start: str, place: Place) -> ScriptError:
    """What is wrong `at` characters into a line, and what could stand there instead."""
    word = ""
    if at < len(text):
        half = _HALF_A_WORD.search(text, 0, at) if re.match(r"\w", text[at]) else None
        at = half.start() if half else at
        word = _WORD.findall(text, at)[0]
    elif hint := nearest(last := text[text.rfind(",") + 1 :].strip(), _ENDINGS.get(start, ())):
        at = text.rindex(last)
        return _wrong(place.further(at), f"“{shown(last)}” is not understood here.", hint)
    before = _parser().parse_interactive(text[:at], start=start).exhaust_lexer()
    expected = _expected(start, tuple(token.type for token in before))
    message = f"“{shown(word)}” is not understood here." if word else "The line ends too early."
    # Behind a comma, several words may be one mistyped option.
    option = "" if "COMMA" in expected else text[at:].partition(",")[0].strip()
    hint = nearest(option, _ENDINGS.get(start, ())) or _instead(word, expected)
    return _wrong(place.further(at), message, hint)


@lru_cache(maxsize=256)
def _expected(start: str, before: tuple[str, ...]) -> frozenset[str]:
    """What kinds of token can stand behind those; to find out takes longer than all else in a message."""
    parser = _parser().parse_interactive(start=start)
    for kind in before:
        parser.feed_token(Token(kind, ""))
    accepted: set[str] = parser.accepts()  # type: ignore[no-untyped-call]
    return frozenset(accepted)


def _instead(word: str, expected: frozenset[str]) -> str:
    """What to write: the known word that was meant, else all that could stand here."""
    if "HOLD" in expected:
        verbs = (*VERBS, "use", "“2 x”") if "COUNT" in expected else tuple(VERBS)
        return (nearest(word, verbs) if word != "use" else "") or f"A step begins with {_either(verbs)}."
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
    return nearest(word, keywords) or f"Write {_either(words)}."


def _either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _wrong(place: Place, message: str, hint: str = "") -> ScriptError:
    return ScriptError([Problem(place.file, place.line, place.column, message, hint)])


def _at(place: Place, token: Token) -> Place:
    return place.further(token.start_pos or 0)


def _where(tree: Any, place: Place) -> Place:  # noqa: ANN401 - lark's trees are untyped
    return place.further(tree.meta.start_pos)


def _literal(tree: Any, place: Place) -> tuple[Unit, int]:  # noqa: ANN401 - lark's trees are untyped
    """A `time` or `count` node → its unit and its samples or number."""
    token = cast("Token", tree.children[0])
    at = _at(place, token)
    if tree.data == "count":
        if len(token) > len(str(MOST)) or int(token) > MOST:
            raise _wrong(at, f"“{shown(token, 20)}” is too many.", f"A number goes up to {MOST}.")
        return "count", int(token)
    try:
        return "time", _duration(str(token)[:40])
    except ValueError as error:
        raise _wrong(at, str(error)) from None


def _amount(tree: Any, place: Place) -> Amount:  # noqa: ANN401 - lark's trees are untyped
    if tree.data == "name":
        token = tree.children[0]
        return Name(token[1:-1].strip(), _at(place, token))
    return _literal(tree, place)[1]


def _once(parts: dict[str, Any], name: str, value: object, at: Place) -> None:
    if name in parts:
        raise _wrong(at, f"“{name}” stands twice.", "Keep one of the two.")
    parts[name] = value


_FLAGS = {"SIDES": "each side", "FIRST": "the first side", "LED": "led"}


def _step(tree: Tree[Token], place: Place) -> Step:
    parts, phases = _options(tree, place)
    return Step(place=place, phases=phases, sides=_sides(parts), **parts)


def _options(tree: Tree[Token], place: Place) -> tuple[dict[str, Any], tuple[Phase, ...]]:
    """Everything a dose line or a heading says, as fields of the model, and the phases it names."""
    parts: dict[str, Any] = {}
    phases: list[Phase] = []
    for child in tree.children:
        if isinstance(child, Token):
            flag, option = _FLAGS[child.type], " ".join(child.split())
            if parts.get(flag, option) != option:
                message = f"“{option}” cannot stand beside “{parts[flag]}”."
                raise _wrong(_at(place, child), message, "Keep one of the two.")
            if flag in parts:
                raise _wrong(_at(place, child), f"“{option}” stands twice.", "Keep one of the two.")
            parts[flag] = option
            continue
        at = _where(child, place)
        kind = str(child.data)
        if kind == "phase":
            *words, length = child.children
            phases.append(Phase(" ".join(map(str, words)), _amount(length, place), at))
        elif kind == "chime":
            parts |= {"verb": kind, "tone": str(child.children[0])}
        elif kind in VERBS:
            parts |= {"verb": kind, "amount": _amount(child.children[0], place)}
        else:
            _once(parts, "rest" if kind == "between" else kind, _amount(child.children[0], place), at)
    return parts, tuple(phases)


def _sides(parts: dict[str, Any]) -> tuple[Side, ...]:
    """Takes the side options out of `parts`; “right first” alone means both sides too."""
    both, first = parts.pop("each side", ""), parts.pop("the first side", "")
    if not (both or first):
        return ()
    return ("right", "left") if first.startswith("right") else ("left", "right")


def _use(tree: Tree[Token], place: Place) -> Use:
    parts: dict[str, Any] = {}
    technique, *options = tree.children
    for child in options:
        if isinstance(child, Token):
            _once(parts, str(child), True, _at(place, child))
        else:
            name = cast("Token", child.children[0])
            setting = Setting(str(name), *_literal(child.children[1], place), _at(place, name))
            _once(parts, str(name), setting, setting.place)
    flags = {flag: parts.pop(flag, False) for flag in ("optional", "fill")}
    return Use(str(technique), _at(place, cast("Token", technique)), tuple(parts.values()), **flags)
