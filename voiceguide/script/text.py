"""A script's bytes → its lines: readable UTF-8, free of characters that hide or command."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from voiceguide.errors import FileError, Problem, ScriptError

LARGEST = 1_000_000
"""Bytes. A thousand times the size of a usual script."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def read_text(path: Path, name: str) -> str:
    """The text of a script file, its comments blanked out (lines and columns stay what they were).

    `name` is what people call the file. Raises FileError when it cannot be read at all, ScriptError
    when what it holds is no script.
    """
    try:
        if not path.is_file():
            raise FileError(f"{name} is not a file.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise FileError(f"{name} cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST:
        raise _refuse(name, 1, 1, "This file is larger than a megabyte.", "A script is a page of text.")
    return without_comments(decode(data, name), name)


def decode(data: bytes, name: str) -> str:
    """UTF-8 bytes → text. Raises ScriptError for other encodings and for unreadable characters."""
    if data[:3] == b"\xef\xbb\xbf" or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise _refuse(name, 1, 1, "The file begins with a byte order mark.", "Save it as plain UTF-8.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = _position(before, len(before))
        raise _refuse(name, line, column, "This is not UTF-8 text.", "Save the file as UTF-8.") from None
    if not text.strip():
        raise _refuse(name, 1, 1, "The file is empty.")
    problems = []
    for match in re.finditer(r"[^\n -~]", text):
        if message := _hidden(match[0]):
            line, column = _position(text, match.start())
            problems.append(Problem(name, line, column, *message))
            if match[0] == "\r":
                break
    if problems:
        raise ScriptError(problems)
    return text


def _hidden(character: str) -> tuple[str, str] | None:
    """Why a character may not stand in a script, and what to do; None for one that may."""
    if character == "\r":
        return "The lines end in carriage returns.", "Save the file with “LF” (Unix) line ends."
    if character == "\t":
        return "There is a tab here.", "Use spaces."
    if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}:
        return f"There is an invisible character here (U+{ord(character):04X}).", "Delete it."
    return None


def without_comments(text: str, name: str) -> str:
    """`<!-- … -->` replaced by as many blanks, line breaks kept. Raises ScriptError for an open one."""

    def blank(comment: re.Match[str]) -> str:
        if not comment[0].endswith("-->"):
            line, column = _position(text, comment.start())
            raise _refuse(name, line, column, "This comment is never closed.", "End it with “-->”.")
        return re.sub(r"[^\n]", " ", comment[0])

    return _COMMENT.sub(blank, text)


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _refuse(name: str, line: int, column: int, message: str, hint: str = "") -> ScriptError:
    return ScriptError([Problem(name, line, column, message, hint)])
