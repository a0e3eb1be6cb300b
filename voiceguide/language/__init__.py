"""Registry of languages.

A language is one module here that defines `LANGUAGE`, its code in `LANGUAGES`, and the folder scripts/CODE with
positions.md, safety.md and the techniques “bells” and “closing”.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from voiceguide.errors import RequestError
from voiceguide.language.base import StopPhrases, Texts, Wording

if TYPE_CHECKING:
    from voiceguide.language.address import Address
    from voiceguide.language.tables import AdoptWords, Normalisation
    from voiceguide.language.view_texts import (
        HandoutStrings,
        PageStrings,
        ProgrammeStrings,
        SiteStrings,
        ViewTexts,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language(Texts):
    """One language. Every field is required, so an incomplete record raises TypeError or ValueError."""

    name: str
    """English name, for messages."""
    native_name: str
    """Name in the language itself."""
    iso_639_2: str
    """ISO 639-2 code, by which MP3 tags name a language."""
    espeak_voice: str
    """Name of espeak-ng's voice."""
    time_per_word: float
    """Time of a usual word in usual English words. German 1.1: sixteen cues in both languages, spoken by
    espeak-ng at one rate, took 0.388 s a word and 0.432 s."""
    wording: Wording
    trim_advice: str
    """Advice to turn off a player's removal of silence, on the shared page and in a file's comment."""
    trim_proof_note: str
    """Note in place of `trim_advice`, for a session whose silences contain an inaudible tone."""
    stop: StopPhrases
    address: Address | None
    """Formal and familiar address; None where a language has one for everybody."""
    view_texts_source: str | ViewTexts
    """Module of this package that defines VIEW_TEXTS, or the record itself."""
    adopt_source: str | AdoptWords
    """Module of this package that defines ADOPT, or the record itself."""
    normalisation_source: tuple[str, ...] | Normalisation
    """Modules of this package, the first of which defines NORMALISATION and imports the others; or the record itself.

    A render whose clips are all cached imports no such module.
    """

    @property
    def view_texts(self) -> ViewTexts:
        """Texts for the eye."""
        if not isinstance(self.view_texts_source, str):
            return self.view_texts_source
        texts: ViewTexts = import_module(f"{__name__}.{self.view_texts_source}").VIEW_TEXTS
        return texts

    @property
    def handout(self) -> HandoutStrings:
        """Texts of the printed handout."""
        return self.view_texts.handout

    @property
    def page(self) -> PageStrings:
        """Texts of the page that `voiceguide share` serves."""
        return self.view_texts.page

    @property
    def programme(self) -> ProgrammeStrings:
        """Texts of a programme's page and calendar."""
        return self.view_texts.programme

    @property
    def site(self) -> SiteStrings:
        """Texts of a published site."""
        return self.view_texts.site

    @property
    def adopt(self) -> AdoptWords:
        """Words of handouts, for `voiceguide adopt`."""
        if not isinstance(self.adopt_source, str):
            return self.adopt_source
        words: AdoptWords = import_module(f"{__name__}.{self.adopt_source}").ADOPT
        return words

    @property
    def normalisation(self) -> Normalisation:
        """Tables of text normalisation."""
        if not isinstance(self.normalisation_source, tuple):
            return self.normalisation_source
        tables: Normalisation = import_module(f"{__name__}.{self.normalisation_source[0]}").NORMALISATION
        return tables


class LanguageRegistry(Mapping[str, Language]):
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
