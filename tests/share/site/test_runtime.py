from __future__ import annotations

import io
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import FileError, ShareError
from voiceguide.share.site import runtime

if TYPE_CHECKING:
    from pathlib import Path


def fake_archive(*names: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name in names:
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(name)
            archive.addfile(info, io.BytesIO(name.encode()))
    return file.getvalue()


ARCHIVE = fake_archive(
    "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"
)


def pin(archive: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "INTEGRITY", runtime.integrity_of(archive))


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE", str(tmp_path / "cache"))


def refuse_to_fetch(*_: object, **__: object) -> None:
    pytest.fail("something was fetched")


def test_folder_with_the_archive_is_used_and_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin(ARCHIVE, monkeypatch)
    monkeypatch.setattr(subprocess, "run", refuse_to_fetch)
    (tmp_path / f"pyodide-{runtime.VERSION}.tgz").write_bytes(ARCHIVE)
    files = runtime.load_runtime(tmp_path, pytest.fail)
    assert files["pyodide.mjs"] == b"pyodide.mjs"
    assert b"Mozilla Public License" in files["LICENCE.txt"]


def test_archive_with_another_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / f"pyodide-{runtime.VERSION}.tgz").write_bytes(ARCHIVE)
    with pytest.raises(ShareError, match="its hash differs"):
        runtime.load_runtime(tmp_path, pytest.fail)


def test_folder_without_the_archive_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="npm pack pyodide"):
        runtime.load_runtime(tmp_path / "nothing", pytest.fail)


def test_it_is_announced_fetched_once_and_then_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    pin(ARCHIVE, monkeypatch)
    announced: list[str] = []
    monkeypatch.setattr(runtime, "_fetch", lambda: ARCHIVE)
    runtime.load_runtime(None, announced.append)
    monkeypatch.setattr(runtime, "_fetch", refuse_to_fetch)
    runtime.load_runtime(None, announced.append)
    assert len(announced) == 1
    assert "fetched once" in announced[0]


def test_without_npm_a_way_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ShareError, match="--runtime FOLDER"):
        runtime.load_runtime(None, lambda _: None)


def test_npm_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'no network' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(ShareError, match="no network"):
        runtime.load_runtime(None, lambda _: None)
