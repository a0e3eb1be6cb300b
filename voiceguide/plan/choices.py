"""What a listener asks for, and how it is written on a command line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.plan.sound_profiles import SOUND_PROFILES
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.vocabulary import CONDITIONS, LEVELS

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.script.model import Pronunciation

_MAX_MINUTES = 24 * 60
"""In minutes."""

VOICE_RATES = range(100, 201)
"""Slower, voices fall apart; faster, nobody follows with closed eyes."""

PITCHES = range(101)


OverrideMode = Literal["to", "by", "times"]

LENGTH_FACTORS = {"longer": Fraction(3, 2), "shorter": Fraction(2, 3)}
"""What those words do to a length: one undoes the other."""


@dataclass(frozen=True, slots=True)
class ValueOverride:
    """One value a listener sets: for one technique, or for all when `technique` is ""; perhaps on one side.

    `amount` is in samples or a number. `way` says what the value becomes: just that (`to`), so much more or
    less (`by`), or `factor` as much (`times`).
    """

    technique: str
    name: str
    amount: int
    unit: str
    is_preference: bool = False
    """From the preferences: without use where the technique is not, and less than what is asked for now."""
    side: str = ""
    mode: OverrideMode = "to"
    factor: Fraction = Fraction(1)

    def apply_to(self, base: int) -> int:
        """What a value becomes that is otherwise `usual`: to the second where it was stretched."""
        if self.mode == "times":
            return int(base * self.factor / units.SAMPLE_RATE + Fraction(1, 2)) * units.SAMPLE_RATE
        return base + self.amount if self.mode == "by" else self.amount


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a listener may choose. `length` in samples, 0 for the session's own."""

    length: int = 0
    overrides: tuple[ValueOverride, ...] = ()
    skip: tuple[str, ...] = ()
    always_skip: tuple[str, ...] = ()
    """What is left out wherever it is used, unless it is kept by name."""
    only: tuple[str, ...] = ()
    moving: Fraction = Fraction(1)
    voice: str | None = None
    voice_rate: int = 0
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
    announce_next: bool = True
    """Whether each technique is named before it begins."""
    beyond_limits: bool = False
    """Whether wishes may pass the limits that authors set."""
    pronunciations: tuple[Pronunciation, ...] = ()
    """The listener's own pronunciations."""
    preference_fields: frozenset[str] = frozenset()
    """The fields in which something comes from the preferences."""
    scripts_dir: Path | None = None
    """The listener's own folder of scripts, None for the usual one."""


def parse_minutes(text: str) -> int:
    """“10”, “12.5” → samples. Raises AskedError."""
    if not re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,3})?", text) or not Fraction(text):
        raise RequestError(f"“{text}” is not a number of minutes: write 10, or 12.5.")
    if Fraction(text) > _MAX_MINUTES:
        raise RequestError(f"“{text}” minutes are more than a day: {_MAX_MINUTES} is the most.")
    return units.to_samples(Fraction(text) * 60)


def parse_length(text: str) -> int:
    """“10:00”, “9:59”, “12 min” → samples. Raises AskedError."""
    try:
        return units.parse_duration(text)
    except ValueError as error:
        raise RequestError(str(error)) from None


def parse_hold(text: str) -> ValueOverride:
    """“30s” for every hold, “seated-twist=25s” for one; “+10s”, “longer” and “shorter” likewise.

    “floor-twist.left=45s” is for one side. Raises AskedError.
    """
    technique, amount = _split_technique(text, "25s")
    technique, dot, side = technique.partition(".")
    if dot and (not technique or side not in {"left", "right"}):
        raise RequestError(f"“{text}”: a side is left or right: write {technique or 'floor-twist'}.left=45s.")
    return _parse_timed_override(technique, "hold", amount, side)


def _parse_timed_override(technique: str, name: str, amount: str, side: str = "") -> ValueOverride:
    if amount in LENGTH_FACTORS:
        return ValueOverride(
            technique, name, 0, "time", side=side, mode="times", factor=LENGTH_FACTORS[amount]
        )
    if amount[:1] in {"+", "-", "−"}:
        delta = parse_length(amount[1:])
        delta = delta if amount[0] == "+" else -delta
        return ValueOverride(technique, name, delta, "time", side=side, mode="by")
    if hint := did_you_mean(amount, tuple(LENGTH_FACTORS)):
        raise RequestError(f"“{amount}” is not a duration. {hint}")
    return ValueOverride(technique, name, parse_length(amount), "time", side=side)


def parse_rounds(text: str) -> ValueOverride:
    """“seated-twist=3”, or “3” for every technique with rounds. Raises AskedError."""
    technique, amount = _split_technique(text, "3")
    return ValueOverride(technique, "rounds", _parse_count(amount, text), "count")


def _split_technique(text: str, example: str) -> tuple[str, str]:
    technique, equals, amount = text.rpartition("=")
    if equals and not technique:
        raise RequestError(
            f"“{text}” names no technique: write seated-twist={example}, or {example} for all."
        )
    return technique, amount


def parse_override(text: str) -> ValueOverride:
    """“seated-twist.hold=25s”, “cat-camel.times=10” → a wish. Raises AskedError."""
    match = re.fullmatch(r"([\w-]+)\.([\w'-]+)=(.+)", text)
    if not match:
        usage = "write TECHNIQUE.NAME=VALUE, as in seated-twist.hold=25s"
        raise RequestError(f"“{text}” is not a setting: {usage}.")
    technique, name, amount = match.groups()
    if re.fullmatch(r"[0-9]+", amount):
        return ValueOverride(technique, name, _parse_count(amount, text), "count")
    return _parse_timed_override(technique, name, amount)


def parse_factor(text: str) -> Fraction:
    """“1.5x” → how much longer moving takes, from half to four times. Raises AskedError."""
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)x?", text)
    factor = Fraction(match[1]) if match else Fraction(0)
    if not Fraction(1, 2) <= factor <= 4:  # noqa: PLR2004 - the bounds the message names
        raise RequestError(f"“{text}” is not a factor: write 1.5x; it goes from 0.5x to 4x.")
    return factor


def parse_voice_rate(text: str) -> int:
    """“130” → words a minute, from 100 to 200. Raises AskedError."""
    return _parse_integer(text, VOICE_RATES, "number of words a minute")


def parse_pitch(text: str) -> int:
    """“40” → how high a voice speaks, from 0 to 100. Raises AskedError."""
    return _parse_integer(text, PITCHES, "pitch")


def _parse_integer(text: str, allowed: range, noun: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) not in allowed:
        raise RequestError(f"“{text}” is not a {noun}: write one from {allowed[0]} to {allowed[-1]}.")
    return int(text)


def parse_level(text: str) -> str:
    """“gentle”, “standard” or “strong”. Raises AskedError."""
    return _parse_one_of(text, LEVELS, "level")


def parse_condition(text: str) -> str:
    """One of the conditions that scripts know, such as “osteoporosis”. Raises AskedError."""
    return _parse_one_of(text, CONDITIONS, "condition that the scripts know")


CHIMES = ("bowl", "bell", "wood")
GUIDANCE = ("full", "brief", "names")
COUNTDOWN_VALUES = {"5": 5, "3": 3, "none": 0}
HALFWAY_VALUES = {"tone": "tone", "word": "word", "none": ""}
SWITCH_VALUES = {"yes": True, "no": False}


def parse_guidance(text: str) -> str:
    """“full”, “brief” or “names”. Raises AskedError."""
    return _parse_one_of(text, GUIDANCE, "way of guiding")


def parse_sound_profile(text: str) -> str:
    """A sound profile: “calm”, “guided” or “minimal”. Raises AskedError."""
    return _parse_one_of(text, tuple(SOUND_PROFILES), "sound profile")


def parse_chime(text: str) -> str:
    """“bowl”, “bell” or “wood”. Raises AskedError."""
    return _parse_one_of(text, CHIMES, "chime")


def parse_countdown(text: str) -> int:
    """“5”, “3” or “none” → how many numbers are counted before a hold ends. Raises AskedError."""
    return COUNTDOWN_VALUES[_parse_one_of(text, tuple(COUNTDOWN_VALUES), "countdown")]


def parse_halfway(text: str) -> str:
    """“tone”, “word” or “none” → the sign half-way through a hold. Raises AskedError."""
    return HALFWAY_VALUES[_parse_one_of(text, tuple(HALFWAY_VALUES), "sign half-way")]


def parse_switch(text: str) -> bool:
    """“yes” or “no”. Raises AskedError."""
    return SWITCH_VALUES[_parse_one_of(text, tuple(SWITCH_VALUES), "way to answer")]


def _parse_one_of(text: str, allowed: tuple[str, ...], noun: str) -> str:
    if text not in allowed:
        hint = did_you_mean(text, allowed) or f"There are: {', '.join(allowed)}."
        raise RequestError(f"“{text}” is not a {noun}. {hint}")
    return text


def _parse_count(amount: str, text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", amount):
        raise RequestError(f"“{text}” needs a whole number from 1.")
    return int(amount)
