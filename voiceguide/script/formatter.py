"""One layout for all scripts: a script's text → the same script, laid out like every other.

What it means never changes, and laying out twice gives the same text. The layout:

- **Front matter**: the keys in the order of the vocabulary, then the values in the order in which they stand;
  `key: value` with single blanks, lists with “, ”, no blank lines.
- **Blocks** with one blank line between them. `use` lines that follow one another stand together, as a list;
  any other step is a block with its cues, in which there is no blank line.
- **Words** in lines as `filling` breaks them; a paragraph that it cannot break keeps its own.
- **Dose lines, headings, values and marks** as `dosage` spells them. What goes without saying is left out:
  `1 x`, “left first”, limits that leave no choice.
- **Comments** where they are, to the letter; they touch the block above or below them if they did. A block
  with a comment inside keeps its lines as they stand; front matter with one, the order of its keys.
- One line break at the end; no blank at the end of a line, but inside a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from voiceguide.errors import ScriptError, VoiceguideError
from voiceguide.script import printer
from voiceguide.script.front_matter import Front
from voiceguide.script.markdown import Block, blocks
from voiceguide.script.model import Change, Group, Safety, Session, Step, Technique, Use, Words, within
from voiceguide.script.source import without_comments
from voiceguide.script.vocabulary import SESSION_KEYS, TECHNIQUE_KEYS
from voiceguide.script.wrap import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Script = Technique | Session | tuple[Change, ...] | Safety
Reader = Callable[[str], Script]
"""A script's text, free of comments → what it says. Raises ScriptError."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)  # in a script without problems, “<!--” is nothing else


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines `first` to `last` of a script, counted from 1, and the lines that take their place."""

    kind: Literal["front", "use", "block", "comment"]
    first: int
    last: int
    lines: tuple[str, ...] = ()


def layout(text: str, file: str, read: Reader) -> str:
    """The text of a script file, comments and all → the same, laid out.

    `file` is what people call it. Raises ScriptError where the script has problems; VoiceguideError rather
    than give back a text that means something else, which would be a fault of ours.
    """
    plain = without_comments(text)
    script = read(plain)
    laid_out = _joined(_whole(text, sorted(_parts(text, plain, script), key=lambda part: part.first)))
    try:
        same = meaning(read(without_comments(laid_out))) == meaning(script)
    except ScriptError:
        same = False
    if not same or _COMMENT.findall(laid_out) != _COMMENT.findall(text):
        raise VoiceguideError(
            f"{file} is left as it is: laid out, it would mean something else. Please report this script."
        )
    return laid_out


def meaning(node: object) -> object:
    """All that a script, or a part of one, says: everything but the places."""
    if isinstance(node, tuple):
        return tuple(map(meaning, node))
    if not is_dataclass(node):
        return node
    told = (each.name for each in fields(node) if each.compare and each.name != "place")
    return type(node), *(meaning(getattr(node, name)) for name in told)


# What a script is made of ---------------------------------------------------------------------------------


def _parts(text: str, plain: str, script: Script) -> Iterator[_Part]:
    comments = tuple(_comments(text))
    below = 0
    if isinstance(script, Technique | Session):
        front = Front("", TECHNIQUE_KEYS if isinstance(script, Technique) else SESSION_KEYS)
        front.read(plain.split("\n"))
        below = front.below
        commented = any(comment.first <= below for comment in comments)
        yield from _front(front, script, commented=commented)
    yield from comments
    nodes = {node.place.line: node for node in _nodes(script)}
    page = "\n".join(plain.split("\n")[below:])
    for block in blocks(page, "", below + 1)[0]:
        yield _block(block, nodes.get(block.words.place.line))


def _comments(text: str) -> Iterator[_Part]:
    line, end = 1, 0
    for comment in _COMMENT.finditer(text):
        line += text.count("\n", end, comment.start())
        yield _Part("comment", line, line := line + comment[0].count("\n"))
        end = comment.end()


def _front(front: Front, script: Technique | Session, *, commented: bool) -> Iterator[_Part]:
    yield _Part("front", 1, 1, ("---",))
    lines = [entry.at.line for entry in front.entries.values()]
    written = _entries(front, script)
    order = tuple(written)
    if not commented:
        order = tuple(sorted(order, key=(*front.keys, *order).index))
    for line, key in zip(lines, order, strict=True):
        yield _Part("front", line, line, (f"{key}: {written[key]}",))
    yield _Part("front", front.below, front.below, ("---",))


def _entries(front: Front, script: Technique | Session) -> dict[str, str]:
    """What stands behind each key."""
    written = {key: entry.text for key, entry in front.entries.items()}
    say = ", ".join(f"{saying.word} as {saying.said}" for saying in script.say)
    if isinstance(script, Session):
        known = {"say": say, "length": printer.length(script.length)}
    else:
        values = {value.name: printer.value(value) for value in script.values}
        known = {"say": say, "needs": ", ".join(script.needs), "avoid": ", ".join(script.avoid), **values}
    return {key: known.get(key, text) for key, text in written.items()}


def _nodes(script: Script) -> Iterable[Words | Step | Use | Group]:
    """All that stands on lines of its own below the front matter, headings of other files left out."""
    if isinstance(script, Safety):
        return (*script.full, *script.short)
    if isinstance(script, tuple):
        return (part for change in script for part in change.body)
    if isinstance(script, Session):
        return (*script.notes, *script.body)
    return (*script.notes, *within(script.body))


def _block(block: Block, node: Words | Step | Use | Group | None) -> _Part:
    first = block.words.place.line
    if isinstance(node, Words):
        sign = "> " if block.kind == "note" else ""
        return _Part("block", first, node.lines[-1].place.line, tuple(filled(node, sign, sign)))
    if isinstance(node, Step):
        cues = (line for cue in node.cues for line in filled(cue, "  - ", "    "))
        last = node.cues[-1].lines[-1].place.line if node.cues else first
        return _Part("block", first, last, (f"- {printer.dose(node)}", *cues))
    if isinstance(node, Use):
        return _Part("use", first, first, (f"- {printer.dose(node)}",))
    words = printer.heading(node) if node else block.words.text
    return _Part("block", first, first, (f"## {words}",))


# Parts into a page ----------------------------------------------------------------------------------------


def _whole(text: str, parts: list[_Part]) -> Iterator[_Part]:
    """The parts, in order; those that share a line with a comment are one, of the lines that stand there."""
    lines = text.split("\n")
    kept = {line for part in parts if part.kind == "comment" for line in range(part.first, part.last)}
    for shared in _shared(parts):
        own = [part for part in shared if part.kind != "comment"]
        if len(shared) == 1 and own:
            yield own[0]
            continue
        first, last = shared[0].first, max(part.last for part in shared)
        stand = (
            lines[line - 1] if line in kept else lines[line - 1].rstrip() for line in range(first, last + 1)
        )
        yield _Part(own[0].kind if own else "comment", first, last, tuple(stand))


def _shared(parts: list[_Part]) -> Iterator[list[_Part]]:
    """Parts that have lines in common, together."""
    together: list[_Part] = []
    last = 0
    for part in parts:
        if together and part.first > last:
            yield together
            together = []
        together.append(part)
        last = max(last, part.last)
    yield together


def _joined(parts: Iterable[_Part]) -> str:
    parts = tuple(parts)
    lines = list(parts[0].lines)
    for before, part in pairwise(parts):
        lines += [""] * _apart(before, part)
        lines += part.lines
    return "\n".join(lines) + "\n"


def _apart(before: _Part, part: _Part) -> bool:
    """Whether a blank line stands between two parts."""
    if "comment" in {before.kind, part.kind}:
        return part.first > before.last + 1
    return before.kind != part.kind or part.kind == "block"
