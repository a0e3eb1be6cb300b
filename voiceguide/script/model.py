"""What an author wrote, as frozen data. Every node knows its line.

Times are samples at 24 kHz, counts are plain integers. An `Amount` is either one of those or the
name of a value from the front matter, written `{hold}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["time", "count"]
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file as people name it, line and column counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Value:
    """A named value: its default, and the limits within which a listener may change it.

    Without limits (`least` = `most` = `default`) it is a constant.
    """

    name: str
    unit: Unit
    default: int
    least: int
    most: int
    place: Place


@dataclass(frozen=True, slots=True)
class Name:
    """A value used by name: `{hold}`."""

    name: str
    place: Place


Amount = int | Name


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph that is spoken: prose, or a safety note. Braces are not filled yet.

    `lines` are the source lines it was joined from, so that a Problem can point into it.
    """

    text: str
    place: Place
    lines: tuple[Words, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """When a cue is spoken within its step.

    `kind` is one of vocabulary.MARKS; `amount` is in samples for `before end`, `after` and `every`, a number
    for `round` and `rep`, and 0 otherwise.
    """

    kind: str = "first"
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Cue:
    """Words nested under a step, and their moment."""

    text: str
    mark: Mark
    place: Place
    lines: tuple[Words, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a repetition or of a breath: `pull 2s`."""

    name: str
    length: Amount
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """One dose line.

    `amount` is the length of hold, go, move, rest and pause, and the number of reps and breathe; a
    chime has its `tone` instead. `sides` is the order of the two sides, or empty.
    """

    verb: str
    place: Place
    amount: Amount = 0
    phases: tuple[Phase, ...] = ()
    tone: str = ""
    rounds: Amount = 1
    sides: tuple[Side, ...] = ()
    ready: Amount | None = None
    switch: Amount | None = None
    rest: Amount | None = None
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that a session sets for one technique: `hold 25s`."""

    name: str
    unit: Unit
    amount: int
    place: Place


@dataclass(frozen=True, slots=True)
class Use:
    """A technique's turn in a session."""

    technique: str
    place: Place
    settings: tuple[Setting, ...] = ()
    optional: bool = False
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Technique:
    """One exercise. `position` is where it starts, `ends` where it leaves the listener ("" = as before)."""

    name: str
    title: str
    place: Place
    summary: str = ""
    position: str = ""
    ends: str = ""
    needs: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    notes: tuple[Words, ...] = ()
    body: tuple[Words | Step, ...] = ()

    def value(self, name: str) -> Value | None:
        """The value of that name, if there is one."""
        return next((value for value in self.values if value.name == name), None)


@dataclass(frozen=True, slots=True)
class Session:
    """An ordered list of techniques, with its own words around them; `length` is 0 where none is written."""

    name: str
    title: str
    place: Place
    summary: str = ""
    length: int = 0
    notes: tuple[Words, ...] = ()
    body: tuple[Words | Step | Use, ...] = ()

    @property
    def uses(self) -> tuple[Use, ...]:
        """Each technique's turn, in order."""
        return tuple(part for part in self.body if isinstance(part, Use))


@dataclass(frozen=True, slots=True)
class Change:
    """How to get from one position to another; `start` is "" where it serves from anywhere."""

    start: str
    goal: str
    body: tuple[Words | Step, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Safety:
    """The safety note that opens every session: whole, and for those who have heard it."""

    full: tuple[Words, ...]
    short: tuple[Words, ...]
