from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from voiceguide.errors import FileError, RequestError, ScriptError
from voiceguide.script import format_files
from voiceguide.script.files import shipped_dir
from voiceguide.script.format_files import format_scripts

needs_posix = pytest.mark.skipif(os.name != "posix", reason="links and modes are others on Windows")


@pytest.fixture
def unformatted_script(shrug: Path) -> Path:
    """Return the path of a small technique whose hold is not in the standard format."""
    text = shrug.read_text("utf-8").replace("hold: 20s (10s-120s)", "hold:  0:20 ( 10s-2 min ) <!-- why -->")
    shrug.write_text(text.replace("tall.\n\n", "tall.\n\n\n").replace("\n  - @end", "\n\n  -  @end"), "utf-8")
    return shrug


FORMATTED_SCRIPT = """---
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


def test_a_script_is_laid_out_where_it_is(unformatted_script: Path) -> None:
    assert format_scripts((unformatted_script,)) == (1, (unformatted_script,))
    assert unformatted_script.read_text("utf-8") == FORMATTED_SCRIPT
    assert list(unformatted_script.parent.iterdir()) == [unformatted_script]


def test_formatted_script_is_not_rewritten(unformatted_script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    format_scripts((unformatted_script,))
    monkeypatch.setattr(format_files, "write_text", None)
    assert format_scripts((unformatted_script,)) == (1, ())


def test_check_mode_writes_nothing(unformatted_script: Path) -> None:
    before = unformatted_script.read_bytes()
    assert format_scripts((unformatted_script,), write=False) == (1, (unformatted_script,))
    assert unformatted_script.read_bytes() == before


def test_line_ends_and_letters_are_written_as_they_are(unformatted_script: Path) -> None:
    format_scripts((unformatted_script,))
    assert unformatted_script.read_bytes() == FORMATTED_SCRIPT.encode()


def test_a_folder_means_every_script_below_it(unformatted_script: Path) -> None:
    below = unformatted_script.parent / "more" / "below"
    below.mkdir(parents=True)
    shutil.copy(unformatted_script, below / "nod.md")
    for name in ("positions.md", "safety.md"):
        shutil.copy(shipped_dir() / name, below)
    (below / "day.md").write_text("---\ntitle: Day\nlength: 600s\n---\n- use  closing\n", encoding="utf-8")
    count, changed = format_scripts((unformatted_script.parent,))
    assert count == 5
    assert {unformatted_script, below / "nod.md", below / "day.md"} <= set(changed)
    assert (below / "day.md").read_text("utf-8") == ("---\ntitle: Day\nlength: 10:00\n---\n\n- use closing\n")
    assert format_scripts((unformatted_script.parent,)) == (5, ())


def test_a_script_named_twice_is_laid_out_once(unformatted_script: Path) -> None:
    count, changed = format_scripts(
        (
            unformatted_script,
            unformatted_script.parent / ".." / unformatted_script.parent.name / unformatted_script.name,
            unformatted_script.parent,
        )
    )
    assert (count, len(changed)) == (1, 1)


@pytest.mark.slow
def test_all_that_is_shipped_can_be_laid_out(tmp_path: Path) -> None:
    scripts = shutil.copytree(shipped_dir(), tmp_path / "scripts")
    count, _ = format_scripts((scripts,))
    assert count == len(list(scripts.rglob("*.md"))) > 8
    assert format_scripts((scripts,)) == (count, ())


# Errors -----------------------------------------------------------------------------------------------


def test_without_a_path_nothing_is_laid_out() -> None:
    with pytest.raises(RequestError, match="Name the scripts"):
        format_scripts(())


def test_a_folder_without_scripts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="There is no script in"):
        format_scripts((tmp_path,))


def test_all_problems_are_reported_and_nothing_is_written(unformatted_script: Path) -> None:
    text = unformatted_script.read_text("utf-8")
    wrong = unformatted_script.with_name("wrong.md")
    wrong.write_text(text.replace("- hold", "- hodl").replace("chair", "chiar"), encoding="utf-8")
    safety = unformatted_script.with_name("safety.md")
    safety.write_text("## ful\n\nStop.\n", encoding="utf-8")
    unnamed = unformatted_script.with_name("Read me.md")
    unnamed.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError) as caught:
        format_scripts((unformatted_script.parent,))
    assert {(Path(problem.file).name, problem.line) for problem in caught.value.problems} == {
        ("safety.md", 1),
        ("wrong.md", 3),
        ("wrong.md", 10),
    }
    assert unformatted_script.read_text("utf-8") == unnamed.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("nod.md", b"---\ntitle: Caf\xe9\n---\n\nGo.\n", "--from latin-1"),
        ("safety.md", b"\xff" * 60_000, "larger than 50 kB"),
        ("nod.md", b"---\ntitle: A\n---\n\n<!-- Go.\n", "never closed"),
    ],
)
def test_file_is_refused_when_it_is_no_script(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ScriptError, match=told):
        format_scripts((path,))
    assert path.read_bytes() == data


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="This file does not exist"):
        format_scripts((tmp_path / "nod.md",))


def test_a_file_that_cannot_be_written_stays_as_it_was(
    unformatted_script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = unformatted_script.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"shrug\.md cannot be written: No space left on device\."):
        format_scripts((unformatted_script,))
    assert unformatted_script.read_bytes() == before
    assert list(unformatted_script.parent.iterdir()) == [unformatted_script]


# Files and links --------------------------------------------------------------------------------------


@needs_posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_of_a_file_stays(unformatted_script: Path, mode: int) -> None:
    unformatted_script.chmod(mode)
    format_scripts((unformatted_script,))
    assert unformatted_script.stat().st_mode & 0o777 == mode
    assert unformatted_script.read_text("utf-8") == FORMATTED_SCRIPT


@needs_posix
def test_a_link_stays_a_link_and_what_it_leads_to_is_laid_out(
    unformatted_script: Path, tmp_path: Path
) -> None:
    link = tmp_path / "elsewhere" / "nod.md"
    link.parent.mkdir()
    link.symlink_to(unformatted_script)
    assert format_scripts((link,)) == (1, (link,))
    assert link.is_symlink()
    assert unformatted_script.read_text("utf-8") == FORMATTED_SCRIPT


@needs_posix
def test_a_link_out_of_a_folder_is_left_alone(unformatted_script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "nod.md").symlink_to(unformatted_script)
    before = unformatted_script.read_bytes()
    with pytest.raises(RequestError, match="There is no script in"):
        format_scripts((folder,))
    assert unformatted_script.read_bytes() == before
