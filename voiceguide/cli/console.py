"""Words for a person on standard error, data on standard output, and nothing that a terminal would obey."""

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
"""They may stand in a message, though Python calls them unprintable."""


def print_message(message: str) -> None:
    """Words for a person, on standard error; where that is closed, nobody is there to be told."""
    with suppress(OSError):
        click.echo(_replace_control_characters(message), err=True)


def print_output(text: str) -> None:
    """What was asked for, on standard output. Raises FileError."""
    try:
        click.echo(_replace_control_characters(text))
    except BrokenPipeError:
        raise  # whoever read it has gone, and click ends quietly
    except OSError as error:
        raise FileError(f"Standard output cannot be written: {error.strerror}.") from error


def refuse_terminal() -> None:
    """Raises AskedError where what is no text would land on a person's screen."""
    if sys.stdout.isatty():
        raise RequestError("An MP3 is nothing to read. Send it on: voiceguide render -o - > session.mp3")


def write_output_bytes(chunks: Iterable[bytes]) -> None:
    """Bytes that were asked for, on standard output. Raises FileError."""
    try:
        sys.stdout.buffer.writelines(chunks)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # as above
    except OSError as error:
        raise FileError(f"Standard output cannot be written: {error.strerror}.") from error


def _replace_control_characters(text: str) -> str:
    """The text, free of anything that a terminal would obey."""
    visible = reduce(
        lambda rest, blank: rest.replace(blank, ""), _ALLOWED_BLANKS, text
    )  # far quicker than translate
    if visible.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in _ALLOWED_BLANKS else "�" for character in text
    )


def print_qr(lines: tuple[str, ...]) -> bool:
    """A code for a camera, dark on light whatever the terminal's colours; False without a terminal."""
    is_terminal = bool(sys.stderr and sys.stderr.isatty())
    if is_terminal:
        from rich.console import Console
        from rich.text import Text

        # With colours even where others are not wanted: light on dark is not read by every camera.
        Console(stderr=True, no_color=False).print(
            Text("\n".join(lines), style="#000000 on #ffffff", no_wrap=True)
        )
    return is_terminal


def discard_unflushed(*streams: TextIO) -> None:
    """What could not be written is given up; else Python tries once more and exits with its own code."""
    for stream in streams:
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar while voices speak or music is mixed: on a terminal, once there is something to do."""
    with ExitStack() as stack:

        @cache
        def start_bar() -> tuple[Progress, TaskID]:
            from rich.console import Console
            from rich.progress import Progress

            progress = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
            return progress, progress.add_task("Making the sound", total=None)

        def on_progress(completed: int, total: int) -> None:
            progress, task = start_bar()
            progress.update(task, completed=completed, total=total)

        yield on_progress if sys.stderr and sys.stderr.isatty() else None
