"""What `python -m tests.fuzz` looks for, on the same few inputs every time."""

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
from tests.fuzz.collector import HANG, Hunt, fault, smaller
from tests.fuzz.corpus import GOOD, HEAD
from tests.fuzz.random_inputs import INPUTS
from tests.fuzz.target import HangError, survive

if TYPE_CHECKING:
    from pathlib import Path

_INPUTS = 2_500 if os.environ.get("CI") else 250
"""About 20 s of CPU, or 2 s."""

_LEFT = 2_000
"""Bytes that an input may leave behind; the model of the smallest script has more."""


@settings(max_examples=_INPUTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(INPUTS)
def test_any_script_is_heard_or_refused(data: bytes) -> None:
    event(survive(data))


def test_what_was_read_is_let_go() -> None:
    scripts = GOOD[30::40]
    sizes = []
    for title in (b"One", b"Two", b"Three"):  # else what is read a second time may come out of a cache
        for data in scripts:
            survive(data.replace(b"title: ", b"title: %b " % title))
        if not tracemalloc.is_tracing():
            tracemalloc.start()
        sizes.append(_held())
    tracemalloc.stop()
    assert sizes[2] - sizes[1] < _LEFT * len(scripts)


def _held() -> int:
    """Bytes in use, but for what caches with a bound keep."""
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper) and thing.cache_parameters()["maxsize"]:
            thing.cache_clear()
    re.purge()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no clock that stops a program after so much CPU")
def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(*_: object) -> None:
        end = time.process_time() + 60
        while time.process_time() < end:
            pass

    monkeypatch.setattr(target, "PATIENCE", 0.01)
    monkeypatch.setattr(target, "format_source", forever)
    with pytest.raises(HangError) as caught:
        survive(GOOD[-1])
    assert fault(caught.value) == HANG


def test_a_fault_is_kept_with_its_smallest_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def survives(data: bytes) -> str:
        return "heard" if data.count(b"{") < 2 else str({}["{"])  # type: ignore[index]  # a fault

    monkeypatch.setattr(collector, "survive", survives)
    hunted = Hunt(tmp_path)
    for data in (b"fine", b"bad { { {", b"bad {{", b"worse {{{{"):
        hunted(data)
    (found,) = tmp_path.iterdir()
    assert found.name == "KeyError-test_fuzz-survives"
    assert found.read_bytes() == b"bad {{"
    assert smaller(found.read_bytes(), found.name, 60) == b"{{"
    assert hunted.fates == {"heard": 1, "found": 3}
    assert smaller(b"bad {{", "TypeError-elsewhere", 60) == b"bad {{"


def test_the_command_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fuzz"])
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    assert command.main() == 2
    assert "pip install" in capsys.readouterr().out


def test_an_input_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "input"
    path.write_bytes(bytes(HEAD) + b"no script")
    monkeypatch.setattr("sys.argv", ["fuzz", str(path)])
    assert command.main() == 0
    assert capsys.readouterr().out.endswith("refused\n")
    monkeypatch.setattr(command, "survive", lambda _: 1 // 0)
    assert command.main() == 1
    assert capsys.readouterr().out.endswith("ZeroDivisionError: integer division or modulo by zero\n")
