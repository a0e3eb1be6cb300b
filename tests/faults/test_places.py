"""Commands where streams, folders, clocks and file systems are not as usual: one true sentence, the right exit code."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.scenarios import SCRIPT
from tests.helpers.program import PROGRAM, run_program
from voiceguide.cli import main as command_line
from voiceguide.files import atomic

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="streams and links of POSIX"),
    pytest.mark.once,
]

RENDER = "render shrug.md --voice silent -o out.mp3"
MANY_DIGITS = "9" * 5_000


@dataclass(frozen=True)
class Place:
    """Circumstances of a command, and the exit code and the sentence on standard error that are right there.

    redirection   of a shell, after the command
    prepare       commands of a shell, run before
    """

    name: str
    command: str
    code: int
    sentence: str
    redirection: str = ""
    prepare: str = ":"
    env: dict[str, str] = field(default_factory=dict)


BAD_STREAM = "Bad file descriptor."
PLACES = (
    Place("stdout closed", "list", 1, f"Standard output cannot be written: {BAD_STREAM}", ">&-"),
    Place("stdout closed, help", "--help", 1, BAD_STREAM, ">&-"),
    Place("stdout full, help", "--help", 1, "No space left on device.", ">/dev/full"),
    Place("all closed", RENDER, 0, "", "<&- >&- 2>&-"),
    Place("all closed, wrong", "render nowhere", 2, "", "<&- >&- 2>&-"),
    Place("folder removed", "format .", 1, "The folder of this terminal was removed.", prepare="rmdir $PWD"),
    Place(
        "circle",
        RENDER,
        1,
        "out.mp3 cannot be written: it is a link that leads in a circle.",
        prepare="ln -s out.mp3 out.mp3",
    ),
    Place(
        "pipe",
        RENDER,
        1,
        "out.mp3 cannot be written: it is a device, a pipe or a socket",
        prepare="mkfifo out.mp3",
    ),
    Place("foreign file", RENDER, 2, "out.mp3 is there already", prepare="echo song > out.mp3"),
    Place("script is a pipe", "check fifo.md", 2, "1 error", prepare="mkfifo fifo.md"),
    Place("picture to null", "show shrug.md --voice silent --svg /dev/null", 0, "/dev/null is drawn"),
    Place("preferences are null", RENDER, 0, "out.mp3", env={"VOICEGUIDE_PREFERENCES": "/dev/null"}),
    Place(
        "preferences set in null",
        "set hold 9s",
        1,
        "cannot be written: it is a device",
        env={"VOICEGUIDE_PREFERENCES": "/dev/null"},
    ),
    Place(
        "preferences are zeros",
        "prefs",
        2,
        "more than 100,000 bytes",
        env={"VOICEGUIDE_PREFERENCES": "/dev/zero"},
    ),
    Place(
        "preferences are a pipe",
        "prefs",
        1,
        "is a pipe",
        prepare="mkfifo p.toml",
        env={"VOICEGUIDE_PREFERENCES": "p.toml"},
    ),
    Place(
        "many digits of megabytes",
        "cache info",
        2,
        "999…”: it must be a whole number",
        env={"VOICEGUIDE_STORE_MB": MANY_DIGITS},
    ),
    Place(
        "many digits of workers",
        RENDER,
        2,
        "999…”: it must be a whole number",
        env={"VOICEGUIDE_WORKERS": MANY_DIGITS},
    ),
    Place("home without rights", "list", 0, "", env={"HOME": "/proc/1/nowhere"}),
    Place(
        "cache is a file",
        RENDER,
        0,
        "cannot be written, so the next rendering is no quicker",
        prepare="touch store",
        env={"VOICEGUIDE_STORE": "store"},
    ),
    Place("few descriptors", RENDER, 0, "out.mp3", prepare="ulimit -n 12"),
    Place(
        "small files",
        "render shrug.md --voice silent -o out.wav",
        1,
        "out.wav cannot be written: File too large.",
        prepare="ulimit -f 100",
    ),
)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_command_says_one_true_sentence_and_ends_with_the_right_code(place: Place, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    if "rmdir" not in place.prepare:
        (work / "shrug.md").write_text(SCRIPT, encoding="utf-8")
    line = f'{place.prepare}; exec "$@" {place.redirection}'
    ran = subprocess.run(
        ["sh", "-c", line, "sh", *PROGRAM, *place.command.split()],
        cwd=work,
        env=os.environ | {"VOICEGUIDE_PREFERENCES": str(tmp_path / "none.toml")} | place.env,
        capture_output=True,
        timeout=60,
        check=False,
    )
    messages = ran.stderr.decode()
    assert "Traceback" not in messages
    assert (ran.returncode, place.sentence in messages) == (place.code, True), messages
    assert not list(tmp_path.rglob(".voiceguide-*"))


def test_clock_that_python_cannot_hold_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def overflow() -> float:
        raise OverflowError("timestamp too large to convert to C _PyTime_t")

    monkeypatch.setattr(time, "time", overflow)
    assert command_line.run_command(["list"]) == 1
    assert (
        capsys.readouterr().err
        == "This computer's clock is set to a year after 2262. Set it right, and try again.\n"
    )


def test_picture_on_standard_output_is_utf_8_in_every_code_page(shrug: Path) -> None:
    shrug.write_text(
        shrug.read_text("utf-8").replace("title: Shrug", "title: Schulter – 肩"), encoding="utf-8"
    )
    ran = run_program(
        *("show", "shrug.md", "--voice", "silent", "--svg", "-"),
        cwd=shrug.parent,
        env={"PYTHONIOENCODING": "cp1252"},
    )
    assert ran.returncode == 0
    title = ET.fromstring(ran.stdout.decode("utf-8")).find("{http://www.w3.org/2000/svg}title")  # noqa: S314 - our own
    assert title is not None
    assert title.text == "Schulter – 肩"


CODE_PAGE_PROGRAM = """
import sys
from voiceguide.__main__ import main

for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(encoding=sys.argv.pop(1), errors="strict")
main()
"""


@pytest.mark.parametrize(
    ("encoding", "command"),
    [
        ("cp437", "doctor"),
        ("cp850", "list"),
        ("cp1252", "show shrug.md --voice silent"),
        ("cp932", "show shrug.md --voice silent --why"),
        ("ascii", "prefs"),
    ],
)
def test_code_page_of_a_terminal_ends_no_command(command: str, encoding: str, shrug: Path) -> None:
    arguments = [sys.executable, "-c", CODE_PAGE_PROGRAM, encoding, encoding, *command.split()]
    ran = subprocess.run(arguments, cwd=shrug.parent, capture_output=True, check=False)
    assert (ran.returncode, b"Traceback" in ran.stderr) == (0, False)


def refuse(number: int) -> Callable[..., None]:
    def call(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return call


@dataclass(frozen=True)
class Refusal:
    """A call that a file system refuses with an error, and what a command does then."""

    owner: object
    name: str
    number: int
    code: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.name}, {os.strerror(self.number)}"


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(Path, "chmod", errno.EPERM, 0, "out.mp3"),
        Refusal(os, "fsync", errno.EINVAL, 0, "out.mp3"),
        Refusal(os, "fsync", errno.ENOTSUP, 0, "out.mp3"),
        Refusal(os, "fsync", errno.EIO, 1, "out.mp3 cannot be written: Input/output error."),
        Refusal(Path, "replace", errno.EEXIST, 1, "out.mp3 cannot be written: File exists."),
        Refusal(Path, "replace", errno.EBUSY, 1, "out.mp3 cannot be written: Device or resource busy."),
        Refusal(os, "utime", errno.EPERM, 0, "out.mp3"),
    ],
    ids=str,
)
def test_file_system_without_a_call_works_or_is_reported(
    refusal: Refusal, shrug: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(shrug.parent)
    assert command_line.run_command(RENDER.split()) == 0
    old = Path("out.mp3").read_bytes()
    monkeypatch.setattr(refusal.owner, refusal.name, refuse(refusal.number))
    capsys.readouterr()
    assert command_line.run_command([*RENDER.split(), "--hold", "9s"]) == refusal.code
    messages = capsys.readouterr().err
    assert refusal.sentence in messages
    assert (Path("out.mp3").read_bytes() == old) == bool(refusal.code)
    assert sorted(path.name for path in Path().iterdir()) == ["out.mp3", "shrug.md"]


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        (
            "_umath.so: failed to map segment from shared object",
            "This computer has too little memory for it.",
        ),
        ("No module named 'x'", "No module named 'x'. “voiceguide doctor” shows how to fix it."),
    ],
)
def test_library_that_cannot_be_loaded_is_told_in_one_sentence(
    cause: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "_changes", {})  # those of tests before this one
    error = ImportError("\n\nIMPORTANT: PLEASE READ THIS\n\nThe library explains itself.")
    error.__cause__ = ImportError(cause)
    assert command_line._describe_failure(error) == (sentence, 1)
