"""A command tried with one fault: what it said and left, and every promise that it broke."""

from __future__ import annotations

import gc
import gzip
import io
import json
import os
import re
import shutil
import sys
import tarfile
import tempfile
import threading
import traceback
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.faults import doors
from tests.faults.doors import Fault, Killed, Mode
from tests.faults.scenarios import (
    HANDOUT,
    PEOPLE,
    PREFERENCES,
    PROGRAMME,
    SCRIPT,
    SESSION,
    SHORT_SCRIPT,
    Scenario,
)
from voiceguide.cli import main as command_line
from voiceguide.files import atomic
from voiceguide.files.temporary import is_temporary

if TYPE_CHECKING:
    from collections.abc import Iterator

State = dict[str, bytes | None]
"""Content of each file below a folder, None for a folder."""

IGNORED_NAMES = ("preferences.toml.lock",)
"""Lock that the library filelock leaves in place on purpose."""

_SITE_FILES = ".voiceguide-site.json"
"""List that names the files of both sites while one replaces the other."""

_OTHERWISE_NUMBERED = re.compile(r"^store/v\d+/[0-9a-f]{2}/[0-9a-f]{62}$|/\.voiceguide-batch/\d+\.jsonl$")
"""Entries of the cache, and parts of a batch's journal."""

_KEPT_CACHES = {"_code_version", "default_engine", "installed_version"}
_KEPT_PACKAGES = (
    *("language.", "score.", "audio.filters", "audio.music_beds", "views.cover", "script.grammar"),
    *("script.markdown", "script.cue_marks", "checks.estimate", "checks.warnings"),
)
"""Functions whose results do not depend on a folder under test, and take long."""


@dataclass
class Outcome:
    """Result of one run."""

    code: int | None
    """Exit code; None if it was killed."""
    output: str
    messages: str
    calls: dict[str, int]
    first_change: dict[str, int]
    """Numbers of calls up to the first that changes something."""
    first_write: int
    happened: bool
    last_call: str
    crash: str = ""
    """Traceback of an exception that is not reported to a person."""


@dataclass
class Bench:
    """Folder in which one scenario is tried again and again from the same state."""

    scenario: Scenario
    root: Path
    before: State = field(default_factory=dict)
    after: State = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    first_change: dict[str, int] = field(default_factory=dict)
    first_write: int = 0
    code: int | None = 0
    is_restored: bool = False
    """True if the folder is known to be as before the command."""

    def prepare(self) -> None:
        """Make the state before the command, and record the state after an undisturbed run."""
        shutil.rmtree(self.root, ignore_errors=True)
        for folder in (
            "work/scripts/techniques",
            "work/scripts/sessions",
            "work/scripts/programmes",
            "tmp",
            "home",
        ):
            (self.root / folder).mkdir(parents=True)
        work = self.root / "work"
        (work / "shrug.md").write_text(SCRIPT, encoding="utf-8")
        (work / "scripts/techniques/lift.md").write_text(SCRIPT, encoding="utf-8")
        (work / "pause.md").write_text(SESSION, encoding="utf-8")
        (work / "reach.md").write_text(SHORT_SCRIPT, encoding="utf-8")
        (work / "preferences.toml").write_text(PREFERENCES, encoding="utf-8")
        (work / "scripts/sessions/brief.md").write_text(SESSION.replace("shrug", "lift"), encoding="utf-8")
        (work / "scripts/programmes/days.md").write_text(PROGRAMME, encoding="utf-8")
        (work / "people.csv").write_text(PEOPLE, encoding="utf-8")
        (work / "handout.txt").write_text(HANDOUT, encoding="utf-8")
        (work / "runtime.tgz").write_bytes(RUNTIME)
        for command in self.scenario.before:
            self._run_cleanly(command)
        if not self.scenario.is_cold:
            kept = snapshot(self.root)
            self._run_cleanly(self.scenario.command)
            warm = snapshot(self.root)
            self._restore(kept | {name: data for name, data in warm.items() if name.startswith("store")})
        else:
            shutil.rmtree(self.root / "store", ignore_errors=True)
        self.before = snapshot(self.root)
        undisturbed = self._run_cleanly(self.scenario.command)
        self.calls, self.first_change, self.code = (
            undisturbed.calls,
            undisturbed.first_change,
            undisturbed.code,
        )
        self.after = snapshot(self.root)
        gc.collect()
        gc.freeze()  # so that the collection after each run is quick

    def run(self, fault: Fault) -> list[str]:
        """Try the command with a fault, then without; return what was broken. Nothing if the fault did not happen."""
        if not self.is_restored:
            self._restore(self.before)
        outcome = run_command(self.scenario.command, self.root, fault)
        state = snapshot(self.root)
        self.is_restored = state == self.before
        if not outcome.happened:
            return []
        broken = [
            f"{self.scenario.name}: {fault} ({outcome.last_call}): {one}"
            for one in self._judge(outcome, state, fault)
        ]
        if self.is_restored:  # then the next run is the undisturbed one
            return broken
        again = run_command(self.scenario.command, self.root, doors.NO_FAULT)
        if self._is_done_once and outcome.code == again.code == 2:
            return broken
        state = snapshot(self.root)
        if (again.code != self.code or again.crash) and not self._completed(state):
            broken.append(f"{self.scenario.name}: {fault}: the next run fails: {again.messages}{again.crash}")
        elif differences := _differences(state, self.after):
            broken.append(f"{self.scenario.name}: {fault} ({outcome.last_call}): next run: {differences}")
        return broken

    @property
    def _is_done_once(self) -> bool:
        return self.scenario.name in {"new", "adopt", "compose, saved", "unset"}

    def _completed(self, state: State) -> bool:
        """Return whether a command that can be done only once, such as `new`, was done before the fault."""
        return self._is_done_once and not _differences(state, self.after)

    @property
    def _targets(self) -> list[str]:
        """Files that the command replaces: those that are named, and those of its folder."""
        folder = f"work/{self.scenario.folder}/"
        files = {
            name for state in (self.before, self.after) for name, data in state.items() if data is not None
        }
        in_folder = sorted(name for name in files if self.scenario.folder and name.startswith(folder))
        return [*(f"work/{target}" for target in self.scenario.targets), *in_folder]

    def _judge(self, outcome: Outcome, state: State, fault: Fault) -> Iterator[str]:
        if outcome.crash:
            yield f"traceback: {outcome.crash}"
        names = self._targets
        generations = set()
        for name in names:
            data = state.get(name)
            if data == self.after.get(name) and (data is None or data == self.before.get(name)):
                continue
            if name.endswith(_SITE_FILES) and data:
                json.loads(data)
            elif name not in state:
                generations.add("none")
            elif data == self.after.get(name):
                generations.add("new")
            elif data == self.before.get(name):
                generations.add("old")
            else:
                yield f"{name} is torn ({len(data or b'')} bytes)"
        if self.scenario.folder:
            yield from self._judge_site(state)
            generations = set() if outcome.code else generations
        else:
            yield from self._judge_set(state, names, generations, fault)
        if outcome.code is not None:
            yield from self._judge_report(outcome, state, generations, fault)

    def _judge_set(
        self, state: State, names: list[str], generations: set[str], fault: Fault
    ) -> Iterator[str]:
        if {"new", "old"} <= generations:
            yield f"mixed set: {[(name, state.get(name) == self.after[name]) for name in names]}"
        if names and fault.mode in (Mode.KILL, Mode.POWER_CUT) and "none" in generations:
            main = state.get(names[0])
            if names[0] in self.before and main is None:
                yield f"{names[0]} is lost"

    def _judge_site(self, state: State) -> Iterator[str]:
        """Yield what a page lacks that is the old one, or the new one: its name carries the hash of each file."""
        index = state.get(f"work/{self.scenario.folder}/index.html")
        worker = state.get(f"work/{self.scenario.folder}/sw.js")
        if index and (index, worker) == (
            self.before.get(f"work/{self.scenario.folder}/index.html"),
            self.after.get(f"work/{self.scenario.folder}/sw.js"),
        ):
            yield "a phone would keep the old page under the new version"
        for expected in (self.before, self.after):
            if index and index == expected.get(f"work/{self.scenario.folder}/index.html"):
                prefix = f"work/{self.scenario.folder}/files/"
                names = [
                    name for name in expected if name.startswith(prefix) and state.get(name) != expected[name]
                ]
                if names and self.before != self.after:
                    yield f"the page lacks {names}"

    def _judge_report(
        self, outcome: Outcome, state: State, generations: set[str], fault: Fault
    ) -> Iterator[str]:
        if outcome.code not in (0, 1, 2):
            yield f"exit code {outcome.code}"
        if "Traceback" in outcome.messages or "Exception ignored" in outcome.messages:
            yield f"traceback among the messages: {outcome.messages}"
        if outcome.code == 0 and generations - {"new"}:
            yield f"success was reported, and the files are {generations}: {outcome.messages}"
        if outcome.code and outcome.code != self.code and not outcome.messages.strip():
            yield "it failed without a message"
        if outcome.code and "new" in generations and not _says_written(outcome.messages):
            yield f"the new file is there, and the message does not say so: {outcome.messages}"
        if (
            outcome.code
            and generations == {"none"}
            and any(f"work/{t}" in self.before for t in self.scenario.targets)
        ):
            yield f"the old files are gone: {outcome.messages}"
        strays = [name for name in state if is_temporary(Path(name).name)]
        if (
            strays and outcome.code == 0 and fault.mode is not Mode.FROM_THEN_ON
        ):  # then removing them fails too
            yield f"left over: {strays}"

    def _run_cleanly(self, command: str) -> Outcome:
        outcome = run_command(command, self.root, doors.NO_FAULT)
        assert outcome.code == 0 or self.scenario.name == "doctor", (command, outcome)
        return outcome

    def _restore(self, state: State) -> None:
        present = snapshot(self.root)
        for name, data in present.items():
            if name not in state and data is not None:
                (self.root / name).unlink()
        for name, data in present.items():
            if name not in state and data is None:
                shutil.rmtree(self.root / name, ignore_errors=True)
        for name, data in sorted(state.items()):
            path = self.root / name
            if data is None:
                path.mkdir(parents=True, exist_ok=True)
            elif present.get(name) != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


def _runtime_archive() -> bytes:
    """Return an archive with files of no content in place of the page's runtime."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name in (
            "pyodide.mjs",
            "pyodide.asm.mjs",
            "pyodide.asm.wasm",
            "python_stdlib.zip",
            "pyodide-lock.json",
        ):
            archive.addfile(tarfile.TarInfo(f"package/{name}"))
    return gzip.compress(file.getvalue(), mtime=0)


RUNTIME = _runtime_archive()


def _says_written(messages: str) -> bool:
    return any(words in messages for words in ("is written", "is drawn", "Changed before", "is formatted"))


def snapshot(root: Path) -> State:
    """Return the content of everything below a folder, except locks."""
    state: State = {}
    folders = [str(root)]
    while folders:
        with os.scandir(folders.pop()) as items:
            for item in items:
                if item.name in IGNORED_NAMES:
                    continue
                is_folder = item.is_dir(follow_symlinks=False)
                state[item.path[len(str(root)) + 1 :]] = None if is_folder else _content(item)
                if is_folder:
                    folders.append(item.path)
    return state


_contents: dict[str, tuple[tuple[int, ...], bytes]] = {}
"""Content of each file that was read, with what changes when it is written."""


def _content(item: os.DirEntry[str]) -> bytes:
    status = item.stat()
    version = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    known, data = _contents.get(item.path, ((), b""))
    if known != version:
        data = Path(item.path).read_bytes()
        _contents[item.path] = version, data
    return data


def _differences(state: State, expected: State) -> str:
    """Return how a state differs from an expected one: strays, missing and other files. Empty folders are no matter."""
    # A cache may have other entries too, such as one for a library of which a part could not be read; a batch that goes
    # on counts its journal's parts on.
    extra = sorted(
        name
        for name, data in state.items()
        if name not in expected and data is not None and not _OTHERWISE_NUMBERED.search(name)
    )
    missing = sorted(
        name
        for name, data in expected.items()
        if name not in state and data is not None and not _OTHERWISE_NUMBERED.search(name)
    )
    other = sorted(name for name, data in expected.items() if name in state and state[name] != data)
    parts = (
        f"{label} {names}"
        for label, names in (("left", extra), ("missing", missing), ("other", other))
        if names
    )
    return ", ".join(parts)


@contextmanager
def _environment(root: Path) -> Iterator[None]:
    """Point every folder of the user into `root`, and make it the working folder."""
    from voiceguide.share.site import runtime

    variables = {
        "VOICEGUIDE_STORE": str(root / "store"),
        "VOICEGUIDE_SCRIPTS": str(root / "work/scripts"),
        "VOICEGUIDE_PREFERENCES": str(root / "work/preferences.toml"),
        "VOICEGUIDE_WORKERS": "1",
        "TMPDIR": str(root / "tmp"),
        "HOME": str(root / "home"),
    }
    saved, folder, temporary_dir = dict(os.environ), Path.cwd(), tempfile.tempdir
    integrity, runtime.INTEGRITY = runtime.INTEGRITY, runtime.integrity_of(RUNTIME)
    os.environ.update(variables)
    tempfile.tempdir = str(root / "tmp")
    os.chdir(root / "work")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(saved)
        tempfile.tempdir = temporary_dir
        runtime.INTEGRITY = integrity
        os.chdir(folder)


def run_command(command: str, root: Path, fault: Fault) -> Outcome:
    """Run a command in this process, in the folder `root`, with a fault."""
    forget_results()
    output, messages = io.StringIO(), io.StringIO()
    code, crash = None, ""
    unraisable: list[str] = []
    with _environment(root), doors.faulty_doors(root, fault) as door_counts:
        sys.unraisablehook = lambda hook: unraisable.append(
            "".join(traceback.format_exception(hook.exc_value))
        )
        try:
            with redirect_stdout(output), redirect_stderr(messages):
                code = command_line.run_command(command.split())
        except Killed:
            pass
        except BaseException:  # noqa: BLE001 - an exception that would end the program is what is looked for
            crash = traceback.format_exc()
        _end_threads()
        gc.collect()
    crash += "".join(text for text in unraisable if not door_counts.is_dead)
    if door_counts.is_dead:
        code, crash = None, ""
    return Outcome(
        code,
        output.getvalue(),
        messages.getvalue(),
        door_counts.counts,
        door_counts.first_change,
        door_counts.first_write,
        door_counts.happened,
        door_counts.last_call,
        crash,
    )


def _end_threads() -> None:
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and thread.name in ("worker", "background"):
            thread.join(5)


def forget_results() -> None:
    """Forget what functions have remembered, as a new process would."""
    atomic._changes.clear()
    for name, module in tuple(sys.modules.items()):
        package = name.removeprefix("voiceguide.")
        if package != name and not package.startswith(_KEPT_PACKAGES):
            for member in vars(module).values():
                clear: Any = getattr(member, "cache_clear", None)
                if clear and getattr(member, "__name__", "") not in _KEPT_CACHES:
                    clear()
