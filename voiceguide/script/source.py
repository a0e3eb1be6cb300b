"""Decode a script's bytes, reject invisible and control characters, and blank out comments."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from voiceguide.errors import FileError, Problem, ScriptError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 50_000
"""Bytes: about an hour of speech, fifty times a usual script. A script of this size is read in seconds."""

MAX_LISTED_CHARACTERS = 1_000
"""Upper limit of characters for a list of names in a message."""

_COMMENT = re.compile(r"<!--(?!-?>).*?(?:-->|\Z)", re.DOTALL)
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_BYTE_ORDER_MARK_FAULT = (
    "The file begins with a byte order mark.",
    "Save the file as “UTF-8”, without a mark (BOM).",
)
_UNUSUAL_CHARACTER = re.compile(r"[^ -~]")


def printable(text: str, max_characters: int = 40) -> str:
    """Return a text for a message: shortened, and free of control characters that a terminal would obey."""
    short = text if len(text) <= max_characters else text[: max_characters - 1] + "…"
    if short.isprintable():
        return short
    return "".join(character if character.isprintable() else "�" for character in short)


def read_text(path: Path, file: str) -> str:
    """Return the text of a script file, with comments blanked out so that lines and columns are unchanged.

    `file` is its name in messages. Raise FileError if it cannot be read, ScriptError if it is not text.
    Problems of single characters are left for the readers to report with all others.
    """
    try:
        if not path.is_file():
            raise _script_error(
                file, 1, 1, "This file does not exist.", "A script is a text file that ends in “.md”."
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
    """Decode UTF-8 bytes. Raise ScriptError for another encoding or an empty file."""
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
    """Return a text of visible characters with the same number of lines, and a Problem for each change.

    Comments are blanked out; an unclosed comment is blanked out to the end of the text. Parsing the result
    finds all other problems, except on lines that have a Problem here.
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
    """Return a line with tabs and unusual spaces as blanks, and without invisible characters."""
    content = line.lstrip(" \t")
    indent = line[: len(line) - len(content)].replace("\t", "  ")
    return f"{indent}{''.join(map(_clean_character, content))}"


def _clean_character(character: str) -> str:
    """Return a blank for a character that looks like one, and "" for an invisible one."""
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    return character if character.isprintable() else ""


def _character_problems(text: str, file: str) -> Iterator[Problem]:
    """Yield a Problem for the first of each unreadable character in a line.

    Carriage returns are reported once per file, because they end every line.
    """
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
    """Return a message and a hint for a character that is not allowed in a script, else None."""
    code = f"U+{ord(character):04X}"
    category = unicodedata.category(character)
    if character == "\r":
        return "The lines end in carriage returns.", "Save the file with “LF” (Unix) line endings."
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
    """Replace each character of `<!-- … -->`, except line breaks, by a blank. Leave an unclosed comment."""
    return _COMMENT.sub(
        lambda comment: _blank(comment[0]) if comment[0].endswith("-->") else comment[0], text
    )


def _blank(comment: str) -> str:
    return re.sub(r"[^\n]", " ", comment)


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _script_error(file: str, line: int, column: int, message: str, hint: str = "") -> ScriptError:
    return ScriptError([Problem(file, line, column, message, hint)])
