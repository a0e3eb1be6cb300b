"""Check a session's use of a technique, and make a session of one technique."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import LANGUAGES
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import Session, Technique, Use, Value
from voiceguide.script.source import printable
from voiceguide.script.value_roles import fill_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem

BOOKENDS = ("bells", "closing")
"""Opening and closing technique of a session made of one technique."""


def as_session(technique: Technique) -> Session:
    """Return a session of one technique between BOOKENDS."""
    location = technique.location
    uses = [Use(technique.name, location, fill=bool(fill_name(technique)))]
    if technique.name not in BOOKENDS:
        opening_technique, closing_technique = BOOKENDS
        uses = [Use(opening_technique, location), *uses, Use(closing_technique, location)]
    return Session(
        technique.name,
        technique.title,
        location,
        technique.summary,
        body=tuple(uses),
        language=technique.language,
        pronunciations=technique.pronunciations,
    )


def use_problems(use: Use, technique: Technique, language: str) -> Iterator[Problem]:
    """Yield a Problem for each setting, fill or language of a use that the technique does not support.

    The language is checked unless `language` is "".
    """
    for setting in use.settings:
        value = technique.value(setting.name)
        if value is None:
            names = tuple(value.name for value in technique.values)
            list_hint = f"It has {', '.join(names)}." if names else "It has none."
            message = f"“{technique.name}” has no value “{printable(setting.name)}”."
            yield setting.location.problem(
                message, did_you_mean(setting.name, (*names, "optional", "fill")) or list_hint
            )
        elif value.unit != setting.unit:
            unit_name = "a number" if value.unit == "count" else "a time"
            message = f"“{value.name}” of “{technique.name}” is {unit_name}."
            yield setting.location.problem(
                message, f"Write it like “{value.name} {_format_amount(value, value.default)}”."
            )
        elif value.least == value.most != setting.amount:
            message = f"“{value.name}” of “{technique.name}” cannot be changed."
            hint = f"Its line in {technique.location.file} has no limits such as (10s-30s)."
            yield setting.location.problem(message, hint)
        elif not value.least <= setting.amount <= value.most:
            message = f"“{value.name}” is outside the limits of “{technique.name}”."
            yield setting.location.problem(message, f"Choose from {_format_limits(value)}.")
    if use.fill and not fill_name(technique):
        hint = "It needs a time, or a number of repetitions, that is a value with limits."
        yield use.location.problem(f"“{technique.name}” cannot fill the time.", hint)
    if language and technique.language != language:
        message = f"“{technique.name}” is in {LANGUAGES[technique.language].name}, and this session is not."
        yield use.location.problem(message, f"Write “language: {technique.language}”, or use another one.")


def _format_limits(value: Value) -> str:
    return f"{_format_amount(value, value.least)} to {_format_amount(value, value.most)}"


def _format_amount(value: Value, amount: int) -> str:
    return str(amount) if value.unit == "count" else units.format_duration(amount)
