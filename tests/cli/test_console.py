from __future__ import annotations

import io
import sys

import pytest

from voiceguide.cli import console
from voiceguide.cli.render import _quote

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
