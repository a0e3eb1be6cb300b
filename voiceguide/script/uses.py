"""A technique's turn in a session: what a line may ask of it, and what surrounds it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Name, Session, Technique, Use, Value, steps
from voiceguide.script.source import shown
from voiceguide.script.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem

AROUND = ("bells", "closing")
"""The techniques that surround any other one heard alone."""

_STRETCHES = {"hold", "rest", "breathe"}


def alone(technique: Technique) -> Session:
    """A session of one technique, between the bells and the closing words that surround any."""
    place = technique.place
    uses = [Use(technique.name, place, fill=bool(fill_value(technique)))]
    if technique.name not in AROUND:
        before, after = AROUND
        uses = [Use(before, place), *uses, Use(after, place)]
    return Session(
        technique.name,
        technique.title,
        place,
        technique.summary,
        body=tuple(uses),
        language=technique.language,
        say=technique.say,
    )


def fill_value(technique: Technique) -> str:
    """The value that a fill stretches: that of the technique's last hold, rest or breathing; "" if none."""
    for step in reversed(tuple(steps(technique.body))):
        if step.verb not in _STRETCHES or not isinstance(step.amount, Name):
            continue
        value = technique.value(step.amount.name)
        if value and value.least < value.most:
            return value.name
    return ""


def misuse(use: Use, technique: Technique, language: str) -> Iterator[Problem]:
    """What a line asks of its technique that it cannot give; to speak `language` too, if that is not ""."""
    for setting in use.settings:
        value = technique.value(setting.name)
        if value is None:
            names = tuple(value.name for value in technique.values)
            has = f"It has {', '.join(names)}." if names else "It has none."
            wrong = f"“{technique.name}” has no value “{shown(setting.name)}”."
            yield setting.place.problem(wrong, nearest(setting.name, (*names, "optional", "fill")) or has)
        elif value.unit != setting.unit:
            wanted = "a number" if value.unit == "count" else "a time"
            wrong = f"“{value.name}” of “{technique.name}” is {wanted}."
            yield setting.place.problem(
                wrong, f"Write it like “{value.name} {_amount(value, value.default)}”."
            )
        elif value.least == value.most != setting.amount:
            wrong = f"“{value.name}” of “{technique.name}” cannot be changed."
            hint = f"Its line in {technique.place.file} has no limits such as (10s-30s)."
            yield setting.place.problem(wrong, hint)
        elif not value.least <= setting.amount <= value.most:
            wrong = f"“{value.name}” is outside the limits of “{technique.name}”."
            yield setting.place.problem(wrong, f"It goes from {_limits(value)}.")
    if use.fill and not fill_value(technique):
        hint = "It needs a hold, rest or breathing whose amount is a value with limits."
        yield use.place.problem(f"“{technique.name}” cannot fill the time.", hint)
    if language and technique.language != language:
        wrong = f"“{technique.name}” is in {LANGUAGES[technique.language]}, and this session is not."
        yield use.place.problem(wrong, f"Write “language: {technique.language}”, or use another one.")


def _limits(value: Value) -> str:
    return f"{_amount(value, value.least)} to {_amount(value, value.most)}"


def _amount(value: Value, amount: int) -> str:
    return str(amount) if value.unit == "count" else units.written(amount)
