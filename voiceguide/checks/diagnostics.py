"""Problems as text for a terminal: message, source line and a caret below it."""

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
"""Terminal cells of a source line before a problem's column, and in all; fits 80 columns with the margin."""

_CONTEXT_CHARACTERS = 4 * _MAX_CELLS
"""Characters read on either side of a column, since one line may be long and have thousands of problems."""


def format_diagnostics(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield each problem as text, with its source line if that can be read."""
    lines_of = cache(_source_lines)
    for problem in problems:
        lines = lines_of(problem.file)
        yield format_diagnostic(problem, lines[problem.line - 1] if problem.line <= len(lines) else "")


def _source_lines(file_name: str) -> tuple[str, ...]:
    """Return the lines of a file, unchanged; () if it cannot be read."""
    path = Path(file_name)
    try:
        if not path.is_file():  # a pipe would block
            return ()
        with path.open("rb") as file:
            return tuple(file.read(MAX_BYTES).decode("utf-8", "replace").split("\n"))
    except OSError:
        return ()


def format_diagnostic(problem: Problem, line: str) -> str:
    """Return a problem's message, and below it its source line, unless blank, with a caret under the column.

    Control characters become “�”. A long line is cut around the column and marked with “…”.
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
    """Return whether each character takes one cell; cached, since a line may have many problems."""
    return line.isascii() and line.isprintable()


def _printable_text(text: str) -> str:
    text = text.replace("\t", "    ")
    return printable(text, len(text))


def _truncate(text: str, max_cells: int) -> str:
    """Return the beginning of a text that fits into `max_cells` terminal cells."""
    if text.isascii():
        return text if len(text) <= max_cells else text[: max_cells - 1] + "…"
    ends = tuple(accumulate(map(_cell_width, text)))
    if not ends or ends[-1] <= max_cells:
        return text
    return text[: bisect_right(ends, max_cells - 1)] + "…"


@lru_cache(maxsize=1024)
def _cell_width(character: str) -> int:
    """Return a character's terminal cells: 2 for a wide one, 0 for a combining one."""
    if unicodedata.category(character) in {"Mn", "Me"} or "\u1160" <= character <= "\u11ff":
        return 0  # accents, and vowels and finals of decomposed Hangul
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
