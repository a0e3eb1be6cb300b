"""A sample of the faults that `python -m tests.faults` tries in full."""

from __future__ import annotations

import errno
import gc
import os
from typing import TYPE_CHECKING

import pytest

from tests.faults import remembered
from tests.faults.doors import CALLS, Fault, Mode
from tests.faults.scenarios import SCENARIOS_BY_NAME
from tests.faults.sweep import ERRORS, every_fault, spread
from tests.faults.trial import Bench
from tests.helpers import external_tools
from voiceguide.files import atomic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths and calls of POSIX")

WRITING_CALLS = ("write", "fsync", "rename", "unlink")
"""Calls of a command's last steps."""


@pytest.fixture(autouse=True)
def unfreeze() -> Iterator[None]:
    """Let objects be collected again that were frozen so that many collections are quick."""
    yield
    gc.unfreeze()


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("render mp3 with captions and page", 8),
        ("voices wav", 6),
        ("format", 6),
        ("set", 8),
        ("cache clear", 4),
    ],
)
def test_every_promise_is_kept_in_a_sample(name: str, count: int, tmp_path: Path) -> None:
    bench = Bench(SCENARIOS_BY_NAME[name], tmp_path / "bench")
    bench.prepare()
    faults = tuple(every_fault(bench.calls))
    last_steps = tuple(fault for fault in faults if fault.call in WRITING_CALLS)
    ends = tuple(fault for fault in faults if not fault.call)[-30:]
    chosen = (*spread(last_steps, count // 2), *spread(ends, count // 2))
    assert [one for fault in chosen for one in bench.run(fault)] == []


def test_every_call_is_failed_in_each_way() -> None:
    faults = list(every_fault(dict.fromkeys(CALLS, 2) | {"": 22}, every_error=True))
    assert len(set(faults)) == len(faults) == len(CALLS) * 2 * sum(map(len, ERRORS.values())) + 22 * 2
    assert spread(tuple(faults), 5)[-1] == faults[-1]


def test_variants_are_failed_from_the_first_change_on(tmp_path: Path) -> None:
    bench = Bench(SCENARIOS_BY_NAME["set"], tmp_path / "bench")
    bench.prepare()
    assert bench.first_change["mkdir"] == 1
    assert bench.first_change[""] < bench.calls[""]
    faults = list(every_fault(bench.calls, after=bench.first_change))
    kills = [fault for fault in faults if fault.mode is Mode.KILL]
    assert [fault.number for fault in kills] == list(range(bench.first_change[""] + 1, bench.calls[""] + 1))
    assert len(faults) == 4 * len(kills)


@pytest.mark.judge
def test_equal_samples_are_given_to_ffmpeg_once(tmp_path: Path) -> None:
    external_tools.require_program("ffmpeg")
    ffmpeg_runs = remembered.RememberedFFmpeg.results
    before = len(ffmpeg_runs)
    bench = Bench(SCENARIOS_BY_NAME["render flac"], tmp_path / "bench")
    with remembered.remember_pure_work():
        bench.prepare()
        counts = [len(ffmpeg_runs)]
        assert bench.run(Fault(Mode.KILL, bench.calls[""] - 2)) == []
        counts.append(len(ffmpeg_runs))
    assert counts == [before + 4, before + 4]  # two files were made, and each was decoded


def test_harness_detects_a_writer_that_is_not_atomic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(SCENARIOS_BY_NAME["voices mp3"], tmp_path / "bench")
    bench.prepare()
    kill = Fault(Mode.KILL, bench.calls[""])
    power_cut = [Fault(Mode.POWER_CUT, number) for number in range(bench.calls[""] - 3, bench.calls[""] + 1)]
    assert [one for fault in (kill, *power_cut) for one in bench.run(fault)] == []
    monkeypatch.setattr(atomic._NewFile, "finish", lambda new_file: new_file.file.flush())
    assert any("torn" in one for fault in power_cut for one in bench.run(fault))


def test_harness_detects_a_set_whose_words_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace_words_first(*files: atomic._NewFile) -> None:
        for new_file in reversed(files):
            new_file.rename()

    bench = Bench(SCENARIOS_BY_NAME["render mp3 with captions and page"], tmp_path / "bench")
    bench.prepare()
    faults = [Fault(Mode.ONCE, number, "rename", errno.EIO) for number in (2, 3)]
    monkeypatch.setattr(atomic, "_replace", replace_words_first)
    assert any("mixed set" in one for fault in faults for one in bench.run(fault))
