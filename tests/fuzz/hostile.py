"""Scripts of 50 kB that are meant to exhaust the program: `python -m tests.fuzz.hostile [--every 1] [--trace]`.

Each is given to “check”, “show”, “format” and “render” as a program of its own. Allowed are the exit codes 0, 1 and
2, no traceback, MAX_SECONDS of CPU and MAX_MEGABYTES of memory. “show” and “render” run twice: the second time the
cache has the clips, so that the time for an hour of speech is not counted; the memory for it is. With --trace, programs
may also open no file outside their folders and those of Python, and no connection. The figures are printed, and each
broken promise.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers.pathological import PATHOLOGICAL_PAGES
from tests.helpers.program import PROJECT_DIR
from voiceguide.script.source import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_SECONDS, MAX_MEGABYTES = 2.0, 150
COMMANDS = {
    "check": (),
    "show": ("--voice", "silent"),
    "format": ("--check",),
    "render": ("--voice", "silent", "-o", "out.mp3"),
}
"""Commands that are given each script, and their options."""

PIECES = (
    *(
        "9",
        "1:23:",
        ":",
        ".",
        "…",
        "1,000,",
        "e.g. ",
        "etc. ",
        "U.S.",
        "No. 5 ",
        "call 1 2 3 ",
        "4-7-8-",
        "a/b/",
    ),
    *(
        "(a) [b] ",
        "T1T2T3",
        "1/2 ",
        "1/2/",
        "9 ",
        "A, ",
        "AAAA ",
        "A-",
        "a'b'",
        "10kg ",
        "10x",
        "3 x ",
        "-5",
        "5-",
    ),
    *(
        "*a* ",
        "*",
        "& ",
        "5% ",
        "part II ",
        "21st ",
        "£5 ",
        "7:30 am ",
        "1:02:03 ",
        "1.2.3.",
        "½",
        "m² ",
        "2:1:",
    ),
    *(
        "999999999999999 ",
        "10 reps/side ",
        "www.a.b ",
        "1 000 ",
        "in der 2. und ",
        "Mo-Fr ",
        "12.5.2024 ",
        "a" * 9,
    ),
)
"""Pieces that are repeated: what reading rules know, and what they might scan again and again."""

MAX_CUE_CHARACTERS = 1_900


def _number_word(number: int) -> str:
    """Return letters for a number, so that no two cues are alike."""
    return "".join("abcdefghij"[int(figure)] for figure in str(number))


def _cue(piece: str, number: int) -> str:
    return f"Word {_number_word(number)} " + (piece * MAX_CUE_CHARACTERS)[:MAX_CUE_CHARACTERS].strip()


def _lines(line: Callable[[str, int], str], front: str = "title: A\n") -> Callable[[str], str]:
    """Return a function from a piece to a page full of lines with it."""

    def page(piece: str) -> str:
        text = f"---\n{front}---\n\n"
        for number in range(MAX_BYTES):
            added = line(piece, number)
            if len((text + added).encode()) > MAX_BYTES:
                break
            text += added
        return text

    return page


def _entry(key: str) -> Callable[[str], str]:
    """Return a function from a piece to a script with one long entry of the front matter."""
    return lambda piece: (
        "---\ntitle: A\n---\n\nSit.\n".replace("title: A", f"title: A\n{key}: {(piece * MAX_BYTES)[:40_000]}")
        if key != "title"
        else f"---\ntitle: {(piece * MAX_BYTES)[:40_000]}\n---\n\nSit.\n"
    )


PLACES: dict[str, Callable[[str], str]] = {
    "paragraphs": _lines(lambda piece, number: f"{_cue(piece, number)}\n\n"),
    "cues": _lines(lambda piece, number: f"- hold 20s\n  - {_cue(piece, number)}\n\n"),
    "notes": _lines(lambda piece, number: f"> {_cue(piece, number)}\n\n"),
    "one line": lambda piece: f"---\ntitle: A\n---\n\n{(piece * MAX_BYTES)[: MAX_BYTES - 60]}\n",
    "steps": _lines(lambda piece, _: f"- hold {piece.strip()}\n"),
    "title": _entry("title"),
    "needs": _entry("needs"),
    "say": _entry("say"),
}
"""Places of a script that are filled with a piece."""

_VALUES = 900


def _values(_: str) -> str:
    """Return a script of many values, each in a step of its own."""
    names = [_number_word(number + 1_000) for number in range(_VALUES)]
    front = "".join(f"{name}: 5s\n" for name in names)
    return f"---\ntitle: A\n{front}---\n\n" + "".join(
        f"- hold {{{name}}}\n  - Go {name}.\n" for name in names
    )


def _headings(_: str) -> str:
    """Return a script of many headings with steps."""
    return _lines(lambda _, number: f"## H{_number_word(number)}, 2 x\n\n- hold 5s\n  - Go.\n\n")("")


PLACES |= {"values": _values, "headings": _headings}
PLACES |= {name: lambda _, page=page: page(MAX_BYTES) for name, page in PATHOLOGICAL_PAGES.items()}  # type: ignore[misc]
SCRIPTS = {f"{place}: {piece!r}": (place, piece) for place in list(PLACES)[:8] for piece in PIECES}
SCRIPTS |= {place: (place, "") for place in list(PLACES)[8:]}
"""Place and piece of each script, by a name."""


def source(name: str) -> bytes:
    """Return the bytes of a script."""
    place, piece = SCRIPTS[name]
    return PLACES[place](piece).encode()[:MAX_BYTES]


@dataclass(frozen=True)
class Trial:
    """Result of a command: exit code, CPU seconds, megabytes, and messages."""

    exit_code: int
    seconds: float
    megabytes: float
    messages: str

    def broken_promises(self) -> list[str]:
        """Return what went wrong."""
        promises = {
            f"exit code {self.exit_code}": self.exit_code in {0, 1, 2},
            "a traceback": "Traceback" not in self.messages,
            f"{self.seconds:.1f} s of CPU": self.seconds <= MAX_SECONDS,
            f"{self.megabytes:.0f} MB": self.megabytes <= MAX_MEGABYTES,
        }
        return [broken for broken, is_held in promises.items() if not is_held]


MEASURE = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""
"""Small program that runs another and prints its exit code, CPU seconds and megabytes.

The system counts the memory of whoever starts a process as the process's own, and a test run is large.
"""


def run_command(command: str, script: bytes, folder: Path) -> Trial:
    """Give a script to a command, and measure the program."""
    path = folder / "a-b.md"
    path.write_bytes(script)
    environment = {**os.environ, "VOICEGUIDE_STORE": str(folder / "store"), "VOICEGUIDE_WORKERS": "2"}
    program = [sys.executable, "-m", "voiceguide", command, str(path), *COMMANDS[command]]
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, *program],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
        errors="replace",
    )
    exit_code, seconds, megabytes = json.loads(run.stdout)
    return Trial(exit_code, seconds, megabytes, run.stderr)


WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
ALLOWED_TO_READ = (
    *("/dev/", "/etc/", "/lib", "/proc/", "/sys/", "/usr/"),
    *{
        sys.prefix,
        sys.base_prefix,
        str(PROJECT_DIR),
        os.path.realpath(sys.executable),
        *filter(None, sys.path),
    },
)
"""Beginnings of the paths of the system, Python and the project, which are read."""


def traced_faults(command: str, script: bytes, folder: Path) -> list[str]:
    """Give a script to a command under strace; return what it opened outside its folder, and its connections."""
    path, log = folder / "a-b.md", folder / "trace"
    path.write_bytes(script)
    home = {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    calls = "trace=openat,open,creat,connect,rename,renameat,unlink,mkdir"
    subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            "-e",
            calls,
            "-o",
            log,
            sys.executable,
            "-m",
            "voiceguide",
            command,
            str(path),
            *COMMANDS[command],
        ],
        cwd=folder,
        env=os.environ | home | {"VOICEGUIDE_STORE": str(folder / "store"), "VOICEGUIDE_WORKERS": "2"},
        capture_output=True,
        check=False,
    )
    faults = []
    for line in log.read_text("utf-8", "replace").splitlines():
        name = re.search(r'\d+ +(\w+)\(.*?"([^"]*)"(.*)', line)
        if "connect(" in line and "AF_UNIX" not in line:
            faults.append(f"a connection: {line}")
        elif (
            name and name[2].startswith("/") and not name[2].startswith(str(folder)) and "ENOENT" not in line
        ):
            is_reading = name[1] in {"open", "openat"} and not WRITING.search(name[3])
            if name[2] != "/dev/null" and not (is_reading and name[2].startswith(ALLOWED_TO_READ)):
                faults.append(f"outside its folder: {line}")
    return faults


def try_script(name: str, commands: list[str], folder: Path) -> dict[str, tuple[Trial, float]]:
    """Return the trial of each command, and the seconds of a first one that had to speak."""
    trials = {}
    for command in commands:
        trial, speaking = run_command(command, source(name), folder), 0.0
        if command in {"show", "render"}:
            first, trial = trial, run_command(command, source(name), folder)
            speaking = first.seconds
            trial = replace(trial, megabytes=max(first.megabytes, trial.megabytes))
        trials[command] = trial, speaking
    return trials


def main() -> int:
    """Try the scripts, and print the figures; return 0 if all promises were kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every n-th script")
    parser.add_argument("--commands", nargs="+", default=list(COMMANDS))
    parser.add_argument("--trace", action="store_true", help="trace files and connections, measure nothing")
    options = parser.parse_args()
    names, broken = list(SCRIPTS)[:: options.every], 0
    worst = {command: [0.0, 0.0, 0.0] for command in options.commands}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            if options.trace:
                faults = {
                    command: traced_faults(command, source(name), Path(folder))
                    for command in options.commands
                }
            else:
                trials = try_script(name, options.commands, Path(folder))
                faults = {command: trial.broken_promises() for command, (trial, _) in trials.items()}
                for command, (trial, speaking) in trials.items():
                    figures = trial.seconds, trial.megabytes, speaking
                    worst[command] = [*map(max, worst[command], figures)]
        for command, command_faults in faults.items():
            broken += len(command_faults)
            for fault in command_faults:
                print(f"{command}, {name}: {fault}", flush=True)
    for command, (seconds, megabytes, speaking) in worst.items():
        if not options.trace:
            extra = f", and {speaking:.1f} s to speak" if speaking else ""
            print(f"{command:8} at most {seconds:.1f} s of CPU and {megabytes:.0f} MB{extra}")
    print(f"{len(names)} scripts, {len(names) * len(options.commands)} runs, {broken} broken promises")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
