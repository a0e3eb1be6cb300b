"""Format the text of a script.

Formatting never changes the meaning of a script and is idempotent. The format:

- **Front matter**: the keys in the order of the vocabulary, then the values in their order in the file;
  `key: value` with single blanks, lists with “, ”, no blank lines.
- **Blocks** with one blank line between them. Consecutive `use` lines form one list, and so do the lines of a
  week; any other step is a block with its cues, without blank lines.
- **Text** wrapped by wrap.py; a paragraph that cannot be wrapped keeps its lines.
- **Step lines, headings, values and marks** printed by printer.py. Defaults are omitted: `1 x`, “left first”,
  and limits that allow one amount.
- **Comments** unchanged and in their place, adjacent to the same blocks. A block with a comment inside keeps
  its lines; front matter with a comment keeps the order of its keys.
- One line break at the end; no trailing blanks except in comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Literal

from voiceguide.errors import ScriptError, VoiceguideError
from voiceguide.script import printer
from voiceguide.script.front_matter import FrontMatterParser
from voiceguide.script.markdown import Block, BlockKind, parse_blocks
from voiceguide.script.model import Circuit, Section, Session, Step, Technique, Text, Use
from voiceguide.script.practice_line import format_practice_line, format_week_heading
from voiceguide.script.programme import PracticeLine, Programme, Week
from voiceguide.script.shared_pages import PositionChange, SafetyNotes
from voiceguide.script.source import blank_comments
from voiceguide.script.vocabulary import PROGRAMME_KEYS, SESSION_KEYS, TECHNIQUE_KEYS
from voiceguide.script.walk import walk_parts
from voiceguide.script.wrap import wrap_cue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ParsedFile = Technique | Session | Programme | tuple[PositionChange, ...] | SafetyNotes
ParseFunction = Callable[[str], ParsedFile]
"""Function from a script's text without comments to the model. It raises ScriptError."""

_Node = Text | Step | Use | Section | PracticeLine | Week
"""Part of a script that begins a line."""

_FRONT_MATTER_KEYS = {Technique: TECHNIQUE_KEYS, Session: SESSION_KEYS, Programme: PROGRAMME_KEYS}

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)  # in a script without problems, “<!--” is nothing else


@dataclass(frozen=True, slots=True)
class _Replacement:
    """Lines `first_line` to `last_line` of a script, counted from 1, and the lines that replace them."""

    kind: Literal["front", "use", "block", "comment"]
    first_line: int
    last_line: int
    lines: tuple[str, ...] = ()


def format_source(text: str, file: str, parse: ParseFunction) -> str:
    """Return the formatted text of a script file, with its comments.

    `file` is its name in messages. Raise ScriptError if the script has problems. Raise VoiceguideError if the
    formatted text would have another meaning, which is a defect of the formatter.
    """
    plain_text = blank_comments(text)
    script = parse(plain_text)
    output = _join_lines(
        _merge_overlapping(
            text, sorted(_replacements(text, plain_text, script), key=lambda part: part.first_line)
        )
    )
    try:
        is_same_meaning = meaning(parse(blank_comments(output))) == meaning(script)
    except ScriptError:
        is_same_meaning = False
    if not is_same_meaning or _COMMENT.findall(output) != _COMMENT.findall(text):
        raise VoiceguideError(
            f"{file} was not changed: formatting would change its meaning. Please report this script."
        )
    return output


def meaning(node: object) -> object:
    """Return the fields of a node of the model as nested tuples, without locations."""
    if isinstance(node, tuple):
        return tuple(map(meaning, node))
    if not is_dataclass(node):
        return node
    names = (field.name for field in fields(node) if field.compare and field.name != "location")
    return type(node), *(meaning(getattr(node, name)) for name in names)


# Parts of a script ---------------------------------------------------------------------------------


def _replacements(text: str, plain_text: str, script: ParsedFile) -> Iterator[_Replacement]:
    comments = tuple(_comments(text))
    body_index = 0
    if isinstance(script, Technique | Session | Programme):
        front_matter = FrontMatterParser("", _FRONT_MATTER_KEYS[type(script)])
        front_matter.read(plain_text.split("\n"))
        body_index = front_matter.body_index
        has_comments = any(comment.first_line <= body_index for comment in comments)
        yield from _front_matter_lines(front_matter, script, has_comments=has_comments)
    yield from comments
    nodes = {node.location.line: node for node in _body_nodes(script)}
    page = "\n".join(plain_text.split("\n")[body_index:])
    for block in parse_blocks(page, "", body_index + 1)[0]:
        yield _block_replacement(block, nodes.get(block.content.location.line))


def _comments(text: str) -> Iterator[_Replacement]:
    line, end = 1, 0
    for comment in _COMMENT.finditer(text):
        line += text.count("\n", end, comment.start())
        yield _Replacement("comment", line, line := line + comment[0].count("\n"))
        end = comment.end()


def _front_matter_lines(
    front_matter: FrontMatterParser, script: Technique | Session | Programme, *, has_comments: bool
) -> Iterator[_Replacement]:
    yield _Replacement("front", 1, 1, ("---",))
    lines = [entry.line_location.line for entry in front_matter.entries.values()]
    texts = _entry_texts(front_matter, script)
    keys = tuple(texts)
    if not has_comments:
        keys = tuple(sorted(keys, key=(*front_matter.keys, *keys).index))
    for line, key in zip(lines, keys, strict=True):
        yield _Replacement("front", line, line, (f"{key}: {texts[key]}",))
    yield _Replacement("front", front_matter.body_index, front_matter.body_index, ("---",))


def _entry_texts(front_matter: FrontMatterParser, script: Technique | Session | Programme) -> dict[str, str]:
    """Return the formatted text of each entry by key."""
    texts = {key: entry.text for key, entry in front_matter.entries.items()}
    if isinstance(script, Programme):
        return texts
    say = ", ".join(
        f"{pronunciation.word} as {pronunciation.respelling}" for pronunciation in script.pronunciations
    )
    if isinstance(script, Session):
        normalised_texts = {"say": say, "length": printer.format_length(script.length)}
    else:
        values = {value.name: printer.format_value(value) for value in script.values}
        normalised_texts = {
            "say": say,
            "needs": ", ".join(script.needs),
            "avoid": ", ".join(script.avoid),
            **values,
        }
    return {key: normalised_texts.get(key, text) for key, text in texts.items()}


def _body_nodes(script: ParsedFile) -> Iterable[_Node]:
    """Return the nodes below the front matter that begin a line; without headings of shared files."""
    if isinstance(script, Programme):
        return script.nodes
    if isinstance(script, SafetyNotes):
        return (*script.full, *script.short, *script.greeting, *script.closing)
    if isinstance(script, tuple):
        return (part for change in script for part in change.body)
    if isinstance(script, Session):
        parts = (
            (part.heading, *part.parts) if isinstance(part, Circuit) else walk_parts((part,))
            for part in script.body
        )
        return (*script.notes, *chain.from_iterable(parts))
    return (*script.notes, *walk_parts(script.body))


def _block_replacement(block: Block, node: _Node | None) -> _Replacement:
    first_line = block.content.location.line
    if isinstance(node, Text):
        prefix = "> " if block.kind == BlockKind.NOTE else ""
        return _Replacement(
            "block", first_line, node.lines[-1].location.line, tuple(wrap_cue(node, prefix, prefix))
        )
    if isinstance(node, Step):
        cues = (line for cue in node.cues for line in wrap_cue(cue, "  - ", "    "))
        last_line = node.cues[-1].lines[-1].location.line if node.cues else first_line
        return _Replacement("block", first_line, last_line, (f"- {printer.format_step(node)}", *cues))
    if isinstance(node, Use):
        return _Replacement("use", first_line, first_line, (f"- {printer.format_step(node)}",))
    if isinstance(node, PracticeLine):
        remarks = (line for remark in node.remarks for line in wrap_cue(remark, "  - ", "    "))
        last_line = node.remarks[-1].lines[-1].location.line if node.remarks else first_line
        return _Replacement("use", first_line, last_line, (f"- {format_practice_line(node)}", *remarks))
    if isinstance(node, Week):
        return _Replacement("block", first_line, first_line, (f"## {format_week_heading(node)}",))
    heading = printer.format_heading(node) if node else block.content.text
    return _Replacement("block", first_line, first_line, (f"## {heading}",))


# Joining the parts ----------------------------------------------------------------------------------------


def _merge_overlapping(text: str, parts: list[_Replacement]) -> Iterator[_Replacement]:
    """Yield the parts in order; merge parts that overlap a comment into one with the original lines."""
    lines = text.split("\n")
    comment_lines = {
        line for part in parts if part.kind == "comment" for line in range(part.first_line, part.last_line)
    }
    for group in _overlapping_groups(parts):
        block_parts = [part for part in group if part.kind != "comment"]
        if len(group) == 1 and block_parts:
            yield block_parts[0]
            continue
        first_line, last_line = group[0].first_line, max(part.last_line for part in group)
        original_lines = (
            lines[line - 1] if line in comment_lines else lines[line - 1].rstrip()
            for line in range(first_line, last_line + 1)
        )
        yield _Replacement(
            block_parts[0].kind if block_parts else "comment", first_line, last_line, tuple(original_lines)
        )


def _overlapping_groups(parts: list[_Replacement]) -> Iterator[list[_Replacement]]:
    """Yield lists of parts that have lines in common."""
    group: list[_Replacement] = []
    last_line = 0
    for part in parts:
        if group and part.first_line > last_line:
            yield group
            group = []
        group.append(part)
        last_line = max(last_line, part.last_line)
    yield group


def _join_lines(parts: Iterable[_Replacement]) -> str:
    parts = tuple(parts)
    lines = list(parts[0].lines)
    for previous, part in pairwise(parts):
        lines += [""] * _needs_blank_line(previous, part)
        lines += part.lines
    return "\n".join(lines) + "\n"


def _needs_blank_line(previous: _Replacement, part: _Replacement) -> bool:
    """Return True if a blank line separates two consecutive parts."""
    if "comment" in {previous.kind, part.kind}:
        return part.first_line > previous.last_line + 1
    return previous.kind != part.kind or part.kind == "block"
