"""Headings, list items and paragraphs of a handout."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from voiceguide.script.encoding import canonical_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_BOLD = re.compile(r"(?:\*\*|__)(?=\S)([^*_]+?)(?:\*\*|__)\s*:?$")
_UNDERLINE = re.compile(r"(?:=|-){3,}\s*$")
_ITEM = re.compile(r"(?:[-*+•·●◦▪‣]|\(?\d{1,2}[.)])\s+(?=\S)")
_DIVIDER = re.compile(r"[-=_*|:+\s]+$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ(“\"„0-9])")
_ABBREVIATION_END = re.compile(
    r"(?:\b(?:min|sec|sek|std|wdh|no|nr|ca|approx|e\.g|i\.e|z\.\s?B|bzw|li|re|in|ft)|\d)\.$", re.IGNORECASE
)

_AMOUNT_CELL = re.compile(r"(\d+(?:\s?[-–]\s?\d+)?)(?!\s?\w*\d)(\s+\w{2,}.*)?$")
_EMPTY_CELL = re.compile(r"[-–—\s]*$")

MAX_FIRST_LINE_WORDS = 4
"""Words of the longest line that is the heading of the lines right below it. A longer one may be a wrapped sentence."""

MAX_HEADING_WORDS = 7
"""Words of the longest line that is a heading without being marked as one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list or row of a table, or the names of the columns, on one line."""

    kind: Literal["heading", "item", "paragraph", "columns"]
    text: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """Sentences of the text, in order."""
        found: list[str] = []
        for part in _SENTENCE_END.split(self.text):
            if found and _ABBREVIATION_END.search(found[-1]):
                found[-1] += f" {part}"
            else:
                found.append(part)
        return tuple(found)


def visible_text(text: str) -> str:
    """Return a text in its canonical form, without invisible characters and characters that were lost.

    Control characters and separators become spaces, so that words stay apart.
    """
    return "".join(map(_visible_character, canonical_text(text)))


def _visible_character(character: str) -> str:
    if character == "\n" or (character.isprintable() and character != "\N{REPLACEMENT CHARACTER}"):
        return character
    return "" if unicodedata.category(character) == "Cf" else " "


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, in small letters of one Unicode form."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())


def read_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text or Markdown page."""
    return tuple(_blocks(visible_text(text)))


def _blocks(text: str) -> Iterator[Block]:
    for group in re.split(r"\n[ ]*(?:\n[ ]*)+", text.strip("\n")):
        lines = [line.strip() for line in group.split("\n") if line.strip()]
        if len(lines) > 1 and _UNDERLINE.match(lines[1]) and words_of(lines[0]):
            yield Block("heading", lines[0])
            lines = lines[2:]
        yield from _group_blocks(lines)


def _group_blocks(lines: list[str]) -> Iterator[Block]:
    """Yield the blocks of lines without a blank line between them."""
    kind: Literal["item", "paragraph"] = "paragraph"
    current: list[str] = []
    columns: list[str] = []
    alone = len(lines) == 1
    for line, following in zip(lines, (*lines, "")[1:], strict=False):
        heading, item = _heading_text(line, following, has_words=bool(current)), _ITEM.match(line)
        is_row = line.startswith("|")
        if heading or item or is_row:
            yield from _finish(kind, current)
            current, kind = [], "paragraph"
        if heading:
            yield Block("heading", heading)
        elif is_row and following.startswith("|") and _DIVIDER.match(following):
            columns = _cells(line)
            yield Block("columns", ", ".join(filter(None, columns)))
        elif is_row:
            yield from _finish("item", [_row_text(_cells(line), columns)])
        elif item:
            current, kind = [line[item.end() :]], "item"
        elif not _DIVIDER.match(line):
            current.append(line.lstrip("> "))
    if alone and kind == "paragraph" and current and _is_heading(current[0]):
        yield Block("heading", current[0])
    else:
        yield from _finish(kind, current)


def _finish(kind: Literal["item", "paragraph"], lines: list[str]) -> Iterator[Block]:
    if words_of(text := " ".join(lines)):
        yield Block(kind, text)


def _is_heading(line: str) -> bool:
    return len(line.split()) <= MAX_HEADING_WORDS and not re.search(r"[.!?:;,\d]", line)


def _heading_text(line: str, following: str, *, has_words: bool) -> str:
    """Return the words of a line that is a heading, "" for another; `has_words` if a sentence is above it."""
    if marked := _HEADING.match(line) or _BOLD.match(line):
        return marked[1]
    if item := _ITEM.match(line):
        text = line[item.end() :]
        return text if _heads_lines(text, following, MAX_HEADING_WORDS) else ""
    return line if not has_words and _heads_lines(line, following, MAX_FIRST_LINE_WORDS) else ""


def _heads_lines(line: str, following: str, max_words: int) -> bool:
    """Return whether a line is the heading of a sentence in the line below it."""
    is_sentence = following[:1].isupper() and not _ITEM.match(following)
    return is_sentence and len(line.split()) <= max_words and line[:1].isupper() and _is_heading(line)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def _row_text(cells: list[str], columns: list[str]) -> str:
    """Return a row of a table as a sentence, in which a number has the name of its column: Squat, 3 sets, 10 reps."""
    named = (
        _named_cell(cell, columns[number] if number < len(columns) else "")
        for number, cell in enumerate(cells)
        if not _EMPTY_CELL.match(cell)
    )
    return ", ".join(named)


def _named_cell(cell: str, column: str) -> str:
    if not column or not cell[:1].isdigit():
        return cell
    amount = _AMOUNT_CELL.match(cell)
    return f"{amount[1]} {column.lower()}{amount[2] or ''}" if amount else f"{column} {cell}"
