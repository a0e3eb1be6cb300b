"""A problem as people are told it: with the line of its script, and a caret below it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.script.source import LARGEST, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Problem

_BEFORE, _ROOM = 48, 72
"""Cells of a source line shown ahead of a problem, and in all: with its margin, a terminal of 80 holds it."""

_NEAR = 4 * _ROOM
"""Characters looked at on either side: a page may be one line, with thousands of problems."""


def told(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as people are told it: with its source line, where that can be read."""
    lines_of = cache(_lines)
    for problem in problems:
        lines = lines_of(problem.file)
        yield excerpt(problem, lines[problem.line - 1] if problem.line <= len(lines) else "")


def _lines(name: str) -> tuple[str, ...]:
    """The lines of the file that a problem names, as they stand there; none where they cannot be read."""
    path = Path(name)
    try:
        if not path.is_file():  # a pipe would be waited for
            return ()
        with path.open("rb") as file:
            return tuple(file.read(LARGEST).decode("utf-8", "replace").split("\n"))
    except OSError:
        return ()


def excerpt(problem: Problem, line: str) -> str:
    """A problem, and below it its source line with a caret under the column; a blank line is not shown.

    What a terminal would obey is shown as “�”. A long line is cut around the column, at “…”.
    """
    if not line.strip():
        return str(problem)
    column = min(problem.column - 1, len(line))
    if _is_plain(line):
        begin = max(column - _BEFORE, 0)
        end = begin + _ROOM
        before = f"…{line[begin + 1 : column]}" if begin else line[:column]
        behind = f"{line[column : end - 1]}…" if end < len(line) else line[column:]
        return f"{problem}\n    {before}{behind}\n    {' ' * len(before)}^"
    before = _cut(_drawn(line[max(column - _NEAR, 0) : column])[::-1], _BEFORE)[::-1]
    under = sum(map(_cells, before))
    behind = _cut(_drawn(line[column : column + _NEAR]), _ROOM - under)
    return f"{problem}\n    {before}{behind}\n    {' ' * under}^"


@lru_cache(maxsize=8)
def _is_plain(line: str) -> bool:
    """Whether each character takes one cell, as usual; asked once of a line, which may have many problems."""
    return line.isascii() and line.isprintable()


def _drawn(text: str) -> str:
    text = text.replace("\t", "    ")
    return shown(text, len(text))


def _cut(text: str, room: int) -> str:
    """As much of a text as fits into so many cells."""
    if text.isascii():
        return text if len(text) <= room else text[: room - 1] + "…"
    ends = tuple(accumulate(map(_cells, text)))
    if not ends or ends[-1] <= room:
        return text
    return text[: bisect_right(ends, room - 1)] + "…"


@lru_cache(maxsize=1024)
def _cells(character: str) -> int:
    """How many cells of a terminal a character takes: 2 for a wide one, 0 for one drawn onto another."""
    if unicodedata.category(character) in {"Mn", "Me"} or "\u1160" <= character <= "\u11ff":
        return 0  # accents, and the vowels and finals of Hangul written letter by letter
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
