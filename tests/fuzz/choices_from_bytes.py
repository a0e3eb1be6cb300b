"""Bytes → choices of a listener. All zeros choose nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from voiceguide import units
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import ValueOverride
from voiceguide.plan.sound_profiles import SOUND_PROFILES
from voiceguide.script.model import Pronunciation
from voiceguide.script.vocabulary import CONDITIONS, Guidance, Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fuzz.fixed_library import FuzzLibrary

CHOICE_BYTES = 12
"""Number of bytes, one or two for each choice."""

_Option = TypeVar("_Option")

_PRONUNCIATIONS = (
    (),
    (
        Pronunciation("slowly", "slow lee"),
        Pronunciation("s", "ess"),
        Pronunciation("breathe in", "breeze in"),
    ),
)
_MOVING_FACTORS = (Fraction(1), Fraction(1, 2), Fraction("1.333"), Fraction(4))


@dataclass
class _ByteReader:
    """Reader that gives each option its own bytes."""

    remaining: bytes

    def read_number(self, size: int = 1) -> int:
        chunk, self.remaining = self.remaining[:size], self.remaining[size:]
        return int.from_bytes(chunk)

    def pick(self, options: Sequence[_Option]) -> _Option:
        return options[self.read_number() % len(options)]


def decode_choices(data: bytes, library: FuzzLibrary) -> Choices:
    """Decode CHOICE_BYTES bytes → Choices, most of which are valid for the library's session."""
    reader = _ByteReader(data)
    names = tuple(dict.fromkeys(use.technique for use in library.host_session.uses)) or ("",)
    return Choices(
        length=units.to_samples(reader.read_number() ** 2),
        level=reader.pick((Level.STANDARD, *Level)),
        guidance=reader.pick((Guidance.FULL, Guidance.BRIEF)),
        sounds=reader.pick(tuple(SOUND_PROFILES)),
        avoid=reader.pick(((), *((reason,) for reason in CONDITIONS))),
        moving=reader.pick(_MOVING_FACTORS),
        pronunciations=reader.pick(_PRONUNCIATIONS),
        skip=reader.pick(((), (), (), *((name,) for name in names))),
        only=reader.pick(((), (), (), *((name,) for name in names))),
        overrides=tuple(_decode_overrides(reader, names, library)),
    )


def _decode_overrides(
    reader: _ByteReader, names: tuple[str, ...], library: FuzzLibrary
) -> list[ValueOverride]:
    """Yield no override, or one of a value that a technique has."""
    number, amount = reader.read_number(), reader.read_number(2)
    technique_names = [name for name in names if name in library.technique_names]
    values = [(name, value) for name in technique_names for value in library.technique(name).values]
    if not number or not values:
        return []
    name, value = values[number % len(values)]
    size = amount % 1001 or 1 if value.unit == "count" else units.to_samples(Fraction(amount + 1, 10))
    return [ValueOverride(name if number % 2 else "", value.name, size, value.unit)]
