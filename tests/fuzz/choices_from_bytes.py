"""Bytes → what a listener asks for. All zeros ask for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from voiceguide import units
from voiceguide.plan.choices import Choices, ValueOverride
from voiceguide.plan.sound_profiles import SOUND_PROFILES
from voiceguide.script.model import Pronunciation
from voiceguide.script.vocabulary import CONDITIONS, LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fuzz.fixed_library import Shelf

SIZE = 12
"""How many bytes there are, one or two for each choice."""

_Option = TypeVar("_Option")

_SAYINGS = (
    (),
    (
        Pronunciation("slowly", "slow lee"),
        Pronunciation("s", "ess"),
        Pronunciation("breathe in", "breeze in"),
    ),
)
_FACTORS = (Fraction(1), Fraction(1, 2), Fraction("1.333"), Fraction(4))


@dataclass
class _Bytes:
    """Takes one after the other, so that an option has a byte of its own."""

    left: bytes

    def number(self, size: int = 1) -> int:
        taken, self.left = self.left[:size], self.left[size:]
        return int.from_bytes(taken)

    def one_of(self, options: Sequence[_Option]) -> _Option:
        return options[self.number() % len(options)]


def choices(data: bytes, shelf: Shelf) -> Choices:
    """SIZE bytes → Choices that make sense for what is played, most of them."""
    chance = _Bytes(data)
    names = tuple(dict.fromkeys(use.technique for use in shelf.played.uses)) or ("",)
    return Choices(
        length=units.to_samples(chance.number() ** 2),
        level=chance.one_of(("standard", *LEVELS)),
        guidance=chance.one_of(("full", "brief")),
        sounds=chance.one_of(tuple(SOUND_PROFILES)),
        avoid=chance.one_of(((), *((reason,) for reason in CONDITIONS))),
        moving=chance.one_of(_FACTORS),
        pronunciations=chance.one_of(_SAYINGS),
        skip=chance.one_of(((), (), (), *((name,) for name in names))),
        only=chance.one_of(((), (), (), *((name,) for name in names))),
        overrides=tuple(_wishes(chance, names, shelf)),
    )


def _wishes(chance: _Bytes, names: tuple[str, ...], shelf: Shelf) -> list[ValueOverride]:
    """None, or one for a value that some technique has."""
    number, amount = chance.number(), chance.number(2)
    known = [name for name in names if name in shelf.techniques]
    values = [(name, value) for name in known for value in shelf.technique(name).values]
    if not number or not values:
        return []
    name, value = values[number % len(values)]
    size = amount % 1001 or 1 if value.unit == "count" else units.to_samples(Fraction(amount + 1, 10))
    return [ValueOverride(name if number % 2 else "", value.name, size, value.unit)]
