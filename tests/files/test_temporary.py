from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

import pytest

from voiceguide.files import temporary

if TYPE_CHECKING:
    from pathlib import Path

KILLED_PROGRAM = """
import os, signal
from voiceguide.files import temporary

with temporary.create_folder() as folder:
    (folder / "recording").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which this test's temporary folders are created."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_file_is_swept_once_its_owner_has_closed_it(tmp_path: Path) -> None:
    path, file = temporary.create_file(tmp_path)
    file.write(b"half")
    file.flush()
    assert temporary.sweep(tmp_path) == 0
    assert path.exists()
    file.close()
    assert temporary.sweep(tmp_path) == 4
    assert not path.exists()


def test_only_names_of_temporary_files_are_swept(tmp_path: Path) -> None:
    names = (".voiceguide", ".voiceguide-0123456789abcdef.mp3", "voiceguide-0123456789abcdef", "a.mp3")
    for name in names:
        (tmp_path / name).touch()
    temporary.sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_sweeping_a_folder_that_is_missing_or_a_file_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert temporary.sweep(tmp_path / "missing") == temporary.sweep(tmp_path / "file") == 0


def test_folder_is_removed_at_the_end_and_never_while_it_is_used(temporary_dir: Path) -> None:
    with temporary.create_folder() as folder:
        (folder / "below").mkdir()
        temporary.sweep(temporary_dir)
        with temporary.create_folder() as other:
            assert other != folder
        assert (folder / "below").is_dir()
        assert os.name == "nt" or folder.stat().st_mode & 0o777 == 0o700
    assert list(temporary_dir.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no signal on Windows ends a process at once")
def test_folder_of_a_killed_process_is_swept_by_the_next(temporary_dir: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED_PROGRAM], check=False)
    assert len(list(temporary_dir.iterdir())) == 1
    with temporary.create_folder() as folder:
        assert list(temporary_dir.iterdir()) == [folder]


@pytest.mark.skipif(os.name == "nt", reason="Windows needs rights to make links")
def test_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / ".voiceguide-0123456789abcdef").symlink_to(tmp_path / "mine")
    temporary.sweep(tmp_path)
    assert (tmp_path / "mine").is_dir()


def test_age_decides_where_locks_do_not_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary, "fcntl", None)
    path, file = temporary.create_file(tmp_path)
    file.close()
    temporary.sweep(tmp_path)
    assert path.exists()
    os.utime(path, (time.time() - 2 * 24 * 3600,) * 2)
    temporary.sweep(tmp_path)
    assert not path.exists()


def test_file_that_was_swept_before_it_was_locked_is_created_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths: list[Path] = []
    original = temporary._owns

    def sweep_first(descriptor: int, path: Path) -> bool:
        if not paths:
            path.unlink()
        paths.append(path)
        return original(descriptor, path)

    monkeypatch.setattr(temporary, "_owns", sweep_first)
    path, file = temporary.create_file(tmp_path)
    file.close()
    assert paths == [paths[0], path]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["unlink", "rmdir", "scandir"])
def test_folder_is_removed_although_a_call_fails_once(
    name: str, temporary_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    function, failures = getattr(os, name), [OSError(errno.EIO, "Input/output error")]

    def fail_once(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - any call's
        if failures:
            raise failures.pop()
        return function(*arguments, **options)

    with temporary.create_folder() as folder:
        (folder / "metadata").touch()
        monkeypatch.setattr(os, name, fail_once)
    assert not failures
    assert list(temporary_dir.iterdir()) == []
