"""A batch makes the bytes that `render` makes, each cue once, and continues after whatever ended it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest

from tests.helpers.program import run_program
from voiceguide.errors import FileError, RequestError, ScriptError, VoiceguideError
from voiceguide.export.batch.batch import Batch, BatchResult, plan_jobs
from voiceguide.export.batch.destination import WORK_FOLDER
from voiceguide.export.batch.execution import InlineExecutor, Task
from voiceguide.export.batch.executors import open_executor
from voiceguide.export.batch.jobs import Workplace
from voiceguide.export.batch.manifest import MANIFEST_NAMES
from voiceguide.export.batch.orders import read_orders
from voiceguide.export.batch.processes import ProcessExecutor
from voiceguide.export.batch.table import parse_table
from voiceguide.export.batch.tasks import ClipTask, WriteTask
from voiceguide.export.programme import render_programme
from voiceguide.plan.schedule import Listener
from voiceguide.script.library import open_library
from voiceguide.script.programme_library import find_programme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from voiceguide.export.batch.execution import Executor

_Result = TypeVar("_Result")

MONDAY = date(2027, 1, 4)
PEOPLE = """name,session,programme,minutes,level,voice
Anna Berg,two-minutes,,,gentle,silent
Åsa Öz,desk-break,,5,,silent
Bo,two-minutes,,,strong,silent
Cy,,month,,,silent
"""
MONTH = """---
title: A week
---

> Not after an operation.

## Week 1

- Monday and Friday: two-minutes
- Tuesday: desk-break

## Rules

Go on. (Convention)
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "month.md").write_text(MONTH, encoding="utf-8")
    return folder


class CountingExecutor(InlineExecutor):
    """Executor that notes the tasks that it runs, and fails before one of them."""

    def __init__(self, fails_before: int = -1) -> None:
        self.tasks: list[object] = []
        self.fails_before = fails_before

    def run_all(self, tasks: Iterable[Task[_Result]]) -> Iterator[_Result]:
        """Yield the result of each task."""
        for task in tasks:
            if len(self.tasks) == self.fails_before:
                raise VoiceguideError("stopped")
            self.tasks.append(task)
            yield task.run()


def make(
    scripts: Path, text: str = PEOPLE, executor: Executor | None = None, cache: str = "", **options: bool
) -> BatchResult:
    return open_batch(scripts, text, executor, cache).run(**options)


def open_batch(scripts: Path, text: str = PEOPLE, executor: Executor | None = None, cache: str = "") -> Batch:
    table = parse_table(text, "people.csv")
    workplace = Workplace(str(scripts.parent / "out"), str(scripts), cache)
    jobs = plan_jobs(read_orders(table, scripts, MONDAY), workplace)
    return Batch(table, jobs, workplace, executor or InlineExecutor())


def contents(folder: Path) -> dict[str, bytes]:
    """Return the content of each file in a folder and its folders, except the journal."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and WORK_FOLDER not in path.parts
    }


def test_each_file_is_what_render_makes(scripts: Path, tmp_path: Path) -> None:
    result = make(scripts)
    files = contents(tmp_path / "out")
    assert result.file_count == result.written_count == 8
    for name, *choices in (
        ("anna-berg-two-minutes.mp3", "two-minutes", "--level", "gentle"),
        ("asa-oz-desk-break.mp3", "desk-break", "--minutes", "5"),
        ("bo-two-minutes.mp3", "two-minutes", "--level", "strong"),
    ):
        done = run_program("render", *choices, "--voice", "silent", "-o", tmp_path / "one.mp3", "--force")
        assert done.returncode == 0, done.stderr
        assert files.pop(name) == (tmp_path / "one.mp3").read_bytes()
    programme, library = find_programme("month", open_library(scripts))
    folder = tmp_path / "month"
    render_programme(programme, library, Listener({"voice": ("silent",)}, scripts), MONDAY, folder)
    assert {name.removeprefix("cy-month/"): data for name, data in files.items() if "/" in name} == contents(
        folder
    )


def test_the_manifest_lists_each_file(scripts: Path, tmp_path: Path) -> None:
    result = make(scripts)
    files = contents(tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO(files.pop("manifest.csv").decode("utf-8-sig"))))
    entries = json.loads(files.pop("manifest.json"))
    assert [row["file"] for row in rows] == [entry["file"] for entry in entries]
    assert {row["file"]: row["sha256"] for row in rows} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }
    assert sum(int(row["size"]) for row in rows) == result.size == sum(map(len, files.values()))
    assert (rows[1]["name"], rows[1]["choices"], rows[1]["length"]) == (
        "Åsa Öz",
        "minutes 5, voice silent",
        "5:00",
    )
    assert entries[1]["length"] == 300


def test_each_cue_is_made_once_and_before_any_file(scripts: Path, tmp_path: Path) -> None:
    executor = CountingExecutor()
    make(scripts, executor=executor, cache=str(tmp_path / "cache"))
    sounds = [sound for task in executor.tasks if isinstance(task, ClipTask) for sound in task.sounds]
    assert len(sounds) == len(set(sounds)) > 20
    kinds = [type(task) for task in executor.tasks]
    assert WriteTask not in kinds[: len(kinds) - kinds[::-1].index(ClipTask)]


def test_the_same_call_makes_nothing_again(scripts: Path, tmp_path: Path) -> None:
    make(scripts)
    out = tmp_path / "out"
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*.mp3")}
    assert make(scripts).written_count == 0
    (out / "bo-two-minutes.mp3").unlink()
    (out / "anna-berg-two-minutes.mp3").write_bytes(b"short")
    other_length = PEOPLE.replace("desk-break,,5", "desk-break,,6")
    assert make(scripts, other_length).written_count == 3
    changed = {path.name for path, time in times.items() if path.stat().st_mtime_ns != time}
    assert changed == {"bo-two-minutes.mp3", "anna-berg-two-minutes.mp3", "asa-oz-desk-break.mp3"}


def test_only_a_hash_finds_damage_of_equal_size(scripts: Path, tmp_path: Path) -> None:
    make(scripts)
    path = tmp_path / "out" / "bo-two-minutes.mp3"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert make(scripts).written_count == 0
    assert make(scripts, verify=True).written_count == 1
    assert path.read_bytes() == whole


def test_a_batch_continues_after_a_failure_at_any_task(scripts: Path, tmp_path: Path) -> None:
    make(scripts)
    whole = contents(tmp_path / "out")
    executor = CountingExecutor()
    (tmp_path / "out").rename(tmp_path / "whole")
    make(scripts, executor=executor)
    (tmp_path / "out").rename(tmp_path / "whole again")
    written = 0
    for number in range(len(executor.tasks)):
        with pytest.raises(VoiceguideError, match="stopped"):
            make(scripts, executor=CountingExecutor(number))
        made = contents(tmp_path / "out")
        assert made.items() <= whole.items()
        assert len(made) >= written, "a file that was done was lost"
        written = len(made)
    assert make(scripts).written_count == len(whole) - len(MANIFEST_NAMES) - written
    assert contents(tmp_path / "out") == whole


def test_nothing_is_written_if_a_length_is_out_of_reach(scripts: Path, tmp_path: Path) -> None:
    text = PEOPLE + "Di,two-minutes,,55,,silent\nEd,two-minutes,,3,,silent\n"
    with pytest.raises(ScriptError) as caught:
        make(scripts, text)
    (problem,) = caught.value.problems
    assert str(problem).startswith("people.csv:6:4: Opening up cannot last 55:00")
    assert not (tmp_path / "out").exists()


def test_a_dry_run_writes_and_speaks_nothing(scripts: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    estimated = open_batch(scripts, cache=str(cache)).estimate()
    assert not cache.exists()
    assert not (tmp_path / "out").exists()
    made = make(scripts, cache=str(cache))
    assert estimated.is_estimate
    assert estimated.file_count == made.file_count
    assert estimated.size == pytest.approx(made.size, rel=0.1)
    exact = open_batch(scripts, cache=str(cache)).estimate()
    assert (exact.length, exact.size, exact.is_estimate) == (made.length, made.size, False)


@pytest.mark.parametrize("name", ["bo-two-minutes.mp3", "manifest.csv"])
def test_a_file_of_somebody_else_is_not_replaced(name: str, scripts: Path, tmp_path: Path) -> None:
    path = tmp_path / "out" / name
    path.parent.mkdir()
    path.write_bytes(b"mine")
    with pytest.raises(RequestError, match=f"{name} is there already"):
        make(scripts)
    assert contents(tmp_path / "out") == {name: b"mine"}
    make(scripts, force=True)
    assert path.read_bytes() != b"mine"


def test_a_place_that_cannot_be_written_is_told(scripts: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(FileError, match="cannot be written"):
        make(scripts)


def test_a_damaged_journal_costs_only_time(scripts: Path, tmp_path: Path) -> None:
    make(scripts)
    whole = contents(tmp_path / "out")
    (journal,) = (tmp_path / "out" / WORK_FOLDER).iterdir()
    journal.write_bytes(b'{"name": 1}\n\xff\n' + journal.read_bytes()[:200])
    assert make(scripts).written_count == 8
    assert contents(tmp_path / "out") == whole


class _EndingTask:
    """Task whose process ends the first time."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def run(self) -> str:
        """Return a name, or end the process."""
        if not self.mark.exists():
            self.mark.touch()
            os._exit(1)
        return self.mark.name


def test_tasks_of_a_worker_that_ends_run_again(tmp_path: Path) -> None:
    executor = ProcessExecutor(2)
    try:
        names = executor.run_all(_EndingTask(tmp_path / str(number)) for number in range(3))
        assert sorted(names) == ["0", "1", "2"]
    finally:
        executor.close()


class _FatalTask:
    """Task whose process always ends."""

    def run(self) -> None:
        """End the process."""
        os._exit(1)


def test_a_task_that_ends_its_worker_again_and_again_is_told() -> None:
    with pytest.raises(VoiceguideError, match="A worker ended"), open_executor(2) as executor:
        list(executor.run_all([_FatalTask()]))


def test_workers_end_with_a_batch_that_is_killed(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    names = "".join(f"P{number},two-minutes,silent\n" for number in range(60))
    table.write_text(f"name,session,voice\n{names}", encoding="utf-8")
    command = [sys.executable, "-m", "voiceguide", "batch", str(table), "--out", str(tmp_path / "out")]
    batch = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.DEVNULL, start_new_session=True)
    while not list((tmp_path / "out").glob("*.mp3")):
        time.sleep(0.02)
        assert batch.poll() is None or list((tmp_path / "out").glob("*.mp3"))
    batch.send_signal(signal.SIGKILL)
    batch.wait()
    deadline = time.monotonic() + 10
    while _group_lives(batch.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _group_lives(batch.pid)
    (session,) = {path.read_bytes() for path in (tmp_path / "out").glob("*.mp3")}
    done = run_program(*command[3:])
    assert done.returncode == 0, done.stderr
    files = contents(tmp_path / "out")
    assert len(files) == 60 + len(MANIFEST_NAMES)
    assert {data for name, data in files.items() if name.endswith(".mp3")} == {session}


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_command_reports_as_json(scripts: Path, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("name,session,voice\nAnna,two-minutes,silent\n", encoding="utf-8")
    done = run_program("batch", table, "--out", "out", "--json", "--scripts", scripts, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events[-1] == {
        "event": "end",
        "files": 1,
        "written": 1,
        "estimate": False,
        "bytes": (tmp_path / "out" / "anna-two-minutes.mp3").stat().st_size,
        "seconds": events[-1]["seconds"],
    }
    assert {event["event"] for event in events} >= {"check", "write", "end"}
    assert b"manifest.csv lists them." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--workers", "2", "--cluster", "tcp://127.0.0.1:1"), b"give one of them"),
        (("--out", "nothing://x"), b"nothing://x"),
        (("--cluster", "tcp://127.0.0.1:1"), b""),
    ],
)
def test_a_bad_request_is_told(arguments: tuple[str, ...], message: bytes, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("name,session,voice\nAnna,two-minutes,silent\n", encoding="utf-8")
    done = run_program("batch", table, "--out", "out", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "out").exists()
