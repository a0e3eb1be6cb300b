"""The options with which a listener chooses, and the choices they stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.cli.options import parse_or_default, scripts_option
from voiceguide.plan.merge import make_choices
from voiceguide.plan.options import OPTIONS, OPTIONS_BY_NAME, Option
from voiceguide.plan.preferences import read_preferences
from voiceguide.script.files import DEFAULT_SESSION

if TYPE_CHECKING:
    from voiceguide.plan.choices import Choices

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])


def voice_options(command: CommandFunction) -> CommandFunction:
    """What speaks, and how."""
    for option in reversed([OPTIONS_BY_NAME[name] for name in ("voice", "voice-rate", "pitch")]):
        command = _click_option(option)(command)
    return command


def session_and_choice_options(command: CommandFunction) -> CommandFunction:
    """The same for every command that takes a session: an option for each row of the menu."""
    return click.argument("session", default=DEFAULT_SESSION)(choice_options(command))


def choice_options(command: CommandFunction) -> CommandFunction:
    """The same without the session."""
    for decorator in reversed((*map(_click_option, OPTIONS), scripts_option)):
        command = decorator(command)
    return command


def _click_option(option: Option) -> Callable[[CommandFunction], CommandFunction]:
    if option.metavar:
        return click.option(
            f"--{option.name}", multiple=option.multiple, metavar=option.metavar, help=option.help_text
        )
    return click.option(f"--{option.name}/--no-{option.name}", default=None, help=option.help_text)


def choices_from_options(options: dict[str, Any], session: str) -> Choices:
    """What those options stand for, on top of what is remembered. Raises AskedError."""
    preferences = read_preferences()
    texts_by_name = {option.name: option_texts(options[option.name.replace("-", "_")]) for option in OPTIONS}
    choices = make_choices(texts_by_name, preferences.entries, Path(session).stem)
    return replace(
        choices,
        scripts_dir=parse_or_default(Path, options["scripts"], None),
        pronunciations=preferences.pronunciations,
    )


def option_texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - click's
    """What click gives for an option → what the menu reads."""
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return value if isinstance(value, tuple) else () if value is None else (value,)
