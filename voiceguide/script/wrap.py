"""Words → lines of at most 100 columns, of which none can be taken for something else.

What stands in braces is never torn, nor a mark from its first word; a word longer than a line has one of its
own. No later line begins like a sign or a step (“-”, “1.”, “hold 20s”): the line above it ends earlier.
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
"""So many words show whether a line would begin like a dose: `{rounds} x hold 20s`."""

_FORBIDDEN_LINE_START = re.compile(r"[-‐‑‒–—―−+=#>@]|\d+[.)]$")
"""Words with which no later line begins, beyond what `signs.fault` finds."""


def wrap_cue(cue: Text, first_prefix: str, later_prefix: str) -> Iterator[str]:
    """The lines of some words, with their mark and brackets; `first` and `later` are what those begin with.

    They are those of the script itself where no break will do.
    """
    original_lines = (" ".join(line.text.split()) for line in cue.lines)
    head, *tail = _break_lines(_unbreakable_pieces(cue), WIDTH - len(first_prefix)) or original_lines
    yield first_prefix + head
    yield from (later_prefix + line for line in tail)


def _unbreakable_pieces(cue: Text) -> tuple[str, ...]:
    """What is never torn: a word, and behind it those with which no line may begin."""
    words = _WORD.findall(f"({cue.text})" if cue.is_detail else cue.text)
    pieces = [f"{printer.format_mark(cue.timing)} {words[0]}".lstrip()]
    for index, word in enumerate(words[1:], 1):
        if _FORBIDDEN_LINE_START.match(word) or not (
            _is_speakable(word) and _is_safe_line(" ".join(words[index : index + _LOOKAHEAD_WORDS]))
        ):
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return tuple(pieces)


def _break_lines(pieces: tuple[str, ...], width: int) -> list[str]:
    """Lines filled from the top, each as long as may be; none where even the first would be misread."""
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
    """Whether a line of words is one, and nothing else."""
    return _is_speakable(line) and not first_fault(line, is_first_line=True)


def _is_speakable(words: str) -> bool:
    return any(map(str.isalnum, words))
