"""Where things of the user's are, each place named by a variable of the environment, else by the platform.

The only door to platformdirs.
"""

from __future__ import annotations

import os
from pathlib import Path

from voiceguide.errors import AskedError


def store() -> Path:
    """The folder of clips: $VOICEGUIDE_STORE, else clips/ in the platform's place for caches."""
    if folder := os.environ.get("VOICEGUIDE_STORE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("voiceguide", appauthor=False) / "clips"


def store_size() -> int:
    """The bytes that the store may have: $VOICEGUIDE_STORE_MB millions, else 1000. Raises AskedError."""
    asked = os.environ.get("VOICEGUIDE_STORE_MB", "1000")
    if not (asked.isascii() and asked.isdecimal()):
        raise AskedError(f"VOICEGUIDE_STORE_MB is “{asked}”: it must be a whole number of megabytes.")
    return int(asked) * 1_000_000


def writable(folder: Path) -> bool:
    """Whether files can be made in a folder, or in the one where it would be made; found out by trying."""
    import tempfile

    try:
        nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
        with tempfile.TemporaryFile(dir=nearest):
            return True
    except OSError:
        return False


def scripts() -> Path:
    """The user's own folder of scripts: $VOICEGUIDE_SCRIPTS, else voiceguide/ among their documents."""
    if folder := os.environ.get("VOICEGUIDE_SCRIPTS"):
        return Path(folder)
    from platformdirs import user_documents_path

    return user_documents_path() / "voiceguide"


def preferences() -> Path:
    """The user's preferences: $VOICEGUIDE_PREFERENCES, else a file in the platform's place for settings."""
    if file := os.environ.get("VOICEGUIDE_PREFERENCES"):
        return Path(file)
    from platformdirs import user_config_path

    return user_config_path("voiceguide", appauthor=False) / "voiceguide.toml"


def keep(named: str, target: Path, what: str) -> None:
    """Raises AskedError where what is written to `target` would take the place of the file that is read.

    `what` that is, in a word or two.
    """
    read = file(named)
    if read and os.path.realpath(read) == os.path.realpath(target):
        raise AskedError(f"{target} is {what}, which would be lost. Choose another place.")


def file(named: str) -> Path | None:
    """The file that a user names, in which ~ is their home; None where there is none to be looked at."""
    try:
        path = Path(named).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long a name, nobody's home, a NUL
        return None
