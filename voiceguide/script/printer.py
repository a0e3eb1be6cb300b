"""Print nodes of the model as lines that step_line.py and cue_marks.py parse back to equal nodes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.model import (
    Amount,
    Reference,
    Repetition,
    Section,
    Series,
    Step,
    Use,
    Value,
)
from voiceguide.script.vocabulary import MARKS, CueKind, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.script.model import Text

_MAX_DECIMALS = 5
"""Decimals of seconds: 0.00001 s is a quarter of a sample, so five distinguish any two lengths."""


_MAX_LISTED = 3
"""Amounts of a ladder, 3 then 2 then 1, that are listed one by one."""


def format_time(samples: int) -> str:
    """Return samples as a time that parses back to exactly as many: 20s, 1.5s, 90s, 2:00, 1:02:03.

    Times below two minutes are in seconds, as exercises are prescribed; longer ones are in clock form, as
    players show them. Times with fractions of a second are in seconds.
    """
    if samples < units.CLOCK_THRESHOLD or samples % units.SAMPLE_RATE:
        return _format_seconds(samples)
    return units.format_clock(samples)


def format_length(samples: int) -> str:
    """Return a session's length in samples in clock form, even if short: 10:00, 0:50."""
    return format_time(samples) if samples % units.SAMPLE_RATE else units.format_clock(samples)


def _format_seconds(samples: int) -> str:
    """Return seconds with the fewest decimals that round to the samples."""
    for digits in range(_MAX_DECIMALS):
        seconds = round(Decimal(samples) / units.SAMPLE_RATE, digits)
        if units.to_samples(seconds) == samples:
            return f"{seconds:f}s"
    return f"{round(Decimal(samples) / units.SAMPLE_RATE, _MAX_DECIMALS):f}s"


def format_step(step: Step | Use) -> str:
    """Return a step line without its hyphen, as `step_line.parse_step` parses it.

    The order is rounds, kind, amount, phases, sides, ready, switch, rest, every, beat, cue style.
    """
    return ", ".join(_use_parts(step) if isinstance(step, Use) else _step_parts(step))


def format_heading(section: Section) -> str:
    """Return the text of a heading, as `parse_heading` parses it: `Twist, {rounds} x, each side`."""
    rounds = [f"{_format_count_amount(section.rounds)} x"] if section.rounds != 1 else []
    return ", ".join([section.title, *rounds, *_repeat_options(section)])


def format_value(value: Value) -> str:
    """Return the amounts of a value, as `step_line.parse_value` parses them: `20s (10s-30s), gentle 15s`."""
    format_amount = _format_count_amount if value.unit == "count" else _format_time_amount
    is_constant = value.least == value.default == value.most
    changes = value.changes or (0,)
    least, most = value.least + min(changes), value.most + max(changes)
    limits = "" if is_constant else f" ({format_amount(least)}-{format_amount(most)})"

    def format_rounds(amount: int) -> str:
        amounts = tuple(amount + change for change in changes)
        return format_amount(Series(amounts) if value.changes else amount)

    levels = (f", {level} {format_rounds(amount)}" for level, amount in value.levels)
    return f"{format_rounds(value.default)}{limits}{''.join(levels)}"


def format_marks(cue: Text) -> Iterator[str]:
    """Yield the marks of a cue in their order: `@always`, `@every 15s`."""
    if cue.is_always:
        yield MARKS[CueKind.ALWAYS].example
    if mark := cue.timing.mark:
        amount = format_time(cue.timing.amount) if mark.unit == "time" else str(cue.timing.amount)
        yield f"@{mark.prefix}{amount if mark.unit else ''}"


def _step_parts(step: Step) -> Iterator[str]:
    rounds = f"{_format_count_amount(step.rounds)} x " if step.rounds != 1 else ""
    format_amount = _format_count_amount if step.is_counted else _format_time_amount
    amount = step.tone or format_amount(step.amount)
    yield f"{rounds}{step.kind} {amount}" + " times" * (step.kind == StepKind.BREATHE and not step.by_time)
    yield from (f"{phase.name} {_format_time_amount(phase.length)}" for phase in step.phases)
    yield from _repeat_options(step)
    if step.beat:
        group = f" in {step.beat.group}" if step.beat.group else ""
        yield f"beat {_format_time_amount(step.beat.period)}{group}"
    if step.after_each:
        yield "after each"
    if step.cue_style:
        yield step.cue_style


def _repeat_options(part: Step | Section) -> Iterator[str]:
    """Yield the options of a step or section with sides or rounds."""
    yield from _each_options(part)
    if isinstance(part, Step) and part.ready is not None:
        yield f"ready {_format_time_amount(part.ready)}" if part.ready else "at once"
    if part.switch is not None:
        yield f"switch {_format_time_amount(part.switch)}"
    if part.rest is not None:
        yield f"rest {_format_time_amount(part.rest)}"
    if part.every is not None:
        yield f"every {_format_time_amount(part.every)}"
    if not part.announced:
        yield "unannounced"


def _each_options(part: Repetition) -> Iterator[str]:
    if part.each and not part.sides:
        yield f"each of {', '.join(part.each)}"
    elif part.sides:
        yield "one side" if part.one_side else "sides in turn" if part.in_turn else "each side"
    if part.sides[:1] == ("right",):  # left first is the default
        yield "right first"
    if part.in_turn and not part.sides:
        yield "in turn"


def _use_parts(use: Use) -> Iterator[str]:
    yield f"use {use.technique}"
    for setting in use.settings:
        format_amount = _format_count_amount if setting.unit == "count" else _format_time_amount
        yield f"{setting.name} {format_amount(setting.amount)}"
    if use.optional:
        yield "optional"
    if use.fill:
        yield "fill"


def _format_time_amount(amount: Amount) -> str:
    if isinstance(amount, Series):
        return " then ".join(map(format_time, amount.amounts))
    return f"{{{amount.name}}}" if isinstance(amount, Reference) else format_time(amount)


def _format_count_amount(amount: Amount) -> str:
    if isinstance(amount, Series):
        first, *_, last = amount.amounts
        step = 1 if last > first else -1
        if len(amount.amounts) > _MAX_LISTED and amount.amounts == tuple(range(first, last + step, step)):
            return f"{first} {'up' if step > 0 else 'down'} to {last}"
        return " then ".join(map(str, amount.amounts))
    return f"{{{amount.name}}}" if isinstance(amount, Reference) else str(amount)
