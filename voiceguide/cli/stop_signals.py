"""Signals that stop a command: SIGINT (Ctrl-C), SIGTERM, and SIGHUP, sent when a terminal is closed.

Imports nothing that takes time, so that a signal in the first milliseconds is answered like any other.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

TYPE_CHECKING = False  # see voiceguide/__init__.py
if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from types import FrameType
    from typing import NoReturn

_STOP_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_SECONDS_TO_FINISH = 0.01
_NOTHING_CHANGED = "Stopped. Nothing was changed."


class SignalExit(SystemExit):
    """Exit after a signal, raised so that every context manager cleans up."""

    code: int


def exit_on_stop_signals() -> None:
    """End the process at once after a signal, while it has only begun to load and nothing needs to be cleaned up."""
    _handle_stop_signals(_exit)


def raise_on_stop_signals() -> None:
    """Raise SignalExit in the main thread after the first signal from now on, and ignore further ones."""
    _handle_stop_signals(_raise_exit)
    sys.unraisablehook = _raise_again


def ignore_stop_signals() -> None:
    """Ignore signals from now on, during the cleanup."""
    _handle_stop_signals(_ignore)


def block_stop_signals() -> None:
    """Let the system drop signals from now on: Python's shutdown ends what it has handlers for by the signal.

    Processes that are started later would inherit it.
    """
    _handle_stop_signals(signal.SIG_IGN)


def stop_message() -> str:
    """Return a sentence that says what this process had changed before it was stopped."""
    changes = changes_sentence()
    return f"Stopped.{changes}" if changes else _NOTHING_CHANGED


def changes_sentence() -> str:
    """Return a sentence, after a blank, that names what this process has changed; "" if that is nothing."""
    from voiceguide.files.atomic import changed_files

    changes = changed_files()
    return f" Changed before that: {', '.join(changes)}." if changes else ""


def _handle_stop_signals(handler: signal._HANDLER) -> None:
    for stop_signal in _STOP_SIGNALS:
        if signal.getsignal(stop_signal) is not signal.SIG_IGN:  # ignored in background jobs of a shell
            signal.signal(stop_signal, handler)


def _exit(signum: int, _frame: FrameType | None) -> NoReturn:
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            os.write(2, f"{_NOTHING_CHANGED}\n".encode())
    os._exit(128 + signum)


def _raise_exit(signum: int, _frame: FrameType | None) -> NoReturn:
    ignore_stop_signals()  # nothing interrupts the cleanup
    raise SignalExit(128 + signum)


def _raise_again(unraisable: UnraisableHookArgs) -> None:
    """Send a signal again whose SignalExit was raised where Python drops exceptions, such as in a finaliser."""
    if not isinstance(unraisable.exc_value, SignalExit):
        sys.__unraisablehook__(unraisable)
        return
    import threading

    raise_on_stop_signals()
    arguments = (os.getpid(), unraisable.exc_value.code - 128)
    again = threading.Timer(_SECONDS_TO_FINISH, os.kill, arguments)  # when Python has left that place
    again.daemon = True
    again.start()


def _ignore(_signum: int, _frame: FrameType | None) -> None:
    pass
