"""Where things of the user's are, each place named by a variable of the environment, else by the platform.

The only door to platformdirs.
"""

from __future__ import annotations

import os
from pathlib import Path


def store() -> Path:
    """The folder of clips: $VOICEGUIDE_STORE, else clips/ in the platform's place for caches."""
    if folder := os.environ.get("VOICEGUIDE_STORE"):
        return Path(folder)
    from platformdirs import user_cache_path  # noqa: PLC0415 - only where it is asked

    return user_cache_path("voiceguide", appauthor=False) / "clips"


def scripts() -> Path:
    """The user's own folder of scripts: $VOICEGUIDE_SCRIPTS, else voiceguide/ among their documents."""
    if folder := os.environ.get("VOICEGUIDE_SCRIPTS"):
        return Path(folder)
    from platformdirs import user_documents_path  # noqa: PLC0415 - only where it is asked

    return user_documents_path() / "voiceguide"


def preferences() -> Path:
    """The user's preferences: $VOICEGUIDE_PREFERENCES, else a file in the platform's place for settings."""
    if file := os.environ.get("VOICEGUIDE_PREFERENCES"):
        return Path(file)
    from platformdirs import user_config_path  # noqa: PLC0415 - only where it is asked

    return user_config_path("voiceguide", appauthor=False) / "voiceguide.toml"
