"""Files that voiceguide made, which it may replace, and all others, which it may not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError

if TYPE_CHECKING:
    from pathlib import Path

MARK = b"voiceguide"
"""Text in every file that voiceguide makes: the artist in the tag of a sound, a comment in a picture."""

_SEARCHED_BYTES = 1 << 20
"""Bytes at both ends of a file that are searched: formats have their tags before the samples or after them."""


def refuse_foreign(main: Path, *companions: Path) -> None:
    """Raise RequestError for the first file that exists and was not made by voiceguide.

    Companions beside a main file that voiceguide made count as made by it: captions have no place for a mark. An
    empty file, and whatever is not a file, may be written to as far as this function is concerned.
    """
    if is_ours(main) and os.path.isfile(main):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        return
    for path in (main, *companions):
        if not is_ours(path):
            raise RequestError(
                f"{path} is there already, and nothing in it says that voiceguide made it. "
                "Choose another name with -o, or replace it with --force."
            )


def is_ours(path: Path) -> bool:
    """Return whether a path is free, not a file, empty, or a file with the mark."""
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        return True
    try:
        with path.open("rb") as file:
            head = file.read(_SEARCHED_BYTES)
            if not head or MARK in head:
                return True
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - _SEARCHED_BYTES, 0))
            return MARK in file.read(_SEARCHED_BYTES)
    except OSError:
        return False
