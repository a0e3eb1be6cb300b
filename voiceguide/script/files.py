"""Find script files, check their names and detect their kind."""

from __future__ import annotations

import os
import re
import unicodedata
from codecs import BOM_UTF8
from functools import cache
from pathlib import Path
from typing import Literal

from voiceguide.errors import RequestError, VoiceguideError
from voiceguide.script.source import printable, read_text
from voiceguide.script.vocabulary import SCRIPT_NAME, SESSION_KEYS, TECHNIQUE_KEYS, WEEKDAYS

ScriptKind = Literal["techniques", "sessions", "programmes"]
SCRIPT_KINDS: tuple[ScriptKind, ...] = ("techniques", "sessions", "programmes")
"""Kinds of scripts, by the names of their folders."""

DEFAULT_SESSION = "upper-back-reset"
"""Shipped session of a command that names none."""

_SUFFIXES = (".md", ".markdown")
"""Suffixes of scripts in a folder, in any case. A script given by its path may have any."""

SHARED_FILES = ("positions.md", "safety.md")
"""Files that all scripts share."""

_PROGRAMME_LINE = re.compile(
    rf"^(?:##+ *weeks? *\d|- *(?:{'|'.join(WEEKDAYS)})\b.*:)", re.MULTILINE | re.IGNORECASE
)


@cache
def shipped_dir(language: str = "en") -> Path:
    """Return the folder of the shipped scripts: in the installed package, or beside it in a checkout.

    Each language other than English has a separate folder: scripts/de/.
    """
    package = Path(__file__).parent.parent
    inside = package / "scripts"
    root = inside if inside.is_dir() else package.parent / "scripts"
    return root if language == "en" else root / language


def is_path(text: str) -> bool:
    """Return whether a text that a user gave for a script is a path, rather than a name."""
    if "." in text or "/" in text or "\\" in text:
        return True
    return not SCRIPT_NAME.fullmatch(text) and os.path.isfile(text)  # noqa: PTH113 - Path.is_file may raise


def script_name(path: Path) -> str:
    """Return the name of a script given by path: “Neck Roll (1).md” → neck-roll-1, “2-lean.md” → script-2-lean.

    Names have small letters of English, digits and hyphens, and a letter first.
    """
    letters = unicodedata.normalize("NFKD", path.stem.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    name = "-".join(re.findall("[a-z0-9]+", plain))
    return name if SCRIPT_NAME.fullmatch(name) else f"script-{name}".removesuffix("-")


def checked_script_name(name: str) -> str:
    """Return the name of a new script. Raise RequestError if it is not a valid name."""
    if not SCRIPT_NAME.fullmatch(name):
        hint = "name a script like “neck-roll.md”: small letters first, then digits and hyphens too."
        raise RequestError(f"{printable(name, 4_000)}.md: {hint}")
    return name


def script_files(path: Path) -> tuple[Path, ...]:
    """Return a file itself, or all scripts below a folder except links that lead out of it.

    Raise RequestError if the folder has no scripts.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        return (path,)
    root = os.path.realpath(path)
    candidates = (
        file
        for file in path.rglob("*")
        if file.suffix.lower() in _SUFFIXES and Path(os.path.realpath(file)).is_relative_to(root)
    )
    if files := tuple(sorted(candidates)):
        return files
    raise RequestError(f"There is no script in {path}. The names of scripts end in “.md”.")


def find_scripts(*folders: tuple[Path, str]) -> tuple[Path, ...]:
    """Return the scripts in (folder, subfolder or "") pairs, except links that lead out of all of them."""
    # Not Path.resolve, which raises for links that lead in a circle.
    allowed_dirs = {Path(os.path.realpath(folder), subfolder) for folder, subfolder in folders}
    candidates = (file for folder, subfolder in folders for file in sorted((folder / subfolder).glob("*")))
    return tuple(
        file
        for file in candidates
        if file.suffix.lower() in _SUFFIXES
        and file.name not in SHARED_FILES
        and Path(os.path.realpath(file)).parent in allowed_dirs
        and os.path.isfile(file)  # noqa: PTH113 - Path.is_file may raise for a link in a circle
        and (_has_plain_name(file) or _has_front_matter(file))
    )


def _has_plain_name(file: Path) -> bool:
    return file.suffix == ".md" and SCRIPT_NAME.fullmatch(file.stem) is not None


def _has_front_matter(file: Path) -> bool:
    """Return whether a file of any name, such as “Neck Roll (1).md” or README.md, begins like a script."""
    try:
        with file.open("rb") as stream:
            return stream.read(6).removeprefix(BOM_UTF8).startswith(b"---")
    except OSError:
        return False


def detect_kind(text: str) -> ScriptKind:
    """Return the kind of a script.

    It is a programme if it has weeks or weekdays, a session if it uses techniques or has a length, else a technique. A
    script with a key that only techniques have is a session only if it has both a length and uses. So the author of a
    technique gets a message about the one part that techniques cannot have.
    """
    if _PROGRAMME_LINE.search(text):
        return "programmes"
    front_matter, _, page = text.removeprefix("---").partition("\n---")
    keys = {line.partition(":")[0].strip().lower() for line in front_matter.split("\n")}
    session_hints = ("length" in keys) + bool(re.search(r"^- +use\b", page, re.MULTILINE))
    return (
        "sessions" if session_hints > bool(keys & (set(TECHNIQUE_KEYS) - set(SESSION_KEYS))) else "techniques"
    )


def read_kind_and_text(path: Path) -> tuple[ScriptKind, str]:
    """Return the kind and text of the script in a file; an unreadable file is a technique without text."""
    try:
        text = read_text(path, str(path))
    except VoiceguideError:
        return "techniques", ""  # a lookup of the script reads the file again and raises
    return detect_kind(text), text


def is_same_file(one: Path, other: Path) -> bool:
    """Return True if two paths lead to one file, however they are spelt."""
    return one == other or os.path.realpath(one) == os.path.realpath(other)


def programme_error(name: str) -> RequestError:
    """Return the error for a programme where one session is expected; `name` may be a path."""
    return RequestError(f"{name} is a programme of many sessions: use “voiceguide programme {name}”.")
