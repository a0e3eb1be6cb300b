"""Markdown → blocks: headings, prose, notes, and step lines with the cues nested below them.

The only module that imports markdown-it. Its “zero” preset parses only the rules enabled here. Texts are
taken from the source lines, and a line that no block claims is a Problem, so no line is dropped silently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from voiceguide.errors import Location, Problem
from voiceguide.script.foreign_markup import find_faults
from voiceguide.script.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class BlockKind(StrEnum):
    """Kinds of blocks, by the words that name them in a message."""

    HEADING = "heading"
    PROSE = "prose"
    NOTE = "note"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the page: its text and, for a step line, the cues nested below it."""

    kind: BlockKind
    content: Text
    cues: tuple[Text, ...] = ()


_BULLET = re.compile(r" *- +")
_QUOTE = re.compile(r" *> ?")
_NO_PREFIX = re.compile(r"")
_PART_START = re.compile(r"[^\W\d_]|[>#]|- ")
_WORDS = re.compile(r"(?:[^\s>#*+\d.)-]|\d+(?![\d.)])).*")

_MAX_CACHED_CHARACTERS = 500
"""Characters of the longest shape in the LRU cache; a part may be as long as a file."""

_HEADING = re.compile(r"## *")


@cache
def _markdown_parser() -> MarkdownIt:
    # The rule “code” is enabled to reject what other Markdown readers take for code.
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(["blockquote", "code", "heading", "list"]).disable("inline")


def parse_blocks(text: str, file: str, first_line: int = 1) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """Return the blocks of the text below the front matter, in order, and its problems.

    `first_line` is the line number of the text's first line in the file.
    """
    parser = _PageParser(text.split("\n"), file, first_line)
    for node in _page_nodes(parser.lines):
        parser.read_block(node)
    parser.report_unclaimed_lines()
    return tuple(parser.blocks), tuple(parser.problems)


@dataclass(frozen=True, slots=True)
class _MarkdownNode:
    """Markdown node with its children; `line_range` is a half-open interval of line indices."""

    type: str
    markup: str
    line_range: tuple[int, int]
    children: list[_MarkdownNode]

    def moved_by(self, lines: int) -> _MarkdownNode:
        """Return the node, and all below it, that many lines further down."""
        start, end = self.line_range
        children = [child.moved_by(lines) for child in self.children]
        return _MarkdownNode(self.type, self.markup, (start + lines, end + lines), children)


def _page_nodes(lines: list[str]) -> Iterator[_MarkdownNode]:
    """Yield the nodes of a page, part by part.

    A part begins below a blank line with a letter, “>”, “#” or “- ”, which ends whatever is above it, but for a
    list, which becomes several. So most parts of scripts have one of a few shapes.
    """
    starts = [
        number
        for number, line in enumerate(lines)
        if not number or (_PART_START.match(line) and not lines[number - 1].strip())
    ]
    for start, end in pairwise((*starts, len(lines))):
        shape = "\n".join([_WORDS.sub("a", line, 1) for line in lines[start:end]])
        parse = _parse_shape if len(shape) <= _MAX_CACHED_CHARACTERS else _parse_shape.__wrapped__
        yield from [node.moved_by(start) for node in parse(shape)] if start else parse(shape)


@lru_cache(maxsize=512)
def _parse_shape(shape: str) -> tuple[_MarkdownNode, ...]:
    """Return the nodes of a part of a page in which “a” is for the words of a line.

    Only the marks with which a line begins decide in which block it is.
    """
    return tuple(_build_tree(_markdown_parser().parse(shape)))


def _build_tree(tokens: Iterable[Token]) -> list[_MarkdownNode]:
    """Return the tree of a flat list of tokens; building markdown-it's own tree takes longer."""
    roots: list[_MarkdownNode] = []
    stack = [roots]
    for token in tokens:
        if token.nesting < 0:
            stack.pop()
        elif token.type != "inline":
            first, end = token.map or (0, 0)
            node = _MarkdownNode(token.type.removesuffix("_open"), token.markup, (first, end), [])
            stack[-1].append(node)
            if token.nesting:
                stack.append(node.children)
    return roots


@dataclass
class _PageParser:
    lines: list[str]
    file: str
    first_line: int
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    claimed_lines: set[int] = field(default_factory=set)
    last_step_like_line: int | None = None
    """Index of the last line that looks like a step but does not begin like one."""

    def add_problem(self, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.file, self.first_line + line, column + 1, message, hint))

    def indent(self, line: int) -> int:
        return len(self.lines[line]) - len(self.lines[line].lstrip())

    def reject_node(self, node: _MarkdownNode, message: str, hint: str) -> None:
        """Add one Problem for a node and everything below it."""
        start, end = node.line_range
        self.claimed_lines.update(range(start, end))
        self.add_problem(start, self.indent(start), message, hint)

    def require_line_start(self, node: _MarkdownNode) -> bool:
        if is_indented := self.indent(node.line_range[0]) > 0:
            hint = "Only cues nested below a step are indented, as “  - ”."
            self.reject_node(node, "This does not begin at the start of its line.", hint)
        return not is_indented

    def read_block(self, node: _MarkdownNode) -> None:
        start, _ = node.line_range
        if self.recover_cues(node):
            return
        if start and self.lines[start - 1].strip():
            self.add_problem(
                start, self.indent(start), "A new block begins here.", "Leave a blank line before it."
            )
        if node.type == "bullet_list" and node.markup == "-":
            for item in node.children:
                self.read_step(item)
        elif not self.require_line_start(node):
            return
        elif node.type == "paragraph":
            self.blocks.append(Block(BlockKind.PROSE, self.read_paragraph(node, _NO_PREFIX)))
        elif node.type == "blockquote":
            self.read_note(node)
        elif node.type == "heading" and node.markup == "##":
            self.blocks.append(Block(BlockKind.HEADING, self.read_paragraph(node, _HEADING)))
        elif node.type == "heading":
            self.reject_node(node, "Only headings with two hashes are understood.", "Write “## ” before it.")
        else:
            self.reject_node(node, "This kind of list is not understood.", "Begin each step with “- ”.")

    def recover_cues(self, node: _MarkdownNode) -> bool:
        """Return True after reading cues below a line that looks like a step; only that line is a Problem."""
        start, _ = node.line_range
        is_below_lost_step = self.last_step_like_line == start - 1
        if not (is_below_lost_step and node.type == "bullet_list" and self.indent(start)):
            return False
        for item in node.children:
            self.read_cue(item)
        return True

    def read_note(self, quote: _MarkdownNode) -> None:
        for child in quote.children:
            if child.type == "paragraph":
                self.blocks.append(Block(BlockKind.NOTE, self.read_paragraph(child, _QUOTE)))
            else:
                self.reject_node(child, "A note holds only sentences.", "Keep everything else outside of it.")

    def read_step(self, item: _MarkdownNode) -> None:
        """Read a list item: one step line, and at most one list of cues below it."""
        head, *rest = item.children or [item]
        if not self.require_line_start(item):
            return
        if head.type != "paragraph" or head.line_range[0] > item.line_range[0]:
            self.reject_node(
                item, "A step is missing here.", "Write one after the “- ”, such as “- hold 20s”."
            )
            return
        start, end = head.line_range
        for line in range(start + 1, end):
            self.claimed_lines.add(line)
            self.add_problem(line, self.indent(line), *_continuation_fault(self.lines[line].strip()))
        step_line = self.read_line(start, _BULLET)
        cues: list[Text] = []
        for child in rest:
            if child.type != "bullet_list" or child.markup != "-":
                self.reject_node(child, "Only cues may be nested below a step.", "Begin each with “  - ”.")
                continue
            cues += [text for node in child.children if (text := self.read_cue(node))]
        self.blocks.append(Block(BlockKind.STEP, step_line, tuple(cues)))

    def read_cue(self, item: _MarkdownNode) -> Text | None:
        head, *rest = item.children or [item]
        if head.type != "paragraph" or head.line_range[0] > item.line_range[0]:
            self.reject_node(item, "Words are missing here.", "Write them after the “- ”.")
            return None
        for child in rest:
            self.reject_node(child, "Nothing may be nested below a cue.", "Nest no deeper than “  - ”.")
        return self.read_paragraph(head, _BULLET)

    def read_line(self, number: int, prefix: re.Pattern[str]) -> Text:
        """Return the text of a source line after a prefix such as “- ”."""
        self.claimed_lines.add(number)
        line = self.lines[number]
        match = prefix.match(line)
        column = match.end() if match else 0
        column += len(line[column:]) - len(line[column:].lstrip())
        return Text(line[column:].strip(), Location(self.file, self.first_line + number, column + 1))

    def read_paragraph(self, node: _MarkdownNode, prefix: re.Pattern[str]) -> Text:
        """Return the text of a paragraph, its lines joined; `prefix` matches the start of its first line."""
        start, end = node.line_range
        lines = [self.read_line(start, prefix)]
        for number in range(start + 1, end):
            if prefix is _QUOTE and not prefix.match(self.lines[number]):
                self.add_problem(
                    number, 0, "Every line of a note begins with “> ”.", "Put it before this line."
                )
            if prefix is _BULLET and self.indent(number) < lines[0].location.column - 1:
                hint = "Begin it right below the first word of the cue, or nest it as “  - ”."
                self.add_problem(number, self.indent(number), "This line belongs to no cue.", hint)
            lines.append(self.read_line(number, prefix if prefix is _QUOTE else _NO_PREFIX))
        text = " ".join(" ".join(line.text for line in lines).split())
        if any(map(str.isalnum, text)):  # else a rule reports that there is nothing to say
            for line in lines:
                self.check_line(line, is_first_line=line is lines[0])
        return lines[0] if lines[0].text == text else Text(text, lines[0].location, tuple(lines))

    def check_line(self, line: Text, *, is_first_line: bool) -> None:
        index = line.location.line - self.first_line
        for fault in find_faults(line.text, is_first_line=is_first_line):
            self.add_problem(index, line.location.column - 1 + fault.offset, fault.message, fault.hint)
            if fault.is_step_like:
                self.last_step_like_line = index

    def report_unclaimed_lines(self) -> None:
        for number, line in enumerate(self.lines):
            if line.strip() not in {"", ">"} and number not in self.claimed_lines:
                self.add_problem(
                    number, self.indent(number), "This line cannot be read.", "Nest it less deep."
                )


def _continuation_fault(line: str) -> tuple[str, str]:
    if line == "-":
        return "Words are missing here.", "Write them after the “- ”."
    return "A step is one line.", "Nest its words below it, each with “  - ”."
