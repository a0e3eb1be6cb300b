"""Items of a score: sounds and silences in order, with lengths of silences but no positions yet.

Say           a cue or a tone; it lasts as long as its clip
Interval      a stretch of fixed length, silent except for the timed sounds inside it
ChapterStart  marks the next sound as the first of a chapter
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from voiceguide import units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.errors import Location

INITIAL_SILENCE = units.FRAME_SAMPLES
"""Samples of silence at the very start: room for the lead-in of the first clip (audio/mp3/frames.py)."""


class Role(StrEnum):
    """Purpose of an event; the values are those of `role` in the JSON schema (docs/timeline.schema.json)."""

    GREETING = "greeting"
    SAFETY = "safety"
    NEXT = "next"
    """Announcement of a technique."""
    CUE = "cue"
    READY = "ready"
    """Time to get into position before a hold or a set."""
    MOVE = "move"
    START = "start"
    HOLD = "hold"
    GO = "go"
    REP = "rep"
    BREATHE = "breathe"
    MID = "mid"
    """Cue or soft tone inside a hold or a set."""
    HALF = "half"
    COUNT = "count"
    END = "end"
    SWITCH = "switch"
    REST = "rest"
    PAUSE = "pause"


class SoundKind(StrEnum):
    """Kind of a sound: words, a tone, or the inaudible tone that keeps players from trimming a silence."""

    SPEECH = "speech"
    TONE = "tone"
    INAUDIBLE = "inaudible"


@dataclass(frozen=True, slots=True)
class Sound:
    """Something with a clip: words to speak, or a tone.

    `text` is the words as people read them, or the name of a tone. `respelled_text` is what the voice gets
    where that differs: with *slow* words in asterisks, and with pronunciations. `length` (samples) is set for
    an inaudible tone only; any other sound lasts as long as its clip.
    """

    kind: SoundKind
    text: str = ""
    respelled_text: str = ""
    length: int = 0

    @property
    def voice_text(self) -> str:
        """Text for the voice: `respelled_text`, or else `text`."""
        return self.respelled_text or self.text


@dataclass(frozen=True, slots=True)
class EventContext:
    """Place of an event in its session and script; fields that do not apply are empty. Counts begin at 1."""

    technique: str = ""
    chapter: int = 0
    step: int = 0
    hold: int = 0
    round: int = 0
    side: str = ""
    source: Location | None = None

    # Written out, since dataclasses.replace takes about three times as long and each event needs one.

    def with_source(self, source: Location) -> EventContext:
        """Return the context at another place in a script."""
        return EventContext(self.technique, self.chapter, self.step, self.hold, self.round, self.side, source)

    def in_step(self, step: int, source: Location) -> EventContext:
        """Return the context of a step and its place in a script."""
        return EventContext(self.technique, self.chapter, step, self.hold, self.round, self.side, source)

    def in_hold(self, hold: int) -> EventContext:
        """Return the context of a numbered hold."""
        return EventContext(self.technique, self.chapter, self.step, hold, self.round, self.side, self.source)

    def in_turn(self, round_number: int, side: str) -> EventContext:
        """Return the context of a round and a side."""
        return EventContext(
            self.technique, self.chapter, self.step, self.hold, round_number, side, self.source
        )


@dataclass(frozen=True, slots=True)
class TimedSound:
    """A sound inside an interval, `offset` samples after its start.

    One that is not `required` is dropped where it would overlap another.
    """

    offset: int
    sound: Sound
    role: Role
    source: Location | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A sound that lasts as long as its clip."""

    sound: Sound
    role: Role
    context: EventContext


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of `length` samples, silent except for `sounds`, which are in order of time."""

    length: int
    role: Role
    context: EventContext
    sounds: tuple[TimedSound, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterStart:
    """Marker of a chapter that begins at the next sound."""

    title: str
    technique: str = ""


Item = Say | Interval | ChapterStart


@cache
def tone_sound(name: str) -> Sound:
    """Return the sound of a named tone."""
    return Sound(SoundKind.TONE, name)


def inaudible_tone_sound(length: int) -> Sound:
    """Return the inaudible tone for a silence of `length` samples."""
    return Sound(SoundKind.INAUDIBLE, length=length)


def sound_sources(items: Iterable[Item]) -> dict[Sound, Location | None]:
    """Return each sound of a score with the location of its first use; None for automatic words."""
    sources: dict[Sound, Location | None] = {}
    for item in items:
        if isinstance(item, Say):
            sources.setdefault(item.sound, item.context.source)
        elif isinstance(item, Interval):
            for timed_sound in item.sounds:
                sources.setdefault(timed_sound.sound, timed_sound.source or item.context.source)
    return sources
