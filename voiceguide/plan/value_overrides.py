"""Overrides: values of techniques that a listener sets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from voiceguide import units


class OverrideMode(StrEnum):
    """Operation that an override performs on a value."""

    SET = "set"
    ADD = "add"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class ValueOverride:
    """A value set by the listener.

    It applies to one technique, or to all when `technique` is ""; with `side`, to one side of that technique.
    `amount` is in samples or a number; in mode ADD it may be negative, in mode SCALE `factor` replaces it.
    """

    technique: str
    name: str
    amount: int
    unit: str
    is_preference: bool = False
    """True if it comes from the preferences: it yields to the command line, and may match no technique."""
    side: str = ""
    mode: OverrideMode = OverrideMode.SET
    factor: Fraction = Fraction(1)

    def apply_to(self, base: int) -> int:
        """Return the new amount of a value that is otherwise `base`; mode SCALE rounds to whole seconds."""
        if self.mode == OverrideMode.SCALE:
            return int(base * self.factor / units.SAMPLE_RATE + Fraction(1, 2)) * units.SAMPLE_RATE
        return base + self.amount if self.mode == OverrideMode.ADD else self.amount
