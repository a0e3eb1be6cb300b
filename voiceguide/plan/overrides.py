"""Overrides of single values, applied within the limits that the authors of techniques set, and notes on changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import LimitError, RequestError
from voiceguide.plan.parsers import OverrideMode
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import Text
from voiceguide.script.value_roles import main_name
from voiceguide.script.vocabulary import Level
from voiceguide.script.walk import walk_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.options import Choices
    from voiceguide.plan.parsers import ValueOverride
    from voiceguide.script.model import Technique, Use, Value


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence for the listener on a change by the planner or the fit.

    `technique` (a title) and `value` name the value that it is about, or are "".
    """

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


class Origin(StrEnum):
    """Source of a value, from the lowest precedence to the highest."""

    TECHNIQUE = "technique"
    SESSION = "session"
    LEVEL = "level"
    PREFERENCE = "preference"
    REQUEST = "request"


_BEYOND_LIMITS_HINT = "--beyond-limits goes further, at your own discretion."


def resolve_values(
    use: Use, technique: Technique, choices: Choices, notes: list[Note]
) -> Iterator[tuple[str, int, Origin]]:
    """Yield (name, amount, origin) of each value of a technique.

    Precedence, lowest first: the technique, the session, the level, an override for all techniques, an override
    for this one. Raise RequestError for an override that cannot be applied.
    """
    settings = {setting.name: setting.amount for setting in use.settings if technique.name == use.technique}
    resolve = _OverrideResolver(technique, notes, choices.beyond_limits)
    for value in technique.values:
        amount, origin = value.default, Origin.TECHNIQUE
        if value.name in settings:
            amount, origin = settings[value.name], Origin.SESSION
        if (levelled := at_level(value, amount, choices.level)) is not None:
            amount, origin = levelled, Origin.LEVEL
        if override := _effective_override(value, technique, choices):
            amount, origin = resolve(override, value, amount), _override_origin(override)
        yield value.name, amount, origin


def at_level(value: Value, base: int, level: str) -> int | None:
    """Return a value at a level where the standard level has `base`; None if its author gave no amount for it.

    The level moves the value only in the direction in which its author moved it. So a hold that a session set to
    30 s does not become shorter at a strong level with 25 s.
    """
    amount = dict(value.levels).get(level)
    if amount is None:
        return None
    is_more = amount > value.default or (amount == value.default and level == Level.STRONG)
    return max(amount, base) if is_more else min(amount, base)


def resolve_side_values(
    technique: Technique, amounts: dict[str, int], choices: Choices, notes: list[Note]
) -> Iterator[tuple[str, str, int, Origin]]:
    """Yield (side, value, amount, origin) for each value with an override for one side.

    `amounts` holds the amounts for both sides, by value.
    """
    resolve = _OverrideResolver(technique, notes, choices.beyond_limits)
    for override in _effective_side_overrides(technique, choices):
        value = technique.value(override.name)
        if value:
            yield (
                override.side,
                value.name,
                resolve(override, value, amounts[value.name]),
                _override_origin(override),
            )


def _override_origin(override: ValueOverride) -> Origin:
    return Origin.PREFERENCE if override.is_preference else Origin.REQUEST


def effective_overrides(technique: Technique, choices: Choices) -> Iterator[ValueOverride]:
    """Yield the overrides that apply to a technique, including those for one side."""
    for value in technique.values:
        if override := _effective_override(value, technique, choices):
            yield replace(override, name=value.name)
    yield from _effective_side_overrides(technique, choices)


def _effective_override(value: Value, technique: Technique, choices: Choices) -> ValueOverride | None:
    """Return the override of a value with the highest precedence, or None.

    The command line precedes the preferences; then an override for one technique precedes one for all. A level
    chosen on the command line also precedes remembered overrides.
    """
    candidates = [
        override
        for override in choices.overrides
        if not override.side and _target(override, technique) == value.name
    ]
    applicable = [override for override in candidates if override.technique in {"", technique.name}]
    if choices.level in dict(value.levels) and "level" not in choices.preference_fields:
        applicable = [override for override in applicable if not override.is_preference]
    return max(
        applicable, key=lambda override: (not override.is_preference, bool(override.technique)), default=None
    )


def _effective_side_overrides(technique: Technique, choices: Choices) -> Iterator[ValueOverride]:
    """Return the override with the highest precedence for each value on each side that has one."""
    applicable = [
        override for override in choices.overrides if override.side and override.technique == technique.name
    ]
    by_name_and_side = {
        (_target(override, technique), override.side): override
        for override in sorted(applicable, key=lambda override: not override.is_preference)
    }
    return (
        replace(override, name=name)
        for (name, _), override in by_name_and_side.items()
        if technique.value(name)
    )


def _target(override: ValueOverride, technique: Technique) -> str:
    """Return the value that an override sets: that of its name, or the main one for “hold” and “rounds”."""
    only_holds = not override.technique and override.mode != OverrideMode.SCALE
    return main_name(technique, override.name, only_holds=only_holds) or override.name


@dataclass(frozen=True, slots=True, eq=False)
class _OverrideResolver:
    """Applies overrides to one technique and appends to `notes`."""

    technique: Technique
    notes: list[Note]
    beyond_limits: bool
    """True if amounts may exceed the limits."""

    def __call__(self, override: ValueOverride, value: Value, base: int) -> int:
        """Return the amount of a value that is otherwise `base`.

        An override for all techniques, or by a factor (“longer”), is clamped to the limits. Any other override
        for one technique is exact, or raises LimitError.
        """
        name = self.technique.name
        if override.unit != value.unit:
            kind = "a number" if value.unit == "count" else "a time"
            raise RequestError(f"“{value.name}” of {name} is {kind}.")
        requested = override.apply_to(base)
        amount = min(max(requested, value.least), value.most)
        if amount == requested:
            return amount
        limits = f"{format_amount(value, value.least)} to {format_amount(value, value.most)}"
        if self.beyond_limits and requested > 0:
            self.add_note(value, f"{format_amount(value, requested)} is beyond its limits ({limits}).")
            return requested
        if override.technique and override.mode != OverrideMode.SCALE:
            amount_text = format_amount(value, requested) if requested > 0 else "that much less"
            message = f"{value.name} {amount_text} is outside the limits of {name}: {limits}."
            hint = _BEYOND_LIMITS_HINT
            if override.is_preference:
                hint = f"It is remembered: “voiceguide unset {name}.{value.name}” forgets it."
            raise LimitError(message, hint)
        self.add_note(value, f"stops at {format_amount(value, amount)} ({limits}).")
        return amount

    def add_note(self, value: Value, text: str) -> None:
        """Append a note on a value."""
        self.notes.append(Note.about_value(self.technique, value.name, text))


def reject_duplicates(overrides: tuple[ValueOverride, ...]) -> None:
    """Raise RequestError if two overrides set one value."""
    seen = set()
    for override in overrides:
        key = (override.technique, override.name, override.side, override.is_preference)
        if key in seen:
            side = f" on the {override.side}" if override.side else ""
            target = override.technique or "all"
            raise RequestError(f"{override.name} of {target}{side} is set twice: keep one of the two.")
        seen.add(key)


def reject_unused(overrides: tuple[ValueOverride, ...], techniques: Iterable[Technique]) -> None:
    """Raise RequestError for an override that applies to no technique."""
    techniques = tuple(techniques)
    for override in overrides:
        if override.is_preference:
            continue
        targets = [technique for technique in techniques if override.technique in {"", technique.name}]
        if any(technique.value(_target(override, technique)) for technique in targets):
            if override.side and not any(map(_has_sides, targets)):
                hint = f"Leave “.{override.side}” out."
                raise RequestError(f"“{override.technique}” is not done on two sides. {hint}")
            continue
        if not override.technique:
            settable = dict.fromkeys(
                f"{technique.name}.{value.name}"
                for technique in techniques
                for value in technique.values
                if value.least < value.most
            )
            hint = f"It has {', '.join(settable)}." if settable else "Nothing in it can be set."
            raise RequestError(f"Nothing in this session has a value “{override.name}”. {hint}")
        if not targets:
            raise RequestError(f"“{override.technique}” is left out, so its “{override.name}” cannot be set.")
        names = [value.name for value in targets[0].values]
        hint = did_you_mean(override.name, names) or (
            f"It has {', '.join(names)}." if names else "It has none."
        )
        raise RequestError(f"“{override.technique}” has no value “{override.name}”. {hint}")


def _has_sides(technique: Technique) -> bool:
    return any(not isinstance(part, Text) and part.sides for part in walk_parts(technique.body))


def format_amount(value: Value, amount: int) -> str:
    """Return an amount as a script writes it: “20s”, or “3”."""
    return str(amount) if value.unit == "count" else units.format_duration(amount)
