"""Read a table of people (CSV): bytes → columns and rows, with every problem at its line and column."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.errors import FileError, Location, Problem, ScriptError
from voiceguide.script.encoding import other_encoding
from voiceguide.script.source import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_COLUMNS = 200
MAX_BYTES = 500_000_000
MAX_PROBLEMS = 100
"""Problems that are listed; a column of the wrong kind has one in every row."""

_MAX_CELL_CHARACTERS = 5_000
_SEPARATORS = ",;\t"
_IGNORED_MARK = "#"
"""First character of the name of a column that is not for voiceguide."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person's cells, in the order of the columns; `line` is the line of the file at which it begins, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by name, and the rows below them. `columns` maps a name to the index of its cell in a row."""

    file: str
    columns: dict[str, int]
    rows: tuple[Row, ...]

    def location(self, row: Row, column: str) -> Location:
        """Return the place of a cell: the row's line, and the column counted from 1 (1 if there is none)."""
        return Location(self.file, row.line, self.columns.get(column, 0) + 1)

    def cell(self, row: Row, column: str) -> str:
        """Return the text of a cell without blanks around it, "" if the table has no such column."""
        index = self.columns.get(column)
        return row.cells[index].strip() if index is not None and index < len(row.cells) else ""


def read_table(path: Path) -> Table:
    """Return the table in a file. Raise FileError if it cannot be read, and ScriptError with every problem."""
    return parse_table(_read_text(path), str(path))


def parse_table(text: str, file: str) -> Table:
    """Return the table in a text whose first line names the columns. Raise ScriptError with every problem.

    Values are separated by commas, semicolons or tabs, as the first line has them. Empty lines are skipped.
    """
    rows = _read_rows(text, file)
    header = next(rows, None)
    if header is None:
        raise ScriptError([Problem(file, 1, 1, "The table is empty.", _EXAMPLE)])
    if len(header.cells) > MAX_COLUMNS:
        message = f"The table has {len(header.cells)} columns, and {MAX_COLUMNS} are the most."
        raise ScriptError([Problem(file, header.line, MAX_COLUMNS + 1, message)])
    columns, problems = _read_header(header, file)
    found = []
    for row in rows:
        problems += _cell_problems(row, header, file)
        found.append(row)
        if len(problems) >= MAX_PROBLEMS:
            break
    if not found and not problems:
        problems.append(
            Problem(file, header.line + 1, 1, "No row follows the names of the columns.", _EXAMPLE)
        )
    if problems:
        raise ScriptError(problems[:MAX_PROBLEMS])
    return Table(file, columns, tuple(found))


_EXAMPLE = "Write one such as “name,session,minutes”, and below it “Anna Berg,upper-back-reset,12”."


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    hint = "Save it as “CSV UTF-8”."
    if len(data) > MAX_BYTES:
        raise ScriptError([Problem(str(path), 1, 1, f"The table is larger than {MAX_BYTES // 10**6} MB.")])
    if data.startswith(b"PK\x03\x04"):
        raise ScriptError(
            [Problem(str(path), 1, 1, "It is a workbook or an archive, not a table of text.", hint)]
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        encoding = {"latin-1": "Latin-1 (Windows-1252)", "utf-16": "UTF-16"}.get(other_encoding(data) or "")
        message = f"The table is {encoding}, not UTF-8." if encoding else "It is not a text in UTF-8."
        raise ScriptError([Problem(str(path), line, error.start - start + 1, message, hint)]) from error


def _read_rows(text: str, file: str) -> Iterator[Row]:
    """Yield the rows that are not empty, the names of the columns first. Raise ScriptError at a broken one."""
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first_line.count)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True
    )
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            hint = "A quotation mark in a value is written twice, and one opens and one closes the value."
            raise ScriptError([Problem(file, line, 1, f"The row cannot be read: {error}.", hint)]) from error
        if any(cell.strip() for cell in cells):
            yield Row(line, tuple(cells))
        line = reader.line_num + 1


def _read_header(header: Row, file: str) -> tuple[dict[str, int], list[Problem]]:
    """Return the index of each named column, in the form of an option's name, and the problems of the names."""
    columns: dict[str, int] = {}
    problems = []
    for index, cell in enumerate(header.cells):
        name = column_name(cell)
        if not name or name.startswith(_IGNORED_MARK):
            continue
        if name in columns:
            message = f"The column “{printable(name)}” is there twice."
            problems.append(Problem(file, header.line, index + 1, message, "Keep one of the two."))
        columns[name] = index
    return columns, problems


def column_name(text: str) -> str:
    """Return a column's name in the form of an option's: “Voice rate” → “voice-rate”."""
    return "-".join(text.strip().lower().replace("_", "-").split())


def _cell_problems(row: Row, header: Row, file: str) -> Iterator[Problem]:
    for index, cell in enumerate(row.cells):
        name = header.cells[index].strip() if index < len(header.cells) else ""
        if name.startswith(_IGNORED_MARK) or not cell.strip():
            continue
        if not name:
            message = f"“{printable(cell.strip())}” is in a column without a name."
            hint = "Name the column in the first line, or write a value that contains the separator in quotation marks."
            yield Problem(file, row.line, index + 1, message, hint)
        elif cell.lstrip().startswith("="):
            message = f"{printable(name)}: “{printable(cell.strip())}” is a formula."
            yield Problem(file, row.line, index + 1, message, "Save the values of the table.")
        elif len(cell) > _MAX_CELL_CHARACTERS:
            message = f"{printable(name)}: {len(cell)} characters, and {_MAX_CELL_CHARACTERS} are the most."
            yield Problem(file, row.line, index + 1, message)
        elif any(
            not character.isprintable() and character not in "\t\n\r\N{NO-BREAK SPACE}" for character in cell
        ):
            message = f"{printable(name)}: “{printable(cell.strip())}” has an invisible character."
            yield Problem(file, row.line, index + 1, message, "Type the value again.")
