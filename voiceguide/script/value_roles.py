"""Roles of a technique's values: which are times that stretch, which count, and which are the main ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.model import Reference, Section, Series, Step, Technique
from voiceguide.script.vocabulary import StepKind
from voiceguide.script.walk import walk_parts, walk_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.script.model import Amount

_TIMED_KINDS = (StepKind.HOLD, StepKind.GO, StepKind.REST, StepKind.PAUSE)
_MAX_FILL_REMAINDER = units.to_samples(30)
"""Samples of the longest repetition that may be left over as silence where repetitions fill the time."""


def stretching_names(technique: Technique) -> tuple[str, ...]:
    """Return the values that are times of holding, moving, resting or of phases, in the order of their steps.

    Times to change position and the lengths of breaths are not among them, nor is a beat.
    """
    amounts: list[Amount | None] = []
    for part in walk_parts(technique.body):
        if isinstance(part, Step | Section):
            amounts += [part.rest, part.every]
        if isinstance(part, Step) and (part.kind in _TIMED_KINDS or part.by_time):
            amounts.append(part.amount)
        if isinstance(part, Step) and part.kind == StepKind.REPS:
            amounts += [phase.length for phase in part.phases]
    return _names(amounts)


def round_names(technique: Technique) -> tuple[str, ...]:
    """Return the values that count rounds."""
    parts = walk_parts(technique.body)
    return _names(part.rounds for part in parts if isinstance(part, Step | Section))


def repetition_names(technique: Technique) -> tuple[str, ...]:
    """Return the values that count repetitions or breaths, but not rounds."""
    counts = _names(step.amount for step in walk_steps(technique.body) if step.is_counted)
    return tuple(name for name in counts if name not in round_names(technique))


def main_name(technique: Technique, wanted: str, *, only_holds: bool = False) -> str:
    """Return the value that `--hold` or `--rounds` (`wanted`) sets, "" if there is none.

    It is the value of that name; else, for “hold”, the first time of a hold, else of free movement, else of
    breathing, else the first phase, else the first pause, else the first phase of a breath; for “rounds”, the first
    number of rounds. With `only_holds`, only holds count, since one time for all techniques does not suit others.
    """
    if technique.value(wanted):
        return wanted
    if wanted == "rounds":
        return next(iter(round_names(technique)), "")
    if wanted != "hold":
        return ""
    steps = tuple(walk_steps(technique.body))
    amounts: list[Amount] = []
    for kind in (StepKind.HOLD,) if only_holds else (StepKind.HOLD, StepKind.GO, StepKind.BREATHE):
        amounts += [step.amount for step in steps if step.kind == kind and not step.is_counted]
    if not only_holds:
        amounts += [phase.length for step in steps if step.kind == StepKind.REPS for phase in step.phases]
        amounts += [step.amount for step in steps if step.kind == StepKind.PAUSE]
        amounts += [phase.length for step in steps if step.kind == StepKind.BREATHE for phase in step.phases]
    return next(iter(_names(amounts)), "")


def fill_name(technique: Technique) -> str:
    """Return the value that a fill stretches, "" if none can.

    It is that of the last hold, rest or breathing with limits; else the last free movement or pause; else the last
    phase; else the last number of repetitions, if one takes at most half a minute.
    """
    steps = tuple(walk_steps(technique.body))[::-1]
    kinds = {StepKind.HOLD, StepKind.REST, StepKind.BREATHE}
    candidates: list[Amount] = [step.amount for step in steps if step.kind in kinds]
    candidates += [step.amount for step in steps if step.kind in {StepKind.GO, StepKind.PAUSE}]
    repeated = [step for step in steps if step.kind == StepKind.REPS]
    candidates += [phase.length for step in repeated for phase in reversed(step.phases)]
    candidates += [
        step.amount
        for step in repeated
        if sum(_default(phase.length, technique) for phase in step.phases) <= _MAX_FILL_REMAINDER
    ]
    return next((name for name in _names(candidates) if _has_limits(name, technique)), "")


def _default(amount: Amount, technique: Technique) -> int:
    """Return an amount with the defaults of the technique, the longest of several."""
    if isinstance(amount, Reference):
        value = technique.value(amount.name)
        return value.default if value else 0
    return max(amount.amounts) if isinstance(amount, Series) else amount


def _has_limits(name: str, technique: Technique) -> bool:
    value = technique.value(name)
    return bool(value and value.least < value.most)


def _names(amounts: Iterable[Amount | None]) -> tuple[str, ...]:
    """Return the names of the amounts that are values, each once."""
    return tuple(dict.fromkeys(_references(amounts)))


def _references(amounts: Iterable[Amount | None]) -> Iterator[str]:
    return (amount.name for amount in amounts if isinstance(amount, Reference))
