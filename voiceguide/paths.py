"""Where things of the user's are, each place named by a variable of the environment, else by the platform.

The only door to platformdirs.
"""

from __future__ import annotations

import os
from pathlib import Path

from voiceguide.errors import RequestError


def cache_dir() -> Path:
    """The folder of clips: $VOICEGUIDE_STORE, else clips/ in the platform's place for caches."""
    if folder := os.environ.get("VOICEGUIDE_STORE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("voiceguide", appauthor=False) / "clips"


def max_cache_bytes() -> int:
    """The bytes that the store may have: $VOICEGUIDE_STORE_MB millions, else 1000. Raises AskedError."""
    megabytes = os.environ.get("VOICEGUIDE_STORE_MB", "1000")
    if not (megabytes.isascii() and megabytes.isdecimal()):
        raise RequestError(f"VOICEGUIDE_STORE_MB is “{megabytes}”: it must be a whole number of megabytes.")
    return int(megabytes) * 1_000_000


def is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder, or in the one where it would be made; found out by trying."""
    import tempfile

    try:
        existing_folder = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        with tempfile.TemporaryFile(dir=existing_folder):
            return True
    except OSError:
        return False


def scripts_dir() -> Path:
    """The user's own folder of scripts: $VOICEGUIDE_SCRIPTS, else voiceguide/ among their documents."""
    if folder := os.environ.get("VOICEGUIDE_SCRIPTS"):
        return Path(folder)
    from platformdirs import user_documents_path

    return user_documents_path() / "voiceguide"


def preferences_path() -> Path:
    """The user's preferences: $VOICEGUIDE_PREFERENCES, else a file in the platform's place for settings."""
    if file := os.environ.get("VOICEGUIDE_PREFERENCES"):
        return Path(file)
    from platformdirs import user_config_path

    return user_config_path("voiceguide", appauthor=False) / "voiceguide.toml"


def refuse_overwrite(source: str, target: Path, description: str) -> None:
    """Raises AskedError where what is written to `target` would take the place of the file that is read.

    `what` that is, in a word or two.
    """
    source_path = existing_file(source)
    if source_path and os.path.realpath(source_path) == os.path.realpath(target):
        raise RequestError(f"{target} is {description}, which would be lost. Choose another place.")


def existing_file(name: str) -> Path | None:
    """The file that a user names, in which ~ is their home; None where there is none to be looked at."""
    try:
        path = Path(name).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long a name, nobody's home, a NUL
        return None
