"""What a score is made of: sounds and silences in order, with lengths of silences but no positions yet.

Say     a cue or a tone; it lasts as long as its clip
Span    a stretch of fixed length, quiet but for the beats inside it, each a sound at its moment
Opens   a chapter begins at the next sound
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal


@dataclass(frozen=True, slots=True)
class Sound:
    """Something with a clip: words to speak, or a tone by name.

    `text` is what people read. `said` is what goes to the voice instead, where the two differ: with *slow*
    words in asterisks, and with pronunciations. A hush is a silence that players don't trim; its text is its
    length in samples.
    """

    kind: Literal["speech", "tone", "hush"]
    text: str
    respelled_text: str = ""

    @property
    def voice_text(self) -> str:
        """What goes to the voice."""
        return self.respelled_text or self.text


@dataclass(frozen=True, slots=True)
class EventContext:
    """What an event belongs to; fields that do not apply stay empty. Counts begin at 1."""

    technique: str = ""
    chapter: int = 0
    step: int = 0
    hold: int = 0
    round: int = 0
    side: str = ""
    source: str = ""

    def with_source(self, source: str) -> EventContext:
        """The same at another line of a script."""
        return EventContext(self.technique, self.chapter, self.step, self.hold, self.round, self.side, source)

    def in_step(self, step: int, source: str) -> EventContext:
        """The same in a step, which stands at a line."""
        return EventContext(self.technique, self.chapter, step, self.hold, self.round, self.side, source)

    def in_hold(self, hold: int) -> EventContext:
        """The same in a hold."""
        return EventContext(self.technique, self.chapter, self.step, hold, self.round, self.side, self.source)

    def in_turn(self, round_number: int, side: str) -> EventContext:
        """The same in a round, on a side."""
        return EventContext(
            self.technique, self.chapter, self.step, self.hold, round_number, side, self.source
        )


@dataclass(frozen=True, slots=True)
class TimedSound:
    """A sound inside a span, `at` samples after its start; one not `asked` for gives way where it crowds."""

    offset: int
    sound: Sound
    role: str
    source: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A sound that takes the time it takes."""

    sound: Sound
    role: str
    context: EventContext


@dataclass(frozen=True, slots=True)
class Interval:
    """`length` samples, quiet but for `beats`, which stand in order."""

    length: int
    role: str
    context: EventContext
    sounds: tuple[TimedSound, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterStart:
    """The chapter that begins at the next sound."""

    title: str
    technique: str = ""


Item = Say | Interval | ChapterStart


@cache
def tone_sound(name: str) -> Sound:
    """The sound of a tone."""
    return Sound("tone", name)
