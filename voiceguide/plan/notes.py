"""Notes: sentences for the listener on changes by the planner or the fit, each with its subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.script.model import Technique


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence; `technique` (a title) and `value` name the value that it is about, or are ""."""

    text: str
    technique: str = ""
    value: str = ""

    @classmethod
    def about_value(cls, technique: Technique, value: str, text: str) -> Note:
        """Return a note on one value of a technique: “Twist: hold stops at 20s.”."""
        return cls(f"{technique.title}: {value} {text}", technique.title, value)

    @classmethod
    def left_out(cls, technique: Technique, reason: str = "") -> Note:
        """Return a note on a technique that is left out: “Twist left out: not with pregnancy.”."""
        return cls(f"{technique.title} left out{f': {reason}' if reason else ''}.")
