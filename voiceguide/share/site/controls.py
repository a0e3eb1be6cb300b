"""Controls of a session for a page: its options, and its techniques with their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voiceguide import units
from voiceguide.plan.options import OPTIONS, Choices
from voiceguide.plan.planner import make_plan
from voiceguide.script.model import Section, Step
from voiceguide.script.walk import walk_parts

if TYPE_CHECKING:
    from voiceguide.plan.option import Option
    from voiceguide.plan.plan import PlannedTechnique
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session, Value


def describe_session(session: Session, library: Library) -> dict[str, Any]:
    """Return a session's title, its techniques with their values and limits, and the page's options, as JSON data.

    Times are in seconds. Raise VoiceguideError if the session cannot be planned.
    """
    plan = make_plan(session, library, Choices())
    return {
        "name": session.name,
        "title": session.title,
        "summary": session.summary,
        "language": session.language,
        "length": units.to_seconds(session.length),
        "techniques": [_describe_technique(planned) for planned in plan.techniques],
        "options": [_describe_option(option) for option in OPTIONS if option.on_page],
    }


def _describe_technique(planned: PlannedTechnique) -> dict[str, Any]:
    technique = planned.technique
    return {
        "name": technique.name,
        "title": technique.title,
        "optional": planned.optional,
        "fills": bool(planned.fill),
        "sides": any(isinstance(part, Step | Section) and part.sides for part in walk_parts(technique.body)),
        "values": [
            _describe_value(value, planned.amount(value.name))
            for value in technique.values
            if value.least < value.most and value.name != planned.fill
        ],
    }


def _describe_value(value: Value, amount: int) -> dict[str, Any]:
    is_time = value.unit == "time"
    least, most, now = (
        units.to_seconds(number) if is_time else number for number in (value.least, value.most, amount)
    )
    return {"name": value.name, "unit": value.unit, "least": least, "most": most, "amount": now}


def _describe_option(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "names": list(option.names),
        "nameLabels": list(option.names),
        "multiple": option.multiple,
        "default": _default_text(option),
    }


def _default_text(option: Option) -> str:
    """Return the text of an option that is not chosen; "" if it is empty, or follows another option."""
    value = getattr(Choices(), option.field)
    return "" if value is None or value == () else option.describe_value(value)
