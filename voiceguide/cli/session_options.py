"""The options with which a listener chooses, and the choices they stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from voiceguide.cli.options import SCRIPTS, given
from voiceguide.plan import choices as asked
from voiceguide.plan import options as menu
from voiceguide.plan.preferences import read_preferences

Command = TypeVar("Command", bound=Callable[..., Any])


def speaking(command: Command) -> Command:
    """What speaks, and how."""
    for row in reversed([menu.ROWS[name] for name in ("voice", "voice-rate", "pitch")]):
        command = _option(row)(command)
    return command


def choosing(command: Command) -> Command:
    """The same for every command that takes a session: an option for each row of the menu."""
    return click.argument("session", default="upper-back-reset")(options_of_choices(command))


def options_of_choices(command: Command) -> Command:
    """The same without the session."""
    for option in reversed((*map(_option, menu.MENU), SCRIPTS)):
        command = option(command)
    return command


def _option(row: menu.Row) -> Callable[[Command], Command]:
    if row.sign:
        return click.option(f"--{row.name}", multiple=row.many, metavar=row.sign, help=row.about)
    return click.option(f"--{row.name}/--no-{row.name}", default=None, help=row.about)


def choices(options: dict[str, Any], session: str) -> asked.Choices:
    """What those options stand for, on top of what is remembered. Raises AskedError."""
    usual = read_preferences()
    said = {row.name: texts(options[row.name.replace("-", "_")]) for row in menu.MENU}
    chosen = menu.choices(said, usual.entries, Path(session).stem)
    return replace(chosen, scripts=given(Path, options["scripts"], None), say=usual.say)


def texts(option: Any) -> tuple[str, ...]:  # noqa: ANN401 - click's
    """What click gives for an option → what the menu reads."""
    if isinstance(option, bool):
        return ("yes" if option else "no",)
    return option if isinstance(option, tuple) else () if option is None else (option,)
