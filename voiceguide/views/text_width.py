"""How wide words are, and where they stand so that none covers another."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_EM, _BLANK, _WIDE = 0.66, 0.36, 1.05
"""The widths of most letters, of blanks, and of M, W, dashes, arrows and letters of East Asia, in font sizes.

DejaVu Sans and Verdana, the widest of the common fonts, need no more on average.
"""


def width(text: str, size: float) -> float:
    """How wide a text is at most, in the units of its font size: nobody knows which font a viewer has."""
    return size * sum(_BLANK if letter == " " else _WIDE if _is_wide(letter) else _EM for letter in text)


def _is_wide(letter: str) -> bool:
    return letter in "MW…—@%←→" or unicodedata.east_asian_width(letter) in {"W", "F"}


def cut(text: str, size: float, room: float) -> str:
    """The text, or as much of it as there is room for, and “…”."""
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1].rstrip()
    return f"{text}…"


@dataclass(frozen=True, slots=True)
class Label:
    """Words that begin at `x`, in a row counted from 0 at the top."""

    x: float
    row: int
    text: str


def rows(wanted: Iterable[tuple[float, str]], size: float, left: float, right: float) -> tuple[Label, ...]:
    """Labels that want to begin at some x, in order.

    Each is moved left only to end by `right`, cut where there is no room for it at all, and set a row lower
    where it would touch one before it.
    """
    ends: list[float] = []
    labels = []
    for at, whole in wanted:
        text = cut(whole, size, right - left)
        x = max(min(at, right - width(text, size)), left)
        row = next((number for number, end in enumerate(ends) if end + size / 2 <= x), len(ends))
        ends[row : row + 1] = [x + width(text, size)]
        labels.append(Label(x, row, text))
    return tuple(labels)
