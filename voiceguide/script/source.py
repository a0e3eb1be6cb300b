"""A script's bytes → its lines: readable UTF-8, free of characters that hide or command."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from voiceguide.errors import FileError, Problem, ScriptError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 50_000
"""Bytes: about an hour of speech, and fifty times a usual script. Any text so small is read in seconds."""

MAX_LISTED_CHARACTERS = 1_000
"""Characters of the longest list of names in a message."""

_COMMENT = re.compile(r"<!--(?!-?>).*?(?:-->|\Z)", re.DOTALL)
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_BYTE_ORDER_MARK_FAULT = (
    "The file begins with a byte order mark.",
    "Save the file as “UTF-8”, without a mark (BOM).",
)
_UNUSUAL_CHARACTER = re.compile(r"[^ -~]")


def printable(text: str, max_characters: int = 40) -> str:
    """A text as it may stand in a message: short, and with nothing in it that a terminal would obey."""
    short = text if len(text) <= max_characters else text[: max_characters - 1] + "…"
    if short.isprintable():
        return short
    return "".join(character if character.isprintable() else "�" for character in short)


def read_text(path: Path, file: str) -> str:
    """The text of a script file, its comments blanked out (lines and columns stay what they were).

    `name` is what people call the file. Raises FileError when it cannot be read at all, ScriptError
    when what it holds is no text. What is wrong with single characters the readers tell, with all else.
    """
    try:
        if not path.is_file():
            raise _script_error(
                file, 1, 1, "There is no such file.", "A script is a text file that ends in “.md”."
            )
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}.") from None
    if len(data) > MAX_BYTES:
        hint = "A script is a page of text."
        raise _script_error(file, 1, 1, f"This file is larger than {MAX_BYTES // 1000} kB.", hint)
    return blank_comments(decode(data, file))


def decode(data: bytes, file: str) -> str:
    """UTF-8 bytes → text. Raises ScriptError for other encodings, and where there is nothing."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise _script_error(file, 1, 1, *_BYTE_ORDER_MARK_FAULT)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        prefix = data[: error.start].decode("utf-8")
        line, column = _line_and_column(prefix, len(prefix))
        raise _script_error(
            file, line, column, "This is not UTF-8 text.", "Save the file as “UTF-8”."
        ) from None
    if "\0" in text:
        line, column = _line_and_column(text, text.index("\0"))
        raise _script_error(file, line, column, "This is not plain text.", "Save the file as “UTF-8”.")
    if not text.strip(f"{_BYTE_ORDER_MARK} \t\r\n"):
        raise _script_error(
            file, 1, 1, "The file is empty.", "“voiceguide new NAME” writes a script to start from."
        )
    return text


def clean_source(text: str, file: str) -> tuple[str, tuple[Problem, ...]]:
    """A text in which every character can be seen, as many lines long, and what had to be changed for that.

    Comments are blanked out, one that is never closed with all behind it. What is wrong in other ways can be
    told by what is given back, but for the lines that have a Problem here.
    """
    problems = list(_character_problems(text, file))
    if problems:
        text = "\n".join(line if _is_clean(line) else _clean_line(line) for line in text.split("\n"))
    text = blank_comments(text)
    if open_comment := _COMMENT.search(text):
        line, column = _line_and_column(text, open_comment.start())
        hint = "End it with “-->”."
        problems.append(Problem(file, line, column, "This comment is never closed.", hint))
        text = text[: open_comment.start()] + _blank(open_comment[0])
    return text, tuple(problems)


def _is_clean(line: str) -> bool:
    return line.isprintable() and "\N{REPLACEMENT CHARACTER}" not in line


def _clean_line(line: str) -> str:
    """A line as it was probably meant."""
    content = line.lstrip(" \t")
    indent = line[: len(line) - len(content)].replace("\t", "  ")
    return f"{indent}{''.join(map(_clean_character, content))}"


def _clean_character(character: str) -> str:
    """A blank for what looks like one, and nothing for what else cannot be seen."""
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    return character if character.isprintable() else ""


def _character_problems(text: str, file: str) -> Iterator[Problem]:
    """The first of each unreadable character in a line; carriage returns once, as they end every line."""
    return_seen = False
    for number, line in enumerate(text.split("\n"), 1):
        if _is_clean(line):
            continue
        seen: set[str] = set()
        for match in _UNUSUAL_CHARACTER.finditer(line):
            character = match[0]
            if character in seen or (character == "\r" and return_seen):
                continue
            seen.add(character)
            is_byte_order_mark = number == 1 and match.start() == 0 and character == _BYTE_ORDER_MARK
            if fault := _BYTE_ORDER_MARK_FAULT if is_byte_order_mark else _character_fault(character):
                return_seen = return_seen or character == "\r"
                yield Problem(file, number, match.start() + 1, *fault)


def _character_fault(character: str) -> tuple[str, str] | None:
    """Why a character may not stand in a script, and what to do; None for one that may."""
    code = f"U+{ord(character):04X}"
    category = unicodedata.category(character)
    if character == "\r":
        return "The lines end in carriage returns.", "Save the file with “LF” (Unix) line ends."
    if character == "\t":
        return "There is a tab here.", "Use spaces."
    if character == "\N{REPLACEMENT CHARACTER}":
        return "A letter was lost here.", "Write it again."
    if category == "Zs":
        return f"There is an unusual space here ({code}).", "Use a plain one."
    if category in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}:
        return f"There is an invisible character here ({code}).", "Delete it."
    return None


def blank_comments(text: str) -> str:
    """`<!-- … -->` replaced by as many blanks, line breaks kept. One that is never closed stays as it is."""
    return _COMMENT.sub(
        lambda comment: _blank(comment[0]) if comment[0].endswith("-->") else comment[0], text
    )


def _blank(comment: str) -> str:
    return re.sub(r"[^\n]", " ", comment)


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _script_error(file: str, line: int, column: int, message: str, hint: str = "") -> ScriptError:
    return ScriptError([Problem(file, line, column, message, hint)])
