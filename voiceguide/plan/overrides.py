"""What a listener asked of single values, granted within the limits that their authors gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from voiceguide import units
from voiceguide.errors import AskedError
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Words, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.choices import Choices, Wish
    from voiceguide.script.model import Technique, Use, Value


Origin = Literal["technique", "session", "level", "remembered", "asked"]


_WRITTEN: Origin = "technique"

FURTHER = "--beyond-limits goes further, at your own judgement."
"""What to do about a limit, where something is asked for once."""


def values(
    use: Use, technique: Technique, choices: Choices, notes: list[str]
) -> Iterator[tuple[str, int, Origin]]:
    """What each value is: as written, as the session sets it, at the level, as wished for all, for this one.

    The last of these counts, and is named beside it. Raises AskedError for what cannot be granted.
    """
    settings = {setting.name: setting.amount for setting in use.settings if technique.name == use.technique}
    granted = _Granting(technique, notes, choices.beyond)
    for value in technique.values:
        usual, origin = value.default, _WRITTEN
        if value.name in settings:
            usual, origin = settings[value.name], "session"
        if choices.level in dict(value.levels):
            usual, origin = value.at(choices.level), "level"
        if wish := _wish(value, technique, choices):
            usual, origin = granted(wish, value, usual), _origin(wish)
        yield value.name, usual, origin


def sided(
    technique: Technique, usual: dict[str, int], choices: Choices, notes: list[str]
) -> Iterator[tuple[str, str, int, Origin]]:
    """(side, value, amount, where it came from) for each value with a wish for one side.

    `usual` is what it is otherwise.
    """
    granted = _Granting(technique, notes, choices.beyond)
    for wish in _for_a_side(technique, choices):
        value = technique.value(wish.name)
        if value:
            yield wish.side, value.name, granted(wish, value, usual[value.name]), _origin(wish)


def _origin(wish: Wish) -> Origin:
    return "remembered" if wish.remembered else "asked"


def that_count(technique: Technique, choices: Choices) -> Iterator[Wish]:
    """The wishes that decide values of a technique, those for one side among them."""
    for value in technique.values:
        if wish := _wish(value, technique, choices):
            yield wish
    yield from _for_a_side(technique, choices)


def _wish(value: Value, technique: Technique, choices: Choices) -> Wish | None:
    """The wish that counts: one asked for now before a remembered one, one for this technique before all.

    A level asked for now, too, comes before what is remembered.
    """
    named = [wish for wish in choices.wishes if wish.name == value.name and not wish.side]
    mine = [wish for wish in named if wish.technique in {"", technique.name}]
    if choices.level in dict(value.levels) and "level" not in choices.remembered:
        mine = [wish for wish in mine if not wish.remembered]
    return max(mine, key=lambda wish: (not wish.remembered, bool(wish.technique)), default=None)


def _for_a_side(technique: Technique, choices: Choices) -> Iterator[Wish]:
    """The wish that counts for each value on each side that has one."""
    mine = [wish for wish in choices.wishes if wish.side and wish.technique == technique.name]
    counting = {(wish.name, wish.side): wish for wish in sorted(mine, key=lambda wish: not wish.remembered)}
    return (wish for (name, _), wish in counting.items() if technique.value(name))


@dataclass(frozen=True, slots=True)
class _Granting:
    """Grants the wishes for one technique; what must be said of it goes to `notes`."""

    technique: Technique
    notes: list[str]
    beyond: bool
    """Whether limits may be passed."""

    def __call__(self, wish: Wish, value: Value, usual: int) -> int:
        """What a value becomes that is otherwise `usual`.

        A wish for all stops at the limits, as does one to go further in a direction (“longer”); another one
        for just this technique is exact or refused.
        """
        name = self.technique.name
        if wish.unit != value.unit:
            wanted = "a number" if value.unit == "count" else "a time"
            raise AskedError(f"“{value.name}” of {name} is {wanted}.")
        asked = wish.of(usual)
        amount = min(max(asked, value.least), value.most)
        if amount == asked:
            return amount
        limits = f"{shown(value, value.least)} to {shown(value, value.most)}"
        if self.beyond and asked > 0:
            self.note(value, f"{shown(value, asked)} is beyond its limits ({limits}).")
            return asked
        if wish.technique and wish.way != "times":
            there = shown(value, asked) if asked > 0 else "that much less"
            message = f"{value.name} {there} is outside the limits of {name}: {limits}."
            hint = FURTHER
            if wish.remembered:
                hint = f"It is remembered: “voiceguide unset {name}.{value.name}” forgets it."
            raise AskedError(f"{message} {hint}")
        self.note(value, f"stops at {shown(value, amount)} ({limits}).")
        return amount

    def note(self, value: Value, said: str) -> None:
        """A sentence on a value."""
        self.notes.append(f"{self.technique.title}: {value.name} {said}")


def nothing_is_asked_twice(wishes: tuple[Wish, ...]) -> None:
    """Raises AskedError where two wishes are for the same value."""
    seen = set()
    for wish in wishes:
        what = (wish.technique, wish.name, wish.side, wish.remembered)
        if what in seen:
            side = f" on the {wish.side}" if wish.side else ""
            of = wish.technique or "all"
            raise AskedError(f"{wish.name} of {of}{side} is asked for twice: keep one of the two.")
        seen.add(what)


def all_meant_something(wishes: tuple[Wish, ...], techniques: Iterable[Technique]) -> None:
    """Raises AskedError for a wish that nothing could grant."""
    techniques = tuple(techniques)
    for wish in wishes:
        if wish.remembered:
            continue
        takers = [technique for technique in techniques if wish.technique in {"", technique.name}]
        if any(technique.value(wish.name) for technique in takers):
            if wish.side and not any(map(_has_sides, takers)):
                hint = f"Leave “.{wish.side}” out."
                raise AskedError(f"“{wish.technique}” is not done on two sides. {hint}")
            continue
        if not wish.technique:
            raise AskedError(f"Nothing in this session has a value “{wish.name}”.")
        if not takers:
            raise AskedError(f"“{wish.technique}” is left out, so its “{wish.name}” cannot be set.")
        names = [value.name for value in takers[0].values]
        hint = nearest(wish.name, names) or (f"It has: {', '.join(names)}." if names else "It has none.")
        raise AskedError(f"“{wish.technique}” has no value “{wish.name}”. {hint}")


def _has_sides(technique: Technique) -> bool:
    return any(not isinstance(part, Words) and part.sides for part in within(technique.body))


def shown(value: Value, amount: int) -> str:
    """An amount as people write it."""
    return str(amount) if value.unit == "count" else units.written(amount)
