"""The script files that people name by a path."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError
from voiceguide.script.reader import read_changes, read_safety

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.script.model import Change, Safety

SHARED_READERS: dict[str, Callable[[str, str], tuple[Change, ...] | Safety]] = {
    "positions.md": read_changes,
    "safety.md": read_safety,
}
"""How the files are read whose words all scripts share: from their text, and what people call them."""


def script_files(path: Path) -> tuple[Path, ...]:
    """A file itself; for a folder, every script below it, but for links that lead out of it.

    Raises AskedError for a folder without any.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        return (path,)
    root = os.path.realpath(path)
    found = (file for file in path.rglob("*.md") if Path(os.path.realpath(file)).is_relative_to(root))
    if files := tuple(sorted(found)):
        return files
    raise AskedError(f"There is no script in {path}: their names end in “.md”.")
