"""Pages that all scripts share: the changes of position and the safety notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.errors import Location
    from voiceguide.script.model import Step, Text

DEFAULT_SUBJECT = "upper back"
"""Subject of a script that names none; its notes are safety.md itself."""
NOTE_LENGTHS = ("full", "short")
"""Names of the two safety notes: the whole one, and one for listeners who have heard it."""
NOTE_EXTRAS = ("greeting", "closing")
"""Further headings of safety.md: words in place of the usual first and last ones."""


@dataclass(frozen=True, slots=True)
class PositionChange:
    """Change of position; `start` is "" for one from any position, `goal` for the words at the end of a session."""

    start: str
    goal: str
    body: tuple[Text | Step, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class SafetyNotes:
    """Safety notes that open a session: the full one, and a short one for listeners who have heard it.

    `greeting` replaces the usual greeting, with {title} and {length} in its words, and `closing` the words of the
    shipped closing; both may be empty.
    """

    full: tuple[Text, ...]
    short: tuple[Text, ...]
    greeting: tuple[Text, ...] = ()
    closing: tuple[Text, ...] = ()
