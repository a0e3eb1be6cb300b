"""Commands of the command line, and their exit codes; `voiceguide.__main__` starts it."""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from voiceguide import __version__
from voiceguide.cli.console import discard_unflushed, print_message, replace_closed_streams
from voiceguide.cli.stop_signals import (
    SignalExit,
    block_stop_signals,
    changes_sentence,
    raise_on_stop_signals,
    stop_message,
)
from voiceguide.errors import RequestError, VoiceguideError
from voiceguide.files import clock_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> NoReturn:
    """Run the command line and exit.

    Exit codes: 0 done, 1 could not be done, 2 wrong request or script, 129, 130 and 143 after a signal.
    """
    replace_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    is_stopped = False
    try:
        raise_on_stop_signals()
        code = run_command(sys.argv[1:])
        block_stop_signals()  # one that comes now would change the exit code of what is done
    except BaseException as error:
        signal_exit = _find_signal_exit(error)
        if signal_exit is None:
            raise
        block_stop_signals()
        print_message(stop_message())
        code, is_stopped = signal_exit.code, True
    discard_unflushed(sys.stdout, sys.stderr)
    if is_stopped or threading.active_count() > 1:
        os._exit(code)  # at once; a voice that still runs in a thread would crash during Python's shutdown
    sys.exit(code)


def _find_signal_exit(error: BaseException | None) -> SignalExit | None:
    """Return the exit by a signal that an exception is, or was made of: Python wraps one in `__set_name__`."""
    while error is not None and not isinstance(error, SignalExit):
        error = error.__cause__ or error.__context__
    return error


def run_command(arguments: Sequence[str]) -> int:
    """Run one command, report what went wrong, and return the exit code. Raise SignalExit after a signal."""
    try:
        _require_clock()
        return cli.main(arguments, prog_name="voiceguide", standalone_mode=False) or 0
    except SignalExit:
        raise
    except SystemExit as exit_request:  # of a command that has reported its result
        return int(exit_request.code or 0)
    except (VoiceguideError, click.UsageError, ImportError, OSError, MemoryError) as error:
        message, code = _describe_failure(error)
    print_message(message)
    return code


def _require_clock() -> None:
    """Raise VoiceguideError if the clock is beyond what Python can hold: no library would start."""
    if not clock_seconds():
        raise VoiceguideError(
            "This computer's clock is set to a year after 2262. Set it right, and try again."
        )


def _describe_failure(error: Exception) -> tuple[str, int]:
    """Return the message and the exit code of an exception."""
    if isinstance(error, VoiceguideError):
        return str(error), error.exit_code
    if isinstance(error, click.UsageError):
        return _usage_message(error), RequestError.exit_code
    if isinstance(error, ImportError) and not _is_out_of_memory(error):  # a required package was removed
        return f"{_first_cause(error)}. “voiceguide doctor” shows how to fix it.", VoiceguideError.exit_code
    if isinstance(error, FileNotFoundError) and not error.filename:  # of os.getcwd
        return "The folder of this terminal was removed. Change to another one.", VoiceguideError.exit_code
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else "A file or stream cannot be read or written: "
        return f"{place}{error.strerror or error}.{changes_sentence()}", VoiceguideError.exit_code
    return f"This computer has too little memory for it.{changes_sentence()}", VoiceguideError.exit_code


def _first_cause(error: BaseException) -> BaseException:
    """Return the exception that led to another: numpy explains at length what may have led to one."""
    return _first_cause(error.__cause__) if error.__cause__ else error


def _is_out_of_memory(error: ImportError) -> bool:
    """Return whether a library could not be loaded for lack of memory, in the words of the GNU C library."""
    return "failed to map segment" in str(_first_cause(error))


def _usage_message(error: click.UsageError) -> str:
    message = error.format_message()
    if message.startswith("Usage:"):  # the help, since no command was given
        return message
    command = error.ctx.command_path if error.ctx else "voiceguide"
    return f"{message}\nSee “{command} --help”."


_COMMAND_MODULES = {
    **dict.fromkeys(("render", "show", "compose"), "render"),
    "share": "share",
    **dict.fromkeys(("publish", "link"), "publish"),
    **dict.fromkeys(("list", "check", "format", "new"), "scripts"),
    **dict.fromkeys(("set", "unset", "prefs"), "preferences"),
    **dict.fromkeys(("doctor", "voices"), "system"),
    "cache": "cache",
    "completion": "completion",
    "programme": "programme",
    "adopt": "adopt",
    "batch": "batch",
}
"""Module of each command; only the module of the requested command is imported."""


class _LazyGroup(click.Group):
    """Group whose commands are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click passes it
        """Return the names of the commands in alphabetical order."""
        return sorted(_COMMAND_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name; for an unknown name import all, so that click can suggest the nearest."""
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
    """Turn technique scripts into a spoken session: one MP3 for your phone."""
