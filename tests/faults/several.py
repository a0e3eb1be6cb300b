"""Several commands at once, in six scenarios: `python -m tests.faults.several [ROUNDS]`.

Prints how often each scenario was tried, and every corrupt file, lost update, deadlock and untrue message.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.remembered import remember_pure_work
from tests.faults.scenarios import SCRIPT, SESSION, Scenario
from tests.faults.trial import Bench, forget_results
from tests.helpers import fork_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RENDER = ("render", "pause.md", "--voice", "silent")
TIMEOUT = 60


class Room:
    """Folder with the scripts above, in which commands run side by side."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in (("shrug.md", SCRIPT), ("pause.md", SESSION)):
            (folder / name).write_text(text, encoding="utf-8")
        self.environment = os.environ | {
            "VOICEGUIDE_STORE": str(folder / "store"),
            "VOICEGUIDE_PREFERENCES": str(folder / "preferences.toml"),
        }
        made = self.run(((*RENDER, "-o", "right.mp3", "--captions", "lrc"),))
        assert made[0][0] == 0, made
        self.right = {suffix: self.digest(f"right{suffix}") for suffix in (".mp3", ".lrc")}

    def digest(self, name: str) -> str:
        return hashlib.sha256((self.folder / name).read_bytes()).hexdigest()

    def run(self, commands: tuple[tuple[str, ...], ...], **variables: str) -> list[tuple[int, str]]:
        """Run commands side by side; return their exit codes and messages. A deadlock has the code -1."""
        files = [tempfile.TemporaryFile() for _ in commands]  # noqa: SIM115 - closed below
        processes = [
            self._start(command, file.fileno(), self.environment | variables)
            for command, file in zip(commands, files, strict=True)
        ]
        codes = _codes(processes, time.monotonic() + TIMEOUT)
        results = []
        for code, file in zip(codes, files, strict=True):
            file.seek(0)
            results.append((code, file.read().decode(errors="replace")))
            file.close()
        return results

    def _start(self, command: tuple[str, ...], stderr: int, environment: dict[str, str]) -> int:
        """Fork a process that has loaded voiceguide, so that all begin at once; return its number."""
        process = os.fork()
        if not process:
            with Path(os.devnull).open("r+b") as nothing:
                files = [os.dup(nothing.fileno()), os.dup(nothing.fileno()), os.dup(stderr)]
            fork_server.run_command(
                {"arguments": command, "cwd": str(self.folder), "env": environment}, files
            )
        return process

    def clear(self) -> None:
        shutil.rmtree(self.folder / "store", ignore_errors=True)

    def check(self, results: list[tuple[int, str]], *names: str) -> Iterator[str]:
        """Yield what is wrong with results, and with files that should equal the right ones."""
        for code, messages in results:
            if code or "Traceback" in messages or "cannot be written" in messages:
                yield f"exit code {code}: {messages}"
        for name in names:
            if self.digest(name) != self.right[Path(name).suffix]:
                yield f"{name} is wrong"
        yield from (f"left over: {path}" for path in self.folder.rglob(".voiceguide-*"))


def _codes(processes: list[int], deadline: float) -> list[int]:
    """Return the exit codes of processes; kill one that has not ended at the deadline, whose code is -1."""
    codes = []
    for process in processes:
        ended, status = os.waitpid(process, os.WNOHANG)
        while not ended and time.monotonic() < deadline:
            time.sleep(0.005)
            ended, status = os.waitpid(process, os.WNOHANG)
        if not ended:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        codes.append(os.waitstatus_to_exitcode(status) if ended else -1)
    return codes


def same_output(room: Room) -> Iterator[str]:
    """Three commands make one set of files, with an empty cache."""
    room.clear()
    command = (*RENDER, "-o", "same.mp3", "--captions", "lrc")
    yield from room.check(room.run((command,) * 3), "same.mp3", "same.lrc")


def one_cache(room: Room) -> Iterator[str]:
    """Three commands fill one empty cache."""
    room.clear()
    names = tuple(f"out{number}.mp3" for number in range(3))
    yield from room.check(room.run(tuple((*RENDER, "-o", name) for name in names)), *names)


def clear_while_rendering(room: Room) -> Iterator[str]:
    """The cache is cleared twice while two commands fill it."""
    room.clear()
    commands = ((*RENDER, "-o", "a.mp3"), ("cache", "clear"), (*RENDER, "-o", "b.mp3"), ("cache", "clear"))
    yield from room.check(room.run(commands), "a.mp3", "b.mp3")


def tiny_cache(room: Room) -> Iterator[str]:
    """Two commands share a cache that may keep nothing."""
    room.clear()
    commands = ((*RENDER, "-o", "a.mp3"), (*RENDER, "-o", "b.mp3"))
    yield from room.check(room.run(commands, VOICEGUIDE_STORE_MB="0"), "a.mp3", "b.mp3")


def preferences(room: Room) -> Iterator[str]:
    """Four commands remember a choice each; none may be lost."""
    (room.folder / "preferences.toml").unlink(missing_ok=True)
    choices = (("hold", "25s"), ("rounds", "2"), ("countdown", "5"), ("chime", "bell"))
    yield from room.check(room.run(tuple(("set", *choice) for choice in choices)))
    text = (room.folder / "preferences.toml").read_text("utf-8")
    yield from (f"{name} is lost: {text}" for name, _ in choices if f"{name} = " not in text)
    (room.folder / "preferences.toml").unlink()


def verify_while_rendering(room: Room) -> Iterator[str]:
    """The cache is verified and measured while two commands use it."""
    commands = ((*RENDER, "-o", "a.mp3"), ("cache", "verify"), ("cache", "info"), (*RENDER, "-o", "b.mp3"))
    yield from room.check(room.run(commands), "a.mp3", "b.mp3")


SCENARIOS: tuple[Callable[[Room], Iterator[str]], ...] = (
    *(same_output, one_cache, clear_while_rendering, tiny_cache, preferences, verify_while_rendering),
)


def main() -> int:
    """Try the scenarios, print the figures, and return 1 if a promise was broken."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    fork_server.load_modules()
    with remember_pure_work():
        root = Path(tempfile.mkdtemp()).resolve()
        bench = Bench(
            Scenario("render", " ".join((*RENDER, "-o", "right.mp3")), is_cold=True), root / "bench"
        )
        bench.prepare()  # computes once what needs no file, such as the sound of a cue
        shutil.rmtree(root)
        forget_results()
        all_problems = try_scenarios(rounds)
    sys.stdout.write(f"{len(SCENARIOS)} scenarios × {rounds} times: {all_problems} problems\n")
    return 1 if all_problems else 0


def try_scenarios(rounds: int) -> int:
    """Try each scenario, print its figures, and return the number of problems."""
    all_problems = 0
    folder = Path(tempfile.mkdtemp())  # not a TemporaryDirectory, which each forked process would remove
    try:
        room = Room(folder)
        for scenario in SCENARIOS:
            started = time.monotonic()
            problems = [problem for _ in range(rounds) for problem in scenario(room)]
            all_problems += len(problems)
            seconds = time.monotonic() - started
            sys.stdout.write(f"{rounds} × {scenario.__name__}: {len(problems)} problems, {seconds:.0f} s\n")
            sys.stdout.writelines(f"    {problem}\n" for problem in problems[:5])
            sys.stdout.flush()
    finally:
        shutil.rmtree(folder)
    return all_problems


if __name__ == "__main__":
    sys.exit(main())
