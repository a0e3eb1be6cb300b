"""Markdown → blocks: headings, prose, notes and step lines with the cues nested below them.

The only door to markdown-it. Its “zero” preset knows nothing but what is enabled here, and the words
are taken from the source lines themselves, so nothing an author wrote can be dropped: a line that no
block claims is a Problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from voiceguide.errors import Problem, ScriptError
from voiceguide.script.model import Place, Words


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page: its words, and for a step line the words nested below it."""

    kind: Literal["heading", "prose", "note", "step"]
    words: Words
    nested: tuple[Words, ...] = ()


_BULLET = re.compile(r" *- +")
_LIKE_A_STEP = re.compile(r"[-–—•‣◦·▪*+](?:\s|(?:hold|go|reps|breathe|move|rest|pause|chime|use)\b)")
_FOREIGN = (
    (re.compile(r"\]\(|\]\[|\]:"), "A link cannot be spoken.", "Write the words alone."),
    (re.compile(r"[\[\]]"), "Square brackets cannot be spoken.", "Write the words alone."),
    (re.compile(r"<"), "HTML cannot be spoken.", "Only <!-- comments --> may stand here."),
    (re.compile(r">"), "A “>” begins a note only at the start of a line.", "Leave a blank line before a note."),
    (re.compile(r"`"), "Code cannot be spoken.", "Take the backticks away."),
    (re.compile(r"\|"), "A table cannot be spoken.", "Write sentences."),
    (re.compile(r"\\"), "A backslash cannot be spoken.", "Take it away."),
    (re.compile(r"^#"), "This looks like a heading.", "Put “## ”, a space behind it, before its words."),
    (re.compile(r"^\d+[.)] "), "A numbered list is not understood.", "Begin each step with “- ”."),
    (re.compile(r"^([-=_*] *){3,}$"), "This line is not spoken.", "Take it away."),
)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("zero").enable(["blockquote", "heading", "list"])


def blocks(text: str, file: str, first_line: int = 1) -> tuple[Block, ...]:
    """The page below the front matter → its blocks, in order.

    `first_line` is the number of the text's first line in the file. Raises ScriptError with every
    Problem of the page.
    """
    page = _Page(text.split("\n"), file, first_line)
    for node in SyntaxTreeNode(_markdown().parse(text)).children:
        page.block(node)
    page.unclaimed()
    if page.problems:
        raise ScriptError(page.problems)
    return tuple(page.blocks)


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

    def refuse(self, node: SyntaxTreeNode, message: str, hint: str) -> None:
        start, end = _span(node)
        self.claimed.update(range(start, end))
        indent = len(self.lines[start]) - len(self.lines[start].lstrip())
        self.problem(start, indent, message, hint)

    def block(self, node: SyntaxTreeNode) -> None:
        start, _ = _span(node)
        if start and self.lines[start - 1].strip():
            self.problem(start, 0, "A new block begins here.", "Leave a blank line before it.")
        if node.type == "paragraph":
            self.add("prose", self.words(node, r" *"))
        elif node.type == "heading":
            if node.markup != "##":
                self.refuse(node, "Only headings with two hashes are understood.", "Write “## ” before it.")
            else:
                self.add("heading", self.words(node, r" *## +"))
        elif node.type == "blockquote":
            for child in node.children:
                if child.type == "paragraph":
                    self.add("note", self.words(child, r" *> ?"))
                else:
                    self.refuse(child, "A note holds only sentences.", "Keep steps outside of it.")
        elif node.type == "bullet_list" and node.markup == "-":
            for item in node.children:
                self.step(item)
        else:
            self.refuse(node, "This kind of list is not understood.", "Begin each step with “- ”.")

    def add(self, kind: Literal["heading", "prose", "note"], words: Words | None) -> None:
        if words:
            self.blocks.append(Block(kind, words))

    def step(self, item: SyntaxTreeNode) -> None:
        """A list item: one dose line, and below it at most one list of cues."""
        start, _ = _span(item)
        head, *rest = item.children or [None]
        if head is None or head.type != "paragraph":
            self.refuse(item, "A step is missing here.", "Write one behind the “- ”, such as “- hold 20s”.")
            return
        if _span(head)[1] - start > 1:
            self.problem(start + 1, 0, "A step is one line.", "Nest its words below it, each with “  - ”.")
        dose = self.words(head, _BULLET.pattern)
        nested: list[Words] = []
        for child in rest:
            if child.type != "bullet_list" or child.markup != "-" or nested:
                self.refuse(child, "Only cues may be nested below a step.", "Begin each with “  - ”.")
                continue
            nested += [words for cue in child.children if (words := self.cue(cue))]
        if dose:
            self.blocks.append(Block("step", dose, tuple(nested)))

    def cue(self, item: SyntaxTreeNode) -> Words | None:
        if len(item.children) != 1 or item.children[0].type != "paragraph":
            self.refuse(item, "A cue is one paragraph of words.", "Nest no deeper than this.")
            return None
        return self.words(item.children[0], _BULLET.pattern)

    def words(self, node: SyntaxTreeNode, lead: str) -> Words | None:
        """The words of a paragraph, its lines joined; `lead` is what the first line begins with."""
        start, end = _span(node)
        self.claimed.update(range(start, end))
        quoted = ">" in lead
        match = re.match(lead, self.lines[start])
        column = match.end() if match else 0
        pieces = []
        for number in range(start, end):
            line = self.lines[number]
            at = column if number == start else len(line) - len(line.lstrip(" "))
            if quoted and number > start:
                marker = re.match(r" *> ?", line)
                if not marker:
                    self.problem(number, 0, "Every line of a note begins with “> ”.", "Put it before this line.")
                at = marker.end() if marker else at
            piece = line[at:].strip()
            at += len(line[at:]) - len(line[at:].lstrip())
            self.check(piece, number, at)
            pieces.append(piece)
        return Words(
            " ".join(" ".join(pieces).split()), Place(self.file, self.first_line + start, column + 1)
        )

    def check(self, piece: str, line: int, column: int) -> None:
        """One source line of words: nothing in it that is Markdown of another kind, or a step gone wrong."""
        if _LIKE_A_STEP.match(piece):
            self.problem(line, column, "This looks like a step.", "Begin it with “- ”, in a block of its own.")
            return
        for pattern, message, hint in _FOREIGN:
            if match := pattern.search(piece):
                self.problem(line, column + match.start(), message, hint)
                return

    def unclaimed(self) -> None:
        for number, line in enumerate(self.lines):
            if line.strip() and number not in self.claimed and line.strip() not in {">", "-"}:
                self.problem(number, 0, "This line is nested too deep to be read.", "Move it to the left.")


def _span(node: SyntaxTreeNode) -> tuple[int, int]:
    """First line and line after the last, both counted from 0 in the page."""
    return node.map or (0, 0)
