from __future__ import annotations

import io
import sys
from contextlib import suppress

import pytest
from rich.progress import Progress

from voiceguide.cli import console
from voiceguide.cli.render import _quote
from voiceguide.cli.stop_signals import SignalExit

CODE = ("█▀▀█", "█▄▄█")


class Terminal(io.TextIOWrapper):
    def getvalue(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("encoding", "variables", "expected"),
    [
        ("utf-8", {}, True),
        ("utf-8", {"NO_COLOR": "1"}, True),
        ("utf-8", {"COLUMNS": "3"}, False),
        ("utf-8", {"LINES": "2"}, False),
        ("ascii", {}, False),
        ("cp1252", {}, False),
        ("utf-8", {"TERM": "dumb"}, False),
    ],
)
def test_code_is_drawn_only_where_a_camera_could_read_it(
    encoding: str, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, expected: bool
) -> None:
    for name, value in {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", **variables}.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal(io.BytesIO(), encoding)
    monkeypatch.setattr(sys, "stderr", terminal)
    assert console.print_qr(CODE) == expected
    assert (CODE[0] in terminal.getvalue()) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="quotes of a POSIX shell")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("output/s.mp3", "output/s.mp3"),
        ("my session.mp3", "'my session.mp3'"),
        ("it's $HOME.mp3", "'it'\"'\"'s $HOME.mp3'"),
        ("-o.mp3", "./-o.mp3"),
    ],
)
def test_advised_command_can_be_pasted_into_a_shell(path: str, expected: str) -> None:
    assert _quote(path) == expected


def test_cursor_is_shown_again_although_a_signal_stops_the_start_of_the_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop = SignalExit(130)

    def hide_cursor_and_stop(bar: Progress) -> None:
        bar.console.show_cursor(False)
        raise stop

    for name, value in {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(Progress, "__enter__", hide_cursor_and_stop)
    with suppress(SignalExit), console.progress_bar() as on_progress:
        assert on_progress
        on_progress(1, 2)
    assert terminal.getvalue() == "\x1b[?25l\x1b[?25h"
