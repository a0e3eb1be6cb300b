"""A library of fixed scripts beside the one being fuzzed, which it hands out like any other."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from tests.helpers import error_cases
from tests.helpers.golden_timelines import LIBRARY
from voiceguide.errors import Location, ScriptError
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.model import SafetyNotes, Session, Technique, Use
from voiceguide.script.uses import as_session
from voiceguide.script.vocabulary import POSITIONS

if TYPE_CHECKING:
    from tests.helpers.shipped_scripts import Script
    from voiceguide.script.model import PositionChange

_NOWHERE = Location("tour.md", 1, 1)


@cache
def _fixed(language: str) -> Library:
    return Library(shipped_dir(language), language=language)


@cache
def _techniques(language: str) -> dict[str, Technique]:
    """Those of the bad scripts, of the cases and the shipped ones, by name; and one for each position."""
    found = {}
    for library in (error_cases.LIBRARY, Library(LIBRARY), _fixed(language)):
        for name in library.technique_names:
            with suppress(ScriptError):
                found[name] = library.technique(name)
    for position in POSITIONS:
        found[position] = Technique(position, position, _NOWHERE, position=position, end_position=position)
    return found


_TOUR = Session(
    "tour",
    "From position to position",
    _NOWHERE,
    body=tuple(Use(goal, _NOWHERE) for pair in combinations(POSITIONS, 2) for goal in pair),
)


@dataclass(frozen=True)
class Shelf(Library):
    """`read` is a technique, or takes the place of positions.md or safety.md, or is played itself."""

    read: Script = ()

    @property
    def played(self) -> Session:
        """The session in which it is heard."""
        if isinstance(self.read, Session):
            return self.read
        return as_session(self.read) if isinstance(self.read, Technique) else _TOUR

    @cached_property
    def techniques(self) -> tuple[str, ...]:
        own = {self.read.name} if isinstance(self.read, Technique) else set[str]()
        return tuple(sorted({*_techniques(self.language), *own}))

    @cached_property
    def changes(self) -> tuple[PositionChange, ...]:
        return self.read if isinstance(self.read, tuple) else _fixed(self.language).position_changes

    @cached_property
    def safety(self) -> SafetyNotes:
        return self.read if isinstance(self.read, SafetyNotes) else _fixed(self.language).safety_notes

    def technique(self, name: str) -> Technique:
        """The one read, or a fixed one. Raises AskedError, as any library does."""
        if isinstance(self.read, Technique) and name == self.read.name:
            return self.read
        return _techniques(self.language).get(name) or super().technique(name)


def shelf(read: Script) -> Shelf:
    """The library in which a script stands, in its language."""
    language = read.language if isinstance(read, Technique | Session) else "en"
    return Shelf(shipped_dir(language), language=language, read=read)
