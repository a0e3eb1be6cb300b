"""Merge the options of a command line, with preferences as defaults, into Choices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voiceguide.errors import RequestError
from voiceguide.plan import parsers
from voiceguide.plan.options import OPTIONS, OPTIONS_BY_NAME, SESSION_OPTION_NAMES, Choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voiceguide.plan.option import OptionTexts
    from voiceguide.plan.parsers import ValueOverride


@dataclass(frozen=True, slots=True)
class Preference:
    """One entry of the preferences: the name of an option, or of a technique's value, and its texts.

    `target` is the technique or session that it applies to, as on the command line; "" for all.
    """

    target: str
    name: str
    texts: OptionTexts

    @property
    def key(self) -> str:
        """Dotted key: “floor-twist.hold”."""
        return f"{self.target}.{self.name}" if self.target else self.name

    def __str__(self) -> str:
        return f"{self.key} {', '.join(self.texts)}"


def make_choices(
    texts_by_option: Mapping[str, OptionTexts], preferences: Iterable[Preference] = (), session_name: str = ""
) -> Choices:
    """Return the choices of a command line, with the preferences for all sessions and for this one as defaults.

    `texts_by_option` has the texts of options by name. Raise RequestError if a text is malformed.
    """
    length_options = [
        f"--{option.name}"
        for option in OPTIONS
        if option.field == "length" and texts_by_option.get(option.name)
    ]
    if len(length_options) > 1:
        raise RequestError(f"{' and '.join(length_options)} both set the length: give one of them.")
    defaults = _preference_values(preferences, session_name)
    arguments: dict[str, Any] = {}
    for option in OPTIONS:
        if texts := texts_by_option.get(option.name, ()):
            values = tuple(map(option.parse, option.split_texts(texts)))
            arguments[option.field] = (
                (*arguments.get(option.field, ()), *values) if option.multiple else values[-1]
            )
    # Arguments add to lists and overrides; overrides.py decides which of two overrides wins.
    merged = {name: _merge(defaults[name], arguments[name]) for name in defaults.keys() & arguments.keys()}
    preference_fields = (
        name for name, value in defaults.items() if name not in arguments or isinstance(value, tuple)
    )
    return Choices(**defaults | arguments | merged, preference_fields=frozenset(preference_fields))


def _preference_values(preferences: Iterable[Preference], session_name: str) -> dict[str, Any]:
    """Return the Choices fields that the preferences set for a session, with their values."""
    defaults: dict[str, Any] = {}
    for preference in preferences:
        if preference.name in SESSION_OPTION_NAMES and preference.target != session_name:
            continue
        field, values = field_and_value(preference)
        defaults[field] = _merge(defaults.get(field), values)
    return defaults


def _merge(old: Any, new: Any) -> Any:  # noqa: ANN401 - fields are of many types
    return (*(old or ()), *new) if isinstance(new, tuple) else new


def field_and_value(preference: Preference) -> tuple[str, Any]:
    """Return the Choices field that a preference sets, and its value. Raise RequestError if it is invalid."""
    option = OPTIONS_BY_NAME.get(preference.name)
    if preference.target and preference.name not in SESSION_OPTION_NAMES:
        (text,) = preference.texts
        override: ValueOverride = (
            option.parse(f"{preference.target}={text}")
            if option and option.allows_target
            else parsers.parse_override(f"{preference.key}={text}")
        )
        return "overrides", (replace(override, is_preference=True),)
    if option is None or (not preference.target and not option.allows_global):
        raise RequestError(f"“{preference.key}” cannot be remembered for all sessions.")
    values = tuple(map(option.parse, option.split_texts(preference.texts)))
    if option.field == "overrides":
        if any(override.technique for override in values):
            raise RequestError(
                f"“{preference.texts[0]}” is for one technique: write “TECHNIQUE.{option.name}”."
            )
        values = tuple(replace(override, is_preference=True) for override in values)
    return option.preference_field or option.field, values if option.multiple else values[-1]
