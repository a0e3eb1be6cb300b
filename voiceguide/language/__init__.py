"""Registry of languages.

A language is one module here that defines `LANGUAGE`, its code in `LANGUAGES`, and the folder scripts/CODE with
positions.md, safety.md and the techniques “bells” and “closing”.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from voiceguide.errors import RequestError

if TYPE_CHECKING:
    from voiceguide.language.base import Language


class LanguageRegistry(Mapping[str, "Language"]):
    """Languages by code. The module of a language is imported at the first access to its record."""

    def __init__(self, *codes: str) -> None:
        self.codes = codes

    def __getitem__(self, code: str) -> Language:
        """Return the language with this code. Raise KeyError if there is none."""
        if code not in self.codes:
            raise KeyError(code)
        name = f"{__name__}.{code}"
        # Looked up for each line that is normalised; a module that is being imported may have none yet.
        language: Language | None = getattr(sys.modules.get(name), "LANGUAGE", None)
        return language or cast("Language", import_module(name).LANGUAGE)

    def __contains__(self, code: object) -> bool:
        """Return whether there is a language with this code, without importing it."""
        return code in self.codes

    def __iter__(self) -> Iterator[str]:
        """Iterate over the codes."""
        return iter(self.codes)

    def __len__(self) -> int:
        """Return the number of languages."""
        return len(self.codes)


LANGUAGES = LanguageRegistry(
    "en",
    "de",
)
"""Languages that scripts can be written in, English first."""


def find_language(code: str) -> Language:
    """Return the language with this code. Raise RequestError, which lists the codes, if there is none."""
    if code not in LANGUAGES:
        raise RequestError(f"There is no language “{code}”. The languages are: {', '.join(LANGUAGES)}.")
    return LANGUAGES[code]


def language_code(name: str) -> str | None:
    """Return the code of the language with this English or native name in any case, None if there is none."""
    name = name.lower()
    for code, language in LANGUAGES.items():
        if name in (language.name.lower(), language.native_name.lower()):
            return code
    return None
