"""Estimated widths of texts, and an arrangement of labels without overlap."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTER_WIDTH, _SPACE_WIDTH, _WIDE_WIDTH = 0.66, 0.36, 1.05
"""Widths of most letters, of spaces, and of M, W, dashes, arrows and East Asian letters, in font sizes.

DejaVu Sans and Verdana, the widest of the common fonts, need no more on average.
"""


def width(text: str, font_size: float) -> float:
    """Return an upper estimate of a text's width in any common font, in the units of its font size."""
    return font_size * sum(
        _SPACE_WIDTH if letter == " " else _WIDE_WIDTH if _is_wide(letter) else _LETTER_WIDTH
        for letter in text
    )


def _is_wide(letter: str) -> bool:
    return letter in "MW…—@%←→" or unicodedata.east_asian_width(letter) in {"W", "F"}


def truncate(text: str, font_size: float, max_width: float) -> str:
    """Return the text, cut and ended with “…” if it is wider than `max_width`."""
    if width(text, font_size) <= max_width:
        return text
    while text and width(f"{text}…", font_size) > max_width:
        text = text[:-1].rstrip()
    return f"{text}…"


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A text that begins at `x`, in a row counted from 0 at the top."""

    x: float
    row: int
    text: str


def arrange_labels(
    texts: Iterable[tuple[float, str]], font_size: float, left: float, right: float
) -> tuple[PlacedLabel, ...]:
    """Arrange texts, given in order with their preferred x, between `left` and `right`.

    A label moves left only so far that it ends by `right`, is truncated if it is wider than the space, and is
    in the first row where it touches no earlier label.
    """
    row_ends: list[float] = []
    labels = []
    for preferred_x, full_text in texts:
        text = truncate(full_text, font_size, right - left)
        x = max(min(preferred_x, right - width(text, font_size)), left)
        row = next((number for number, end in enumerate(row_ends) if end + font_size / 2 <= x), len(row_ends))
        row_ends[row : row + 1] = [x + width(text, font_size)]
        labels.append(PlacedLabel(x, row, text))
    return tuple(labels)
