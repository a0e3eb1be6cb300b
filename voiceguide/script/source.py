"""A script's bytes → its lines: readable UTF-8, free of characters that hide or command."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from voiceguide.errors import FileError, Problem, ScriptError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 50_000
"""Bytes: about an hour of speech, and fifty times a usual script. Any text so small is read in seconds."""

LISTED = 1_000
"""Characters of the longest list of names in a message."""

_COMMENT = re.compile(r"<!--(?!-?>).*?(?:-->|\Z)", re.DOTALL)
_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_ORDERED = "The file begins with a byte order mark.", "Save the file as “UTF-8”, without a mark (BOM)."
_UNUSUAL = re.compile(r"[^ -~]")


def shown(text: str, most: int = 40) -> str:
    """A text as it may stand in a message: short, and with nothing in it that a terminal would obey."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    if short.isprintable():
        return short
    return "".join(character if character.isprintable() else "�" for character in short)


def read_text(path: Path, name: str) -> str:
    """The text of a script file, its comments blanked out (lines and columns stay what they were).

    `name` is what people call the file. Raises FileError when it cannot be read at all, ScriptError
    when what it holds is no text. What is wrong with single characters the readers tell, with all else.
    """
    try:
        if not path.is_file():
            raise _refuse(name, 1, 1, "There is no such file.", "A script is a text file that ends in “.md”.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise FileError(f"{name} cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST:
        hint = "A script is a page of text."
        raise _refuse(name, 1, 1, f"This file is larger than {LARGEST // 1000} kB.", hint)
    return without_comments(decode(data, name))


def decode(data: bytes, name: str) -> str:
    """UTF-8 bytes → text. Raises ScriptError for other encodings, and where there is nothing."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise _refuse(name, 1, 1, *_ORDERED)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = _position(before, len(before))
        raise _refuse(name, line, column, "This is not UTF-8 text.", "Save the file as “UTF-8”.") from None
    if "\0" in text:
        line, column = _position(text, text.index("\0"))
        raise _refuse(name, line, column, "This is not plain text.", "Save the file as “UTF-8”.")
    if not text.strip(f"{_ORDER_MARK} \t\r\n"):
        raise _refuse(
            name, 1, 1, "The file is empty.", "“voiceguide new NAME” writes a script to start from."
        )
    return text


def legible(text: str, name: str) -> tuple[str, tuple[Problem, ...]]:
    """A text in which every character can be seen, as many lines long, and what had to be changed for that.

    Comments are blanked out, one that is never closed with all behind it. What is wrong in other ways can be
    told by what is given back, but for the lines that have a Problem here.
    """
    problems = list(_unreadable(text, name))
    if problems:
        text = "\n".join(line if _is_usual(line) else _mended(line) for line in text.split("\n"))
    text = without_comments(text)
    if open_ := _COMMENT.search(text):
        line, column = _position(text, open_.start())
        hint = "End it with “-->”."
        problems.append(Problem(name, line, column, "This comment is never closed.", hint))
        text = text[: open_.start()] + _blank(open_[0])
    return text, tuple(problems)


def _is_usual(line: str) -> bool:
    return line.isprintable() and "\N{REPLACEMENT CHARACTER}" not in line


def _mended(line: str) -> str:
    """A line as it was probably meant."""
    words = line.lstrip(" \t")
    begins = line[: len(line) - len(words)].replace("\t", "  ")
    return f"{begins}{''.join(map(_seen, words))}"


def _seen(character: str) -> str:
    """A blank for what looks like one, and nothing for what else cannot be seen."""
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    return character if character.isprintable() else ""


def _unreadable(text: str, name: str) -> Iterator[Problem]:
    """The first of each unreadable character in a line; carriage returns once, as they end every line."""
    returns = False
    for number, line in enumerate(text.split("\n"), 1):
        if _is_usual(line):
            continue
        told: set[str] = set()
        for match in _UNUSUAL.finditer(line):
            character = match[0]
            if character in told or (character == "\r" and returns):
                continue
            told.add(character)
            first = number == 1 and match.start() == 0 and character == _ORDER_MARK
            if fault := _ORDERED if first else _fault(character):
                returns = returns or character == "\r"
                yield Problem(name, number, match.start() + 1, *fault)


def _fault(character: str) -> tuple[str, str] | None:
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


def without_comments(text: str) -> str:
    """`<!-- … -->` replaced by as many blanks, line breaks kept. One that is never closed stays as it is."""
    return _COMMENT.sub(
        lambda comment: _blank(comment[0]) if comment[0].endswith("-->") else comment[0], text
    )


def _blank(comment: str) -> str:
    return re.sub(r"[^\n]", " ", comment)


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _refuse(name: str, line: int, column: int, message: str, hint: str = "") -> ScriptError:
    return ScriptError([Problem(name, line, column, message, hint)])
