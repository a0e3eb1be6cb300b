"""Short stress test of the system's voice; bench/stress.py is the long one."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers import external_tools
from voiceguide.speech import system
from voiceguide.speech.voice import VoiceSettings
from voiceguide.speech.worker_process import Worker

if TYPE_CHECKING:
    from pathlib import Path

DEADLINE_SECONDS = 30.0
"""Seconds that a worker has for one answer."""

ABORTING_WORDS = ("s'" * 68, "anti" * 41, "inter" * 35)
"""Plain texts below the longest phrase on which espeak-ng 1.51 and 1.52 abort."""

CLEAN_CUE = "Let your arms hang."


@pytest.fixture
def stress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a module
    for package in ("pyttsx3", "espeakng_loader", "psutil"):
        external_tools.require_package(package)
    if not sys.platform.startswith("linux"):
        pytest.skip("measured with espeak-ng only")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return importlib.import_module("bench.stress")


def test_two_processes_at_once_speak_every_cue_right_and_leave_nothing(stress: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a module
    asked = stress.random_cues(12)
    assert len({cue.rate for cue in asked}) == 12
    said = stress.speak_in_processes(2, asked)
    assert [one.cue for one in said] == asked
    assert [one.problem for one in said if one.problem] == []
    assert len({one.digest for one in said}) == len({(cue.text, cue.rate) for cue in asked})
    assert stress.leftovers(tmp_path) == []


def test_stress_run_reports_a_wrong_rate(stress: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401 - a module
    usual = system.open_voice
    monkeypatch.setattr(system, "open_voice", lambda speaker, _: usual(speaker, VoiceSettings(rate=110)))
    cue = stress.Cue("Sit tall, with both feet flat, until you feel a gentle pull.", 180)
    assert "words a minute, not 180" in stress.speak_cue(cue).problem


@pytest.mark.parametrize("text", ABORTING_WORDS, ids=lambda text: text[:5])
def test_stress_run_reports_an_abort(stress: Any, text: str) -> None:  # noqa: ANN401 - a module
    assert "crashed" in stress.speak_cue(stress.Cue(text, 144)).problem


def test_stress_run_reports_leftover_files(stress: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a module
    with Worker("tests.helpers.faulty_worker") as worker:
        worker.ask({"do": "where"})
        assert len(stress.leftovers(tmp_path)) == 2
    assert stress.leftovers(tmp_path) == []


def test_a_text_on_which_the_engine_aborts_ends_the_render_at_its_line(stress: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a module
    script, output = tmp_path / "reach.md", tmp_path / "reach.mp3"
    script.write_text(
        f"---\ntitle: Reach\n---\n\n- pause 2s\n  - {CLEAN_CUE}\n\n- pause 2s\n  - {ABORTING_WORDS[0]}\n"
    )
    start = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "voiceguide", "render", script, "--voice", "pyttsx3", "-o", output],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert time.monotonic() - start < 2 * DEADLINE_SECONDS
    assert run.returncode == 1
    assert "reach.md:9:" in run.stderr
    assert "crashed (exit -6)" in run.stderr
    assert "Traceback" not in run.stderr
    assert not output.exists()
    assert stress.leftovers(tmp_path) == []
