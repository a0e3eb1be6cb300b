"""“render -o -” writes the MP3 to standard output, and messages to standard error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voiceguide.export.render import render
from voiceguide.plan.options import Choices

STREAM = (sys.executable, "-m", "voiceguide", "render", "shrug.md", "--voice", "silent", "-o", "-")


def test_the_stream_is_the_file_and_nothing_is_left_behind(shrug: Path) -> None:
    ran = subprocess.run(STREAM, cwd=shrug.parent, check=True, capture_output=True)
    assert [path.name for path in shrug.parent.iterdir()] == ["shrug.md"]
    assert ran.stderr == b""
    assert ran.stdout == render(str(shrug), Choices(voice="silent"), shrug.parent / "a.mp3").path.read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_stream_write_error_is_reported(shrug: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(STREAM, cwd=shrug.parent, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 1
    assert ran.stderr.startswith(b"Standard output cannot be written: ")
    assert ran.stderr.count(b"\n") == 1


def test_stream_prints_no_error_when_reader_closes(shrug: Path) -> None:
    with subprocess.Popen(
        STREAM, cwd=shrug.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout
        assert program.stderr
        assert program.stdout.read(3) == b"ID3"
        program.stdout.close()
        assert program.stderr.read() == b""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="Windows has no such terminals")
def test_stream_is_refused_when_output_is_a_terminal(shrug: Path) -> None:
    ours, theirs = os.openpty()
    try:
        ran = subprocess.run(
            STREAM, cwd=shrug.parent, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert ran.returncode == 2
    assert "voiceguide render -o - > session.mp3" in ran.stderr
