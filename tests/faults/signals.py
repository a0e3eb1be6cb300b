"""Signals at many moments of a command, from its first millisecond to its last: `python -m tests.faults.signals [N]`.

A moment is a part of the CPU time that the command's main thread takes, so that other load does not shift it; every
third signal comes up to 50 ms later, so that some come while it waits for a thread or a process.

The commands run in a terminal of their own, with a progress bar; SIGINT comes as Ctrl-C from its keyboard. A signal
that arrives while Python itself still starts, before the first line of voiceguide, is Python's: the process ends by
the signal, which a shell reports as 130, 143 or 129 too. Those moments are counted apart.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.scenarios import SCRIPT, SESSION
from tests.helpers.program import PROGRAM

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MAX_SECONDS = 1.0
"""Time within which a command must end."""

OLD = b"an old file of voiceguide"
UNCHANGED = "Stopped. Nothing was changed."
BEFORE_US = "while Python starts"
ALLOWED = {"stopped", "done before the signal", BEFORE_US}

_CONTROL_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\^C|\r")
_CTRL_C = b"\x03"
_POLL_SECONDS = 0.001
_MAX_DELAY = 0.05


@dataclass(frozen=True, slots=True)
class Command:
    """Command that replaces a sound, and writes companions beside it."""

    arguments: str
    output: str
    companions: tuple[str, ...] = ()
    is_cold: bool = False


COMMANDS = (
    Command("render pause.md --voice silent -o out.mp3 --captions lrc", "out.mp3", ("out.lrc",)),
    Command(
        "render pause.md --voice silent -o out.mp3 --captions lrc", "out.mp3", ("out.lrc",), is_cold=True
    ),
    Command("render pause.md --voice silent --music rain -o out.wav", "out.wav"),
    Command("render pause.md --voice silent -o out.m4a", "out.m4a"),
)
COMMANDS_WITHOUT_FFMPEG = COMMANDS[:3]


@dataclass(frozen=True, slots=True)
class Ending:
    """End of a command: its kind or what was wrong, and the seconds from the signal on.

    `own_seconds` leaves out the time in which its main thread waited for a processor, since others used them.
    """

    kind: str
    seconds: float
    own_seconds: float


class Terminal:
    """Pseudo-terminal in which one command runs, and all that it shows."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        self.attributes = termios.tcgetattr(self.slave)
        self._shown: list[bytes] = []
        self._reader = threading.Thread(target=self._read)

    def start(self, arguments: list[str], folder: Path) -> subprocess.Popen[bytes]:
        """Start a command whose controlling terminal is this one."""

        def take_terminal() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        process = subprocess.Popen(
            arguments,
            cwd=folder,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
            preexec_fn=take_terminal,  # noqa: PLW1509 - no other thread holds a lock
        )
        self._reader.start()
        return process

    def close(self) -> tuple[str, bool]:
        """Return what was shown, and whether the terminal is as it was."""
        is_restored = termios.tcgetattr(self.slave) == self.attributes
        os.close(self.slave)
        self._reader.join(5)
        os.close(self.master)
        shown = b"".join(self._shown).decode(errors="replace")
        return shown, is_restored and shown.count("\x1b[?25l") <= shown.count("\x1b[?25h")

    def _read(self) -> None:
        with suppress(OSError):  # of a terminal that nobody has open
            while data := os.read(self.master, 1 << 16):
                self._shown.append(data)


def try_moment(folder: Path, command: Command, number: int, nanoseconds: float, delay: float) -> Ending:
    """Send a signal some seconds after the main thread has taken some nanoseconds of CPU time."""
    (folder / command.output).write_bytes(OLD)
    for name in command.companions:
        (folder / name).unlink(missing_ok=True)
    terminal = Terminal()
    process = terminal.start([*PROGRAM, *command.arguments.split()], folder)
    while process.poll() is None and _scheduled(process.pid)[0] < nanoseconds:
        time.sleep(_POLL_SECONDS)
    time.sleep(delay)
    is_ours = _handles_signals(process.pid)
    if number == signal.SIGINT:
        os.write(terminal.master, _CTRL_C)
    else:
        process.send_signal(number)
    sent, queued = time.monotonic(), _scheduled(process.pid)[1]
    with suppress(ChildProcessError):  # it had ended before
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    elapsed = time.monotonic() - sent
    queued = _scheduled(process.pid)[1] - queued
    code = process.wait()
    shown, is_restored = terminal.close()
    kind = _judge(folder, command, number, code, shown, is_ours=is_ours)
    if not is_restored:
        kind = f"the terminal is not restored: {shown!r}"
    if _is_orphaned(process.pid):
        kind = f"an orphan is left: {kind}"
    return Ending(kind, elapsed, max(elapsed - queued / 1e9, 0.0))


def _is_orphaned(group: int) -> bool:
    """Return whether a process of a command lives on; one whose pipe was closed has MAX_SECONDS to end."""
    deadline = time.monotonic() + MAX_SECONDS
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(_POLL_SECONDS)
        return True
    return False


def _scheduled(pid: int) -> tuple[int, int]:
    """Return the nanoseconds for which a process's main thread had a processor, and for which it waited for one."""
    try:
        had, waited, _ = Path(f"/proc/{pid}/schedstat").read_text("utf-8").split()
        return int(had), int(waited)
    except (OSError, ValueError):  # it has ended
        return 0, 0


def _handles_signals(pid: int) -> bool:
    """Return whether a process has a handler for SIGTERM, as from voiceguide's first line on."""
    with suppress(OSError, ValueError, IndexError):
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
        caught = int(status.partition("SigCgt:")[2].split()[0], 16)
        return bool(caught >> (signal.SIGTERM - 1) & 1)
    return False


def _judge(folder: Path, command: Command, number: int, code: int, shown: str, *, is_ours: bool) -> str:  # noqa: PLR0913
    is_old = (folder / command.output).read_bytes() == OLD
    has_companions = [(folder / name).exists() for name in command.companions]
    lines = [line for line in _CONTROL_CODES.sub("\n", shown).splitlines() if line.strip()]
    is_done = code == 0 and not is_old and all(has_companions)
    if not is_ours and (is_done or is_old) and code != 128 + number:  # Python may even lose the signal
        return BEFORE_US
    if is_done:
        return "done before the signal"
    if code != 128 + number:
        return f"exit code {code}: {shown!r}"
    changed = ", ".join((command.output, *command.companions))
    expected = UNCHANGED if is_old else f"Stopped. Changed before that: {changed}."
    sentences = [line for line in lines if line.startswith("Stopped.")]
    if sentences != [expected] or "Traceback" in shown or any(has == is_old for has in has_companions):
        return f"untrue: old {is_old}, companions {has_companions}: {shown!r}"
    return "stopped"


def try_moments(folder: Path, count: int) -> tuple[Counter[str], Ending, list[float]]:
    """Try moments evenly over each command; return the endings, the slowest end, and the commands' seconds of CPU."""
    commands = COMMANDS if shutil.which("ffmpeg") else COMMANDS_WITHOUT_FFMPEG
    endings: Counter[str] = Counter()
    slowest, lengths, chance = Ending("", 0.0, 0.0), [], random.Random(1)
    for command in commands:
        length = _cpu_length(folder, command)
        lengths.append(length / 1e9)
        each = -(-count // len(commands))
        for index in chance.sample(range(each), each):  # so that load is not taken for a moment's
            if command.is_cold:
                shutil.rmtree(folder / "store", ignore_errors=True)
            delay = chance.uniform(0, _MAX_DELAY) if index // len(SIGNALS) % 3 == 0 else 0
            ending = try_moment(folder, command, SIGNALS[index % len(SIGNALS)], length * index / each, delay)
            endings[ending.kind] += 1
            if ending.kind != BEFORE_US:
                slowest = max(slowest, ending, key=lambda one: one.own_seconds)
    return endings, slowest, lengths


def _cpu_length(folder: Path, command: Command) -> int:
    """Return the nanoseconds of CPU time that the main thread takes from the start to the end."""
    arguments = [*PROGRAM, *command.arguments.split()]
    subprocess.run([*arguments, "--force"], cwd=folder, check=True, capture_output=True)
    if command.is_cold:
        shutil.rmtree(folder / "store")
    longest = 0
    terminal = Terminal()
    process = terminal.start(arguments, folder)
    while process.poll() is None:
        longest = max(longest, _scheduled(process.pid)[0])
        time.sleep(_POLL_SECONDS)
    shown, _ = terminal.close()
    if process.returncode:
        raise RuntimeError(f"{command.arguments} failed: {shown}")
    return longest


def main() -> int:
    """Try the moments, print how they ended, and return 1 if a promise was broken."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "shrug.md").write_text(SCRIPT, encoding="utf-8")
        (folder / "pause.md").write_text(SESSION, encoding="utf-8")
        (folder / "tmp").mkdir()
        os.environ.update(
            {
                "VOICEGUIDE_STORE": str(folder / "store"),
                "VOICEGUIDE_PREFERENCES": str(folder / "none"),
                "TMPDIR": str(folder / "tmp"),
                "TERM": "xterm",
            }
        )
        endings, slowest, lengths = try_moments(folder, count)
        strays = [
            path.name
            for place in (folder.rglob(".voiceguide-*"), (folder / "tmp").iterdir())
            for path in place
        ]
    broken = sum(times for kind, times in endings.items() if kind not in ALLOWED)
    for kind, times in endings.most_common():
        sys.stdout.write(f"{times:5} {kind}\n")
    sys.stdout.write(
        f"{len(lengths)} commands of {min(lengths):.2f} to {max(lengths):.2f} s of CPU, left over: {strays}\n"
    )
    sys.stdout.write(
        f"{endings.total()} signals: {endings['stopped']} stopped a command, "
        f"{endings['done before the signal']} came after its end, "
        f"{endings[BEFORE_US]} while Python started, "
        f"{broken} broken promises; the slowest end after {slowest.own_seconds:.2f} s "
        f"({slowest.seconds:.2f} s with the wait for a processor)\n"
    )
    return 1 if broken or strays or slowest.own_seconds > MAX_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
