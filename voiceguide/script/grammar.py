"""Dose lines and values → model. The only door to lark; its errors become Problems with the word meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

from voiceguide import units
from voiceguide.errors import Problem, ScriptError
from voiceguide.script.model import (
    Amount,
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
from voiceguide.script.vocabulary import VERBS

MOST = 1_000
"""No count goes above this; a larger one is a slip of the pen."""

_SPOKEN_NAMES = {
    "TIME": "a time such as 20s",
    "COUNT": "a whole number from 1",
    "BRACED": "a name in braces",
    "NAME": "a name",
    "SIDES": "each side",
    "FIRST": "right first",
    "COMMA": "a comma",
    "LPAR": "“(”",
    "RPAR": "“)”",
    "MINUS": "“-”",
    "$END": "the end of the line",
}


def nearest(word: str, known: Iterable[str]) -> str:
    """“Did you mean “hold”?” for the known word most like this one, or "" when none is alike."""
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”?" if close else ""


@cache
def _parser() -> Lark:
    grammar = resources.files(__package__).joinpath("dose.lark").read_text(encoding="utf-8")
    grammar += f"\nTIME.2 : /{units.DURATION}/\n"
    return Lark(grammar, parser="lalr", start=["dose", "use", "value"], propagate_positions=True, maybe_placeholders=False)


def parse_step(text: str, place: Place) -> Step | Use:
    """One dose line, without its hyphen → a Step or a Use. `place` is where `text` begins.

    Raises ScriptError with one Problem.
    """
    start: Literal["use", "dose"] = "use" if text.split()[0] == "use" else "dose"
    tree = _parse(text, start, place)
    return _use(tree, place) if start == "use" else _step(tree, place)


def parse_value(name: str, text: str, place: Place) -> Value:
    """The text behind `name:` in the front matter → a Value: `20s (10s-30s)`, `2 (1-4)`, `20s`.

    Raises ScriptError with one Problem. Limits the wrong way round, or around another default, are
    for the rules to report.
    """
    amounts = [_literal(child, place) for child in _parse(text, "value", place).children]
    (unit, default), (_, least), (_, most) = amounts * 3 if len(amounts) == 1 else amounts
    if len({unit for unit, _ in amounts}) > 1:
        raise _wrong(place, "The value and its limits must all be times, or all be numbers.")
    return Value(name, unit, default, least, most, place)


def _parse(text: str, start: str, place: Place) -> Tree[Token]:
    try:
        return _parser().parse(text, start=start)
    except UnexpectedToken as error:
        at = replace(place, column=place.column + max(error.column - 1, 0))
        if error.token.type == "$END":
            at = replace(place, column=place.column + len(text))
        raise _unexpected(str(error.token), error.accepts or error.expected, at) from None
    except UnexpectedCharacters as error:
        at = replace(place, column=place.column + error.column - 1)
        word = text[error.column - 1 :].split()[0].split(",")[0]
        raise _unexpected(word, error.allowed or (), at) from None
    except UnexpectedEOF as error:
        raise _unexpected("", error.expected, replace(place, column=place.column + len(text))) from None


def _unexpected(word: str, expected: Iterable[str], place: Place) -> ScriptError:
    names = {_SPOKEN_NAMES.get(name, name.lower()) for name in expected if not name.startswith("__")}
    verbs = names >= {"hold", "breathe"}
    if verbs:
        names |= {"use"}
    hint = nearest(word, names) if word else ""
    if not hint:
        hint = f"Expected {_either(VERBS) + ' or use' if verbs else _either(sorted(names))}."
    message = f"“{word}” is not understood here." if word else "The line ends too early."
    return _wrong(place, message, hint)


def _either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _wrong(place: Place, message: str, hint: str = "") -> ScriptError:
    return ScriptError([Problem(place.file, place.line, place.column, message, hint)])


def _at(place: Place, token: Token) -> Place:
    return replace(place, column=place.column + (token.column or 1) - 1)


def _literal(tree: Any, place: Place) -> tuple[Unit, int]:  # noqa: ANN401 - lark's trees are untyped
    """A `time` or `count` node → its unit and its samples or number."""
    token = cast("Token", tree.children[0])
    at = _at(place, token)
    if tree.data == "count":
        if len(token) > len(str(MOST)) or int(token) > MOST:
            raise _wrong(at, f"“{token[:20]}” is too many.", f"A number goes up to {MOST}.")
        return "count", int(token)
    try:
        return "time", units.duration(str(token)[:40])
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


def _step(tree: Tree[Token], place: Place) -> Step:
    parts: dict[str, Any] = {}
    phases: list[Phase] = []
    for child in tree.children:
        if isinstance(child, Token):
            _once(parts, "each side" if child.type == "SIDES" else "first", str(child), _at(place, child))
            continue
        at = replace(place, column=place.column + child.meta.column - 1)
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
    return Step(place=place, phases=tuple(phases), sides=_sides(parts), **parts)


def _sides(parts: dict[str, Any]) -> tuple[Side, ...]:
    """Takes the side options out of `parts`; “right first” alone means both sides too."""
    both, first = parts.pop("each side", ""), parts.pop("first", "")
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
    return Use(str(technique), place, tuple(parts.values()), **flags)
