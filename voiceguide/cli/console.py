"""Messages on standard error and data on standard output, both free of terminal control characters."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, reduce
from typing import TYPE_CHECKING, TextIO

import click

from voiceguide.errors import FileError, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.progress import Progress, TaskID

_ALLOWED_BLANKS = "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""Characters that are allowed in a message although str.isprintable() is False for them."""


def print_message(message: str) -> None:
    """Print a message for a person to standard error, or nothing if that is closed."""
    with suppress(OSError):
        click.echo(_replace_control_characters(message), err=True)


def print_messages(messages: Iterable[str]) -> None:
    """Print messages for a person to standard error, one to a line."""
    for message in messages:
        print_message(message)


def print_output(text: str) -> None:
    """Print a result to standard output. Raise FileError if it cannot be written."""
    try:
        click.echo(_replace_control_characters(text))
    except BrokenPipeError:
        raise  # the reader has closed the pipe: click exits without a message
    except OSError as error:
        raise FileError(f"Standard output cannot be written: {error.strerror}.") from error


def refuse_terminal() -> None:
    """Raise RequestError if standard output is a terminal, which cannot show an MP3."""
    if sys.stdout.isatty():
        raise RequestError(
            "MP3 data is not written to a terminal. Redirect it: voiceguide render -o - > session.mp3"
        )


def write_output_bytes(chunks: Iterable[bytes]) -> None:
    """Write bytes to standard output. Raise FileError if they cannot be written."""
    try:
        sys.stdout.buffer.writelines(chunks)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # the reader has closed the pipe: click exits without a message
    except OSError as error:
        raise FileError(f"Standard output cannot be written: {error.strerror}.") from error


def _replace_control_characters(text: str) -> str:
    """Return the text with U+FFFD in place of each character that could control a terminal."""
    visible = reduce(
        lambda rest, blank: rest.replace(blank, ""), _ALLOWED_BLANKS, text
    )  # faster than str.translate
    if visible.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in _ALLOWED_BLANKS else "�" for character in text
    )


def print_qr(lines: tuple[str, ...]) -> bool:
    """Print a QR code to a terminal, dark on light, and return whether it was printed.

    It is not if standard error is not a terminal, is too small for it, or cannot draw blocks in colour.
    """
    if not (sys.stderr and sys.stderr.isatty()):
        return False
    from rich.console import Console
    from rich.text import Text

    # Coloured even with NO_COLOR set: not every camera reads a code that is light on dark.
    console = Console(stderr=True, no_color=False)
    code = "\n".join(lines)
    fits = len(lines[0]) <= console.width and len(lines) < console.height
    if not fits or console.color_system is None or not _can_encode(code, console.encoding):
        return False
    console.print(Text(code, style="#000000 on #ffffff", no_wrap=True))
    return True


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def replace_closed_streams() -> None:
    """Open standard streams that are closed or None (pythonw): reading them is empty, and writing to them fails.

    Otherwise the next file that is opened would take the number of a closed stream, and be written to.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):
                descriptor = os.open(os.devnull, os.O_RDONLY)
                if descriptor != number:
                    os.dup2(descriptor, number)
                    os.close(descriptor)
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115 - a descriptor, open as long as the process


def discard_unflushed(*streams: TextIO) -> None:
    """Flush the streams, and discard what cannot be written: Python would retry at exit and change the exit code."""
    for stream in streams:
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Yield a progress callback that draws a bar from its first call on; None if standard error is not a terminal."""
    with ExitStack() as stack:

        @cache
        def start_bar() -> tuple[Progress, TaskID]:
            from rich.console import Console
            from rich.progress import Progress

            console = Console(stderr=True)
            stack.callback(console.show_cursor)  # the bar hides it, and a signal may come before its context
            progress = stack.enter_context(Progress(console=console, transient=True))
            return progress, progress.add_task("Making the sound", total=None)

        def on_progress(completed: int, total: int) -> None:
            progress, task = start_bar()
            progress.update(task, completed=completed, total=total)

        yield on_progress if sys.stderr and sys.stderr.isatty() else None
