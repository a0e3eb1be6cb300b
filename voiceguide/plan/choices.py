"""What a listener asks for, and how it is written on a command line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from voiceguide import units
from voiceguide.errors import AskedError
from voiceguide.plan.sound_profiles import PROFILES
from voiceguide.script.grammar import nearest
from voiceguide.script.vocabulary import AVOID, LEVELS

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.script.model import Saying

_DAY = 24 * 60
"""In minutes."""

RATES = range(100, 201)
"""Slower, voices fall apart; faster, nobody follows with closed eyes."""

PITCHES = range(101)


Way = Literal["to", "by", "times"]

LONGER = {"longer": Fraction(3, 2), "shorter": Fraction(2, 3)}
"""What those words do to a length: one undoes the other."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One value a listener sets: for one technique, or for all when `technique` is ""; perhaps on one side.

    `amount` is in samples or a number. `way` says what the value becomes: just that (`to`), so much more or
    less (`by`), or `factor` as much (`times`).
    """

    technique: str
    name: str
    amount: int
    unit: str
    remembered: bool = False
    """From the preferences: without use where the technique is not, and less than what is asked for now."""
    side: str = ""
    way: Way = "to"
    factor: Fraction = Fraction(1)

    def of(self, usual: int) -> int:
        """What a value becomes that is otherwise `usual`: to the second where it was stretched."""
        if self.way == "times":
            return int(usual * self.factor / units.RATE + Fraction(1, 2)) * units.RATE
        return usual + self.amount if self.way == "by" else self.amount


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
    rate: int = 0
    """Words a minute within a cue, 0 for the usual calm."""
    chime: str = "bowl"
    """What plays the tones: one of CHIMES."""
    music: str = ""
    """Under the voice: rain, drone, air, or the path of a file; "" for nothing."""
    trim_proof: bool = False
    """Whether silences carry a tone that is not heard, so that players don't trim them."""
    pitch: int | None = None
    """From 0 to 100, None for the voice's own."""
    level: str = "standard"
    avoid: tuple[str, ...] = ()
    """What the listener has that some techniques are not for: vocabulary.AVOID."""
    guidance: str = "full"
    sounds: str = "calm"
    halfway: str | None = None
    countdown: int | None = None
    """What is heard half-way and before the end of a hold; None for as `sounds` has it."""
    announce: bool = True
    """Whether each technique is named before it begins."""
    beyond: bool = False
    """Whether wishes may pass the limits that authors set."""
    say: tuple[Saying, ...] = ()
    """The listener's own pronunciations."""
    remembered: frozenset[str] = frozenset()
    """The fields in which something comes from the preferences."""
    scripts: Path | None = None
    """The listener's own folder of scripts, None for the usual one."""


def minutes(text: str) -> int:
    """“10”, “12.5” → samples. Raises AskedError."""
    if not re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,3})?", text) or not Fraction(text):
        raise AskedError(f"“{text}” is not a number of minutes: write 10, or 12.5.")
    if Fraction(text) > _DAY:
        raise AskedError(f"“{text}” minutes are more than a day: {_DAY} is the most.")
    return units.samples(Fraction(text) * 60)


def length(text: str) -> int:
    """“10:00”, “9:59”, “12 min” → samples. Raises AskedError."""
    try:
        return units.duration(text)
    except ValueError as error:
        raise AskedError(str(error)) from None


def hold(text: str) -> Wish:
    """“30s” for every hold, “seated-twist=25s” for one; “+10s”, “longer” and “shorter” likewise.

    “floor-twist.left=45s” is for one side. Raises AskedError.
    """
    technique, amount = _split(text, "25s")
    technique, dot, side = technique.partition(".")
    if dot and (not technique or side not in {"left", "right"}):
        raise AskedError(f"“{text}”: a side is left or right: write {technique or 'floor-twist'}.left=45s.")
    return _timed(technique, "hold", amount, side)


def _timed(technique: str, name: str, amount: str, side: str = "") -> Wish:
    if amount in LONGER:
        return Wish(technique, name, 0, "time", side=side, way="times", factor=LONGER[amount])
    if amount[:1] in {"+", "-", "−"}:
        change = length(amount[1:])
        change = change if amount[0] == "+" else -change
        return Wish(technique, name, change, "time", side=side, way="by")
    if hint := nearest(amount, tuple(LONGER)):
        raise AskedError(f"“{amount}” is not a duration. {hint}")
    return Wish(technique, name, length(amount), "time", side=side)


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
    return _timed(technique, name, amount)


def times(text: str) -> Fraction:
    """“1.5x” → how much longer moving takes, from half to four times. Raises AskedError."""
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)x?", text)
    factor = Fraction(match[1]) if match else Fraction(0)
    if not Fraction(1, 2) <= factor <= 4:  # noqa: PLR2004 - the bounds the message names
        raise AskedError(f"“{text}” is not a factor: write 1.5x; it goes from 0.5x to 4x.")
    return factor


def rate(text: str) -> int:
    """“130” → words a minute, from 100 to 200. Raises AskedError."""
    return _whole(text, RATES, "number of words a minute")


def pitch(text: str) -> int:
    """“40” → how high a voice speaks, from 0 to 100. Raises AskedError."""
    return _whole(text, PITCHES, "pitch")


def _whole(text: str, known: range, what: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) not in known:
        raise AskedError(f"“{text}” is not a {what}: write one from {known[0]} to {known[-1]}.")
    return int(text)


def level(text: str) -> str:
    """“gentle”, “standard” or “strong”. Raises AskedError."""
    return _one_of(text, LEVELS, "level")


def avoid(text: str) -> str:
    """One of the conditions that scripts know, such as “osteoporosis”. Raises AskedError."""
    return _one_of(text, AVOID, "condition that the scripts know")


CHIMES = ("bowl", "bell", "wood")
GUIDANCE = ("full", "brief", "names")
COUNTDOWNS = {"5": 5, "3": 3, "none": 0}
HALFWAY = {"tone": "tone", "word": "word", "none": ""}
SWITCH = {"yes": True, "no": False}


def guidance(text: str) -> str:
    """“full”, “brief” or “names”. Raises AskedError."""
    return _one_of(text, GUIDANCE, "way of guiding")


def sounds(text: str) -> str:
    """A sound profile: “calm”, “guided” or “minimal”. Raises AskedError."""
    return _one_of(text, tuple(PROFILES), "sound profile")


def chime(text: str) -> str:
    """“bowl”, “bell” or “wood”. Raises AskedError."""
    return _one_of(text, CHIMES, "chime")


def countdown(text: str) -> int:
    """“5”, “3” or “none” → how many numbers are counted before a hold ends. Raises AskedError."""
    return COUNTDOWNS[_one_of(text, tuple(COUNTDOWNS), "countdown")]


def halfway(text: str) -> str:
    """“tone”, “word” or “none” → the sign half-way through a hold. Raises AskedError."""
    return HALFWAY[_one_of(text, tuple(HALFWAY), "sign half-way")]


def switch(text: str) -> bool:
    """“yes” or “no”. Raises AskedError."""
    return SWITCH[_one_of(text, tuple(SWITCH), "way to answer")]


def _one_of(text: str, known: tuple[str, ...], what: str) -> str:
    if text not in known:
        hint = nearest(text, known) or f"There are: {', '.join(known)}."
        raise AskedError(f"“{text}” is not a {what}. {hint}")
    return text


def _count(amount: str, text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", amount):
        raise AskedError(f"“{text}” needs a whole number from 1.")
    return int(amount)
