"""The program: its commands, how it ends, and what a signal does."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from voiceguide import __version__
from voiceguide.cli.console import discard_unflushed, print_message
from voiceguide.errors import VoiceguideError

if TYPE_CHECKING:
    from types import FrameType

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _SignalExit(SystemExit):
    """A signal asked us to end; on its way out everything begun is cleaned up."""

    code: int


def main() -> NoReturn:
    """Runs the command line and exits.

    0 done, 1 could not be done, 2 what was asked or written is wrong, 130 and 143 for signals.
    """
    gc.disable()  # what is read and made are trees, which need no search; it would take half the time
    for stop_signal in _STOP_SIGNALS:
        if signal.getsignal(stop_signal) is not signal.SIG_IGN:  # as in the background of a script
            signal.signal(stop_signal, _exit_on_signal)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = cli.main(prog_name="voiceguide", standalone_mode=False) or 0
    except VoiceguideError as error:
        code = _report_failure(str(error), error.exit_code)
    except click.UsageError as error:
        code = _report_failure(_usage_message(error), 2)
    except ImportError as error:  # some part of what was installed is gone
        code = _report_failure(f"{error}. “voiceguide doctor” tells how to mend that.", 1)
    except _SignalExit as stopped:
        code = _report_failure("Stopped. Nothing was changed.", stopped.code)
    discard_unflushed(sys.stdout, sys.stderr)
    if threading.active_count() > 1:  # a voice in a thread cannot outlive Python: it would abort the process
        os._exit(code)
    sys.exit(code)


def _exit_on_signal(signum: int, _frame: FrameType | None) -> NoReturn:
    for stop_signal in _STOP_SIGNALS:
        signal.signal(stop_signal, lambda *_: None)  # nothing interrupts the cleaning up
    raise _SignalExit(128 + signum)


def _usage_message(error: click.UsageError) -> str:
    message = error.format_message()
    if message.startswith("Usage:"):  # no command was given, and this is the help
        return message
    command = error.ctx.command_path if error.ctx else "voiceguide"
    return f"{message}\nSee “{command} --help”."


def _report_failure(message: str, code: int) -> int:
    print_message(message)
    return code


_COMMAND_MODULES = {
    **dict.fromkeys(("render", "show", "compose"), "render"),
    "share": "share",
    **dict.fromkeys(("list", "check", "format", "new"), "scripts"),
    **dict.fromkeys(("set", "unset", "prefs"), "preferences"),
    **dict.fromkeys(("doctor", "voices"), "system"),
    "cache": "cache",
}
"""Each command, and the file that has it: only that of the command asked for is loaded."""


class _LazyGroup(click.Group):
    """The commands of the files beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Their names, in alphabetical order."""
        return sorted(_COMMAND_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; where there is none all are loaded, and the nearest is told."""
        for name in [cmd_name] if cmd_name in _COMMAND_MODULES else _COMMAND_MODULES:
            members = vars(import_module(f"voiceguide.cli.{_COMMAND_MODULES[name]}")).values()
            commands = (command for command in members if isinstance(command, click.Command))
            self.commands[name] = next(command for command in commands if command.name == name)
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="voiceguide", message="%(prog)s %(version)s")
def cli() -> None:
    """Technique scripts become a spoken session: one MP3 for your phone."""
