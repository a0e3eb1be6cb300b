"""Model → the line that says it: what `grammar` reads back as the same, in one spelling."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.model import Amount, Group, Mark, Name, Step, Use, Value
from voiceguide.script.vocabulary import OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = 5
"""Behind the point of seconds: 0.00001 s is a quarter of a sample, so that many tell any two apart."""

_MARKED = {
    "before end": "@-{time}",
    "after": "@{time}",
    "every": "@every {time}",
    "round": "@round {count}",
    "rep": "@rep {count}",
}
_COUNTED = {"reps", "breathe"}


def time(samples: int) -> str:
    """Samples → a time that reads back as exactly those: 20s, 1.5s, 90s, 2:00, 1:02:03.

    Seconds below two minutes, as doses are prescribed; from there a clock. It tells whole and broken minutes
    alike, and is what players show. Only seconds have parts.
    """
    if samples < units.ON_A_CLOCK or samples % units.RATE:
        return _seconds(samples)
    return units.clock(samples)


def length(samples: int) -> str:
    """A session's length, on the clock however short it is: 10:00, 0:50."""
    return time(samples) if samples % units.RATE else units.clock(samples)


def _seconds(samples: int) -> str:
    """The fewest digits that round to those samples."""
    for digits in range(_DIGITS):
        written = round(Decimal(samples) / units.RATE, digits)
        if units.samples(written) == samples:
            return f"{written:f}s"
    return f"{round(Decimal(samples) / units.RATE, _DIGITS):f}s"


def dose(step: Step | Use) -> str:
    """A dose line without its hyphen, as `grammar.parse_step` reads it.

    First what is done, how often and with which phases, then the options: sides, ready, switch, rest, lead.
    """
    return ", ".join(_use(step) if isinstance(step, Use) else _step(step))


def heading(group: Group) -> str:
    """The words of a heading, as `grammar.parse_group` reads them: `Twist, {rounds} x, each side`."""
    rounds = [f"{_count(group.rounds)} x"] if group.rounds != 1 else []
    return ", ".join([group.title, *rounds, *_between(group)])


def value(value: Value) -> str:
    """The amounts of a value, as `grammar.parse_value` reads them: `20s (10s-30s), gentle 15s`."""
    written = _count if value.unit == "count" else _time
    constant = value.least == value.default == value.most
    limits = "" if constant else f" ({written(value.least)}-{written(value.most)})"
    levels = (f", {level} {written(amount)}" for level, amount in value.levels)
    return f"{written(value.default)}{limits}{''.join(levels)}"


def mark(mark: Mark) -> str:
    """What a cue begins with: `@half`, `@every 15s`; "" for words without a mark."""
    if mark.kind == OPENING:
        return ""
    written = _MARKED.get(mark.kind, f"@{mark.kind}")
    return written.format(time=time(mark.amount), count=mark.amount)


def _step(step: Step) -> Iterator[str]:
    rounds = f"{_count(step.rounds)} x " if step.rounds != 1 else ""
    written = _count if step.verb in _COUNTED else _time
    amount = step.tone or written(step.amount)
    yield f"{rounds}{step.verb} {amount}" + " times" * (step.verb == "breathe")
    yield from (f"{phase.name} {_time(phase.length)}" for phase in step.phases)
    yield from _between(step)
    if step.led:
        yield step.led


def _between(part: Step | Group) -> Iterator[str]:
    """The options of what is done on two sides, or more than once."""
    if part.sides:
        yield "each side"
    if part.sides[:1] == ("right",):  # left is what each side begins with
        yield "right first"
    if isinstance(part, Step) and part.ready is not None:
        yield f"ready {_time(part.ready)}"
    if part.switch is not None:
        yield f"switch {_time(part.switch)}"
    if part.rest is not None:
        yield f"rest {_time(part.rest)}"


def _use(use: Use) -> Iterator[str]:
    yield f"use {use.technique}"
    for setting in use.settings:
        written = _count if setting.unit == "count" else _time
        yield f"{setting.name} {written(setting.amount)}"
    if use.optional:
        yield "optional"
    if use.fill:
        yield "fill"


def _time(amount: Amount) -> str:
    return f"{{{amount.name}}}" if isinstance(amount, Name) else time(amount)


def _count(amount: Amount) -> str:
    return f"{{{amount.name}}}" if isinstance(amount, Name) else str(amount)
