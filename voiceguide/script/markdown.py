"""Markdown → blocks: headings, prose, notes and step lines with the cues nested below them.

The only door to markdown-it. Its “zero” preset knows nothing but what is enabled here, and the words
are taken from the source lines themselves, so nothing an author wrote can be dropped: a line that no
block claims is a Problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from voiceguide.errors import Location, Problem
from voiceguide.script.foreign_markup import LIKE_A_STEP, faults
from voiceguide.script.model import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page: its words, and for a step line the words nested below it."""

    kind: Literal["heading", "prose", "note", "step"]
    words: Words
    nested: tuple[Words, ...] = ()


_BULLET = re.compile(r" *- +")
_QUOTE = re.compile(r" *> ?")
_NOTHING = re.compile(r"")
_HEADING = re.compile(r"## *")


@cache
def _markdown() -> MarkdownIt:
    # “code” is known, so that what any other reader of Markdown takes for code is refused here.
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(["blockquote", "code", "heading", "list"]).disable("inline")


def blocks(text: str, file: str, first_line: int = 1) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The page below the front matter → its blocks, in order, and every Problem of the page.

    `first_line` is the number of the text's first line in the file.
    """
    page = _Page(text.split("\n"), file, first_line)
    for node in _tree(_markdown().parse(text)):
        page.block(node)
    page.unclaimed()
    return tuple(page.blocks), tuple(page.problems)


@dataclass(frozen=True, slots=True)
class _Node:
    """What Markdown found, and in it what is nested: `span` is its first line and the line after its last."""

    type: str
    markup: str
    span: tuple[int, int]
    children: list[_Node]


def _tree(tokens: Iterable[Token]) -> list[_Node]:
    """What opens and closes in a row → what is nested in what; the library's own tree takes longer."""
    top: list[_Node] = []
    open_ = [top]
    for token in tokens:
        if token.nesting < 0:
            open_.pop()
        elif token.type != "inline":
            first, end = token.map or (0, 0)
            node = _Node(token.type.removesuffix("_open"), token.markup, (first, end), [])
            open_[-1].append(node)
            if token.nesting:
                open_.append(node.children)
    return top


@dataclass
class _Page:
    lines: list[str]
    file: str
    first_line: int
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    claimed: set[int] = field(default_factory=set)

    def problem(self, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.file, self.first_line + line, column + 1, message, hint))

    def indent(self, line: int) -> int:
        return len(self.lines[line]) - len(self.lines[line].lstrip())

    def refuse(self, node: _Node, message: str, hint: str) -> None:
        """A Problem in place of everything below a node."""
        start, end = node.span
        self.claimed.update(range(start, end))
        self.problem(start, self.indent(start), message, hint)

    def at_the_start(self, node: _Node) -> bool:
        if indented := self.indent(node.span[0]) > 0:
            hint = "Only words nested below a step stand further in, as “  - ”."
            self.refuse(node, "This does not begin at the start of its line.", hint)
        return not indented

    def block(self, node: _Node) -> None:
        start, _ = node.span
        if self.below_a_lost_step(node):
            return
        if start and self.lines[start - 1].strip():
            self.problem(
                start, self.indent(start), "A new block begins here.", "Leave a blank line before it."
            )
        if node.type == "bullet_list" and node.markup == "-":
            for item in node.children:
                self.step(item)
        elif not self.at_the_start(node):
            return
        elif node.type == "paragraph":
            self.blocks.append(Block("prose", self.words(node, _NOTHING)))
        elif node.type == "blockquote":
            self.note(node)
        elif node.type == "heading" and node.markup == "##":
            self.blocks.append(Block("heading", self.words(node, _HEADING)))
        elif node.type == "heading":
            self.refuse(node, "Only headings with two hashes are understood.", "Write “## ” before it.")
        else:
            self.refuse(node, "This kind of list is not understood.", "Begin each step with “- ”.")

    def below_a_lost_step(self, node: _Node) -> bool:
        """Whether these are the cues of a step that does not begin like one; of themselves they are right."""
        start, _ = node.span
        last = self.problems[-1] if self.problems else None
        lost = last and (last.line, last.message) == (self.first_line + start - 1, LIKE_A_STEP)
        if not (lost and node.type == "bullet_list" and self.indent(start)):
            return False
        for item in node.children:
            self.cue(item)
        return True

    def note(self, quote: _Node) -> None:
        for child in quote.children:
            if child.type == "paragraph":
                self.blocks.append(Block("note", self.words(child, _QUOTE)))
            else:
                self.refuse(child, "A note holds only sentences.", "Keep everything else outside of it.")

    def step(self, item: _Node) -> None:
        """A list item: one dose line, and below it at most one list of cues."""
        head, *rest = item.children or [item]
        if not self.at_the_start(item):
            return
        if head.type != "paragraph" or head.span[0] > item.span[0]:
            self.refuse(item, "A step is missing here.", "Write one behind the “- ”, such as “- hold 20s”.")
            return
        start, end = head.span
        for line in range(start + 1, end):
            self.claimed.add(line)
            self.problem(line, self.indent(line), *_below_a_step(self.lines[line].strip()))
        dose = self.line(start, _BULLET)
        nested: list[Words] = []
        for child in rest:
            if child.type != "bullet_list" or child.markup != "-":
                self.refuse(child, "Only cues may be nested below a step.", "Begin each with “  - ”.")
                continue
            nested += [words for cue in child.children if (words := self.cue(cue))]
        self.blocks.append(Block("step", dose, tuple(nested)))

    def cue(self, item: _Node) -> Words | None:
        head, *rest = item.children or [item]
        if head.type != "paragraph" or head.span[0] > item.span[0]:
            self.refuse(item, "Words are missing here.", "Write them behind the “- ”.")
            return None
        for child in rest:
            self.refuse(child, "Nothing may be nested below a cue.", "Nest no deeper than “  - ”.")
        return self.words(head, _BULLET)

    def line(self, number: int, lead: re.Pattern[str]) -> Words:
        """What one source line holds behind its `lead`."""
        self.claimed.add(number)
        line = self.lines[number]
        match = lead.match(line)
        column = match.end() if match else 0
        column += len(line[column:]) - len(line[column:].lstrip())
        return Words(line[column:].strip(), Location(self.file, self.first_line + number, column + 1))

    def words(self, node: _Node, lead: re.Pattern[str]) -> Words:
        """The words of a paragraph, its lines joined; `lead` is what the first line begins with."""
        start, end = node.span
        lines = [self.line(start, lead)]
        for number in range(start + 1, end):
            if lead is _QUOTE and not lead.match(self.lines[number]):
                self.problem(number, 0, "Every line of a note begins with “> ”.", "Put it before this line.")
            if lead is _BULLET and self.indent(number) < lines[0].place.column - 1:
                hint = "Begin it right below the first word of the cue, or nest it as “  - ”."
                self.problem(number, self.indent(number), "This line belongs to no cue.", hint)
            lines.append(self.line(number, lead if lead is _QUOTE else _NOTHING))
        text = " ".join(" ".join(line.text for line in lines).split())
        if any(map(str.isalnum, text)):  # else there is nothing to say, as the rules will find
            for line in lines:
                self.check(line, begins=line is lines[0])
        return lines[0] if lines[0].text == text else Words(text, lines[0].place, tuple(lines))

    def check(self, line: Words, *, begins: bool) -> None:
        for at, message, hint in faults(line.text, begins=begins):
            self.problem(line.place.line - self.first_line, line.place.column - 1 + at, message, hint)

    def unclaimed(self) -> None:
        for number, line in enumerate(self.lines):
            if line.strip() not in {"", ">"} and number not in self.claimed:
                self.problem(number, self.indent(number), "This line cannot be read.", "Nest it less deep.")


def _below_a_step(words: str) -> tuple[str, str]:
    if words == "-":
        return "Words are missing here.", "Write them behind the “- ”."
    return "A step is one line.", "Nest its words below it, each with “  - ”."
