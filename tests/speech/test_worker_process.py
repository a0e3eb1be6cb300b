from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from voiceguide.errors import VoiceError
from voiceguide.speech.worker_process import Worker

WORKER_MODULE = "tests.helpers.faulty_worker"

PARENT_PROGRAM = """
from voiceguide.speech.worker_process import Worker
with Worker("tests.helpers.faulty_worker") as child:
    print(child.ask({"do": "where"}).decode(), flush=True)
    child.ask({"do": "hang"})
"""


def test_answers_come_back_whole_and_in_order() -> None:
    with Worker(WORKER_MODULE) as child:
        for text in ("one", "", "“two”\n", "x" * 300_000):
            assert child.ask({"do": "echo", "text": text}) == text.encode()


def test_worker_output_is_discarded(capfd: pytest.CaptureFixture[str]) -> None:
    with Worker(WORKER_MODULE) as child:
        assert child.ask({"do": "print"}) == b"printed"
        assert child.ask({"do": "echo", "text": "still in step"}) == b"still in step"
    assert capfd.readouterr() == ("", "")


def test_worker_exception_is_a_voice_error_and_worker_survives() -> None:
    with Worker(WORKER_MODULE) as child:
        with pytest.raises(VoiceError, match="the engine is sad"):
            child.ask({"do": "fail"})
        assert child.ask({"do": "echo", "text": "on"}) == b"on"


def test_a_crash_is_a_voice_error_with_the_exit_code() -> None:
    with Worker(WORKER_MODULE) as child:
        with pytest.raises(VoiceError, match=r"crashed \(exit 3\)"):
            child.ask({"do": "crash"})
        with pytest.raises(VoiceError, match="crashed"):
            child.ask({"do": "echo", "text": "anyone?"})


def test_hanging_worker_is_killed_at_its_deadline() -> None:
    with Worker(WORKER_MODULE, timeout=0.5) as child, pytest.raises(VoiceError, match="no answer within"):
        child.ask({"do": "hang"})


def test_a_module_that_is_not_there_is_a_voice_error() -> None:
    with Worker("voiceguide.speech.nowhere") as child, pytest.raises(VoiceError, match="crashed"):
        child.ask({"do": "echo"})


def test_an_interpreter_that_is_not_there_is_a_voice_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(VoiceError, match="could not be started"):
        Worker(WORKER_MODULE)
    assert not list(tmp_path.iterdir())


def test_closing_twice_is_fine_and_leaves_no_folder() -> None:
    child = Worker(WORKER_MODULE)
    folder = Path(child.ask({"do": "where"}).decode())
    assert folder.is_dir()
    child.close()
    child.close()
    assert not folder.exists()


def test_files_beside_the_listener_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    with Worker(WORKER_MODULE) as child:
        assert child.ask({"do": "echo", "text": "safe"}) == b"safe"


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_busy_worker_exits_when_its_parent_exits(name: str) -> None:
    number = getattr(signal, name, signal.SIGTERM)  # Windows has no SIGKILL, and SIGTERM kills there
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", PARENT_PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=root,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        folder = Path(parent.stdout.readline().strip())
        assert folder.is_dir()
        parent.send_signal(number)
    _wait_until_removed(folder)


def _wait_until_removed(folder: Path) -> None:
    """Wait until the folder is gone: the worker removes it last, or the parent after the worker's death."""
    for _ in range(1000):
        if not folder.exists():
            return
        time.sleep(0.01)
    pytest.fail("the worker outlived its parent")
