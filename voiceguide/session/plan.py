"""A session with every choice made: which techniques, and what each of their values is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from voiceguide import units
from voiceguide.errors import AskedError
from voiceguide.script.grammar import nearest
from voiceguide.script.library import Library, fill_value
from voiceguide.script.model import Change, Safety, Session, Step, Technique, Use, Value, Words
from voiceguide.session.choices import Choices, Wish


@dataclass(frozen=True, slots=True)
class Part:
    """One technique's turn. `values` are final; `fill` names the value that takes up the slack, or is "".

    `before` are the session's own words and steps that come ahead of it.
    """

    technique: Technique
    values: tuple[tuple[str, int], ...]
    before: tuple[Words | Step, ...] = ()
    optional: bool = False
    fill: str = ""
    pinned: frozenset[str] = frozenset()
    """The values that the listener set for just this technique: exact or refused."""

    def amount(self, name: str) -> int:
        """What a value is, in samples or as a number."""
        return dict(self.values)[name]

    def having(self, name: str, amount: int) -> Part:
        """The same part with one value changed."""
        return replace(self, values=tuple((key, amount if key == name else old) for key, old in self.values))


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be performed. `length` in samples is what the whole must last, 0 for as long as it takes.

    `remainder` is the quiet after the fill that its whole breaths leave over; `said` is the length and
    the fill as the words name them; `notes` say in a sentence each what was changed and what stopped at
    a limit.
    """

    session: Session
    parts: tuple[Part, ...]
    after: tuple[Words | Step, ...]
    safety: Safety
    changes: tuple[Change, ...]
    length: int = 0
    moving: Fraction = Fraction(1)
    remainder: int = 0
    said: tuple[int, int] = (0, 0)
    notes: tuple[str, ...] = ()

    @property
    def filling(self) -> Part | None:
        """The part that takes up the slack, if there is one."""
        return next((part for part in self.parts if part.fill), None)

    def filled(self, amount: int) -> Plan:
        """The same plan with another amount for the fill."""
        parts = tuple(part.having(part.fill, amount) if part.fill else part for part in self.parts)
        return replace(self, parts=parts)

    def exchanged(self, old: Part, new: Part, note: str) -> Plan:
        """The same plan with one part for another, and why."""
        parts = tuple(new if part is old else part for part in self.parts)
        return replace(self, parts=parts, notes=(*self.notes, note))

    def without(self, leaving: Part) -> Plan:
        """The same plan when an optional part leaves; the session's words ahead of it stay."""
        parts: list[Part] = []
        carried: tuple[Words | Step, ...] = ()
        for part in self.parts:
            if part is leaving:
                carried = part.before
                continue
            parts.append(replace(part, before=carried + part.before) if carried else part)
            carried = ()
        note = f"{leaving.technique.title} left out."
        return replace(self, parts=tuple(parts), after=carried + self.after, notes=(*self.notes, note))


def make_plan(session: Session, library: Library, choices: Choices) -> Plan:
    """Session and choices → Plan. Raises AskedError for a name or amount that cannot be had, ScriptError
    for a broken script."""
    techniques = library.join(session)
    used = tuple(dict.fromkeys(use.technique for use in session.uses))
    for name in (*choices.skip, *choices.only, *(wish.technique for wish in choices.wishes if wish.technique)):
        if name not in used:
            hint = nearest(name, used) or f"It uses {', '.join(used)}."
            raise AskedError(f"“{session.name}” does not use “{name}”. {hint}")
    notes: list[str] = []
    parts: list[Part] = []
    waiting: list[Words | Step] = []
    turns = iter(zip(session.uses, techniques, strict=True))
    for item in session.body:
        if not isinstance(item, Use):
            waiting.append(item)
            continue
        use, technique = next(turns)
        if not _wanted(use.technique, choices):
            notes.append(f"{technique.title} left out.")
            continue
        values = tuple(_values(use, technique, choices.wishes, notes))
        pinned = frozenset(wish.name for wish in choices.wishes if wish.technique == technique.name)
        fill = fill_value(technique) if use.fill else ""
        fill = "" if fill in pinned else fill
        parts.append(Part(technique, values, tuple(waiting), use.optional, fill, pinned))
        waiting.clear()
    _all_wishes_meant_something(choices.wishes, parts)
    length = choices.length or (session.length if not (choices.skip or choices.only) else 0)
    length = length or (session.length if any(part.fill for part in parts) else 0)
    return Plan(
        session,
        tuple(parts),
        tuple(waiting),
        library.safety,
        library.changes,
        length,
        choices.moving,
        notes=tuple(notes),
    )


def _wanted(name: str, choices: Choices) -> bool:
    return name not in choices.skip and (not choices.only or name in choices.only)


def _values(
    use: Use, technique: Technique, wishes: tuple[Wish, ...], notes: list[str]
) -> Iterator[tuple[str, int]]:
    """Default, then what the session sets, then the wish for all, then the wish for this technique."""
    settings = {setting.name: setting.amount for setting in use.settings}
    for value in technique.values:
        amount = settings.get(value.name, value.default)
        for wish in sorted(wishes, key=lambda wish: wish.technique):
            if wish.name != value.name or wish.technique not in {"", technique.name}:
                continue
            if wish.unit != value.unit:
                wanted = "a number" if value.unit == "count" else "a time"
                raise AskedError(f"“{value.name}” of {technique.name} is {wanted}.")
            amount = min(max(wish.amount, value.least), value.most)
            if amount != wish.amount:
                limits = f"{_shown(value, value.least)} to {_shown(value, value.most)}"
                if wish.technique:
                    asked = _shown(value, wish.amount)
                    message = f"{value.name} {asked} is outside the limits of {technique.name}: {limits}."
                    raise AskedError(message)
                notes.append(f"{technique.title}: {value.name} stops at {_shown(value, amount)} ({limits}).")
        yield value.name, amount


def _all_wishes_meant_something(wishes: tuple[Wish, ...], parts: list[Part]) -> None:
    for wish in wishes:
        takers = [part.technique for part in parts if wish.technique in {"", part.technique.name}]
        if any(technique.value(wish.name) for technique in takers):
            continue
        if not wish.technique or not takers:
            raise AskedError(f"Nothing in this session has a value “{wish.name}”.")
        names = [value.name for value in takers[0].values]
        hint = nearest(wish.name, names) or (f"It has: {', '.join(names)}." if names else "It has none.")
        raise AskedError(f"“{wish.technique}” has no value “{wish.name}”. {hint}")


def _shown(value: Value, amount: int) -> str:
    return str(amount) if value.unit == "count" else units.written(amount)
