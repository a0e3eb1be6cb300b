"""Bad scripts that take longest to check: each fills a page of any size with one kind of mistake."""

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

_FRONT_MATTER = "---\ntitle: A\n---\n\n"
_ALPHABETICAL = tuple(map("".join, product(string.ascii_lowercase, repeat=3)))
_WORDS = tuple(_ALPHABETICAL[7919 * number % len(_ALPHABETICAL)] for number in range(len(_ALPHABETICAL)))
"""Distinct words, as many as a page can hold, with similar ones far apart."""


def _repeated_line(line: str, head: str = _FRONT_MATTER, tail: str = "") -> Callable[[int], str]:
    """Return a page of lines, each with another {word} and {number}."""

    def page(size: int) -> str:
        pieces, bytes_left = [head], size - len(f"{head}{tail}".encode())
        for number in count():
            piece = line.replace("{word}", _WORDS[number % len(_WORDS)]).replace("{number}", str(number + 1))
            bytes_left -= len(piece.encode())
            if bytes_left < 0:
                return "".join((*pieces, tail))
            pieces.append(piece)
        raise AssertionError

    return page


def _values_then_line(values: str, line: str) -> Callable[[int], str]:
    """Return a page with values in one half and unknown names in the other."""

    def page(size: int) -> str:
        front = _repeated_line(values, "---\ntitle: A\n", "---\n\n")(size // 2)
        return _repeated_line(line, front)(size)

    return page


TECHNIQUE_PAGES: dict[str, Callable[[int], str]] = {
    "unknown verbs": _repeated_line("- {word}\n"),
    "unknown options": _repeated_line("- hold {number}s, {word}\n\n"),
    "steps without words": _repeated_line("-\n"),
    "steps right below words": _repeated_line("a\n- b\n"),
    "lone headings": _repeated_line("##\n"),
    "open braces": _repeated_line("{ "),
    "braces in a row": _repeated_line("{"),
    "unknown names": _repeated_line("{{word}} "),
    "a word never closed": _repeated_line("a", f"{_FRONT_MATTER}*a"),
    "asterisks": _repeated_line("*", f"{_FRONT_MATTER}a "),
    "underscores": _repeated_line("_", f"{_FRONT_MATTER}a "),
    "figures in a heading": _repeated_line("1", f"{_FRONT_MATTER}## "),
    "half a word": _repeated_line("a", f"{_FRONT_MATTER}- reps 5, a", "-b(1"),
    "one paragraph": _repeated_line("{word} "),
    "quotes in quotes": _repeated_line(">"),
    "lists in lists": _repeated_line("- "),
    "unknown names beside known ones": _values_then_line("{word}x: 1s\n", "{ {word}y }"),
    "unknown doses beside known ones": _values_then_line("{word}x: 1s\n", "- hold { {word}y }\n\n"),
    "unused values": _repeated_line("{word}: 1s\n", "---\ntitle: A\n", "---\n\na\n"),
    "mistyped keys": _repeated_line("{word}needs: a\n", "---\ntitle: A\n", "---\n\na\n"),
    "unknown reasons": _repeated_line("{word},", "---\ntitle: A\navoid: ", "a\n---\n\na\n"),
    "nothing but commas": _repeated_line(",", "---\ntitle: A\nneeds: ", "a\n---\n\na\n"),
    "commas too many": _repeated_line("a,,", "---\ntitle: A\nneeds: ", "a\n---\n\na\n"),
    "unknown options of one step": _repeated_line(", {word}", f"{_FRONT_MATTER}- hold 5s"),
    "unknown settings of one technique": _repeated_line(", {word}", f"{_FRONT_MATTER}- use a"),
    "amounts of nothing in one step": _repeated_line(", {word} 0s", f"{_FRONT_MATTER}- reps 5"),
    "unknown options of one heading": _repeated_line(", {word}", f"{_FRONT_MATTER}## A"),
    "words below broken steps": _repeated_line("- {word}\n  - {{word}}\n\n"),
    "steps below a broken heading": _repeated_line("- reps 5, each side\n\n", f"{_FRONT_MATTER}## A, b\n\n"),
    "unknown marks": _repeated_line("  - @{word} a\n", f"{_FRONT_MATTER}- hold 5s\n"),
    "unknown parts of a breath": _repeated_line(", {word} 1s", f"{_FRONT_MATTER}- breathe 5 times"),
    "hidden characters": _repeated_line("\N{ZERO WIDTH SPACE}\n"),
}
SESSION_PAGES: dict[str, Callable[[int], str]] = {
    "unknown techniques": _repeated_line("- use {word}\n\n"),
    "unknown keys": _repeated_line("{word}: 1s\n", "---\ntitle: A\n", "---\n\na\n"),
}
PATHOLOGICAL_PAGES = {**TECHNIQUE_PAGES, **SESSION_PAGES}


def full_report(name: str, size: int) -> str:
    """Return all messages about a pathological script of a size in bytes."""
    lines = PATHOLOGICAL_PAGES[name](size).split("\n")
    return "\n".join(
        format_diagnostic(problem, lines[problem.line - 1]) for problem in find_problems(name, size)
    )


def find_problems(name: str, size: int) -> tuple[Problem, ...]:
    """Return the problems of a pathological script of a size in bytes."""
    try:
        text = blank_comments(decode(PATHOLOGICAL_PAGES[name](size).encode(), "a.md"))
        if name in SESSION_PAGES:
            LIBRARY.resolve_techniques(read_session(text, "a", "a.md"))
        else:
            read_technique(text, "a", "a.md")
    except ScriptError as error:
        return error.problems
    return ()
