"""Timeline of a session: which sound is heard at which sample. A silence is an event too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.score.items import SoundKind

if TYPE_CHECKING:
    from voiceguide.score.items import EventContext, Role, Sound


@dataclass(frozen=True, slots=True)
class Event:
    """A sound or a silence in the half-open interval from `start` to `end` (samples)."""

    start: int
    end: int
    role: Role
    context: EventContext
    sound: Sound | None = None
    """None for a silence."""
    spoken: str = ""
    """Text that the voice was given, with numbers and symbols in words; "" for a tone or a silence."""

    @property
    def kind(self) -> str:
        """“speech”, “tone” or “silence”, as in the JSON."""
        return self.sound.kind.value if self.sound else "silence"

    @property
    def text(self) -> str:
        """Words as people read them; "" for a tone or a silence."""
        return self.sound.text if self.sound and self.sound.kind is SoundKind.SPEECH else ""

    @property
    def tone(self) -> str:
        """Name of a tone; "" for words or a silence."""
        return self.sound.text if self.sound and self.sound.kind is SoundKind.TONE else ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One technique on the timeline, or the opening, from its first sound to that of the next chapter."""

    start: int
    end: int
    title: str
    """Title of the technique in its script; `Wording.opening_title` for the opening."""
    technique: str
    """Name of the technique; "" for the opening."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole session: events are contiguous, the first starts at 0 and the last ends at `length` (samples)."""

    session: str
    title: str
    length: int
    chapters: tuple[Chapter, ...]
    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()
    unspoken_note: tuple[str, ...] = ()
    """Paragraphs of the full safety note where only the short one is spoken, to be read; else empty."""
