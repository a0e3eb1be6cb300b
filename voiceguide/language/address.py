"""Record of a language with two forms of address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Turning of a text from the formal address, in which scripts are written, to the familiar one.

    `first_left_over` returns the index of the first word in a text that `familiar` cannot turn, or None.
    """

    familiar: Callable[[str], str]
    first_left_over: Callable[[str], int | None]
