"""Syntax tree of a script as frozen data; every node has its location.

Times are samples at 24 kHz, counts are plain integers. An `Amount` is either, or a reference to a value of
the front matter, written `{hold}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from voiceguide.script.vocabulary import (
    CHIME_TONES,
    MARKS,
    POSITION_CONDITIONS,
    STEP_KINDS,
    CueKind,
    CueStyle,
    Mark,
    Side,
    StepKind,
)

if TYPE_CHECKING:
    from voiceguide.errors import Location
    from voiceguide.units import Unit


@dataclass(frozen=True, slots=True)
class Value:
    """Named value: its default, and the limits within which a listener may change it.

    A value without limits (`least` = `most` = `default`) is a constant. `levels` are (level, amount) pairs
    for levels other than standard. A value that changes from round to round, `12 then 10 then 8 (4-15)`, has the
    amount of the first round, limits that keep every round within the written ones, and `changes`, (0, -2, -4).
    """

    name: str
    unit: Unit
    default: int
    least: int
    most: int
    location: Location
    levels: tuple[tuple[str, int], ...] = ()
    changes: tuple[int, ...] = ()

    def amount_at(self, level: str) -> int:
        """Return the amount at a level, or the default if the level has no amount."""
        return dict(self.levels).get(level, self.default)


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference to a value, `{hold}`, or to a technique."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class Series:
    """Amounts that change from round to round: `12 then 10 then 8`, `10 down to 1`.

    A round after the last amount has the last one.
    """

    amounts: tuple[int, ...]

    def in_round(self, number: int) -> int:
        """Return the amount of a round, counted from 1."""
        return self.amounts[min(number, len(self.amounts)) - 1]


Amount = int | Reference | Series


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """Pronunciation of a word: `respelling` is spoken in its place."""

    word: str
    respelling: str


@dataclass(frozen=True, slots=True)
class CueTiming:
    """Moment of a cue within its step, or under its heading.

    `kind` is a key of vocabulary.MARKS, or CueKind.FIRST for a cue without a mark. `amount` is the mark's
    amount, in samples or as a number; it is 0 for a mark without one.
    """

    kind: str = CueKind.FIRST
    amount: int = 0

    @property
    def mark(self) -> Mark | None:
        """Mark with which the cue begins, or None."""
        return MARKS.get(self.kind)


_CHIME = re.compile(rf"chime +({'|'.join(CHIME_TONES)})")


@dataclass(frozen=True, slots=True)
class Text:
    """Spoken text: a paragraph of prose, a safety note, or a cue nested under a step.

    Placeholders are not yet replaced. A detail is for full guidance only; words with `is_always` are for every
    guidance. `source_lines` are the lines of the file if they differ from `text`.
    """

    text: str
    location: Location
    source_lines: tuple[Text, ...] = field(default=(), compare=False, repr=False)
    timing: CueTiming = CueTiming()
    is_detail: bool = False
    is_always: bool = False

    @property
    def chime(self) -> str:
        """Tone in place of words, for a cue at a moment inside a hold: “@every 60s chime half”; "" for words."""
        is_timed = self.timing.mark is not None and self.timing.mark.position is not None
        match = _CHIME.fullmatch(self.text) if is_timed else None
        return match[1] if match else ""

    @property
    def mark_count(self) -> int:
        """Number of marks with which the text begins in the file."""
        return int(self.is_always) + (self.timing.mark is not None)

    @property
    def lines(self) -> tuple[Text, ...]:
        """Source lines, into which a Problem can point."""
        return self.source_lines or (self,)


@dataclass(frozen=True, slots=True)
class Phase:
    """Phase of a repetition or of a breath: `pull 2s`."""

    name: str
    length: Amount
    location: Location


@dataclass(frozen=True, slots=True)
class Beat:
    """Ticks at a steady period; the first of each `group` is stronger, none if `group` is 0."""

    period: Amount
    group: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """Repetition of a step, or of all parts under a heading: in rounds, and in each round for each of several.

    `each` are the sides, in their order, or whatever the author lists: `each of forehead, back`. With `one_side`
    the listener chooses one of the sides; with `in_turn` the repetitions of a set alternate. `every` is the time
    from the start of one turn to the start of the next, from which words and tones take their time. Without
    `announced`, no bells and no number begin a later round.
    """

    rounds: Amount = 1
    each: tuple[str, ...] = ()
    one_side: bool = False
    in_turn: bool = False
    switch: Amount | None = None
    rest: Amount | None = None
    every: Amount | None = None
    announced: bool = True

    @property
    def repeats(self) -> bool:
        """True if there are rounds, or several turns in each round."""
        return self.rounds != 1 or bool(self.each and not self.in_turn)

    @property
    def sides(self) -> tuple[str, ...]:
        """Order of the sides; () if what is repeated is not done on sides."""
        return self.each if self.each and set(self.each) <= set(Side) else ()


@dataclass(frozen=True, slots=True)
class Step(Repetition):
    """One step line and its cues.

    `amount` is the length of hold, go, move, rest and pause, and the number of reps and breathe; a chime has
    its `tone` instead. With `by_time`, that of breathe is a length. `ready` is 0 for a step that begins at once.
    `cue_style` is None if the listener decides. With `after_each`, a pause follows each of the words.
    """

    kind: StepKind
    location: Location
    amount: Amount = 0
    phases: tuple[Phase, ...] = ()
    tone: str = ""
    ready: Amount | None = None
    cue_style: CueStyle | None = None
    beat: Beat | None = None
    by_time: bool = False
    after_each: bool = False
    cues: tuple[Text, ...] = ()

    @property
    def is_counted(self) -> bool:
        """True if the amount is a number of repetitions, not a length."""
        return STEP_KINDS[self.kind].is_counted and not self.by_time


@dataclass(frozen=True, slots=True)
class Section(Repetition):
    """Heading and the parts that it repeats: `## Twist, {rounds} x, each side`. The title is not spoken."""

    title: str
    location: Location
    body: tuple[Text | Step, ...] = ()
    only_round: int = 0
    """Round that is written, for the words of a circuit between its techniques; 0 for all rounds."""

    @property
    def cues(self) -> tuple[Text, ...]:
        """Paragraphs under the heading, without the cues of its steps."""
        return tuple(part for part in self.body if isinstance(part, Text))


ScriptBody = tuple[Text | Step | Section, ...]


@dataclass(frozen=True, slots=True)
class ValueSetting:
    """Value that a session sets for one technique: `hold 25s`."""

    name: str
    unit: Unit
    amount: int
    location: Location


@dataclass(frozen=True, slots=True)
class Use:
    """Use of a technique in a session: `use slow-breathing, hold 25s, fill`."""

    technique: str
    location: Location
    settings: tuple[ValueSetting, ...] = ()
    optional: bool = False
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Circuit:
    """Heading of a session and the techniques that it repeats: `## Circuit, 3 x, rest 60s, every 60s`.

    `heading` has the rounds, the rest between them, the time from the start of one technique to the start of the
    next (`every`), and in its body the words and steps under it. `parts` also has the uses, in order.
    """

    heading: Section
    parts: tuple[Text | Step | Use, ...]


@dataclass(frozen=True, slots=True)
class Technique:
    """One exercise. `position` is the start position, `end_position` the final one ("" = unchanged)."""

    name: str
    title: str
    location: Location
    summary: str = ""
    position: str = ""
    end_position: str = ""
    needs: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    easier_form: Reference | None = None
    """Technique for listeners who have a condition in `avoid`."""
    about: Reference | None = None
    """Subject, which picks the safety note; None for the upper back."""
    own_way: bool = False
    """True if its own words say how to get into its position."""
    values: tuple[Value, ...] = ()
    notes: tuple[Text, ...] = ()
    body: ScriptBody = ()
    language: str = "en"
    pronunciations: tuple[Pronunciation, ...] = ()

    @property
    def conditions(self) -> tuple[str, ...]:
        """Conditions with which it is unsuitable: those in `avoid`, and those of its positions."""
        positions = (self.position, self.end_position)
        of_positions = (name for position in positions for name in POSITION_CONDITIONS.get(position, ()))
        return tuple(dict.fromkeys((*self.avoid, *of_positions)))

    @property
    def explains_signals(self) -> bool:
        """True if its words explain signals: those of a chime."""
        return any(isinstance(part, Step) and part.kind is StepKind.CHIME and part.cues for part in self.body)

    def value(self, name: str) -> Value | None:
        """Return the value of a name, or None."""
        return next((value for value in self.values if value.name == name), None)


@dataclass(frozen=True, slots=True)
class Session:
    """Ordered list of techniques, with paragraphs and steps around them.

    `length` is in samples, or 0 if none is written; `length_location` is the place of a written one. `note` is
    the safety note that it always has, one of NOTE_LENGTHS, or "" if the listener decides.
    """

    name: str
    title: str
    location: Location
    summary: str = ""
    length: int = 0
    length_location: Location | None = field(default=None, compare=False)
    note: str = ""
    essential: tuple[Reference, ...] = ()
    """Techniques without which it is not what its title says."""
    about: Reference | None = None
    leave_out_first: tuple[Reference, ...] = ()
    """Optional techniques in the order in which they leave where time is short; the others follow."""
    notes: tuple[Text, ...] = ()
    body: tuple[Text | Step | Section | Use | Circuit, ...] = ()
    language: str = "en"
    pronunciations: tuple[Pronunciation, ...] = ()

    @property
    def uses(self) -> tuple[Use, ...]:
        """Uses of techniques as they are written, in order."""
        bodies = (part.parts if isinstance(part, Circuit) else (part,) for part in self.body)
        return tuple(part for part in chain.from_iterable(bodies) if isinstance(part, Use))


Script = Technique | Session
