"""Words → lines of at most 100 columns, of which none can be taken for something else.

What stands in braces is never torn, nor a mark from its first word; a word longer than a line has one of its
own. No later line begins like a sign or a step (“-”, “1.”, “hold 20s”): the line above it ends earlier.
"""

from __future__ import annotations

import re
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from voiceguide.script import printer
from voiceguide.script.foreign_markup import fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.script.model import Words

WIDTH = 100

_WORD = re.compile(r"(?:\{[^{}]*\}|\S)+")
_AHEAD = 5
"""So many words show whether a line would begin like a dose: `{rounds} x hold 20s`."""

_LIKE_A_SIGN = re.compile(r"[-‐‑‒–—―−+=#>@]|\d+[.)]$")
"""Words with which no later line begins, beyond what `signs.fault` finds."""


def filled(words: Words, first: str, later: str) -> Iterator[str]:
    """The lines of some words, with their mark and brackets; `first` and `later` are what those begin with.

    They are those of the script itself where no break will do.
    """
    own = (" ".join(line.text.split()) for line in words.lines)
    head, *tail = _broken(_pieces(words), WIDTH - len(first)) or own
    yield first + head
    yield from (later + line for line in tail)


def _pieces(words: Words) -> tuple[str, ...]:
    """What is never torn: a word, and behind it those with which no line may begin."""
    said = _WORD.findall(f"({words.text})" if words.detail else words.text)
    pieces = [f"{printer.mark(words.mark)} {said[0]}".lstrip()]
    for at, word in enumerate(said[1:], 1):
        if _LIKE_A_SIGN.match(word) or not (_is_said(word) and _stands(" ".join(said[at : at + _AHEAD]))):
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return tuple(pieces)


def _broken(pieces: tuple[str, ...], room: int) -> list[str]:
    """Lines filled from the top, each as long as may be; none where even the first would be misread."""
    lines = []
    while pieces:
        lengths = accumulate(map(len, pieces), lambda line, piece: line + 1 + piece)
        most = max(1, sum(1 for _ in takewhile(room.__ge__, lengths)))
        stand = (end for end in range(most, 0, -1) if _stands(" ".join(pieces[:end])))
        if not (end := next(stand, 0)):
            return []
        lines.append(" ".join(pieces[:end]))
        pieces = pieces[end:]
    return lines


def _stands(line: str) -> bool:
    """Whether a line of words is one, and nothing else."""
    return _is_said(line) and not fault(line, begins=True)


def _is_said(words: str) -> bool:
    return any(map(str.isalnum, words))
