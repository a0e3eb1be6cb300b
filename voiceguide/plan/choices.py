"""Choices of a listener: one field for each option of plan/options.py, and the values that it can have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.plan.sound_profiles import HalfwaySignal
    from voiceguide.script.model import Pronunciation

CHIMES = ("bowl", "bell", "wood")
"""Names of the instruments that can play the tones, the default first."""

COUNTDOWNS = {"5": 5, "3": 3, "none": 0}
"""Counts of numbers before a hold ends, by name."""


class Guidance(StrEnum):
    """Amount of spoken guidance."""

    FULL = "full"
    BRIEF = "brief"
    """Without details (words in brackets), and with the short safety note."""
    NAMES = "names"
    """Names, sides, numbers and what keeps the listener safe; no other words."""


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
    """Whether it comes from the preferences: it yields to the command line, and may match no technique."""
    side: str = ""
    mode: OverrideMode = OverrideMode.SET
    factor: Fraction = Fraction(1)

    def apply_to(self, base: int) -> int:
        """Return the new amount of a value that is otherwise `base`; mode SCALE rounds to whole seconds."""
        if self.mode == OverrideMode.SCALE:
            return int(base * self.factor / units.SAMPLE_RATE + Fraction(1, 2)) * units.SAMPLE_RATE
        return base + self.amount if self.mode == OverrideMode.ADD else self.amount


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices of a listener for one session; the defaults choose nothing."""

    length: int = 0
    """Length of the session in samples; 0 keeps the length in its script."""
    overrides: tuple[ValueOverride, ...] = ()
    skip: tuple[str, ...] = ()
    """Techniques to leave out of this session, which must use them."""
    always_skip: tuple[str, ...] = ()
    """Techniques to leave out of any session that uses them, unless `only` names them."""
    only: tuple[str, ...] = ()
    """Techniques to keep; () keeps all."""
    moving: Fraction = Fraction(1)
    """Factor by which times to move are longer."""
    voice: str | None = None
    """Name of the voice; None selects the default."""
    voice_rate: int = 0
    """Words a minute within a cue; 0 selects the default rate."""
    chime: str = CHIMES[0]
    """Instrument that plays the tones: one of CHIMES."""
    music: str = ""
    """Music under the voice: the name of a bed (rain, drone, air) or the path of a file; "" for none."""
    trim_proof: bool = False
    """Whether silences carry an inaudible tone, so that players do not trim them."""
    pitch: int | None = None
    """Pitch of the voice from 0 to 100; None selects its default."""
    level: Level = Level.STANDARD
    avoid: tuple[str, ...] = ()
    """Conditions of the listener, from vocabulary.CONDITIONS, that some techniques are unsuitable for."""
    guidance: Guidance = Guidance.FULL
    sounds: str = "calm"
    """Name of the sound profile: a key of SOUND_PROFILES."""
    halfway: HalfwaySignal | None = None
    """Signal half-way through a hold; None selects that of the sound profile."""
    countdown: int | None = None
    """Count of numbers before a hold ends; None selects that of the sound profile."""
    announce_next: bool = True
    """Whether each technique is announced by name before it begins."""
    beyond_limits: bool = False
    """Whether overrides may exceed the limits that authors set."""
    pronunciations: tuple[Pronunciation, ...] = ()
    """The listener's own pronunciations."""
    preference_fields: frozenset[str] = frozenset()
    """Names of the fields in which a value comes from the preferences."""
    scripts_dir: Path | None = None
    """Folder of the listener's own scripts; None selects the default."""
