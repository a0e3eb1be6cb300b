"""A problem as people are told it: with the line of its script, and a caret below it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.script.source import MAX_BYTES, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Problem

_CELLS_BEFORE, _MAX_CELLS = 48, 72
"""Cells of a source line shown ahead of a problem, and in all: with its margin, a terminal of 80 holds it."""

_CONTEXT_CHARACTERS = 4 * _MAX_CELLS
"""Characters looked at on either side: a page may be one line, with thousands of problems."""


def format_diagnostics(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as people are told it: with its source line, where that can be read."""
    lines_of = cache(_source_lines)
    for problem in problems:
        lines = lines_of(problem.file)
        yield format_diagnostic(problem, lines[problem.line - 1] if problem.line <= len(lines) else "")


def _source_lines(file_name: str) -> tuple[str, ...]:
    """The lines of the file that a problem names, as they stand there; none where they cannot be read."""
    path = Path(file_name)
    try:
        if not path.is_file():  # a pipe would be waited for
            return ()
        with path.open("rb") as file:
            return tuple(file.read(MAX_BYTES).decode("utf-8", "replace").split("\n"))
    except OSError:
        return ()


def format_diagnostic(problem: Problem, line: str) -> str:
    """A problem, and below it its source line with a caret under the column; a blank line is not shown.

    What a terminal would obey is shown as “�”. A long line is cut around the column, at “…”.
    """
    if not line.strip():
        return str(problem)
    column = min(problem.column - 1, len(line))
    if _is_printable_ascii(line):
        start = max(column - _CELLS_BEFORE, 0)
        end = start + _MAX_CELLS
        before = f"…{line[start + 1 : column]}" if start else line[:column]
        after = f"{line[column : end - 1]}…" if end < len(line) else line[column:]
        return f"{problem}\n    {before}{after}\n    {' ' * len(before)}^"
    before = _truncate(
        _printable_text(line[max(column - _CONTEXT_CHARACTERS, 0) : column])[::-1], _CELLS_BEFORE
    )[::-1]
    caret_indent = sum(map(_cell_width, before))
    after = _truncate(_printable_text(line[column : column + _CONTEXT_CHARACTERS]), _MAX_CELLS - caret_indent)
    return f"{problem}\n    {before}{after}\n    {' ' * caret_indent}^"


@lru_cache(maxsize=8)
def _is_printable_ascii(line: str) -> bool:
    """Whether each character takes one cell, as usual; asked once of a line, which may have many problems."""
    return line.isascii() and line.isprintable()


def _printable_text(text: str) -> str:
    text = text.replace("\t", "    ")
    return printable(text, len(text))


def _truncate(text: str, max_cells: int) -> str:
    """As much of a text as fits into so many cells."""
    if text.isascii():
        return text if len(text) <= max_cells else text[: max_cells - 1] + "…"
    ends = tuple(accumulate(map(_cell_width, text)))
    if not ends or ends[-1] <= max_cells:
        return text
    return text[: bisect_right(ends, max_cells - 1)] + "…"


@lru_cache(maxsize=1024)
def _cell_width(character: str) -> int:
    """How many cells of a terminal a character takes: 2 for a wide one, 0 for one drawn onto another."""
    if unicodedata.category(character) in {"Mn", "Me"} or "\u1160" <= character <= "\u11ff":
        return 0  # accents, and the vowels and finals of Hangul written letter by letter
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
