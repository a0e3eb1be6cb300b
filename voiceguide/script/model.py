"""What an author wrote, as frozen data. Every node knows its line.

Times are samples at 24 kHz, counts are plain integers. An `Amount` is either one of those or the
name of a value from the front matter, written `{hold}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Location
    from voiceguide.units import Unit

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Value:
    """A named value: its default, and the limits within which a listener may change it.

    Without limits (`least` = `most` = `default`) it is a constant. `levels` are the amounts for other levels
    than the standard one.
    """

    name: str
    unit: Unit
    default: int
    least: int
    most: int
    place: Location
    levels: tuple[tuple[str, int], ...] = ()

    def at(self, level: str) -> int:
        """The amount at a level: the default where it has none of its own."""
        return dict(self.levels).get(level, self.default)


@dataclass(frozen=True, slots=True)
class Name:
    """A value used by name, `{hold}`, or a technique."""

    name: str
    place: Location


Amount = int | Name


@dataclass(frozen=True, slots=True)
class Saying:
    """How a word is pronounced: `said` is spoken in its place."""

    word: str
    said: str


@dataclass(frozen=True, slots=True)
class Mark:
    """When words are spoken within their step, or under their heading.

    `kind` is one of vocabulary.MARKS; `amount` is in samples for `before end`, `after` and `every`, a number
    for `round` and `rep`, and 0 otherwise.
    """

    kind: str = "first"
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What is spoken: a paragraph of prose, a safety note, or a cue nested under a step.

    Braces are not filled yet. `detail` is for full guidance only. `written` are the source lines, where they
    are others than these words.
    """

    text: str
    place: Location
    written: tuple[Words, ...] = field(default=(), compare=False, repr=False)
    mark: Mark = Mark()
    detail: bool = False

    @property
    def lines(self) -> tuple[Words, ...]:
        """The source lines, so that a Problem can point into them."""
        return self.written or (self,)


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a repetition or of a breath: `pull 2s`."""

    name: str
    length: Amount
    place: Location


@dataclass(frozen=True, slots=True)
class Step:
    """One dose line.

    `amount` is the length of hold, go, move, rest and pause, and the number of reps and breathe; a
    chime has its `tone` instead. `sides` is the order of the two sides, or empty. `led` is one of
    vocabulary.LED, or "" where the listener decides.
    """

    verb: str
    place: Location
    amount: Amount = 0
    phases: tuple[Phase, ...] = ()
    tone: str = ""
    rounds: Amount = 1
    sides: tuple[Side, ...] = ()
    ready: Amount | None = None
    switch: Amount | None = None
    rest: Amount | None = None
    led: str = ""
    cues: tuple[Words, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether it has rounds or sides of its own."""
        return self.rounds != 1 or bool(self.sides)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading, and all that it repeats: `## Twist, {rounds} x, each side`. Its title is for the eye."""

    title: str
    place: Location
    rounds: Amount = 1
    sides: tuple[Side, ...] = ()
    switch: Amount | None = None
    rest: Amount | None = None
    body: tuple[Words | Step, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether what stands under it is done more than once."""
        return self.rounds != 1 or bool(self.sides)

    @property
    def cues(self) -> tuple[Words, ...]:
        """Its own words, those of its steps aside."""
        return tuple(part for part in self.body if isinstance(part, Words))


Parts = tuple[Words | Step | Group, ...]


def within(parts: Iterable[Words | Step | Group]) -> Iterator[Words | Step | Group]:
    """Every part in order; those of a group follow it."""
    for part in parts:
        yield part
        if isinstance(part, Group):
            yield from part.body


def steps(parts: Iterable[Words | Step | Group]) -> Iterator[Step]:
    """Every step in order, those under headings included."""
    return (part for part in within(parts) if isinstance(part, Step))


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that a session sets for one technique: `hold 25s`."""

    name: str
    unit: Unit
    amount: int
    place: Location


@dataclass(frozen=True, slots=True)
class Use:
    """A technique's turn in a session."""

    technique: str
    place: Location
    settings: tuple[Setting, ...] = ()
    optional: bool = False
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Technique:
    """One exercise. `position` is where it starts, `ends` where it leaves the listener ("" = as before)."""

    name: str
    title: str
    place: Location
    summary: str = ""
    position: str = ""
    ends: str = ""
    needs: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    easier: Name | None = None
    """The technique to do instead, for those who should avoid this one."""
    values: tuple[Value, ...] = ()
    notes: tuple[Words, ...] = ()
    body: Parts = ()
    language: str = "en"
    say: tuple[Saying, ...] = ()

    def value(self, name: str) -> Value | None:
        """The value of that name, if there is one."""
        return next((value for value in self.values if value.name == name), None)


@dataclass(frozen=True, slots=True)
class Session:
    """An ordered list of techniques, with its own words around them.

    `length` is 0 where none is written, and `timed` the place where one is.
    """

    name: str
    title: str
    place: Location
    summary: str = ""
    length: int = 0
    timed: Location | None = field(default=None, compare=False)
    notes: tuple[Words, ...] = ()
    body: tuple[Words | Step | Use, ...] = ()
    language: str = "en"
    say: tuple[Saying, ...] = ()

    @property
    def uses(self) -> tuple[Use, ...]:
        """Each technique's turn, in order."""
        return tuple(part for part in self.body if isinstance(part, Use))


Script = Technique | Session


@dataclass(frozen=True, slots=True)
class Change:
    """How to get from one position to another; `start` is "" where it serves from anywhere."""

    start: str
    goal: str
    body: tuple[Words | Step, ...]
    place: Location


@dataclass(frozen=True, slots=True)
class Safety:
    """The safety note that opens every session: whole, and for those who have heard it."""

    full: tuple[Words, ...]
    short: tuple[Words, ...]
