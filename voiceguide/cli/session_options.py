"""Options that choose how a session is made, and their conversion to Choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.cli.path_options import scripts_option
from voiceguide.plan.merge import make_choices
from voiceguide.plan.options import OPTIONS, OPTIONS_BY_NAME
from voiceguide.plan.preferences import read_preferences
from voiceguide.script.files import DEFAULT_SESSION, script_name

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from voiceguide.plan.option import Option, OptionTexts
    from voiceguide.plan.options import Choices

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])

VOICE_OPTION_NAMES = ("voice", "voice-rate", "pitch")
"""Names of the options that the command `voices` takes; VoiceSettings.from_choices applies the last two."""


def voice_options(command: CommandFunction) -> CommandFunction:
    """Add the options of VOICE_OPTION_NAMES to a command."""
    for name in reversed(VOICE_OPTION_NAMES):
        command = _click_option(OPTIONS_BY_NAME[name])(command)
    return command


def session_and_choice_options(command: CommandFunction) -> CommandFunction:
    """Add the argument SESSION, an option for each row of OPTIONS, and --scripts to a command."""
    return click.argument("session", default=DEFAULT_SESSION, shell_complete=_complete_session)(
        choice_options(command)
    )


def _complete_session(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from voiceguide.cli.completion import complete_session

    return complete_session(context, parameter, incomplete)


def choice_options(command: CommandFunction) -> CommandFunction:
    """Add an option for each row of OPTIONS, and --scripts, to a command."""
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
    """Return the choices of a command's options, with preferences as defaults. Raise RequestError for bad ones."""
    preferences = read_preferences()
    choices = make_choices(texts_by_option(options), preferences.entries, script_name(Path(session)))
    return replace(choices, scripts_dir=options["scripts"], pronunciations=preferences.pronunciations)


def texts_by_option(options: dict[str, Any]) -> dict[str, OptionTexts]:
    """Return the texts of each option in OPTIONS, from the values that click passes to a command."""
    return {name: _texts(options.get(name.replace("-", "_"))) for name in OPTIONS_BY_NAME}


def _texts(value: Any) -> OptionTexts:  # noqa: ANN401 - a value of click
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return value if isinstance(value, tuple) else () if value is None else (value,)
