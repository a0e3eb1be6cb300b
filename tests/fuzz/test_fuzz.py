"""The properties that `python -m tests.fuzz` checks, on a few fixed inputs."""

from __future__ import annotations

import functools
import gc
import os
import re
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, event, given, settings

from tests.fuzz import __main__ as command
from tests.fuzz import collector, target
from tests.fuzz.collector import HANG_FAULT, FaultCollector, fault_name, minimise
from tests.fuzz.corpus import GOOD_INPUTS, HEADER_BYTES
from tests.fuzz.random_inputs import INPUTS
from tests.fuzz.target import HangError, process_input

if TYPE_CHECKING:
    from pathlib import Path

_MAX_EXAMPLES = 1_500 if os.environ.get("CI") else 250
"""Number of inputs: about 8 s of CPU, or 1.5 s."""

_MAX_LEAK_BYTES = 2_000
"""Bytes that an input may leave in memory; the model of the smallest script has more."""


@settings(max_examples=_MAX_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(INPUTS)
def test_any_input_gives_a_timeline_or_a_request_error(data: bytes) -> None:
    event(process_input(data))


def test_memory_is_freed_after_scripts_are_processed() -> None:
    scripts = GOOD_INPUTS[30::40]
    sizes = []
    for title in (b"One", b"Two", b"Three"):  # else what is read a second time may come out of a cache
        for data in scripts:
            process_input(data.replace(b"title: ", b"title: %b " % title))
        if not tracemalloc.is_tracing():
            tracemalloc.start()
        sizes.append(_memory_in_use())
    tracemalloc.stop()
    assert sizes[2] - sizes[1] < _MAX_LEAK_BYTES * len(scripts)


def _memory_in_use() -> int:
    """Return the bytes in use, except those kept by bounded caches."""
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper) and thing.cache_parameters()["maxsize"]:
            thing.cache_clear()
    re.purge()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no clock that stops a program after so much CPU")
def test_input_raises_hang_error_when_cpu_limit_is_exceeded(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(*_: object) -> None:
        end = time.process_time() + 60
        while time.process_time() < end:
            pass

    monkeypatch.setattr(target, "CPU_LIMIT", 0.01)
    monkeypatch.setattr(target, "format_source", forever)
    with pytest.raises(HangError) as caught:
        process_input(GOOD_INPUTS[-1])
    assert fault_name(caught.value) == HANG_FAULT


def test_collector_saves_smallest_input_of_each_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def survives(data: bytes) -> str:
        return "heard" if data.count(b"{") < 2 else str({}["{"])  # type: ignore[index]  # a fault

    monkeypatch.setattr(collector, "process_input", survives)
    collect = FaultCollector(tmp_path)
    for data in (b"fine", b"bad { { {", b"bad {{", b"worse {{{{"):
        collect(data)
    (path,) = tmp_path.iterdir()
    assert path.name == "KeyError-test_fuzz-survives"
    assert path.read_bytes() == b"bad {{"
    assert minimise(path.read_bytes(), path.name, 60) == b"{{"
    assert collect.outcomes == {"heard": 1, "found": 3}
    assert minimise(b"bad {{", "TypeError-elsewhere", 60) == b"bad {{"


def test_command_exits_2_when_atheris_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fuzz"])
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    assert command.main() == 2
    assert "pip install" in capsys.readouterr().out


def test_command_replays_input_when_given_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "input"
    path.write_bytes(bytes(HEADER_BYTES) + b"no script")
    monkeypatch.setattr("sys.argv", ["fuzz", str(path)])
    assert command.main() == 0
    assert capsys.readouterr().out.endswith("refused\n")
    monkeypatch.setattr(command, "process_input", lambda _: 1 // 0)
    assert command.main() == 1
    assert capsys.readouterr().out.endswith("ZeroDivisionError: integer division or modulo by zero\n")
