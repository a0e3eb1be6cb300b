from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from voiceguide.errors import FileError, RequestError, ScriptError
from voiceguide.script import format_files as room
from voiceguide.script.files import shipped_dir
from voiceguide.script.format_files import format_scripts

UNIX = pytest.mark.skipif(os.name != "posix", reason="links and modes are others on Windows")


@pytest.fixture
def untidy(shrug: Path) -> Path:
    """The small technique, its hold written in another way."""
    text = shrug.read_text("utf-8").replace("hold: 20s (10s-120s)", "hold:  0:20 ( 10s-2 min ) <!-- why -->")
    shrug.write_text(text.replace("tall.\n\n", "tall.\n\n\n").replace("\n  - @end", "\n\n  -  @end"), "utf-8")
    return shrug


TIDY = """---
title: Shrug
position: chair
hold:  0:20 ( 10s-2 min ) <!-- why -->
---

Sit tall.

- hold {hold}
  - Lift your shoulders…
  - @end Let them drop.

> Stop if it hurts.
"""


def test_a_script_is_laid_out_where_it_is(untidy: Path) -> None:
    assert format_scripts((untidy,)) == (1, (untidy,))
    assert untidy.read_text("utf-8") == TIDY
    assert list(untidy.parent.iterdir()) == [untidy]


def test_what_is_in_order_is_not_written(untidy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    format_scripts((untidy,))
    monkeypatch.setattr(room, "write_text", None)
    assert format_scripts((untidy,)) == (1, ())


def test_nothing_is_written_when_only_asked(untidy: Path) -> None:
    before = untidy.read_bytes()
    assert format_scripts((untidy,), write=False) == (1, (untidy,))
    assert untidy.read_bytes() == before


def test_line_ends_and_letters_are_written_as_they_are(untidy: Path) -> None:
    format_scripts((untidy,))
    assert untidy.read_bytes() == TIDY.encode()


def test_a_folder_means_every_script_below_it(untidy: Path) -> None:
    below = untidy.parent / "more" / "below"
    below.mkdir(parents=True)
    shutil.copy(untidy, below / "nod.md")
    for name in ("positions.md", "safety.md"):
        shutil.copy(shipped_dir() / name, below)
    (below / "day.md").write_text("---\ntitle: Day\nlength: 600s\n---\n- use  closing\n", encoding="utf-8")
    count, changed = format_scripts((untidy.parent,))
    assert count == 5
    assert {untidy, below / "nod.md", below / "day.md"} <= set(changed)
    assert (below / "day.md").read_text("utf-8") == ("---\ntitle: Day\nlength: 10:00\n---\n\n- use closing\n")
    assert format_scripts((untidy.parent,)) == (5, ())


def test_a_script_named_twice_is_laid_out_once(untidy: Path) -> None:
    count, changed = format_scripts(
        (untidy, untidy.parent / ".." / untidy.parent.name / untidy.name, untidy.parent)
    )
    assert (count, len(changed)) == (1, 1)


def test_all_that_is_shipped_can_be_laid_out(tmp_path: Path) -> None:
    scripts = shutil.copytree(shipped_dir(), tmp_path / "scripts")
    count, _ = format_scripts((scripts,))
    assert count == len(list(scripts.rglob("*.md"))) > 8
    assert format_scripts((scripts,)) == (count, ())


# What is refused --------------------------------------------------------------------------------------


def test_without_a_path_nothing_is_laid_out() -> None:
    with pytest.raises(RequestError, match="Name the scripts"):
        format_scripts(())


def test_a_folder_without_scripts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="There is no script in"):
        format_scripts((tmp_path,))


def test_every_problem_of_every_script_is_told_and_nothing_is_written(untidy: Path) -> None:
    text = untidy.read_text("utf-8")
    wrong = untidy.with_name("wrong.md")
    wrong.write_text(text.replace("- hold", "- hodl").replace("chair", "chiar"), encoding="utf-8")
    safety = untidy.with_name("safety.md")
    safety.write_text("## ful\n\nStop.\n", encoding="utf-8")
    unnamed = untidy.with_name("Read me.md")
    unnamed.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError) as caught:
        format_scripts((untidy.parent,))
    assert {(Path(problem.file).name, problem.line) for problem in caught.value.problems} == {
        ("Read me.md", 1),
        ("safety.md", 1),
        ("wrong.md", 3),
        ("wrong.md", 10),
    }
    assert untidy.read_text("utf-8") == unnamed.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("nod.md", b"---\ntitle: Caf\xe9\n---\n\nGo.\n", "not UTF-8"),
        ("safety.md", b"\xff" * 60_000, "larger than 50 kB"),
        ("safety.md", b"## full\r\n", "carriage returns"),
        ("nod.md", b"---\ntitle: A\n---\n\n<!-- Go.\n", "never closed"),
    ],
)
def test_what_is_no_script_is_refused(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ScriptError, match=told):
        format_scripts((path,))
    assert path.read_bytes() == data


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="There is no such file"):
        format_scripts((tmp_path / "nod.md",))


def test_a_file_that_cannot_be_written_stays_as_it_was(untidy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = untidy.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"shrug\.md cannot be written: No space left on device\."):
        format_scripts((untidy,))
    assert untidy.read_bytes() == before
    assert list(untidy.parent.iterdir()) == [untidy]


# Files and links --------------------------------------------------------------------------------------


@UNIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_of_a_file_stays(untidy: Path, mode: int) -> None:
    untidy.chmod(mode)
    format_scripts((untidy,))
    assert untidy.stat().st_mode & 0o777 == mode
    assert untidy.read_text("utf-8") == TIDY


@UNIX
def test_a_link_stays_a_link_and_what_it_leads_to_is_laid_out(untidy: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "nod.md"
    link.parent.mkdir()
    link.symlink_to(untidy)
    assert format_scripts((link,)) == (1, (link,))
    assert link.is_symlink()
    assert untidy.read_text("utf-8") == TIDY


@UNIX
def test_a_link_out_of_a_folder_is_left_alone(untidy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "nod.md").symlink_to(untidy)
    before = untidy.read_bytes()
    with pytest.raises(RequestError, match="There is no script in"):
        format_scripts((folder,))
    assert untidy.read_bytes() == before
