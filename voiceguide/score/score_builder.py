"""Builder of a score: each sound is followed by a pause, and chapters, steps and holds are numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.items import (
    ChapterStart,
    EventContext,
    Interval,
    Item,
    Period,
    Role,
    Say,
    Sound,
    SoundKind,
    sound_sources,
    tone_sound,
)
from voiceguide.score.placeholders import expand_placeholders, placeholder_names
from voiceguide.score.pronunciation import speech_sound

if TYPE_CHECKING:
    from voiceguide.errors import Location
    from voiceguide.score.context import WriterContext
    from voiceguide.score.items import TimedSound
    from voiceguide.script.model import Text

PAUSE_AFTER_CUE = units.to_samples(Fraction(1, 2))
PAUSE_AFTER_PARAGRAPH = units.to_samples(1)
PAUSE_AFTER_ELLIPSIS = units.to_samples(1)
PAUSE_AFTER_TONE = units.to_samples(Fraction(2, 5))
"""Silence after a sound, in samples, so that the next sound never overlaps it."""


_ELLIPSIS = re.compile(r"…|\.{3}")
_TRAILING_ELLIPSES = re.compile(rf"(?:(?:{_ELLIPSIS.pattern}) *)+\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Numbering:
    """Numbers of chapters, steps and holds so far in a session."""

    chapters: int = 0
    steps: int = 0
    holds: int = 0


FIRST_SECTION = Numbering()


@dataclass(frozen=True, slots=True, eq=False)
class ScoreSection:
    """The items of one section of a score.

    `used_placeholders` are the names in braces in its words; `numbering` includes the section.
    """

    items: tuple[Item, ...]
    used_placeholders: frozenset[str]
    numbering: Numbering

    @property
    def tones(self) -> frozenset[str]:
        """Names of the tones in it."""
        return frozenset(sound.text for sound in sound_sources(self.items) if sound.kind is SoundKind.TONE)


@dataclass(slots=True, eq=False)
class ScoreBuilder:
    """Append-only builder of one section; its counts continue those of the sections before it."""

    _chapters: int = 0
    _steps: int = 0
    _holds: int = 0
    _items: list[Item] = field(default_factory=list)
    _used_placeholders: set[str] = field(default_factory=set)
    _step_numbers: dict[Location, int] = field(default_factory=dict)

    @classmethod
    def after(cls, numbering: Numbering) -> ScoreBuilder:
        """Return a builder of the section that continues a numbering."""
        return cls(numbering.chapters, numbering.steps, numbering.holds)

    def finish(self) -> ScoreSection:
        """Return the section."""
        numbering = Numbering(self._chapters, self._steps, self._holds)
        return ScoreSection(tuple(self._items), frozenset(self._used_placeholders), numbering)

    def start_chapter(self, title: str, technique: str = "") -> EventContext:
        """Begin a chapter at the next sound; return the context of its events."""
        self._chapters += 1
        self._items.append(ChapterStart(title, technique))
        return EventContext(technique, self._chapters)

    @property
    def chapter(self) -> int:
        """Number of the chapter that was begun last."""
        return self._chapters

    def step_number(self, location: Location) -> int:
        """Return the number of a step: a new one at the first call, then the one it has."""
        number = self._step_numbers.get(location)
        if number is None:
            self._steps += 1
            number = self._step_numbers[location] = self._steps
        return number

    def next_hold(self) -> int:
        """Return the number of the next hold."""
        self._holds += 1
        return self._holds

    def add(self, item: Item) -> None:
        """Append an item."""
        self._items.append(item)

    def add_interval(
        self, length: int, role: Role, event: EventContext, sounds: tuple[TimedSound, ...] = ()
    ) -> None:
        """Append a stretch of `length` samples, with the sounds inside it."""
        self._items.append(Interval(length, role, event, sounds))

    def mark(self) -> int:
        """Return the number of items so far, for `fold_into_period`."""
        return len(self._items)

    def fold_into_period(self, mark: int, length: int, event: EventContext) -> None:
        """Make one period of `length` samples of the items since a mark, one of which is a slack without a limit."""
        self._items[mark:] = [Period(length, tuple(self._items[mark:]), event)]

    def remove_end_tone(self) -> None:
        """Remove the end tone if it is the last sound, because the next activity begins where it would be."""
        while self._items and isinstance(last := self._items[-1], Interval) and not last.length:
            del self._items[-1]
        if len(self._items) > 1 and isinstance(say := self._items[-2], Say) and say.role is Role.END:
            del self._items[-2:]

    def add_tone(self, name: str, role: Role, event: EventContext, *, optional: bool = False) -> None:
        """Append a tone and a pause; both are dropped if optional and without room."""
        self._add_sound(tone_sound(name), role, event, PAUSE_AFTER_TONE, optional=optional)

    def add_speech(
        self,
        text: str,
        role: Role,
        context: WriterContext,
        *,
        pause: int = PAUSE_AFTER_CUE,
        optional: bool = False,
    ) -> None:
        """Append words and a pause, which is a second for each “…” at the end."""
        self._add_sound(speech_sound(text, context.respell), role, context.event, pause, optional=optional)

    def add_text(
        self, text: Text, role: Role, context: WriterContext, *, pause: int = PAUSE_AFTER_PARAGRAPH
    ) -> None:
        """Append an author's words with their place in the script, and a pause."""
        self._add_sound(self.cue_sound(text, context), role, context.event.with_source(text.location), pause)

    def _add_sound(
        self, sound: Sound, role: Role, event: EventContext, pause: int, *, optional: bool = False
    ) -> None:
        if sound.text.endswith(("…", "...")) and (ellipses := _TRAILING_ELLIPSES.search(sound.text)):
            pause = PAUSE_AFTER_ELLIPSIS * len(_ELLIPSIS.findall(ellipses[0]))
        self._items += (Say(sound, role, event, optional), Interval(pause, Role.PAUSE, event))

    def cue_sound(self, cue: Text, context: WriterContext) -> Sound:
        """Return an author's words as a sound."""
        return speech_sound(self.expand_text(cue, context), context.respell)

    def expand_text(self, text: Text, context: WriterContext) -> str:
        """Replace the names in braces in an author's words, and record the names."""
        if "{" not in text.text:
            return text.text
        self.record_placeholders(*placeholder_names(text.text))
        return expand_placeholders(text.text, context.placeholders, context.wording)

    def record_placeholders(self, *names: str) -> None:
        """Add names to those that the words of this section depend on."""
        self._used_placeholders.update(names)
