"""The files of scripts: where they are, what they are called, and of which kind they are."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Literal

from voiceguide.errors import RequestError, VoiceguideError
from voiceguide.script.source import printable, read_text
from voiceguide.script.vocabulary import SCRIPT_NAME, SESSION_KEYS, TECHNIQUE_KEYS

ScriptKind = Literal["techniques", "sessions"]

DEFAULT_SESSION = "upper-back-reset"
"""Shipped session of a command that names none."""

SHARED_FILES = ("positions.md", "safety.md")
"""The files whose words all scripts share."""


@cache
def shipped_dir(language: str = "en") -> Path:
    """The scripts that come with voiceguide: inside the installed package, else beside it in a checkout.

    Those in other languages than English are in folders of their own: scripts/de/.
    """
    package = Path(__file__).parent.parent
    inside = package / "scripts"
    root = inside if inside.is_dir() else package.parent / "scripts"
    return root if language == "en" else root / language


def script_name(path: Path) -> str:
    """The name of a script given by path. Raises AskedError unless it is words joined by hyphens."""
    if path.suffix != ".md" or not SCRIPT_NAME.fullmatch(path.stem):
        hint = "a script is called like “neck-roll.md”: small letters first, then digits and hyphens too."
        raise RequestError(f"{printable(str(path), 4_000)}: {hint}")
    return path.stem


def script_files(path: Path) -> tuple[Path, ...]:
    """A file itself; for a folder, every script below it, but for links that lead out of it.

    Raises AskedError for a folder without any.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        return (path,)
    root = os.path.realpath(path)
    candidates = (file for file in path.rglob("*.md") if Path(os.path.realpath(file)).is_relative_to(root))
    if files := tuple(sorted(candidates)):
        return files
    raise RequestError(f"There is no script in {path}: their names end in “.md”.")


def find_scripts(*folders: tuple[Path, str]) -> tuple[Path, ...]:
    """The scripts in these places, each a folder and one inside it, or ""; a link out of them all is none."""
    # Not Path.resolve, which raises for links that lead in a circle.
    allowed_dirs = {Path(os.path.realpath(folder), subfolder) for folder, subfolder in folders}
    candidates = (file for folder, subfolder in folders for file in sorted((folder / subfolder).glob("*.md")))
    return tuple(
        file
        for file in candidates
        if SCRIPT_NAME.fullmatch(file.stem)
        and file.name not in SHARED_FILES
        and Path(os.path.realpath(file)).parent in allowed_dirs
        and os.path.isfile(file)  # noqa: PTH113 - Path.is_file may raise for a link in a circle
    )


def detect_kind(text: str) -> ScriptKind:
    """What a script is: a session if it uses techniques or has a length, else a technique.

    With keys that only a technique has it is one all the same, and is told what it cannot have; unless it
    has a length and uses techniques, too.
    """
    front_matter, _, page = text.removeprefix("---").partition("\n---")
    keys = {line.partition(":")[0].strip().lower() for line in front_matter.split("\n")}
    session_hints = ("length" in keys) + bool(re.search(r"^- +use\b", page, re.MULTILINE))
    return (
        "sessions" if session_hints > bool(keys & (set(TECHNIQUE_KEYS) - set(SESSION_KEYS))) else "techniques"
    )


def read_kind_and_text(path: Path) -> tuple[ScriptKind, str]:
    """The kind of a script in a file, and its text; of one that nobody can read, a technique without any."""
    try:
        text = read_text(path, str(path))
    except VoiceguideError:
        return "techniques", ""  # whoever asks for it is told what is wrong
    return detect_kind(text), text
