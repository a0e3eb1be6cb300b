"""Test sessions with an engine that misbehaves: a sentence at the line of the cue, and the old file."""

from __future__ import annotations

import functools
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.helpers import external_tools
from voiceguide.errors import VoiceError
from voiceguide.export.render import render
from voiceguide.export.voice_sample import save_sample
from voiceguide.files.cache import Cache
from voiceguide.plan.options import Choices
from voiceguide.speech import engines, pace, subprocess_voice
from voiceguide.speech.subprocess_voice import SubprocessVoice
from voiceguide.speech.voice import DEFAULT_VOICE_SETTINGS
from voiceguide.speech.worker_process import Worker

if TYPE_CHECKING:
    from pathlib import Path

ENGINE = "tests.helpers.misbehaving_engine"

SCRIPT = "---\ntitle: Reach\n---\n\n- pause 2s\n  - Reach up.\n"


def open_voice(fault: str) -> SubprocessVoice:
    return SubprocessVoice(f"bad:{fault}", ENGINE, {"fault": fault}, pace.Pacing(range(50, 400), 150), dict)


def render_with(fault: str, script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "open_voice", lambda *_: open_voice(fault))
    monkeypatch.setattr(
        subprocess_voice, "Worker", functools.partial(Worker, timeout=5 if fault != "hang" else 1)
    )
    monkeypatch.setenv("VOICEGUIDE_WORKERS", "1")
    render(str(script), Choices(), script.with_name("out.mp3"), cache=Cache(script.parent / "store"))


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "reach.md"
    path.write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "out.mp3").write_bytes(b"an old file of voiceguide")
    return path


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("hang", "gave no answer within 1 s"),
        ("crash", "crashed (exit -6)"),
        ("exit 0", "crashed (exit 0)"),
        ("raise", "the engine is sad"),
        ("empty", "can't be read (it is incomplete)"),
        ("no samples", "recorded silence"),
        ("silence", "recorded silence"),
        ("noise", "recorded noise"),
        ("clipped", "so loud that it is distorted"),
        ("not a number", "can't be read"),
        ("half a file", "samples its file promises"),
        ("half the words", "which can't be those words"),
        ("wrong rate", "which can't be those words"),
    ],
)
def test_session_ends_with_a_sentence_and_the_old_file(
    fault: str, sentence: str, script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    psutil = external_tools.require_package("psutil")
    children = {process.pid for process in psutil.Process().children()}
    with pytest.raises(VoiceError) as raised:
        render_with(fault, script, monkeypatch)
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)
    assert script.with_name("out.mp3").read_bytes() == b"an old file of voiceguide"
    left = [process for process in psutil.Process().children() if process.pid not in children]
    assert psutil.wait_procs(left, timeout=5)[1] == []  # one that was killed ends a moment later
    assert not list(
        (script.parent / "store").rglob("??????????????????????????????????????????????????????????????")
    )


@pytest.mark.parametrize("fault", ["slow", "different each time", "prints"])
def test_cue_is_spoken_once_when_the_words_are_there(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "open_voice", lambda *_: open_voice(fault))
    monkeypatch.setenv("VOICEGUIDE_STORE", str(tmp_path / "store"))
    path = save_sample("Reach up.", None, DEFAULT_VOICE_SETTINGS, tmp_path / "a.wav").path
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("the cue was spoken twice"))
    again = save_sample("Reach up.", None, DEFAULT_VOICE_SETTINGS, tmp_path / "b.wav").path
    assert path.read_bytes() == again.read_bytes()
