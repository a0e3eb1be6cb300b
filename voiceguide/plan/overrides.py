"""What a listener asked of single values, granted within the limits that their authors gave them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.plan.choices import OverrideMode
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import Text, walk_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.choices import Choices, ValueOverride
    from voiceguide.script.model import Technique, Use, Value


class Origin(StrEnum):
    """Source of a value, from the lowest precedence to the highest."""

    TECHNIQUE = "technique"
    SESSION = "session"
    LEVEL = "level"
    PREFERENCE = "preference"
    REQUEST = "request"


BEYOND_LIMITS_HINT = "--beyond-limits goes further, at your own judgement."
"""What to do about a limit, where something is asked for once."""


def resolve_values(
    use: Use, technique: Technique, choices: Choices, notes: list[str]
) -> Iterator[tuple[str, int, Origin]]:
    """What each value is: as written, as the session sets it, at the level, as wished for all, for this one.

    The last of these counts, and is named beside it. Raises AskedError for what cannot be granted.
    """
    settings = {setting.name: setting.amount for setting in use.settings if technique.name == use.technique}
    resolve = _OverrideResolver(technique, notes, choices.beyond_limits)
    for value in technique.values:
        amount, origin = value.default, Origin.TECHNIQUE
        if value.name in settings:
            amount, origin = settings[value.name], Origin.SESSION
        if choices.level in dict(value.levels):
            amount, origin = value.amount_at(choices.level), Origin.LEVEL
        if override := _effective_override(value, technique, choices):
            amount, origin = resolve(override, value, amount), _override_origin(override)
        yield value.name, amount, origin


def resolve_side_values(
    technique: Technique, amounts: dict[str, int], choices: Choices, notes: list[str]
) -> Iterator[tuple[str, str, int, Origin]]:
    """(side, value, amount, where it came from) for each value with a wish for one side.

    `usual` is what it is otherwise.
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
    """The wishes that decide values of a technique, those for one side among them."""
    for value in technique.values:
        if override := _effective_override(value, technique, choices):
            yield override
    yield from _effective_side_overrides(technique, choices)


def _effective_override(value: Value, technique: Technique, choices: Choices) -> ValueOverride | None:
    """The wish that counts: one asked for now before a remembered one, one for this technique before all.

    A level asked for now, too, comes before what is remembered.
    """
    candidates = [
        override for override in choices.overrides if override.name == value.name and not override.side
    ]
    applicable = [override for override in candidates if override.technique in {"", technique.name}]
    if choices.level in dict(value.levels) and "level" not in choices.preference_fields:
        applicable = [override for override in applicable if not override.is_preference]
    return max(
        applicable, key=lambda override: (not override.is_preference, bool(override.technique)), default=None
    )


def _effective_side_overrides(technique: Technique, choices: Choices) -> Iterator[ValueOverride]:
    """The wish that counts for each value on each side that has one."""
    applicable = [
        override for override in choices.overrides if override.side and override.technique == technique.name
    ]
    by_name_and_side = {
        (override.name, override.side): override
        for override in sorted(applicable, key=lambda override: not override.is_preference)
    }
    return (override for (name, _), override in by_name_and_side.items() if technique.value(name))


@dataclass(frozen=True, slots=True)
class _OverrideResolver:
    """Grants the wishes for one technique; what must be said of it goes to `notes`."""

    technique: Technique
    notes: list[str]
    beyond_limits: bool
    """Whether limits may be passed."""

    def __call__(self, override: ValueOverride, value: Value, base: int) -> int:
        """What a value becomes that is otherwise `usual`.

        A wish for all stops at the limits, as does one to go further in a direction (“longer”); another one
        for just this technique is exact or refused.
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
            hint = BEYOND_LIMITS_HINT
            if override.is_preference:
                hint = f"It is remembered: “voiceguide unset {name}.{value.name}” forgets it."
            raise RequestError(f"{message} {hint}")
        self.add_note(value, f"stops at {format_amount(value, amount)} ({limits}).")
        return amount

    def add_note(self, value: Value, text: str) -> None:
        """A sentence on a value."""
        self.notes.append(f"{self.technique.title}: {value.name} {text}")


def reject_duplicates(overrides: tuple[ValueOverride, ...]) -> None:
    """Raises AskedError where two wishes are for the same value."""
    seen = set()
    for override in overrides:
        key = (override.technique, override.name, override.side, override.is_preference)
        if key in seen:
            side = f" on the {override.side}" if override.side else ""
            target = override.technique or "all"
            raise RequestError(f"{override.name} of {target}{side} is asked for twice: keep one of the two.")
        seen.add(key)


def reject_unused(overrides: tuple[ValueOverride, ...], techniques: Iterable[Technique]) -> None:
    """Raises AskedError for a wish that nothing could grant."""
    techniques = tuple(techniques)
    for override in overrides:
        if override.is_preference:
            continue
        targets = [technique for technique in techniques if override.technique in {"", technique.name}]
        if any(technique.value(override.name) for technique in targets):
            if override.side and not any(map(_has_sides, targets)):
                hint = f"Leave “.{override.side}” out."
                raise RequestError(f"“{override.technique}” is not done on two sides. {hint}")
            continue
        if not override.technique:
            raise RequestError(f"Nothing in this session has a value “{override.name}”.")
        if not targets:
            raise RequestError(f"“{override.technique}” is left out, so its “{override.name}” cannot be set.")
        names = [value.name for value in targets[0].values]
        hint = did_you_mean(override.name, names) or (
            f"It has: {', '.join(names)}." if names else "It has none."
        )
        raise RequestError(f"“{override.technique}” has no value “{override.name}”. {hint}")


def _has_sides(technique: Technique) -> bool:
    return any(not isinstance(part, Text) and part.sides for part in walk_parts(technique.body))


def format_amount(value: Value, amount: int) -> str:
    """An amount as people write it."""
    return str(amount) if value.unit == "count" else units.format_duration(amount)
