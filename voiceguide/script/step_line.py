"""Parse one step line, heading or value to the model, with all its problems."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from voiceguide import units
from voiceguide.errors import Location, Problem, ScriptError
from voiceguide.script.grammar import parse_tree
from voiceguide.script.line_recovery import recover_line
from voiceguide.script.model import (
    Amount,
    Beat,
    Phase,
    Reference,
    Section,
    Series,
    Step,
    Use,
    Value,
    ValueSetting,
)
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import STEP_KINDS, CueStyle, Side, StepKind

if TYPE_CHECKING:
    from voiceguide.script.grammar import Token
    from voiceguide.units import Unit

MAX_COUNT = 1_000
"""Upper limit of a count; a larger one is a typing mistake."""

_TURN_OPTION = re.compile(
    r"(?:(?<!\d)\d++|\{[^{}]*\}) *x\b|\beach +side\b|\b(?:left|right) +first\b", re.IGNORECASE
)
_USE_WORD = re.compile(r"use\b")
_FLAG_NAMES = {"SIDES": "each", "EACH": "each", "FIRST": "the first side", "CUE_STYLE": "cue_style"}
_SWITCHES: dict[str, dict[str, object]] = {
    "SIDES_IN_TURN": {"each": "each side", "in_turn": True},
    "IN_TURN": {"in_turn": True},
    "AT_ONCE": {"ready": 0},
    "AFTER_EACH": {"after_each": True},
    "UNANNOUNCED": {"announced": False},
}
"""Fields that an option without an amount sets, by its terminal."""
_KEEP_ONE = "Keep one of the two."

_parse_duration = lru_cache(maxsize=256)(units.parse_duration)

Problems = tuple[Problem, ...]


def parse_step(text: str, location: Location) -> tuple[Step | Use | None, Problems]:
    """Return the Step or Use of a line without its hyphen, and the problems of the line.

    `location` is where `text` begins. If there are problems, the result has only the readable parts of the
    line, or is None if there are none.
    """
    parser = _StepLineParser(location)
    start: Literal["use", "step"] = "use" if _USE_WORD.match(text) else "step"
    tree = parser.parse_readable(text, start)
    result = None if tree is None else parser.read_use(tree) if start == "use" else parser.read_step(tree)
    return result, tuple(parser.problems)


def parse_heading(text: str, location: Location) -> tuple[Section, Problems]:
    """Return the Section of a heading such as `Twist, {rounds} x, each side`, and the heading's problems.

    The section has an empty body. If there are problems, it has only the readable options.
    """
    title, comma, options = text.partition(",")
    parser = _StepLineParser(location)
    if match := _TURN_OPTION.search(title):
        hint = "Write it like “## Twist, 2 x, each side”."
        parser.add_problem(location.offset_by(match.start()), "This must follow a name and a comma.", hint)
    parser.text_location = location.offset_by(len(title) + 1 + len(options) - len(options.lstrip()))
    tree = parser.parse_readable(options.strip(), "section") if comma else None
    fields = _with_each(parser.read_options(tree)[0]) if tree else {}
    return Section(title.strip() if comma else title, location, **fields), tuple(parser.problems)


def parse_value(name: str, text: str, location: Location) -> tuple[Value | None, Problems]:
    """Return the Value of an entry such as `20s (10s-30s), gentle 15s` or `2 (1-4)`, and its problems.

    The value is None if there are problems. The rules check that its limits are in order.
    """
    parser = _StepLineParser(location)
    tree = parser.parse_readable(text, "value")
    value = parser.read_value(name, tree) if tree else None
    return None if parser.problems else value, tuple(parser.problems)


@dataclass
class _StepLineParser:
    """Parser of a line at `location`; `text_location` is the start of the text being parsed."""

    location: Location
    problems: list[Problem] = field(default_factory=list)
    first_part_ok: bool = True
    """True if the first part of the line could be parsed."""

    def __post_init__(self) -> None:
        self.text_location = self.location

    def add_problem(self, location: Location, message: str, hint: str = "") -> None:
        self.problems.append(Problem(location.file, location.line, location.column, message, hint))

    def token_location(self, token: Token) -> Location:
        return self.text_location.offset_by(token.start_pos or 0)

    def tree_location(self, tree: Any) -> Location:  # noqa: ANN401 - untyped tree
        first = tree.children[0]
        return (
            self.token_location(cast("Token", first)) if isinstance(first, str) else self.tree_location(first)
        )

    def parse_readable(self, text: str, start: str) -> Any:  # noqa: ANN401 - untyped tree
        """Return the tree of the readable parts of a text, or None; add a Problem for each other part."""
        try:
            return parse_tree(text, start, self.text_location)
        except ScriptError as error:
            recovered_line = recover_line(text, start, self.text_location, error.problems[0])
        self.problems += recovered_line.problems
        self.text_location, self.first_part_ok = recovered_line.location, recovered_line.first_part_ok
        return recovered_line.tree

    def set_once(self, fields: dict[str, Any], name: str, value: object, location: Location) -> None:
        if name in fields:
            self.add_problem(location, f"“{name}” appears twice.", _KEEP_ONE)
        fields.setdefault(name, value)

    def read_literal(self, tree: Any) -> tuple[Unit, int]:  # noqa: ANN401 - untyped tree
        """Return the unit and the samples or number of a `time` or `count` node.

        Add a Problem and return 0 if the number is invalid.
        """
        token = cast("Token", tree.children[0])
        if tree.data == "count":
            if len(token) <= len(str(MAX_COUNT)) and int(token) <= MAX_COUNT:
                return "count", int(token)
            self.add_problem(
                self.token_location(token),
                f"“{printable(token, 20)}” is too many.",
                f"The largest number is {MAX_COUNT}.",
            )
            return "count", 0
        try:
            return "time", _parse_duration(str(token)[:40])
        except ValueError as error:
            self.add_problem(self.token_location(token), str(error))
            return "time", 0

    def read_amount(self, tree: Any) -> Amount:  # noqa: ANN401 - untyped tree
        if tree.data == "name":
            token = tree.children[0]
            return Reference(token[1:-1].strip(), self.token_location(token))
        amounts = self.read_amounts(tree)
        return Series(amounts) if len(amounts) > 1 else amounts[0]

    def read_amounts(self, tree: Any) -> tuple[int, ...]:  # noqa: ANN401 - untyped tree
        """Return the amounts of `12`, `12 then 10 then 8` or `10 down to 1`, round by round."""
        if tree.data in _UNITS:
            return (self.read_literal(tree)[1],)
        if tree.data != "ladder":
            return tuple(self.read_literal(child)[1] for child in tree.children)
        first, direction, last = tree.children
        start, end = self.read_literal(first)[1], self.read_literal(last)[1]
        step = -1 if str(direction) == "down" else 1
        if (end - start) * step <= 0:
            hint = f"Write “{max(start, end)} down to {min(start, end)}”, or “up” the other way."
            self.add_problem(self.tree_location(first), f"This does not go {direction}.", hint)
            return (start,)
        return tuple(range(start, end + step, step))

    def read_step(self, tree: Any) -> Step:  # noqa: ANN401 - untyped tree
        fields, phases = self.read_options(tree)
        return Step(location=self.location, phases=phases, **_with_each(fields))

    def read_options(self, tree: Any) -> tuple[dict[str, Any], tuple[Phase, ...]]:  # noqa: ANN401 - lark
        """Return the fields of the model that a step line or a heading sets, and its phases."""
        fields: dict[str, Any] = {}
        phases: list[Phase] = []
        phase_nodes = _phase_nodes(tree)
        for child in tree.children:
            if isinstance(child, str):
                self.read_flag(fields, cast("Token", child))
                continue
            kind = str(child.data)
            if id(child) in phase_nodes:
                *words, length = child.children
                phases.append(
                    Phase(" ".join(map(str, words)), self.read_amount(length), self.tree_location(child))
                )
            elif kind == StepKind.CHIME:
                fields |= {"kind": StepKind.CHIME, "tone": str(child.children[0])}
            elif kind == "breathe_time":
                fields |= {"kind": StepKind.BREATHE, "by_time": True}
                fields["amount"] = self.read_amount(child.children[0])
            elif kind in STEP_KINDS:
                fields |= {"kind": StepKind(kind), "amount": self.read_amount(child.children[0])}
            elif kind == "beat":
                _, period, *group = child.children
                beat = Beat(self.read_amount(period), int(group[0]) if group else 0)
                self.set_once(fields, kind, beat, self.tree_location(child))
            else:
                name = "rest" if kind == "between" else kind
                self.set_once(fields, name, self.read_amount(child.children[-1]), self.tree_location(child))
        return fields, tuple(phases)

    def read_flag(self, fields: dict[str, Any], token: Token) -> None:
        """Set the field of an option without an amount; a repeated or contradictory option is a Problem."""
        if token.type in _SWITCHES:
            for name, value in _SWITCHES[token.type].items():
                self.set_once(fields, name, value, self.token_location(token))
            return
        flag_name, option = _FLAG_NAMES[token.type], " ".join(token.split())
        if fields.get(flag_name, option) != option:
            self.add_problem(
                self.token_location(token),
                f"“{option}” cannot be combined with “{fields[flag_name]}”.",
                _KEEP_ONE,
            )
        elif flag_name in fields:
            self.add_problem(self.token_location(token), f"“{option}” appears twice.", _KEEP_ONE)
        fields.setdefault(flag_name, CueStyle(option) if token.type == "CUE_STYLE" else option)

    def read_use(self, tree: Any) -> Use:  # noqa: ANN401 - untyped tree
        """Return the use of a technique, with the settings whose amount is valid."""
        fields: dict[str, Any] = {}
        technique, *options = tree.children
        for child in options:
            if isinstance(child, str):
                self.set_once(fields, str(child), True, self.token_location(cast("Token", child)))
                continue
            name = cast("Token", child.children[0])
            setting = ValueSetting(
                str(name), *self.read_literal(child.children[1]), self.token_location(name)
            )
            self.set_once(fields, str(name), setting, setting.location)
        flags = {flag: fields.pop(flag, False) for flag in ("optional", "fill")}
        settings = tuple(setting for setting in fields.values() if setting.amount)
        return Use(str(technique), self.token_location(technique), settings, **flags)

    def read_value(self, name: str, tree: Any) -> Value:  # noqa: ANN401 - untyped tree
        first, *others = tree.children
        default, *_ = amounts = self.read_amounts(first)
        limits: tuple[int, ...] = ()
        level_amounts: dict[str, Any] = {}
        amount_trees: list[Any] = []
        changes = tuple(amount - default for amount in amounts)
        for other in others:
            if other.data == "limits":
                amount_trees += other.children
                limits = tuple(self.read_literal(limit)[1] for limit in other.children)
            else:
                level = cast("Token", other.children[0])
                amount_trees.append(other.children[1])
                level_amount, *_ = series = self.read_amounts(other.children[1])
                if tuple(amount - level_amount for amount in series) != changes:
                    self.add_problem(
                        self.token_location(level),
                        "This changes from round to round in another way than the value.",
                        f"Write “{level} {_example_series(other.children[1], level_amount, changes)}”.",
                    )
                self.set_once(level_amounts, str(level), level_amount, self.token_location(level))
        self.check_same_unit(_unit(first), amount_trees)
        least, most = (limits[0] - min(changes), limits[1] - max(changes)) if limits else (default, default)
        levels = tuple(level_amounts.items())
        changes = changes if len(changes) > 1 else ()
        return Value(name, _unit(first), default, least, most, self.location, levels, changes)

    def check_same_unit(self, unit: Unit, amount_trees: list[Any]) -> None:
        """Add one Problem if a limit or level has another unit than the value."""
        mismatches = [tree for tree in amount_trees if _unit(tree) != unit]
        if mismatches and self.first_part_ok:
            hint = "Write times such as 20s for all of them, or numbers such as 10."
            self.add_problem(
                self.tree_location(mismatches[0]), "The value and its limits differ in kind.", hint
            )


_UNITS = ("time", "count")


def _unit(tree: Any) -> Unit:  # noqa: ANN401 - untyped tree
    """Return the unit of a literal amount, or of amounts from round to round."""
    return "time" if tree.data in {"time", "times"} else "count"


def _example_series(tree: Any, first: int, changes: tuple[int, ...]) -> str:  # noqa: ANN401 - untyped tree
    """Return the amounts that begin with `first` and change as a value does."""
    format_amount = units.format_duration if _unit(tree) == "time" else str
    return " then ".join(format_amount(max(first + change, 1)) for change in changes)


def _phase_nodes(tree: Any) -> frozenset[int]:  # noqa: ANN401 - untyped tree
    """Return the id() of each node of a step line that is a phase.

    In a set without rounds and sides, “rest 10s” and “switch 2s” can mean nothing else; “ready 10s”, “every 2s” and
    “beat 2s” do where another phase follows; the last two also where there is no other.
    """
    nodes = [child for child in tree.children if not isinstance(child, str)]
    kinds = [str(node.data) for node in nodes]
    names = {"phase"}
    if "reps" in kinds:
        flags = {cast("Token", child).type for child in tree.children if isinstance(child, str)}
        names |= {"between"} if "rounds" not in kinds else set()
        names |= {"switch"} if not flags & {"SIDES", "FIRST", "EACH"} else set()
        names |= set() if names & set(kinds) else {"every", "beat"}
        last = max((number for number, kind in enumerate(kinds) if kind in names), default=0)
        return frozenset(
            id(node)
            for node, kind in zip(nodes[: last + 1], kinds, strict=False)
            if kind in {*names, "ready", "every", "beat"}
            and not (kind == "beat" and len(node.children) > _BEAT_PARTS)
        )
    return frozenset(id(node) for node, kind in zip(nodes, kinds, strict=True) if kind in names)


_BEAT_PARTS = 2
"""Parts of the tree of “beat 0.5s”; that of “beat 0.5s in 4” has one more, and is never a phase."""


def _with_each(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with what is done in turn in `each`; “right first” implies both sides."""
    each, first = fields.pop("each", ""), fields.pop("the first side", "")
    if each.startswith("each of"):
        items, marks = re.subn(r" +in +turn$", "", each.removeprefix("each of").strip())
        in_turn = marks > 0 or fields.get("in_turn", False)
        return fields | {
            "each": tuple(" ".join(item.split()) for item in items.split(",")),
            "in_turn": in_turn,
        }
    sides = (Side.LEFT, Side.RIGHT) if each or first else ()
    sides = sides[::-1] if first.startswith("right") else sides
    return fields | {"each": tuple(map(str, sides)), "one_side": each == "one side"}
