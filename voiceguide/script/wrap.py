"""Wrap cues to lines of at most 100 columns that cannot be mistaken for markup or steps.

A name in braces is never split, nor a mark from its first word. A word longer than a line has its own
line. No later line begins like markup or a step (“-”, “1.”, “hold 20s”): the line above it ends earlier.
"""

from __future__ import annotations

import re
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from voiceguide.script import printer
from voiceguide.script.foreign_markup import first_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.script.model import Text

WIDTH = 100

_WORD = re.compile(r"(?:\{[^{}]*\}|\S)+")
_LOOKAHEAD_WORDS = 5
"""Words that are needed to recognise the start of a step: `{rounds} x hold 20s`."""

_FORBIDDEN_LINE_START = re.compile(r"[-‐‑‒–—―−+=#>@]|\d+[.)]$")
"""Starts of a line that are not allowed, in addition to those that `foreign_markup.first_fault` finds."""


def wrap_cue(cue: Text, first_prefix: str, later_prefix: str) -> Iterator[str]:
    """Yield the lines of a cue with its mark, brackets and prefixes.

    The lines are those of the script if the cue cannot be wrapped safely.
    """
    original_lines = (" ".join(line.text.split()) for line in cue.lines)
    head, *tail = _break_lines(_unbreakable_pieces(cue), WIDTH - len(first_prefix)) or original_lines
    yield first_prefix + head
    yield from (later_prefix + line for line in tail)


def _unbreakable_pieces(cue: Text) -> tuple[str, ...]:
    """Return the pieces between possible breaks: a word and the words after it that cannot begin a line."""
    words = _WORD.findall(f"({cue.text})" if cue.is_detail else cue.text)
    pieces = [" ".join((*printer.format_marks(cue), words[0]))]
    for index, word in enumerate(words[1:], 1):
        if _FORBIDDEN_LINE_START.match(word) or not (
            _is_speakable(word) and _is_safe_line(" ".join(words[index : index + _LOOKAHEAD_WORDS]))
        ):
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return tuple(pieces)


def _break_lines(pieces: tuple[str, ...], width: int) -> list[str]:
    """Return lines filled greedily up to `width` columns, or [] if a line cannot be made safe."""
    lines = []
    while pieces:
        lengths = accumulate(map(len, pieces), lambda line, piece: line + 1 + piece)
        max_pieces = max(1, sum(1 for _ in takewhile(width.__ge__, lengths)))
        safe_ends = (end for end in range(max_pieces, 0, -1) if _is_safe_line(" ".join(pieces[:end])))
        if not (end := next(safe_ends, 0)):
            return []
        lines.append(" ".join(pieces[:end]))
        pieces = pieces[end:]
    return lines


def _is_safe_line(line: str) -> bool:
    """Return True if a line can only be read as text."""
    return _is_speakable(line) and not first_fault(line, is_first_line=True)


def _is_speakable(words: str) -> bool:
    return any(map(str.isalnum, words))
