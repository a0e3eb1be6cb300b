"""The bad scripts that take longest to refuse: each fills a page of any size with one kind of mistake."""

from __future__ import annotations

import string
from itertools import count, product
from typing import TYPE_CHECKING

from tests.helpers.error_cases import LIBRARY
from voiceguide.checks.diagnostics import format_diagnostic
from voiceguide.errors import ScriptError
from voiceguide.script.reader import read_session, read_technique
from voiceguide.script.source import blank_comments, decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.errors import Problem

_FRONT = "---\ntitle: A\n---\n\n"
_ALPHABETICAL = tuple(map("".join, product(string.ascii_lowercase, repeat=3)))
_WORDS = tuple(_ALPHABETICAL[7919 * number % len(_ALPHABETICAL)] for number in range(len(_ALPHABETICAL)))
"""As many as a page can hold, no two the same, and those that are alike far apart."""


def _filled(line: str, head: str = _FRONT, tail: str = "") -> Callable[[int], str]:
    """A page of such lines, each with another {word} and {number}."""

    def page(size: int) -> str:
        pieces, room = [head], size - len(f"{head}{tail}".encode())
        for number in count():
            piece = line.replace("{word}", _WORDS[number % len(_WORDS)]).replace("{number}", str(number + 1))
            room -= len(piece.encode())
            if room < 0:
                return "".join((*pieces, tail))
            pieces.append(piece)
        raise AssertionError

    return page


def _beside(values: str, line: str) -> Callable[[int], str]:
    """Half a page of values, and half a page that names others."""

    def page(size: int) -> str:
        front = _filled(values, "---\ntitle: A\n", "---\n\n")(size // 2)
        return _filled(line, front)(size)

    return page


TECHNIQUES: dict[str, Callable[[int], str]] = {
    "unknown verbs": _filled("- {word}\n"),
    "unknown options": _filled("- hold {number}s, {word}\n\n"),
    "steps without words": _filled("-\n"),
    "steps right below words": _filled("a\n- b\n"),
    "lone headings": _filled("##\n"),
    "open braces": _filled("{ "),
    "braces in a row": _filled("{"),
    "unknown names": _filled("{{word}} "),
    "a word never closed": _filled("a", f"{_FRONT}*a"),
    "asterisks": _filled("*", f"{_FRONT}a "),
    "underscores": _filled("_", f"{_FRONT}a "),
    "figures in a heading": _filled("1", f"{_FRONT}## "),
    "half a word": _filled("a", f"{_FRONT}- reps 5, a", "-b(1"),
    "one paragraph": _filled("{word} "),
    "quotes in quotes": _filled(">"),
    "lists in lists": _filled("- "),
    "unknown names beside known ones": _beside("{word}x: 1s\n", "{ {word}y }"),
    "unknown doses beside known ones": _beside("{word}x: 1s\n", "- hold { {word}y }\n\n"),
    "unused values": _filled("{word}: 1s\n", "---\ntitle: A\n", "---\n\na\n"),
    "mistyped keys": _filled("{word}needs: a\n", "---\ntitle: A\n", "---\n\na\n"),
    "unknown reasons": _filled("{word},", "---\ntitle: A\navoid: ", "a\n---\n\na\n"),
    "nothing but commas": _filled(",", "---\ntitle: A\nneeds: ", "a\n---\n\na\n"),
    "commas too many": _filled("a,,", "---\ntitle: A\nneeds: ", "a\n---\n\na\n"),
    "unknown options of one step": _filled(", {word}", f"{_FRONT}- hold 5s"),
    "unknown settings of one technique": _filled(", {word}", f"{_FRONT}- use a"),
    "amounts of nothing in one step": _filled(", {word} 0s", f"{_FRONT}- reps 5"),
    "unknown options of one heading": _filled(", {word}", f"{_FRONT}## A"),
    "words below broken steps": _filled("- {word}\n  - {{word}}\n\n"),
    "steps below a broken heading": _filled("- reps 5, each side\n\n", f"{_FRONT}## A, b\n\n"),
    "unknown marks": _filled("  - @{word} a\n", f"{_FRONT}- hold 5s\n"),
    "unknown parts of a breath": _filled(", {word} 1s", f"{_FRONT}- breathe 5 times"),
    "hidden characters": _filled("\N{ZERO WIDTH SPACE}\n"),
}
SESSIONS: dict[str, Callable[[int], str]] = {
    "unknown techniques": _filled("- use {word}\n\n"),
    "unknown keys": _filled("{word}: 1s\n", "---\ntitle: A\n", "---\n\na\n"),
}
WORST = {**TECHNIQUES, **SESSIONS}


def told(name: str, size: int) -> str:
    """Everything that people read about one of these scripts, of at most so many bytes."""
    lines = WORST[name](size).split("\n")
    return "\n".join(format_diagnostic(problem, lines[problem.line - 1]) for problem in problems(name, size))


def problems(name: str, size: int) -> tuple[Problem, ...]:
    """What is wrong with it."""
    try:
        text = blank_comments(decode(WORST[name](size).encode(), "a.md"))
        if name in SESSIONS:
            LIBRARY.resolve_techniques(read_session(text, "a", "a.md"))
        else:
            read_technique(text, "a", "a.md")
    except ScriptError as error:
        return error.problems
    return ()
