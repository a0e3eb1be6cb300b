"""Items of a score: sounds and silences in order, with lengths of silences but no positions yet.

Say           a cue or a tone; it lasts as long as its clip
Interval      a stretch of fixed length, silent except for the timed sounds inside it
Slack         a silence inside a period, which takes the time that the rest of it leaves
Period        items that last a fixed time together
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


TICKS = ("tick", "accent")
"""Names of the tones of a beat: the usual one and the stronger one."""


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
    an inaudible tone only; any other sound lasts as long as its clip. `delay` is the silence in samples before
    the tick of a beat, which need not be heard on a frame boundary.
    """

    kind: SoundKind
    text: str = ""
    respelled_text: str = ""
    length: int = 0
    delay: int = 0

    @property
    def voice_text(self) -> str:
        """Text for the voice: `respelled_text`, or else `text`."""
        return self.respelled_text or self.text

    @property
    def is_tick(self) -> bool:
        """True for the tick of a beat, which is heard at its sample, not at the nearest frame boundary."""
        return self.kind is SoundKind.TONE and self.text in TICKS


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
    each: str = ""

    # Written out, since dataclasses.replace takes about three times as long and each event needs one.

    def with_source(self, source: Location) -> EventContext:
        """Return the context at another place in a script."""
        return EventContext(
            self.technique, self.chapter, self.step, self.hold, self.round, self.side, source, self.each
        )

    def in_step(self, step: int, source: Location) -> EventContext:
        """Return the context of a step and its place in a script."""
        return EventContext(
            self.technique, self.chapter, step, self.hold, self.round, self.side, source, self.each
        )

    def in_hold(self, hold: int) -> EventContext:
        """Return the context of a numbered hold."""
        return EventContext(
            self.technique, self.chapter, self.step, hold, self.round, self.side, self.source, self.each
        )

    def in_turn(self, round_number: int, side: str, each: str = "") -> EventContext:
        """Return the context of a round, a side, and one of several things to do."""
        return EventContext(
            self.technique, self.chapter, self.step, self.hold, round_number, side, self.source, each
        )


@dataclass(frozen=True, slots=True)
class TimedSound:
    """A sound inside an interval, `offset` samples after its start.

    One that is not `required` is dropped where it would overlap another. One that `follows` begins as soon as
    the sound before it has ended; its `offset` is that of the first sound of the chain.
    """

    offset: int
    sound: Sound
    role: Role
    source: Location | None = None
    required: bool = False
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A sound that lasts as long as its clip.

    One that is `optional` is dropped, with the pause after it, where a period has no room for it.
    """

    sound: Sound
    role: Role
    context: EventContext
    optional: bool = False


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


@dataclass(frozen=True, slots=True)
class Slack:
    """A silence inside a period: at most `most` samples, or all that is left if `most` is None.

    `countdown` are sounds before its end, at negative offsets; those before its start are dropped. `reminder` is
    heard again and again in a long one.
    """

    role: Role
    context: EventContext
    most: int | None = None
    countdown: tuple[TimedSound, ...] = ()
    reminder: Sound | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Items that last `length` samples together, with one Slack without a limit among them."""

    length: int
    items: tuple[Item, ...]
    context: EventContext


Item = Say | Interval | ChapterStart | Slack | Period


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
        elif isinstance(item, Period):
            for sound, source in sound_sources(item.items).items():
                sources.setdefault(sound, source)
        elif isinstance(item, Interval | Slack):
            if isinstance(item, Slack) and item.reminder:
                sources.setdefault(item.reminder, item.context.source)
            for timed_sound in item.sounds if isinstance(item, Interval) else item.countdown:
                sources.setdefault(timed_sound.sound, timed_sound.source or item.context.source)
    return sources
