"""Tables as people have them are read; broken ones are told by line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import FileError, ScriptError
from voiceguide.export.batch.table import MAX_COLUMNS, MAX_PROBLEMS, parse_table, read_table

if TYPE_CHECKING:
    from pathlib import Path

READABLE = {
    "commas": "name,session\nAnna,settle\n",
    "semicolons": "name;session\nAnna;settle\n",
    "tabs": "name\tsession\nAnna\tsettle\n",
    "other line ends": "name,session\r\nAnna,settle\r\n",
    "byte order mark": "\ufeffname,session\nAnna,settle\n",
    "empty lines": "\nname,session\n\n,\nAnna,settle\n\n",
    "capitals and blanks": " Name , SESSION \n Anna , settle \n",
    "quotation marks": '"name","session"\n"Anna","settle"\n',
    "other columns": "name,#phone,session,\nAnna,=1+1,settle,\n",
    "no last line end": "name,session\nAnna,settle",
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_tables_of_all_forms_are_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8", newline="")
    table = read_table(path)
    (row,) = table.rows
    assert [table.cell(row, name) for name in ("name", "session", "minutes")] == ["Anna", "settle", ""]


def test_a_value_may_hold_separators_quotes_and_lines() -> None:
    table = parse_table('name,session\n"Berg, ""Anna""\nMaria",settle\nBo,settle\n', "people.csv")
    assert [row.line for row in table.rows] == [2, 4]
    assert table.cell(table.rows[0], "name") == 'Berg, "Anna"\nMaria'
    assert str(table.location(table.rows[1], "session")) == "people.csv:4:2"


BROKEN = {
    "empty": (b"", "1:1: The table is empty."),
    "blank": (b"\n \n", "1:1: The table is empty."),
    "only names": (b"name,session\n", "2:1: No row follows"),
    "column twice": (b"name,session,Name\nA,settle,B\n", "1:3: The column “name” is there twice."),
    "value without a column": (b"name,session\nA,settle,12\n", "2:3: “12” is in a column without a name."),
    "value below no name": (b"name,,session\nA,12,settle\n", "2:2: “12” is in a column without a name."),
    "formula": (b"name,session\n=A1,settle\n", "2:1: name: “=A1” is a formula."),
    "invisible character": ("name,session\nA\u200b,settle\n".encode(), "2:1: name:"),
    "control character": (b"name,session\nA\x07,settle\n", "2:1: name:"),
    "nul": (b"name,session\nA\x00,settle\n", "2:1: "),
    "open quotation mark": (b'name,session\n"A,settle\n', "2:1: The row cannot be read:"),
    "sign after a quotation mark": (b'name,session\n"A"x,settle\n', "2:1: The row cannot be read:"),
    "long value": (b"name,session\n" + b"A" * 5001 + b",settle\n", "2:1: name: 5001 characters"),
    "longer than csv allows": (
        b"name,session\n" + b"A" * 200_000 + b",settle\n",
        "2:1: The row cannot be read:",
    ),
    "many columns": (b"a," * 1_000_000 + b"\n", f"1:{MAX_COLUMNS + 1}: The table has 1000001 columns"),
    "utf-16": ("name,session\nÅsa,settle\n".encode("utf-16"), "1:1: The table is UTF-16, not UTF-8."),
    "latin-1": ("name,session\nÅsa,settle\n".encode("latin-1"), "2:1: The table is Latin-1"),
    "no text": (b"name\xff\x00\x01\n", "1:5: "),
    "workbook": (b"PK\x03\x04\x14", "1:1: It is a workbook or an archive"),
}


@pytest.mark.parametrize(("data", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_tables_are_told_by_line_and_column(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(data)
    with pytest.raises(ScriptError) as caught:
        read_table(path)
    first = str(caught.value.problems[0])
    assert first.startswith(f"{path}:{message}"), first


def test_all_rows_are_told_up_to_a_limit() -> None:
    text = "name,session\n" + "=A,settle\n" * 500
    with pytest.raises(ScriptError) as caught:
        parse_table(text, "people.csv")
    assert [problem.line for problem in caught.value.problems] == list(range(2, MAX_PROBLEMS + 2))


@pytest.mark.parametrize("name", ["missing.csv", "", "a\0b"])
def test_a_table_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_table(tmp_path / name)
