from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.estimated_session import estimate_session
from voiceguide.checks.check import check
from voiceguide.errors import FileError, RequestError
from voiceguide.script.model import Technique
from voiceguide.script.reader import SHARED_FILE_READERS, read_script
from voiceguide.script.source import read_text
from voiceguide.script.template import TECHNIQUE_TEMPLATE, write_template

if TYPE_CHECKING:
    from voiceguide.score.timeline import Timeline


@pytest.fixture(autouse=True)
def work_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def format_script(path: Path) -> Timeline:
    return estimate_session(str(path)).timeline


def test_a_new_script_has_its_name_and_is_in_order() -> None:
    path = write_template("neck-roll")
    assert path == Path("neck-roll.md")
    script = read_script(path)
    assert isinstance(script, Technique)
    assert (script.name, script.title) == ("neck-roll", "Neck roll")
    assert check((path,)) == (1, ())


def test_the_ending_may_be_written_too() -> None:
    assert write_template("neck-roll.md") == write_template("nod").with_name("neck-roll.md")


@pytest.mark.slow
def test_a_new_script_can_be_heard_and_is_short() -> None:
    timeline = format_script(write_template("neck-roll"))
    (chapter,) = (chapter for chapter in timeline.chapters if chapter.technique == "neck-roll")
    assert chapter.title == "Neck roll"
    assert chapter.end - chapter.start < 120 * 24_000
    assert {event.role for event in timeline.events} >= {"safety", "cue", "hold", "mid", "end", "switch"}


def test_comments_of_a_new_script_are_not_spoken() -> None:
    path = write_template("neck-roll")
    spoken = " ".join(event.sound.text for event in format_script(path).events if event.sound)
    bare = read_text(path, str(path))
    for word in ("example", "comment", "voiceguide", "Other steps"):
        assert word in path.read_text("utf-8")
        assert word not in bare + spoken


def test_template_shows_every_step_kind(work_dir: Path) -> None:
    """The steps in its comments can be parsed."""
    (comment,) = (
        part for part in write_template("nod").read_text("utf-8").split("<!--") if "Other steps" in part
    )
    shown = comment.partition("\n\n")[0].partition("Words")[0]
    steps = shown.replace("“", "\n\n- ").replace("”", "\n\n").splitlines()
    steps = [step for step in steps if step.startswith("- ")]
    assert len(steps) == 7
    (work_dir / "all.md").write_text("---\ntitle: All\n---\n\n" + "\n\n".join(steps) + "\n", encoding="utf-8")
    _, problems = check((work_dir / "all.md",))
    assert {problem.severity for problem in problems} <= {"warning"}


def test_template_fits_a_page() -> None:
    lines = TECHNIQUE_TEMPLATE.substitute(name="n", title="N").splitlines()
    assert len(lines) < 50
    assert max(map(len, lines)) <= 110


@pytest.mark.slow
@given(name=st.from_regex(r"[a-z][a-z0-9]{0,30}(-[a-z0-9]{1,30}){0,6}", fullmatch=True))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # one folder serves all names
def test_new_script_is_valid_for_any_name(name: str) -> None:
    Path(f"{name}.md").unlink(missing_ok=True)
    if name not in {"positions", "safety"}:
        assert check((write_template(name),)) == (1, ())


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Neck",
        "neck roll",
        "-neck",
        "neck-",
        "neck_roll",
        "néck",
        "1st",
        ".neck",
        "a.b",
        "neck.txt",
        "n\n",
    ],
)
def test_a_name_that_no_script_can_have_is_refused(work_dir: Path, name: str) -> None:
    with pytest.raises(RequestError, match=r"name a script like “neck-roll\.md”"):
        write_template(name)
    assert list(work_dir.iterdir()) == []


@pytest.mark.parametrize("name", ["folder/neck", "../neck", "folder/../neck", "{here}/neck"])
def test_new_script_is_written_to_the_current_folder_only(work_dir: Path, name: str) -> None:
    (work_dir / "folder").mkdir()
    with pytest.raises(RequestError, match="give only a name"):
        write_template(name.format(here=work_dir))
    assert [path.name for path in work_dir.rglob("*")] == ["folder"]
    assert not (work_dir.parent / "neck.md").exists()


@pytest.mark.parametrize("name", [Path(file).stem for file in SHARED_FILE_READERS])
def test_the_names_of_the_shared_files_are_refused(work_dir: Path, name: str) -> None:
    with pytest.raises(RequestError, match="Choose another name"):
        write_template(name)
    assert list(work_dir.iterdir()) == []


def test_nothing_is_overwritten(work_dir: Path) -> None:
    (work_dir / "nod.md").write_text("Mine.", encoding="utf-8")
    (work_dir / "folder.md").mkdir()
    for name in ("nod", "folder"):
        with pytest.raises(RequestError, match=rf"^{name}\.md already exists\. Choose another name\.$"):
            write_template(name)
    assert (work_dir / "nod.md").read_text("utf-8") == "Mine."
    assert {path.name for path in work_dir.rglob("*")} == {"nod.md", "folder.md"}


@pytest.mark.skipif(os.name != "posix", reason="links need a permission on Windows")
def test_a_link_that_leads_nowhere_is_not_overwritten(work_dir: Path) -> None:
    (work_dir / "nod.md").symlink_to("missing.md")
    with pytest.raises(RequestError, match="already exists"):
        write_template("nod")
    assert (work_dir / "nod.md").is_symlink()


def test_name_is_refused_when_too_long_for_the_disk(work_dir: Path) -> None:
    with pytest.raises(FileError, match="cannot be written: "):
        write_template("n" * 300)
    assert list(work_dir.iterdir()) == []
