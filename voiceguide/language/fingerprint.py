"""Cache key inputs for text normalisation, found without the import, which would dominate a warm render."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from voiceguide.language import LANGUAGES
from voiceguide.versions import installed_versions

_NORMALISATION_FILES = (
    *("language/__init__", "language/base", "language/tables", "language/normalise", "language/numbers"),
    *(
        f"language/rules/{name}"
        for name in ("__init__", "patterns", "signs", "sides", "days", "abbreviations")
    ),
    *(f"language/rules/{name}" for name in ("ordinals", "times", "phones", "doses", "slashes", "fractions")),
    *(f"language/rules/{name}" for name in ("number_groups", "amounts", "measurements", "remaining")),
    "speech/phrases",
)
"""Source files that decide what a voice receives for a text, except the tables of its language."""


@cache
def cache_inputs(language: str) -> dict[str, str]:
    """Return the inputs of text normalisation: the code, the language's tables and num2words' version.

    Other texts of a language can change while its clips stay valid.
    """
    package, digest = Path(__file__).parent.parent, hashlib.sha256()
    source = LANGUAGES[language].normalisation_source
    table_files = tuple(f"language/{name}" for name in source) if isinstance(source, tuple) else ()
    for name in _NORMALISATION_FILES + table_files:
        digest.update((package / f"{name}.py").read_bytes())
    if not table_files:
        digest.update(repr(source).encode())
    return {"normalisation": digest.hexdigest(), **installed_versions("num2words")}
