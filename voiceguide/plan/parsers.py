"""Parsers of option values: text, as on the command line or in the preferences, → value of a Choices field.

Each parser raises RequestError, with an example, for a text that it does not accept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Generic, TypeVar

from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.script.did_you_mean import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LENGTH_FACTORS = {"longer": Fraction(3, 2), "shorter": Fraction(2, 3)}
"""Factors of the words that scale a duration; each is the inverse of the other."""

_MAX_MINUTES = 24 * 60

_Value = TypeVar("_Value")
_Name = TypeVar("_Name", bound=str)


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


MIN_REMAINING_SECONDS = 5
"""Shortest time between two announcements of the time left: one takes two seconds, and needs a pause."""


@dataclass(frozen=True, slots=True, eq=False)
class OneOf(Generic[_Value]):
    """Parser that accepts a key of `values` and returns its value. `noun` completes the error “X is not a …”."""

    values: Mapping[str, _Value]
    noun: str

    @property
    def names(self) -> tuple[str, ...]:
        """Texts that it accepts."""
        return tuple(self.values)

    def __call__(self, text: str) -> _Value:
        """Return the value of a name. Raise RequestError for any other text."""
        if text not in self.values:
            hint = did_you_mean(text, self.names) or f"Choose one of: {', '.join(self.names)}."
            raise RequestError(f"“{text}” is not a {self.noun}. {hint}")
        return self.values[text]


def one_of(names: Iterable[_Name], noun: str) -> OneOf[_Name]:
    """Return a parser that accepts one of the names, such as the members of a StrEnum, and returns it.

    `noun` completes the error “X is not a …”.
    """
    return OneOf({name: name for name in names}, noun)


def whole_number(allowed: range, noun: str) -> Callable[[str], int]:
    """Return a parser that accepts a whole number within a range.

    `noun` completes the error “X is not a …”.
    """

    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) not in allowed:
            raise RequestError(f"“{text}” is not a {noun}: write one from {allowed[0]} to {allowed[-1]}.")
        return int(text)

    return parse


def parse_minutes(text: str) -> int:
    """Parse a number of minutes: “10”, “12.5” → samples. Raise RequestError if malformed or above a day."""
    if not re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,3})?", text) or not Fraction(text):
        raise RequestError(f"“{text}” is not a number of minutes: write 10, or 12.5.")
    if Fraction(text) > _MAX_MINUTES:
        raise RequestError(f"“{text}” minutes are more than a day: the maximum is {_MAX_MINUTES}.")
    return units.to_samples(Fraction(text) * 60)


def parse_length(text: str) -> int:
    """Parse a duration: “10:00”, “9:59”, “12 min” → samples. Raise RequestError if malformed."""
    try:
        return units.parse_duration(text)
    except ValueError as error:
        raise RequestError(str(error)) from None


def parse_remaining(text: str) -> int:
    """Parse the time between two announcements of the time left: “15s” → samples, “none” → 0.

    Raise RequestError if it is malformed, or not whole seconds from MIN_REMAINING_SECONDS.
    """
    if text == "none":
        return 0
    length = parse_length(text)
    if length < MIN_REMAINING_SECONDS * units.SAMPLE_RATE or length % units.SAMPLE_RATE:
        raise RequestError(
            f"“{text}”: the time left can be said every {MIN_REMAINING_SECONDS} s or less often, at whole seconds."
        )
    return length


def parse_hold(text: str) -> ValueOverride:
    """Parse an override of holds: “30s” for all, “seated-twist=25s” for one, “floor-twist.left=45s” for a side.

    In place of the duration there may be a change, “+10s” or “-10s”, or a factor, “longer” or “shorter”.
    Raise RequestError if malformed.
    """
    technique, amount = _split_technique(text, "25s")
    technique, dot, side = technique.partition(".")
    if dot and (not technique or side not in {"left", "right"}):
        raise RequestError(
            f"“{text}”: the side must be left or right, as in {technique or 'floor-twist'}.left=45s."
        )
    return _parse_timed_override(technique, "hold", amount, side)


def _parse_timed_override(technique: str, name: str, amount: str, side: str = "") -> ValueOverride:
    if amount in LENGTH_FACTORS:
        return ValueOverride(
            technique, name, 0, "time", side=side, mode=OverrideMode.SCALE, factor=LENGTH_FACTORS[amount]
        )
    if amount[:1] in {"+", "-", "−"}:
        delta = parse_length(amount[1:])
        delta = delta if amount[0] == "+" else -delta
        return ValueOverride(technique, name, delta, "time", side=side, mode=OverrideMode.ADD)
    if hint := did_you_mean(amount, tuple(LENGTH_FACTORS)):
        raise RequestError(f"“{amount}” is not a duration. {hint}")
    return ValueOverride(technique, name, parse_length(amount), "time", side=side)


def parse_rounds(text: str) -> ValueOverride:
    """Parse an override of rounds: “3” for every technique, “seated-twist=3” for one, “+1” for one more.

    Raise RequestError if malformed.
    """
    technique, amount = _split_technique(text, "3")
    return _parse_counted_override(technique, "rounds", amount, text)


def _split_technique(text: str, example: str) -> tuple[str, str]:
    technique, equals, amount = text.rpartition("=")
    if equals and not technique:
        raise RequestError(
            f"“{text}” names no technique: write seated-twist={example}, or {example} for all."
        )
    return technique, amount


def parse_override(text: str) -> ValueOverride:
    """Parse an override of any value: “seated-twist.hold=25s”, “cat-camel.times=10”.

    Raise RequestError if malformed.
    """
    match = re.fullmatch(r"([\w-]+)\.([\w'-]+)=(.+)", text)
    if not match:
        usage = "write TECHNIQUE.NAME=VALUE, as in seated-twist.hold=25s"
        raise RequestError(f"“{text}” is not a setting: {usage}.")
    technique, name, amount = match.groups()
    if re.fullmatch(r"[+−-]?[0-9]+", amount):
        return _parse_counted_override(technique, name, amount, text)
    return _parse_timed_override(technique, name, amount)


def _parse_counted_override(technique: str, name: str, amount: str, text: str) -> ValueOverride:
    if amount[:1] in {"+", "-", "−"}:
        change = _parse_count(amount[1:], text) * (1 if amount[0] == "+" else -1)
        return ValueOverride(technique, name, change, "count", mode=OverrideMode.ADD)
    return ValueOverride(technique, name, _parse_count(amount, text), "count")


def _parse_count(amount: str, text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", amount):
        raise RequestError(f"“{text}” needs a whole number from 1.")
    return int(amount)


def parse_factor(text: str) -> Fraction:
    """Parse a factor from 0.5 to 4: “1.5x” → 3/2. Raise RequestError if malformed or out of range."""
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)x?", text)
    factor = Fraction(match[1]) if match else Fraction(0)
    if not Fraction(1, 2) <= factor <= 4:  # noqa: PLR2004 - the bounds that the message names
        raise RequestError(f"“{text}” is not a factor: write a number from 0.5x to 4x, such as 1.5x.")
    return factor


parse_switch = OneOf({"yes": True, "no": False}, "valid answer")
"""Parse “yes” or “no” → bool. Raise RequestError if malformed."""
