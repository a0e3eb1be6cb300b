"""Read a script, reject invisible and control characters, and blank out comments."""

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
_ENCODING_NAMES = {"latin-1": "Windows-1252 or Latin-1", "utf-16": "UTF-16"}
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
    return blank_comments(decode(read_bytes(path, file), file))


def read_bytes(path: Path, file: str) -> bytes:
    """Return the bytes of a script file. `file` is its name in messages.

    Raise FileError if it cannot be read, ScriptError if it does not exist or is too large.
    """
    try:
        if not path.is_file():
            raise _script_error(
                file, 1, 1, "This file does not exist.", "A script is a text file, such as “neck-roll.md”."
            )
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}.") from None
    if len(data) > MAX_BYTES:
        hint = "A script is a page of text."
        raise _script_error(file, 1, 1, f"This file is larger than {MAX_BYTES // 1000} kB.", hint)
    return data


def decode(data: bytes, file: str) -> str:
    """Return the text of UTF-8 bytes in its canonical form: see `canonical_text`.

    Raise ScriptError for another encoding, with the command that converts it, or for an empty file.
    """
    from voiceguide.script.encoding import canonical_text, other_encoding

    if encoding := other_encoding(data):
        prefix = canonical_text(_utf_8_beginning(data))
        line, column = _line_and_column(prefix, len(prefix))
        raise _script_error(
            file,
            line,
            column,
            f"This is text in {_ENCODING_NAMES[encoding]}, not in UTF-8.",
            f"Convert it with “voiceguide format --from {encoding} {_quoted(file)}”.",
        )
    try:
        text = canonical_text(data.decode("utf-8"))
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        line, column = _line_and_column(text, text.index("\0"))
        raise _script_error(file, line, column, "This is not plain text.", "Save the file as “UTF-8”.")
    if not text.strip():
        raise _script_error(
            file, 1, 1, "The file is empty.", "“voiceguide new NAME” writes a script to start from."
        )
    return text


def _utf_8_beginning(data: bytes) -> str:
    """Return the text before the first byte that is not UTF-8."""
    try:
        return data.decode("utf-8").partition("\0")[0]
    except UnicodeDecodeError as error:
        return data[: error.start].decode("utf-8").partition("\0")[0]


def _quoted(file: str) -> str:
    """Return the name of a file as a shell needs it."""
    return file if re.fullmatch(r"[\w./\\:~-]+", file) else f'"{file}"'


def clean_source(text: str, file: str) -> tuple[str, tuple[Problem, ...]]:
    """Return a text of visible characters with the same number of lines, and a Problem for each change.

    Comments are blanked out; an unclosed comment is blanked out to the end of the text. Parsing the result
    finds all other problems, except on lines that have a Problem here.
    """
    from voiceguide.script.encoding import canonical_text

    text = canonical_text(text)
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
    """Return a line without invisible characters."""
    return "".join(filter(str.isprintable, line))


def _character_problems(text: str, file: str) -> Iterator[Problem]:
    """Yield a Problem for the first of each unreadable character in a line."""
    for number, line in enumerate(text.split("\n"), 1):
        if _is_clean(line):
            continue
        seen: set[str] = set()
        for match in _UNUSUAL_CHARACTER.finditer(line):
            character = match[0]
            if character not in seen and (fault := _character_fault(character)):
                yield Problem(file, number, match.start() + 1, *fault)
            seen.add(character)


def _character_fault(character: str) -> tuple[str, str] | None:
    """Return a message and a hint for a character that is not allowed in a script, else None."""
    code = f"U+{ord(character):04X}"
    category = unicodedata.category(character)
    if character == "\N{REPLACEMENT CHARACTER}":
        return "A letter was lost here.", "Write it again."
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
