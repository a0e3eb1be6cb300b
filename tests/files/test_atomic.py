from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from voiceguide.errors import FileError
from voiceguide.files import atomic
from voiceguide.files.atomic import atomic_write, atomic_write_set, delayed_signals, write_text

KILLED_PROGRAM = """
import os, signal, sys
from pathlib import Path
from voiceguide.files.atomic import atomic_write

with atomic_write(Path(sys.argv[1])) as file:
    file.write(b"half of it")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes, modes or links like these")


def write(path: Path, content: bytes) -> None:
    with atomic_write(path) as file:
        file.write(content)


def write_set(*paths: Path) -> None:
    with atomic_write_set(*paths) as files:
        for file in files:
            file.write(b"new")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_permissions_are_those_the_user_gives_to_new_files(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write(tmp_path / "file", b"new")
        assert (tmp_path / "file").stat().st_mode & 0o777 == 0o666 & ~mask
    finally:
        assert os.umask(before) == mask


@needs_posix
def test_permissions_of_the_old_file_stay_unless_the_file_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.mp3"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    write(path, b"newer")
    assert path.read_bytes() == b"newer"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_old_file_stays_when_writing_fails(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "old.mp3"
    path.write_bytes(b"old")
    with pytest.raises(error), atomic_write(path) as file:  # noqa: PT012 - the block is what is tested
        file.write(b"half")
        raise error
    assert contents(tmp_path) == {"old.mp3": b"old"}


def test_file_is_replaced_atomically(tmp_path: Path) -> None:
    path = tmp_path / "old.mp3"
    path.write_bytes(b"old")
    with atomic_write(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert contents(tmp_path) == {"old.mp3": b"new"}


def test_names_of_any_length_and_alphabet_can_be_written(tmp_path: Path) -> None:
    for path in (tmp_path / ("é" * 120 + ".mp3"), tmp_path / ("a" * 255)):
        write(path, b"new")
        assert path.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signal on Windows ends a process at once")
def test_a_kill_in_mid_write_leaves_the_old_file_and_the_next_write_leaves_nothing_else(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.mp3"
    path.write_bytes(b"old")
    ended = subprocess.run([sys.executable, "-c", KILLED_PROGRAM, path], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    assert len(contents(tmp_path)) == 2
    write(tmp_path / "other.txt", b"new")  # anybody's next write sweeps
    assert contents(tmp_path) == {"old.mp3": b"old", "other.txt": b"new"}


def test_file_and_folder_reach_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, replace = os.fsync, Path.replace

    def record_sync(descriptor: int) -> None:
        order.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file")  # noqa: PTH112
        sync(descriptor)

    def record_rename(path: Path, target: Path) -> Path:
        order.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", record_sync)
    monkeypatch.setattr(Path, "replace", record_rename)
    write(tmp_path / "file", b"new")
    assert order == ["file", "rename", *(["folder"] if os.path.isdir("/proc/self/fd") else [])]  # noqa: PTH112


@pytest.mark.parametrize(("number", "raised"), [(22, False), (95, False), (5, True), (28, True)])
def test_only_a_file_system_that_cannot_sync_is_forgiven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, raised: bool
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    if raised:
        with pytest.raises(OSError, match=os.strerror(number)):
            write(tmp_path / "file", b"new")
    else:
        write(tmp_path / "file", b"new")
    assert contents(tmp_path) == ({} if raised else {"file": b"new"})


# Sets ------------------------------------------------------------------------------------------------------


@pytest.fixture
def old_set(tmp_path: Path) -> tuple[Path, ...]:
    """Write a sound and two companions, and return their paths."""
    paths = tuple(tmp_path / name for name in ("s.mp3", "s.lrc", "s.vtt"))
    for path in paths:
        path.write_bytes(b"old")
    return paths


def test_no_companion_is_ever_beside_another_main_file(
    old_set: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, bytes]] = []

    def record(name: str) -> None:
        original = getattr(Path, name)

        def step(path: Path, *arguments: object) -> object:
            result = original(path, *arguments)
            seen.append({path.name: path.read_bytes() for path in old_set if path.exists()})
            return result

        monkeypatch.setattr(Path, name, step)

    record("replace")
    record("unlink")
    write_set(*old_set)
    assert len(seen) == 5  # two old companions are removed, and three files renamed
    assert all(len(set(state.values())) == 1 for state in seen), seen
    assert seen[-1] == {"s.mp3": b"new", "s.lrc": b"new", "s.vtt": b"new"}


def fail_on(monkeypatch: pytest.MonkeyPatch, name: str, suffix: str) -> None:
    original = getattr(Path, name)

    def step(path: Path, *arguments: Path) -> object:
        if (*arguments, path)[0].suffix == suffix:
            raise OSError(5, "Input/output error")
        return original(path, *arguments)

    monkeypatch.setattr(Path, name, step)


@pytest.mark.parametrize(("name", "suffix"), [("unlink", ".lrc"), ("unlink", ".vtt"), ("replace", ".mp3")])
def test_whole_old_set_stays_if_the_main_file_cannot_be_replaced(
    old_set: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch, name: str, suffix: str
) -> None:
    fail_on(monkeypatch, name, suffix)
    with pytest.raises(OSError, match="Input/output error"):
        write_set(*old_set)
    assert contents(old_set[0].parent) == {"s.mp3": b"old", "s.lrc": b"old", "s.vtt": b"old"}


def test_message_names_the_companion_that_is_missing(
    old_set: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_on(monkeypatch, "replace", ".vtt")
    with pytest.raises(FileError, match=r"s\.mp3 is written, but .*s\.vtt is not: Input/output error\."):
        write_set(*old_set)
    assert contents(old_set[0].parent) == {"s.mp3": b"new", "s.lrc": b"new"}


# What may be in the place of a file ---------------------------------------------------------------------------


@needs_posix
def test_target_of_a_link_is_replaced_and_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(OSError, match="a link that leads in a circle"):
        write(tmp_path / "circle", b"new")
    assert (tmp_path / "circle").is_symlink()


@needs_posix
def test_folder_device_pipe_and_socket_are_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        for name in ("folder", "pipe", "socket", os.devnull):
            before = Path(name).stat()
            with pytest.raises(OSError, match="it is a "):
                write(Path(name), b"new")
            assert Path(name).stat().st_ino == before.st_ino
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "pipe", "socket"]


@needs_posix
def test_text_is_written_to_a_pipe_and_a_device(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(path.read_bytes()))
    reader.start()
    write_text(path, "drawn")
    reader.join(5)
    assert received == [b"drawn"]
    write_text(Path(os.devnull), "drawn")
    assert path.is_fifo()
    assert not Path(os.devnull).is_file()
    with pytest.raises(FileError, match="full cannot be written: No space left"):
        write_text(Path("/dev/full"), "drawn")


# Signals --------------------------------------------------------------------------------------------------------


@needs_posix
@pytest.mark.parametrize("number", [2, 15, 1])
def test_signal_waits_until_the_end_of_a_replacement(number: int) -> None:
    events: list[str] = []
    before = signal.signal(number, lambda *_: events.append("signal"))
    try:
        with delayed_signals():
            signal.raise_signal(number)
            events.append("block")
        assert events == ["block", "signal"]
        signal.raise_signal(number)
        assert len(events) == 3
    finally:
        signal.signal(number, before)


def test_changes_are_listed_in_order_and_failures_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "_changes", {})
    for name in ("b.txt", "a.txt", "b.txt"):
        write_text(tmp_path / name, "new")
    with pytest.raises(FileError):
        write_text(tmp_path, "new")
    assert atomic.changed_files() == (str(tmp_path / "b.txt"), str(tmp_path / "a.txt"))
