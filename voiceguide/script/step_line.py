"""One dose line, heading or value → the model, and everything that is wrong in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from voiceguide import units
from voiceguide.errors import Location, Problem, ScriptError
from voiceguide.script.grammar import parse
from voiceguide.script.line_recovery import mended
from voiceguide.script.model import Amount, Group, Name, Phase, Setting, Side, Step, Use, Value
from voiceguide.script.source import shown
from voiceguide.script.vocabulary import VERBS

if TYPE_CHECKING:
    from voiceguide.script.grammar import Token
    from voiceguide.units import Unit

MOST = 1_000
"""No count goes above this; a larger one is a slip of the pen."""

_LIKE_TURNS = re.compile(
    r"(?:(?<!\d)\d++|\{[^{}]*\}) *x\b|\beach +side\b|\b(?:left|right) +first\b", re.IGNORECASE
)
_USES = re.compile(r"use\b")
_FLAGS = {"SIDES": "each side", "FIRST": "the first side", "LED": "led"}
_KEEP_ONE = "Keep one of the two."

_duration = lru_cache(maxsize=256)(units.duration)

Problems = tuple[Problem, ...]


def parse_step(text: str, place: Location) -> tuple[Step | Use | None, Problems]:
    """One dose line, without its hyphen → a Step or a Use, and everything that is wrong in the line.

    `place` is where `text` begins. Where something is wrong, what comes back is what the other parts of the
    line say, None where they say nothing.
    """
    line = _Line(place)
    start: Literal["use", "dose"] = "use" if _USES.match(text) else "dose"
    tree = line.tree(text, start)
    left = None if tree is None else line.use(tree) if start == "use" else line.step(tree)
    return left, tuple(line.problems)


def parse_group(text: str, place: Location) -> tuple[Group, Problems]:
    """The words of a heading, `Twist, {rounds} x, each side` → a Group with nothing in it yet; likewise."""
    title, comma, options = text.partition(",")
    line = _Line(place)
    if slip := _LIKE_TURNS.search(title):
        hint = "Write it like “## Twist, 2 x, each side”."
        line.wrong(place.further(slip.start()), "This belongs behind a name and a comma.", hint)
    line.text_at = place.further(len(title) + 1 + len(options) - len(options.lstrip()))
    tree = line.tree(options.strip(), "group") if comma else None
    parts, _ = line.options(tree) if tree else ({}, ())
    return Group(title.strip() if comma else title, place, sides=_sides(parts), **parts), tuple(line.problems)


def parse_value(name: str, text: str, place: Location) -> tuple[Value | None, Problems]:
    """The text behind `name:` in the front matter → a Value: `20s (10s-30s), gentle 15s`, `2 (1-4)`, `20s`.

    It comes with everything that is wrong in the line, and is None where anything is. Limits the wrong way
    round, or around another amount, are for the rules to report.
    """
    line = _Line(place)
    tree = line.tree(text, "value")
    value = line.value(name, tree) if tree else None
    return None if line.problems else value, tuple(line.problems)


@dataclass
class _Line:
    """A line that begins at `place`; `text_at` is where the text begins that is read in it."""

    place: Location
    problems: list[Problem] = field(default_factory=list)
    begun: bool = True
    """Whether its first part could be read."""

    def __post_init__(self) -> None:
        self.text_at = self.place

    def wrong(self, at: Location, message: str, hint: str = "") -> None:
        self.problems.append(Problem(at.file, at.line, at.column, message, hint))

    def at(self, token: Token) -> Location:
        return self.text_at.further(token.start_pos or 0)

    def where(self, tree: Any) -> Location:  # noqa: ANN401 - lark's trees are untyped
        first = tree.children[0]
        return self.at(cast("Token", first)) if isinstance(first, str) else self.where(first)

    def tree(self, text: str, start: str) -> Any:  # noqa: ANN401 - as above
        """The tree of all that can be read in a text, None where nothing can; all else is a Problem."""
        try:
            return parse(text, start, self.text_at)
        except ScriptError as error:
            torn = mended(text, start, self.text_at, error.problems[0])
        self.problems += torn.problems
        self.text_at, self.begun = torn.place, torn.begun
        return torn.tree

    def once(self, parts: dict[str, Any], name: str, value: object, at: Location) -> None:
        if name in parts:
            self.wrong(at, f"“{name}” stands twice.", _KEEP_ONE)
        parts.setdefault(name, value)

    def literal(self, tree: Any) -> tuple[Unit, int]:  # noqa: ANN401 - as above
        """A `time` or `count` node → its unit and its samples or number, 0 where that makes no sense."""
        token = cast("Token", tree.children[0])
        if tree.data == "count":
            if len(token) <= len(str(MOST)) and int(token) <= MOST:
                return "count", int(token)
            self.wrong(self.at(token), f"“{shown(token, 20)}” is too many.", f"A number goes up to {MOST}.")
            return "count", 0
        try:
            return "time", _duration(str(token)[:40])
        except ValueError as error:
            self.wrong(self.at(token), str(error))
            return "time", 0

    def amount(self, tree: Any) -> Amount:  # noqa: ANN401 - as above
        if tree.data == "name":
            token = tree.children[0]
            return Name(token[1:-1].strip(), self.at(token))
        return self.literal(tree)[1]

    def step(self, tree: Any) -> Step:  # noqa: ANN401 - as above
        parts, phases = self.options(tree)
        return Step(place=self.place, phases=phases, sides=_sides(parts), **parts)

    def options(self, tree: Any) -> tuple[dict[str, Any], tuple[Phase, ...]]:  # noqa: ANN401 - as above
        """Everything a dose line or a heading says, as fields of the model, and the phases it names."""
        parts: dict[str, Any] = {}
        phases: list[Phase] = []
        for child in tree.children:
            if isinstance(child, str):
                self.flag(parts, cast("Token", child))
                continue
            kind = str(child.data)
            if kind == "phase":
                *words, length = child.children
                phases.append(Phase(" ".join(map(str, words)), self.amount(length), self.where(child)))
            elif kind == "chime":
                parts |= {"verb": kind, "tone": str(child.children[0])}
            elif kind in VERBS:
                parts |= {"verb": kind, "amount": self.amount(child.children[0])}
            else:
                name = "rest" if kind == "between" else kind
                self.once(parts, name, self.amount(child.children[-1]), self.where(child))
        return parts, tuple(phases)

    def flag(self, parts: dict[str, Any], token: Token) -> None:
        """An option without an amount: it stands once, and beside no other of its kind."""
        flag, option = _FLAGS[token.type], " ".join(token.split())
        if parts.get(flag, option) != option:
            self.wrong(self.at(token), f"“{option}” cannot stand beside “{parts[flag]}”.", _KEEP_ONE)
        elif flag in parts:
            self.wrong(self.at(token), f"“{option}” stands twice.", _KEEP_ONE)
        parts.setdefault(flag, option)

    def use(self, tree: Any) -> Use:  # noqa: ANN401 - as above
        """A technique's turn; of its settings those whose amount makes sense."""
        parts: dict[str, Any] = {}
        technique, *options = tree.children
        for child in options:
            if isinstance(child, str):
                self.once(parts, str(child), True, self.at(cast("Token", child)))
                continue
            name = cast("Token", child.children[0])
            setting = Setting(str(name), *self.literal(child.children[1]), self.at(name))
            self.once(parts, str(name), setting, setting.place)
        flags = {flag: parts.pop(flag, False) for flag in ("optional", "fill")}
        settings = tuple(setting for setting in parts.values() if setting.amount)
        return Use(str(technique), self.at(technique), settings, **flags)

    def value(self, name: str, tree: Any) -> Value:  # noqa: ANN401 - as above
        first, *others = tree.children
        unit, default = self.literal(first)
        least = most = default
        at: dict[str, Any] = {}
        amounts: list[Any] = []
        for other in others:
            if other.data == "limits":
                amounts += other.children
                least, most = (self.literal(limit)[1] for limit in other.children)
            else:
                level = cast("Token", other.children[0])
                amounts.append(other.children[1])
                self.once(at, str(level), self.literal(other.children[1])[1], self.at(level))
        self.of_one_kind(unit, amounts)
        return Value(name, unit, default, least, most, self.place, tuple(at.items()))

    def of_one_kind(self, unit: Unit, amounts: list[Any]) -> None:
        """Limits and levels are of the kind of the value; told once, since perhaps the value is wrong."""
        odd = [amount for amount in amounts if amount.data != unit]
        if odd and self.begun:
            hint = "Write times such as 20s for all of them, or numbers such as 10."
            self.wrong(self.where(odd[0]), "The value and its limits differ in kind.", hint)


def _sides(parts: dict[str, Any]) -> tuple[Side, ...]:
    """Takes the side options out of `parts`; “right first” alone means both sides too."""
    both, first = parts.pop("each side", ""), parts.pop("the first side", "")
    if not (both or first):
        return ()
    return ("right", "left") if first.startswith("right") else ("left", "right")
