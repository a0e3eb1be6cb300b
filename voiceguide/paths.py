"""Folders and files of the user, from environment variables or the platform's conventions, and what may be replaced.

The only module that imports platformdirs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from voiceguide.errors import RequestError

MARK = b"voiceguide"
"""Text in every file that voiceguide makes: the artist in the tag of a sound, a comment in a picture."""

_SEARCHED_BYTES = 1 << 20
"""Bytes at both ends of a file that are searched: formats have their tags before the samples or after them."""

_MAX_DIGITS = 9
_MAX_SHOWN_CHARACTERS = 40


def cache_dir() -> Path:
    """Return the cache's folder: $VOICEGUIDE_STORE, else clips/ in the platform's folder for caches."""
    if folder := os.environ.get("VOICEGUIDE_STORE"):
        return Path(folder)
    return _platform_dir("cache") / "clips"


def max_cache_bytes() -> int:
    """Return the cache's limit in bytes: $VOICEGUIDE_STORE_MB, or 1000, times a million.

    Raise RequestError if the variable is not a whole number.
    """
    return whole_number_variable("VOICEGUIDE_STORE_MB", 1000, "a whole number of megabytes") * 1_000_000


def whole_number_variable(name: str, default: int, description: str) -> int:
    """Return an environment variable as a number, `default` if it is not set or empty.

    Raise RequestError, with the description of what is needed, unless it is at most nine digits.
    """
    text = os.environ.get(name) or str(default)
    if text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS:
        return int(text)
    shown = text if len(text) <= _MAX_SHOWN_CHARACTERS else f"{text[:_MAX_SHOWN_CHARACTERS]}…"
    raise RequestError(f"{name} is “{shown}”: it must be {description}.")


def is_writable(folder: Path) -> bool:
    """Return whether files can be created in a folder, or in the parent where it would be created."""
    return not write_error(folder)


def write_error(folder: Path) -> str:
    """Return the system's reason why files cannot be created in a folder, or "" if they can.

    Create a temporary file there, or in the nearest parent that exists.
    """
    import tempfile

    try:
        existing_folder = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        with tempfile.TemporaryFile(dir=existing_folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def scripts_dir() -> Path:
    """Return the user's folder of scripts: $VOICEGUIDE_SCRIPTS, else voiceguide/ in their documents."""
    if folder := os.environ.get("VOICEGUIDE_SCRIPTS"):
        return Path(folder)
    return _platform_dir("documents")


def preferences_path() -> Path:
    """Return the file of preferences: $VOICEGUIDE_PREFERENCES, else one in the platform's settings folder."""
    if file := os.environ.get("VOICEGUIDE_PREFERENCES"):
        return Path(file)
    return _platform_dir("config") / "voiceguide.toml"


def _platform_dir(purpose: Literal["cache", "config", "documents"]) -> Path:
    """Return voiceguide's folder for a purpose; below ~/.voiceguide where platformdirs is missing."""
    try:
        import platformdirs
    except ImportError:  # in a browser
        return Path.home() / ".voiceguide" / purpose
    if purpose == "documents":
        return platformdirs.user_documents_path() / "voiceguide"
    find_path = platformdirs.user_cache_path if purpose == "cache" else platformdirs.user_config_path
    return find_path("voiceguide", appauthor=False)


def refuse_overwrite(source: str, target: Path, description: str) -> None:
    """Raise RequestError if writing `target` would replace the file `source`, which is read.

    `description` names the source in the message: “the music”.
    """
    source_path = existing_file(source)
    if source_path and os.path.realpath(source_path) == os.path.realpath(target):
        raise RequestError(f"{target} is {description}, which would be lost. Choose another place.")


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


def existing_file(name: str) -> Path | None:
    """Return the path of a file that exists, with ~ expanded; None for a name that is not a readable path."""
    try:
        path = Path(name).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # a name that is too long, the home of an unknown user, a NUL
        return None
