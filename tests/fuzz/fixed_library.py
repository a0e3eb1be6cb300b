"""Library of fixed scripts and the script that is fuzzed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from tests.helpers import error_cases
from tests.helpers.golden_timelines import LIBRARY_DIR
from voiceguide.errors import Location, ScriptError
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.model import Session, Technique, Use
from voiceguide.script.programme import Programme
from voiceguide.script.shared_pages import SafetyNotes
from voiceguide.script.uses import as_session
from voiceguide.script.vocabulary import POSITIONS

if TYPE_CHECKING:
    from tests.helpers.shipped_scripts import Script
    from voiceguide.script.shared_pages import PositionChange

_TOUR_LOCATION = Location("tour.md", 1, 1)


@cache
def _shipped_library(language: str) -> Library:
    return Library(shipped_dir(language), language=language)


@cache
def _fixed_techniques(language: str) -> dict[str, Technique]:
    """Return techniques by name: those of bad scripts, of cases and shipped ones, and one for each position."""
    techniques = {}
    for library in (error_cases.LIBRARY, Library(LIBRARY_DIR), _shipped_library(language)):
        for name in library.technique_names:
            with suppress(ScriptError):
                techniques[name] = library.technique(name)
    for position in POSITIONS:
        techniques[position] = Technique(
            position, position, _TOUR_LOCATION, position=position, end_position=position
        )
    return techniques


_POSITION_TOUR = Session(
    "tour",
    "From position to position",
    _TOUR_LOCATION,
    body=tuple(Use(goal, _TOUR_LOCATION) for pair in combinations(POSITIONS, 2) for goal in pair),
)


@dataclass(frozen=True)
class FuzzLibrary(Library):
    """Library in which `script` is a technique, a session, or replaces positions.md or safety.md."""

    script: Script = ()

    @property
    def host_session(self) -> Session:
        """Session that uses the script."""
        if isinstance(self.script, Session):
            return self.script
        return as_session(self.script) if isinstance(self.script, Technique) else _POSITION_TOUR

    @cached_property
    def technique_names(self) -> tuple[str, ...]:
        script_name = {self.script.name} if isinstance(self.script, Technique) else set[str]()
        return tuple(sorted({*_fixed_techniques(self.language), *script_name}))

    @cached_property
    def position_changes(self) -> tuple[PositionChange, ...]:
        return (
            self.script
            if isinstance(self.script, tuple)
            else _shipped_library(self.language).position_changes
        )

    @cached_property
    def safety_notes(self) -> SafetyNotes:
        return (
            self.script
            if isinstance(self.script, SafetyNotes)
            else _shipped_library(self.language).safety_notes
        )

    def technique(self, name: str) -> Technique:
        """Return the fuzzed technique, or a fixed one. Raise RequestError if there is none of this name."""
        if isinstance(self.script, Technique) and name == self.script.name:
            return self.script
        return _fixed_techniques(self.language).get(name) or super().technique(name)


def fuzz_library(script: Script) -> FuzzLibrary:
    """Return the library with a script, in the language of the script."""
    language = script.language if isinstance(script, Technique | Session | Programme) else "en"
    return FuzzLibrary(shipped_dir(language), language=language, script=script)
