from __future__ import annotations

import gzip
import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import pytest

from voiceguide.errors import FileError, RequestError
from voiceguide.files.atomic import atomic_write
from voiceguide.plan.options import Choices
from voiceguide.share.site import publish as publishing
from voiceguide.share.site.publish import MANIFEST_FILE, PublishedSite, publish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SILENT = Choices(voice="silent")
TECHNIQUE = """---
title: Shrug
position: chair
hold: 20s (10s-30s)
---

> Stop if it hurts.

Sit tall.

- hold {hold}
  - Lift your shoulders.
  - @end Let them drop.
"""


@pytest.fixture(autouse=True)
def fake_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "load_runtime", lambda *_: {"pyodide.mjs": b"", "LICENCE.txt": b""})


def publish_shrug(tmp_path: Path, text: str = TECHNIQUE) -> PublishedSite:
    script = tmp_path / "shrug.md"
    script.write_text(text, encoding="utf-8")
    return publish(tmp_path / "site", (str(script),), SILENT)


def file_names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_page_follows_what_it_names_and_its_worker_comes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    @contextmanager
    def record_write(path: Path) -> Iterator[BinaryIO]:
        written.append(path.name)
        with atomic_write(path) as file:
            yield file

    monkeypatch.setattr(publishing, "atomic_write", record_write)
    publish_shrug(tmp_path)
    assert written[0] == MANIFEST_FILE
    assert written[-3:] == ["index.html", "sw.js", MANIFEST_FILE]


def test_site_refers_only_to_files_that_it_has(tmp_path: Path) -> None:
    site = publish_shrug(tmp_path)
    names = file_names(site.folder)
    index = (site.folder / "index.html").read_text("utf-8")
    assert set(re.findall(r'(?:href|src|data-site)="([^"]+)"', index)) <= names
    description = json.loads((site.folder / re.findall(r'data-site="([^"]+)"', index)[0]).read_bytes())
    (session,) = description["sessions"]
    referenced = {description["bundle"], *description["packs"].values(), session["sound"], session["details"]}
    assert referenced | set(session["covers"].values()) <= names
    assert f"{description['runtime']}pyodide.mjs" in names
    assert set(session["packs"]) <= description["packs"].keys()
    assert {".nojekyll", "HOSTING.txt", "sw.js"} <= names
    shell = json.loads(re.findall(r"PAGE_FILES = (\[.*\]);", (site.folder / "sw.js").read_text("utf-8"))[0])
    assert set(shell) <= names


def test_second_publishing_writes_nothing_new_and_a_changed_cue_few_files(tmp_path: Path) -> None:
    publish_shrug(tmp_path)
    before = file_names(tmp_path / "site")
    assert publish_shrug(tmp_path).new_files == ()
    changed = publish_shrug(tmp_path, TECHNIQUE.replace("Sit tall.", "Sit very tall."))
    kinds = {re.sub(r"-[0-9a-f]{10}", "", name) for name in changed.new_files}
    assert kinds == {
        *(
            "files/en-shrug.pack",
            "files/en-shrug.pack.packed",  # of a voice without sound
            "files/shrug.mp3",
            "files/shrug.mp3.packed",
            "files/shrug.json",
            "files/bundle.zip",
            "files/site.json",
        ),
    }
    after = file_names(tmp_path / "site")
    assert len(after) == len(before)
    assert (
        set(json.loads((tmp_path / "site" / MANIFEST_FILE).read_bytes())["files"]) | {MANIFEST_FILE} == after
    )


def test_folder_with_other_files_is_not_touched(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RequestError, match="not a site of ours"):
        publish_shrug(tmp_path)
    assert file_names(folder) == {"thesis.txt"}


@pytest.mark.parametrize("manifest", ["", "[]", '{"files": 1}'])
def test_damaged_list_of_files_is_reported(tmp_path: Path, manifest: str) -> None:
    publish_shrug(tmp_path)
    (tmp_path / "site" / MANIFEST_FILE).write_text(manifest, encoding="utf-8")
    with pytest.raises(RequestError, match="damaged"):
        publish_shrug(tmp_path)


def test_list_of_files_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    publish_shrug(tmp_path)
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    manifest = tmp_path / "site" / MANIFEST_FILE
    manifest.write_text(json.dumps({"files": ["../outside.txt", str(outside)]}), encoding="utf-8")
    publish_shrug(tmp_path)
    assert outside.read_text("utf-8") == "mine"


def test_full_disk_leaves_the_old_site_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_shrug(tmp_path)
    folder = tmp_path / "site"
    old = {name: (folder / name).read_bytes() for name in file_names(folder) - {MANIFEST_FILE}}
    count = 0

    def fail_later(path: Path) -> object:
        nonlocal count
        count += 1
        if count > 3:
            raise OSError(28, "No space left on device")
        return atomic_write(path)

    monkeypatch.setattr(publishing, "atomic_write", fail_later)
    with pytest.raises(FileError, match="No space left"):
        publish_shrug(tmp_path, TECHNIQUE.replace("Sit tall.", "Sit very tall."))
    assert {name: (folder / name).read_bytes() for name in old} == old
    monkeypatch.undo()
    monkeypatch.setattr(publishing, "load_runtime", lambda *_: {"pyodide.mjs": b"", "LICENCE.txt": b""})
    publish_shrug(tmp_path)
    assert file_names(folder) - {MANIFEST_FILE} == old.keys()


def test_two_sessions_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "shrug.md").write_text(TECHNIQUE, encoding="utf-8")
    names = tuple(str(tmp_path / folder / "shrug.md") for folder in ("a", "b"))
    with pytest.raises(RequestError, match="Two sessions are called “shrug”"):
        publish(tmp_path / "site", names, SILENT)


def test_silence_has_a_compressed_form_that_unpacks_to_the_sound(tmp_path: Path) -> None:
    site = publish_shrug(tmp_path)
    worker = (site.folder / "sw.js").read_text("utf-8")
    sizes: dict[str, int] = json.loads(re.findall(r"PACKED_SIZES = (\{.*\});", worker)[0])
    (sound,) = (name for name in sizes if name.endswith(".mp3"))
    for name, size in sizes.items():
        packed, plain = (site.folder / f"{name}.packed").read_bytes(), (site.folder / name).read_bytes()
        assert gzip.decompress(packed) == plain
        assert size == len(plain) > len(packed)
    assert site.sizes[f"{sound}.packed"] < 0.5 * sizes[sound]
