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
_UNDERLINE = re.compile(r"(?:=|-){3,}\s*$")
_ITEM = re.compile(r"(?:[-*+•·●◦▪‣]|\(?\d{1,2}[.)])\s+(?=\S)")
_DIVIDER = re.compile(r"[-=_*|:+\s]+$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ(“\"„0-9])")
_ABBREVIATION_END = re.compile(
    r"(?:\b(?:min|sec|sek|std|wdh|no|nr|ca|approx|e\.g|i\.e|z\.\s?B|bzw|li|re|in|ft)|\d)\.$", re.IGNORECASE
)

MAX_HEADING_WORDS = 7
"""Words of the longest line that is a heading without being marked as one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, an item of a list or a paragraph, on one line."""

    kind: Literal["heading", "item", "paragraph"]
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
    alone = len(lines) == 1
    for line in lines:
        heading, item = _HEADING.match(line), _ITEM.match(line)
        is_row = line.startswith("|")
        if heading or item or is_row:
            yield from _finish(kind, current)
            current, kind = [], "paragraph"
        if heading:
            yield Block("heading", heading[1])
        elif item:
            current, kind = [line[item.end() :]], "item"
        elif is_row:
            yield from _finish(
                "paragraph", [", ".join(cell.strip() for cell in line.strip("|").split("|") if cell.strip())]
            )
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
