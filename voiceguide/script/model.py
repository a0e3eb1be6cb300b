"""What an author wrote, as frozen data. Every node knows its line.

Times are samples at 24 kHz, counts are plain integers. An `Amount` is either one of those or the
name of a value from the front matter, written `{hold}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.script.vocabulary import MARKS, CueKind, CueStyle, Mark, Side, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Location
    from voiceguide.units import Unit


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
    location: Location
    levels: tuple[tuple[str, int], ...] = ()

    def amount_at(self, level: str) -> int:
        """The amount at a level: the default where it has none of its own."""
        return dict(self.levels).get(level, self.default)


@dataclass(frozen=True, slots=True)
class Reference:
    """A value used by name, `{hold}`, or a technique."""

    name: str
    location: Location


Amount = int | Reference


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How a word is pronounced: `said` is spoken in its place."""

    word: str
    respelling: str


@dataclass(frozen=True, slots=True)
class CueTiming:
    """When a cue is spoken within its step, or under its heading.

    `kind` is a key of vocabulary.MARKS, or CueKind.FIRST for a cue without a mark. `amount` is the mark's
    amount, in samples or as a number; it is 0 for a mark without one.
    """

    kind: str = CueKind.FIRST
    amount: int = 0

    @property
    def mark(self) -> Mark | None:
        """Mark with which the cue begins, or None."""
        return MARKS.get(self.kind)

    @property
    def is_timed(self) -> bool:
        """True if the cue is spoken at a moment inside a hold."""
        return self.mark is not None and self.mark.position is not None


@dataclass(frozen=True, slots=True)
class Text:
    """What is spoken: a paragraph of prose, a safety note, or a cue nested under a step.

    Braces are not filled yet. `detail` is for full guidance only. `written` are the source lines, where they
    are others than these words.
    """

    text: str
    location: Location
    source_lines: tuple[Text, ...] = field(default=(), compare=False, repr=False)
    timing: CueTiming = CueTiming()
    is_detail: bool = False

    @property
    def lines(self) -> tuple[Text, ...]:
        """The source lines, so that a Problem can point into them."""
        return self.source_lines or (self,)


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a repetition or of a breath: `pull 2s`."""

    name: str
    length: Amount
    location: Location


@dataclass(frozen=True, slots=True)
class Step:
    """One dose line.

    `amount` is the length of hold, go, move, rest and pause, and the number of reps and breathe; a
    chime has its `tone` instead. `sides` is the order of the two sides, or empty. `led` is one of
    vocabulary.LED, or "" where the listener decides.
    """

    kind: StepKind
    location: Location
    amount: Amount = 0
    phases: tuple[Phase, ...] = ()
    tone: str = ""
    rounds: Amount = 1
    sides: tuple[Side, ...] = ()
    ready: Amount | None = None
    switch: Amount | None = None
    rest: Amount | None = None
    cue_style: CueStyle | None = None
    cues: tuple[Text, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether it has rounds or sides of its own."""
        return self.rounds != 1 or bool(self.sides)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and all that it repeats: `## Twist, {rounds} x, each side`. Its title is for the eye."""

    title: str
    location: Location
    rounds: Amount = 1
    sides: tuple[Side, ...] = ()
    switch: Amount | None = None
    rest: Amount | None = None
    body: tuple[Text | Step, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether what stands under it is done more than once."""
        return self.rounds != 1 or bool(self.sides)

    @property
    def cues(self) -> tuple[Text, ...]:
        """Its own words, those of its steps aside."""
        return tuple(part for part in self.body if isinstance(part, Text))


ScriptBody = tuple[Text | Step | Section, ...]


def walk_parts(parts: Iterable[Text | Step | Section]) -> Iterator[Text | Step | Section]:
    """Every part in order; those of a group follow it."""
    for part in parts:
        yield part
        if isinstance(part, Section):
            yield from part.body


def walk_steps(parts: Iterable[Text | Step | Section]) -> Iterator[Step]:
    """Every step in order, those under headings included."""
    return (part for part in walk_parts(parts) if isinstance(part, Step))


@dataclass(frozen=True, slots=True)
class ValueSetting:
    """A value that a session sets for one technique: `hold 25s`."""

    name: str
    unit: Unit
    amount: int
    location: Location


@dataclass(frozen=True, slots=True)
class Use:
    """A technique's turn in a session."""

    technique: str
    location: Location
    settings: tuple[ValueSetting, ...] = ()
    optional: bool = False
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Technique:
    """One exercise. `position` is where it starts, `ends` where it leaves the listener ("" = as before)."""

    name: str
    title: str
    location: Location
    summary: str = ""
    position: str = ""
    end_position: str = ""
    needs: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    easier_form: Reference | None = None
    """The technique to do instead, for those who should avoid this one."""
    values: tuple[Value, ...] = ()
    notes: tuple[Text, ...] = ()
    body: ScriptBody = ()
    language: str = "en"
    pronunciations: tuple[Pronunciation, ...] = ()

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
    location: Location
    summary: str = ""
    length: int = 0
    length_location: Location | None = field(default=None, compare=False)
    notes: tuple[Text, ...] = ()
    body: tuple[Text | Step | Use, ...] = ()
    language: str = "en"
    pronunciations: tuple[Pronunciation, ...] = ()

    @property
    def uses(self) -> tuple[Use, ...]:
        """Each technique's turn, in order."""
        return tuple(part for part in self.body if isinstance(part, Use))


Script = Technique | Session


@dataclass(frozen=True, slots=True)
class PositionChange:
    """How to get from one position to another; `start` is "" where it serves from anywhere."""

    start: str
    goal: str
    body: tuple[Text | Step, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class SafetyNotes:
    """The safety note that opens every session: whole, and for those who have heard it."""

    full: tuple[Text, ...]
    short: tuple[Text, ...]
