from __future__ import annotations

import os
from pathlib import Path

import pytest

from voiceguide.checkup import check
from voiceguide.errors import AskedError, Problem
from voiceguide.script.library import shipped


def only(path: Path) -> Problem:
    count, problems = check((path,))
    assert count == 1
    (problem,) = problems
    assert problem.file == str(path)
    return problem


def test_all_that_is_shipped_is_in_order() -> None:
    count, problems = check()
    assert count > 0
    assert problems == ()


def test_a_good_script_has_no_problem(shrug: Path) -> None:
    assert check((shrug,)) == (1, ())


def test_every_problem_of_every_script_is_found_in_one_run(shrug: Path) -> None:
    text = shrug.read_text("utf-8")
    shrug.write_text(text.replace("- hold", "- hodl").replace("20s (", "20 (", 1), encoding="utf-8")
    (shrug.parent / "deeper").mkdir()
    (shrug.parent / "deeper" / "nod.md").write_text(text.replace("chair", "chiar"), encoding="utf-8")
    count, problems = check((shrug.parent,))
    assert count == 2
    assert [(Path(problem.file).name, problem.line) for problem in problems] == [
        ("nod.md", 3),
        ("shrug.md", 4),
        ("shrug.md", 9),
    ]


def test_a_script_named_twice_is_checked_once(shrug: Path) -> None:
    assert check((shrug, shrug.parent, shrug)) == (1, ())


def test_words_that_do_not_fit_their_hold_are_found_without_a_voice(shrug: Path) -> None:
    words = "  - @half " + "Breathe slowly into your ribs, and let the warmth spread down. " * 3
    shrug.write_text(shrug.read_text("utf-8").replace("  - @end", words + "\n  - @end"), encoding="utf-8")
    problem = only(shrug)
    assert (problem.line, problem.column) == (11, 5)
    assert "lacks" in problem.message


def test_half_way_words_may_follow_a_start_tone_that_has_just_rung(shrug: Path) -> None:
    text = (
        shrug.read_text("utf-8")
        .replace("20s (10s-120s)", "4s")
        .replace("  - @end", "  - @half Hold.\n  - @end")
    )
    shrug.write_text(text, encoding="utf-8")
    assert check((shrug,)) == (1, ())


@pytest.mark.parametrize("name", ["README.md", "Neck roll.md", "ñeck.md"])
def test_a_file_with_another_kind_of_name_is_a_problem_and_stops_nothing(shrug: Path, name: str) -> None:
    (shrug.parent / name).write_text("Read me.\n", encoding="utf-8")
    count, problems = check((shrug.parent,))
    assert count == 2
    (problem,) = problems
    assert (problem.file, problem.line, problem.column) == (str(shrug.parent / name), 1, 1)
    assert "neck-roll.md" in problem.message


@pytest.mark.parametrize("name", ["missing.md", "folder.md/shrug.md", "x" * 300 + ".md"])
def test_a_path_where_nothing_is_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.md").mkdir()
    assert only(tmp_path / name).line == 1


def test_a_folder_without_scripts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AskedError, match=r"^There is no script in .*: their names end in “\.md”\.$"):
        check((tmp_path,))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert only(tmp_path / "pipe.md").line == 1


def test_a_folder_with_the_name_of_a_script_is_a_problem(shrug: Path) -> None:
    (shrug.parent / "folder.md").mkdir()
    count, (problem,) = check((shrug.parent,))
    assert count == 2
    assert problem.file == str(shrug.parent / "folder.md")


@pytest.mark.parametrize("name", ["positions.md", "safety.md"])
def test_the_shared_files_are_checked_as_what_they_are(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((shipped() / name).read_bytes())
    assert check((path,)) == (1, ())
    path.write_text("Nothing of the kind.\n", encoding="utf-8")
    _, problems = check((path,))
    assert {problem.file for problem in problems} == {str(path)}
