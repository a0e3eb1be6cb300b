"""What a listener asks for, and how it is written on a command line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import AskedError
from voiceguide.script.grammar import nearest
from voiceguide.script.vocabulary import AVOID, LEVELS
from voiceguide.session.profile import PROFILES

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.script.model import Saying

_DAY = 24 * 60
"""In minutes."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One value a listener sets: for one technique, or for all when `technique` is ""."""

    technique: str
    name: str
    amount: int
    unit: str
    remembered: bool = False
    """From the preferences: without use where the technique is not, and less than what is asked for now."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a listener may choose. `length` in samples, 0 for the session's own."""

    length: int = 0
    wishes: tuple[Wish, ...] = ()
    skip: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    """What is left out wherever it is used, unless it is kept by name."""
    only: tuple[str, ...] = ()
    moving: Fraction = Fraction(1)
    voice: str | None = None
    level: str = "standard"
    avoid: tuple[str, ...] = ()
    """What the listener has that some techniques are not for: vocabulary.AVOID."""
    guidance: str = "full"
    sounds: str = "calm"
    say: tuple[Saying, ...] = ()
    """The listener's own pronunciations."""
    remembered: frozenset[str] = frozenset()
    """The fields in which something comes from the preferences."""
    scripts: Path | None = None
    """The listener's own folder of scripts, None for the usual one."""


def minutes(text: str) -> int:
    """“10”, “12.5” → samples. Raises AskedError."""
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", text) or not 0 < Fraction(text) <= _DAY:
        raise AskedError(f"“{text}” is not a number of minutes: write 10, or 12.5.")
    return units.samples(Fraction(text) * 60)


def length(text: str) -> int:
    """“10:00”, “9:59”, “12 min” → samples. Raises AskedError."""
    try:
        return units.duration(text)
    except ValueError as error:
        raise AskedError(str(error)) from None


def hold(text: str) -> Wish:
    """“30s” for every hold, “seated-twist=25s” for one. Raises AskedError."""
    technique, amount = _split(text, "25s")
    return Wish(technique, "hold", length(amount), "time")


def rounds(text: str) -> Wish:
    """“seated-twist=3”, or “3” for every technique with rounds. Raises AskedError."""
    technique, amount = _split(text, "3")
    return Wish(technique, "rounds", _count(amount, text), "count")


def _split(text: str, example: str) -> tuple[str, str]:
    technique, equals, amount = text.rpartition("=")
    if equals and not technique:
        raise AskedError(f"“{text}” names no technique: write seated-twist={example}, or {example} for all.")
    return technique, amount


def setting(text: str) -> Wish:
    """“seated-twist.hold=25s”, “cat-camel.times=10” → a wish. Raises AskedError."""
    match = re.fullmatch(r"([\w-]+)\.([\w'-]+)=(.+)", text)
    if not match:
        wanted = "write TECHNIQUE.NAME=VALUE, as in seated-twist.hold=25s"
        raise AskedError(f"“{text}” is not a setting: {wanted}.")
    technique, name, amount = match.groups()
    if re.fullmatch(r"[0-9]+", amount):
        return Wish(technique, name, _count(amount, text), "count")
    return Wish(technique, name, length(amount), "time")


def times(text: str) -> Fraction:
    """“1.5x” → how much longer moving takes, from half to four times. Raises AskedError."""
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)x?", text)
    factor = Fraction(match[1]) if match else Fraction(0)
    if not Fraction(1, 2) <= factor <= 4:  # noqa: PLR2004 - the bounds the message names
        raise AskedError(f"“{text}” is not a factor: write 1.5x; it goes from 0.5x to 4x.")
    return factor


def level(text: str) -> str:
    """“gentle”, “standard” or “strong”. Raises AskedError."""
    return _one_of(text, LEVELS, "level")


def avoid(text: str) -> str:
    """One of the conditions that scripts know, such as “osteoporosis”. Raises AskedError."""
    return _one_of(text, AVOID, "condition that the scripts know")


def guidance(text: str) -> str:
    """“full” or “brief”. Raises AskedError."""
    return _one_of(text, ("full", "brief"), "way of guiding")


def sounds(text: str) -> str:
    """A sound profile: “calm”, “guided” or “minimal”. Raises AskedError."""
    return _one_of(text, tuple(PROFILES), "sound profile")


def _one_of(text: str, known: tuple[str, ...], what: str) -> str:
    if text not in known:
        hint = nearest(text, known) or f"There are: {', '.join(known)}."
        raise AskedError(f"“{text}” is not a {what}. {hint}")
    return text


def _count(amount: str, text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", amount):
        raise AskedError(f"“{text}” needs a whole number from 1.")
    return int(amount)
