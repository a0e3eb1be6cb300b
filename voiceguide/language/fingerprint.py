"""What makes spoken words of written ones, told without loading it: it would cost more than all else."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from voiceguide.versions import installed_versions

_NORMALISATION_FILES = (
    *("language/normalise", "language/normalise_rules", "language/numbers", "language/ordinals"),
    *("language/base", "language/en", "language/de", "speech/phrases"),
)
"""The files of this room that decide what a voice is given for a text; tests hold the list to the imports."""


@cache
def cache_inputs() -> dict[str, str]:
    """All that decides how a text is read, for the key of its clip: these files, and num2words."""
    package, digest = Path(__file__).parent.parent, hashlib.sha256()
    for name in _NORMALISATION_FILES:
        digest.update((package / f"{name}.py").read_bytes())
    return {"reading": digest.hexdigest(), **installed_versions("num2words")}
