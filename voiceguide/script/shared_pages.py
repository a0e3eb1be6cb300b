"""Pages that all scripts share: the changes of position and the safety notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.errors import Location
    from voiceguide.script.model import Step, Text


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
