from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.checks.check import check, format_tally
from voiceguide.checks.diagnostics import format_diagnostic, format_diagnostics
from voiceguide.cli.main import cli
from voiceguide.errors import Problem, RequestError
from voiceguide.script.files import shipped_dir

LONG_WORDS = "Breathe slowly into your ribs, and let the warmth spread down. " * 3


def single_error(path: Path) -> Problem:
    count, problems = check((path,))
    assert count == 1
    (problem,) = problems
    assert problem.file == str(path)
    return problem


def find_errors(*paths: Path) -> list[Problem]:
    _, problems = check(paths)
    return [problem for problem in problems if problem.severity == "error"]


@pytest.fixture
def shrug(shrug: Path) -> Path:
    """Return a script that also says when to stop, so that it has no warning."""
    with shrug.open("a", encoding="utf-8") as file:
        file.write("\n> Stop if it hurts.\n")
    return shrug


@pytest.mark.slow
def test_all_that_is_shipped_is_in_order() -> None:
    assert check()[0] > 0
    assert find_errors() == []


def test_a_good_script_has_no_problem(shrug: Path) -> None:
    assert check((shrug,)) == (1, ())


@pytest.mark.parametrize("words", ["9" * 1_900, "999999999999999 " * 100, "½ " * 900])
def test_a_cue_that_would_be_spoken_for_many_minutes_is_refused_at_its_line(shrug: Path, words: str) -> None:
    shrug.write_text(f"---\ntitle: A\n---\n\nCount: {words}\n\n> Stop if it hurts.\n", encoding="utf-8")
    problem = single_error(shrug)
    assert problem.line == 5
    assert problem.message == "This has more than 4,000 characters when its numbers are in words."


def test_a_long_title_is_shortened_in_the_message_that_refuses_it(shrug: Path) -> None:
    shrug.write_text(f"---\ntitle: {'Long ' * 2_000}\n---\n\nSit.\n", encoding="utf-8")
    assert len(str(single_error(shrug))) < 400


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


def test_unspeakable_text_is_reported_with_syntax_errors(tmp_path: Path) -> None:
    page = "---\ntitle: A\nsummary: ✓\nlanguage: de\n---\n\nFertig ✓ …\n\n- hodl 5s ✓\n  - Für ✗.\n"
    (tmp_path / "a.md").write_text(page, encoding="utf-8")
    assert [(problem.line, problem.column) for problem in find_errors(tmp_path / "a.md")] == [
        (3, 10),
        (7, 8),
        (9, 3),
        (10, 9),
    ]


def test_key_error_explains_when_it_belongs_to_the_other_script_kind(
    tmp_path: Path,
) -> None:
    told = {}
    for name, rest in {"one": "Sit.", "all": "- use settle"}.items():
        page = f"---\ntitle: A\nlength: 5:00\nposition: chair\n---\n\n{rest}\n"
        (tmp_path / f"{name}.md").write_text(page, encoding="utf-8")
        told[name] = find_errors(tmp_path / f"{name}.md")[0].message
    assert told == {
        "one": "“length” is a reserved name.",
        "all": "The key “position” is not known in a session.",
    }


def test_a_script_named_twice_is_checked_once(shrug: Path) -> None:
    assert check((shrug, shrug.parent, shrug)) == (1, ())


def test_words_that_do_not_fit_their_hold_are_found_without_a_voice(shrug: Path) -> None:
    words = f"  - @half {LONG_WORDS}"
    shrug.write_text(shrug.read_text("utf-8").replace("  - @end", words + "\n  - @end"), encoding="utf-8")
    problem = single_error(shrug)
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


@pytest.mark.parametrize("name", ["README.md", "Neck roll.md", "ñeck.markdown"])
def test_a_file_of_any_name_that_is_no_script_is_a_problem_and_stops_nothing(shrug: Path, name: str) -> None:
    (shrug.parent / name).write_text("Read me.\n", encoding="utf-8")
    count, problems = check((shrug.parent,))
    assert count == 2
    (problem,) = problems
    assert (problem.file, problem.line, problem.column) == (str(shrug.parent / name), 1, 1)
    assert problem.message == "A script begins with “---” in its first line."


@pytest.mark.parametrize("name", ["missing.md", "folder.md/shrug.md", "x" * 300 + ".md"])
def test_a_path_where_nothing_is_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.md").mkdir()
    assert single_error(tmp_path / name).line == 1


def test_a_folder_without_scripts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        RequestError, match=r"^There is no script in .*\. The names of scripts end in “\.md”\.$"
    ):
        check((tmp_path,))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_check_does_not_block_when_path_is_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert single_error(tmp_path / "pipe.md").line == 1


def test_a_folder_with_the_name_of_a_script_is_a_problem(shrug: Path) -> None:
    (shrug.parent / "folder.md").mkdir()
    count, (problem,) = check((shrug.parent,))
    assert count == 2
    assert problem.file == str(shrug.parent / "folder.md")


@pytest.mark.parametrize("name", ["positions.md", "safety.md"])
def test_the_shared_files_are_checked_as_what_they_are(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((shipped_dir() / name).read_bytes())
    assert find_errors(path) == []
    path.write_text("Nothing of the kind.\n", encoding="utf-8")
    _, problems = check((path,))
    assert {problem.file for problem in problems} == {str(path)}


# Warnings ---------------------------------------------------------------------------------------------


def script_with_warning(shrug: Path) -> Path:
    """Return a script with one warning: a long silence at 9:3."""
    text = shrug.read_text("utf-8").replace("- hold", "- rest 40s\n\n- hold")
    shrug.write_text(text, encoding="utf-8")
    return shrug


def test_warnings_are_reported_when_there_are_no_errors(shrug: Path) -> None:
    problem = single_error(script_with_warning(shrug))
    assert (problem.line, problem.column, problem.severity) == (9, 3, "warning")
    kind = shrug.read_text("utf-8")
    for wrong in (kind.replace("chair", "chiar"), kind.replace("Sit", "日本 Sit")):
        shrug.write_text(wrong, encoding="utf-8")
        assert single_error(shrug).severity == "error"


def test_a_script_with_errors_does_not_keep_the_warnings_of_another(shrug: Path) -> None:
    wrong = shrug.with_name("wrong.md")
    wrong.write_text(shrug.read_text("utf-8").replace("chair", "chiar"), encoding="utf-8")
    _, problems = check((script_with_warning(shrug), wrong))
    assert [(Path(problem.file).name, problem.severity) for problem in problems] == [
        ("shrug.md", "warning"),
        ("wrong.md", "error"),
    ]


def test_a_session_is_not_warned_of_what_its_techniques_do(shrug: Path) -> None:
    script_with_warning(shrug)
    assert check((write_session(shrug.parent, "- use shrug"),)) == (1, ())


def test_a_warning_is_called_one_and_is_shown_with_its_line(shrug: Path) -> None:
    (words,) = format_diagnostics(check((script_with_warning(shrug),))[1])
    first, line, caret = words.split("\n")
    assert first.startswith(f"{shrug}:9:3: warning: ")
    assert (line, caret) == ("    - rest 40s", "      ^")


@pytest.mark.parametrize(
    ("scripts", "errors", "warnings", "words"),
    [
        (1, 0, 0, "1 script checked: no problem."),
        (2, 1, 0, "2 scripts checked: 1 error and no warning."),
        (1, 0, 1, "1 script checked: no error and 1 warning."),
        (9, 2, 12, "9 scripts checked: 2 errors and 12 warnings."),
    ],
)
def test_the_last_line_says_how_many_of_each(scripts: int, errors: int, warnings: int, words: str) -> None:
    error, warning = (
        Problem("a.md", 1, 1, "It is wrong."),
        Problem("a.md", 1, 1, "It is unkind.", "", "warning"),
    )
    assert format_tally(scripts, (error,) * errors + (warning,) * warnings) == words


def test_warnings_alone_are_no_failure(shrug: Path) -> None:
    ran = CliRunner().invoke(cli, ["check", str(script_with_warning(shrug))])
    assert ran.exit_code == 0
    assert ran.stderr.splitlines()[-1] == "1 script checked: no error and 1 warning."
    ran = CliRunner().invoke(cli, ["check", "--json", str(shrug)])
    (problem,) = json.loads(ran.stdout)
    assert (ran.exit_code, problem["severity"]) == (0, "warning")


def test_errors_are_a_failure_whatever_else_there_is(shrug: Path) -> None:
    wrong = shrug.with_name("wrong.md")
    wrong.write_text(shrug.read_text("utf-8").replace("chair", "chiar"), encoding="utf-8")
    ran = CliRunner().invoke(cli, ["check", str(script_with_warning(shrug)), str(wrong)])
    assert ran.exit_code == 2
    assert ran.stderr.splitlines()[-1] == "2 scripts checked: 1 error and 1 warning."


def test_shared_files_have_the_language_of_their_folder(tmp_path: Path) -> None:
    paths = (tmp_path / "de" / "safety.md", tmp_path / "scripts" / "safety.md")
    for path in paths:
        path.parent.mkdir()
        text = f"## full\n\nHeben Sie {'1,5 und ' * 5} 1 kg.\n\n## short\n\nStopp.\n"
        path.write_text(text, encoding="utf-8")
    _, problems = check(paths)  # “eins Komma fünf” are three words, “one, five” are two
    (problem,) = problems
    assert problem.file == str(paths[0])
    assert problem.message.startswith("This sentence has 24 words")


# All at once -------------------------------------------------------------------------------------------


def write_session(folder: Path, body: str, *, name: str = "mine", front: str = "") -> Path:
    path = folder / f"{name}.md"
    path.write_text(f"---\ntitle: Mine\n{front}---\n\n{body}\n", encoding="utf-8")
    return path


def write_technique(folder: Path, name: str, body: str = "Shrug.", front: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    return write_session(folder, body, name=name, front=front)


def problem_positions(*paths: Path) -> list[str]:
    _, problems = check(paths)
    return [f"{Path(problem.file).name}:{problem.line}:{problem.column}" for problem in problems]


def test_words_no_voice_can_say_do_not_hide_cues_that_do_not_fit(tmp_path: Path) -> None:
    path = write_technique(tmp_path, "nod", f"- hold 4s\n  - 日本.\n  - @half {LONG_WORDS}\n  - @end 日本.")
    assert problem_positions(path) == ["nod.md:6:5", "nod.md:7:5", "nod.md:8:10"]


def test_cues_that_do_not_fit_are_found_in_every_part_of_a_session(tmp_path: Path) -> None:
    crowded = f"- hold 4s\n  - @half {LONG_WORDS}"
    write_technique(tmp_path, "nod", crowded)
    write_technique(tmp_path, "shrug", crowded)
    path = write_session(tmp_path, f"- use nod\n\n{crowded}\n\n- use shrug\n\n{crowded}")
    assert problem_positions(path) == ["mine.md:8:5", "mine.md:13:5", "nod.md:6:5", "shrug.md:6:5"]


def test_unreachable_length_is_reported_when_all_cues_fit(tmp_path: Path) -> None:
    write_technique(tmp_path, "nod", "日本.")
    path = write_session(tmp_path, "- use nod", front="length: 20:00\n")
    assert problem_positions(path) == ["mine.md:3:9", "nod.md:5:1"]


def test_unreachable_length_is_reported_at_its_line_as_an_estimate(tmp_path: Path) -> None:
    _, (problem,) = check((write_session(tmp_path, "- use closing", front="length: 20:00\n"),))
    assert (problem.line, problem.column) == (3, 9)
    assert "is not possible" in problem.message
    assert problem.hint.startswith("Write another length. These are estimates")


# What stands beside a session ---------------------------------------------------------------------------


def test_session_may_use_technique_in_its_own_folder(tmp_path: Path) -> None:
    write_technique(tmp_path, "nod")
    assert check((write_session(tmp_path, "- use nod\n- use closing"),)) == (1, ())


def test_easier_form_may_be_in_the_folder_of_its_technique(tmp_path: Path) -> None:
    for name, easier in (("nod", "tilt"), ("tilt", "sit"), ("sit", "settle")):
        page = f"---\ntitle: {name}\neasier: {easier}\n---\n\n> Stop if it hurts.\n\nNod.\n"
        (tmp_path / f"{name}.md").write_text(page, encoding="utf-8")
    (tmp_path / "bells.md").write_text("---\ntitle: Gong\n---\n\n- hodl 20s\n", encoding="utf-8")
    assert check((tmp_path / "nod.md", tmp_path / "tilt.md", tmp_path / "sit.md")) == (3, ())
    (tmp_path / "sit.md").unlink()
    assert problem_positions(tmp_path / "tilt.md") == ["tilt.md:3:9"]


def test_duplicate_script_name_is_an_error_at_the_unused_script(tmp_path: Path) -> None:
    (tmp_path / "techniques").mkdir()
    hidden = tmp_path / "techniques/shrug.md"
    for path, page in ((tmp_path / "shrug.md", "Lift."), (hidden, "- hodl 20s")):
        path.write_text(f"---\ntitle: Shrug\n---\n\n> Stop if it hurts.\n\n{page}\n", encoding="utf-8")
    count, (clash, verb) = check((tmp_path,), tmp_path)
    assert count == 2
    assert str(clash) == (
        f"{hidden}:1:1: Another script of yours has this name, {tmp_path / 'shrug.md'}, "
        "and is used instead."
        " Rename one of the two."
    )
    assert (verb.file, verb.line) == (str(hidden), 7)


def test_a_session_may_use_the_techniques_in_the_folder_next_to_its_own(tmp_path: Path) -> None:
    write_technique(tmp_path / "techniques", "nod")
    (tmp_path / "sessions").mkdir()
    assert check((write_session(tmp_path / "sessions", "- use nod"),)) == (1, ())


@pytest.mark.parametrize("here", [".", "..", "../sessions"])
def test_the_folder_next_to_it_is_found_from_within(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    write_technique(tmp_path / "techniques", "nod", "日本.")
    (tmp_path / "sessions" / "deep").mkdir(parents=True)
    write_session(tmp_path / "sessions", "- use nod")
    monkeypatch.chdir(tmp_path / "sessions" / ("deep" if here == ".." else ""))
    assert problem_positions(Path(here) / "mine.md") == ["nod.md:5:1"]


def test_problem_in_neighbouring_script_is_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_technique(tmp_path / "techniques", "nod", "日本.")
    (tmp_path / "sessions").mkdir()
    write_session(tmp_path / "sessions", "- use nod")
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path, Path(), tmp_path / "sessions" / ".."):
        assert problem_positions(folder) == ["nod.md:5:1"]


def test_nearest_script_wins_when_names_are_equal(tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir()
    path = write_session(tmp_path / "sessions", "- use closing")
    assert problem_positions(path) == []
    write_technique(tmp_path / "techniques", "closing", "日本.")
    assert problem_positions(path) == ["closing.md:5:1"]
    write_technique(tmp_path / "sessions", "closing")
    assert problem_positions(path) == []


def test_a_session_of_a_techniques_name_does_not_use_itself(tmp_path: Path) -> None:
    assert check((write_session(tmp_path, "- use closing", name="closing"),)) == (1, ())


def test_a_technique_given_by_path_brings_nothing_else(tmp_path: Path) -> None:
    write_technique(tmp_path, "closing", "日本.")
    assert check((write_technique(tmp_path, "nod"),)) == (1, ())


def test_files_are_ignored_when_their_name_is_invalid(tmp_path: Path) -> None:
    (tmp_path / "Read me.md").write_bytes(b"\xff")
    assert check((write_session(tmp_path, "- use closing"),)) == (1, ())
    assert "Read me" not in str(single_error(write_session(tmp_path, "- use something-else")))


@pytest.mark.skipif(os.name != "posix", reason="links need a permission on Windows")
@pytest.mark.parametrize("place", ["sessions", "techniques", "folder"])
def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path, place: str) -> None:
    secret = write_technique(tmp_path / "secret", "nod", "日本.")
    (tmp_path / "scripts" / "sessions").mkdir(parents=True)
    path = write_session(tmp_path / "scripts" / "sessions", "- use nod")
    techniques = tmp_path / "scripts" / "techniques"
    if place == "folder":
        techniques.symlink_to(secret.parent)
    else:
        techniques.mkdir()
        (techniques.parent / place / "nod.md").symlink_to(secret)
    (path.parent / "loop.md").symlink_to("loop.md")
    _, (problem,) = check((path,))
    assert (problem.file, problem.line) == (str(path), 5)
    assert problem.message.startswith("There is no technique “nod”.")
    _, problems = check((tmp_path / "scripts",))
    assert {problem.file for problem in problems} == {str(path), str(path.parent / "loop.md")}


@pytest.mark.skipif(os.name != "posix", reason="links need a permission on Windows")
def test_link_between_the_two_folders_is_followed(tmp_path: Path) -> None:
    nod = write_technique(tmp_path / "techniques", "nod")
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "shrug.md").symlink_to(nod)
    assert check((write_session(tmp_path / "sessions", "- use shrug"),)) == (1, ())


# With its line ------------------------------------------------------------------------------------------

LONG_LINE = "".join(f"{number:10}" for number in range(10, 210, 10))
"""200 characters; each multiple of ten ends at the column it names."""


def format_excerpt(line: str, column: int) -> list[str]:
    head, *below = format_diagnostic(Problem("a.md", 3, column, "It is wrong.", "Mend it."), line).split("\n")
    assert head == f"a.md:3:{column}: It is wrong. Mend it."
    return below


@pytest.mark.parametrize(
    ("line", "column", "drawn", "caret"),
    [
        ("- hodl 20s", 3, "- hodl 20s", "  ^"),
        ("- hodl 20s", 1, "- hodl 20s", "^"),
        ("- hold", 7, "- hold", "      ^"),
        ("  - @hlaf Now.", 5, "  - @hlaf Now.", "    ^"),
        ("-\thodl", 3, "-    hodl", "     ^"),
        ("-\thodl", 2, "-    hodl", " ^"),
        ("肩 hodl", 3, "肩 hodl", "   ^"),
        ("😀😀 hodl", 4, "😀😀 hodl", "     ^"),
        ("e\u0301te\u0301 hodl", 7, "e\u0301te\u0301 hodl", "    ^"),
        ("\u1112\u1161\u11ab hodl", 5, "\u1112\u1161\u11ab hodl", "   ^"),
        ("ｆｕｌｌ ﾊﾝ", 6, "ｆｕｌｌ ﾊﾝ", "         ^"),
        ("a\x1b[31mred", 2, "a�[31mred", " ^"),
        ("a\u202eb\u2066c\u200fd", 7, "a�b�c�d", "      ^"),
        ("a\rb\x85c\u2028d", 6, "a�b�c�d", "     ^"),
        ("a\u3000b\xa0c", 5, "a�b�c", "    ^"),
        ("\ufeff---", 1, "�---", "^"),
        (LONG_LINE, 1, LONG_LINE[:71] + "…", "^"),
        (LONG_LINE, 49, LONG_LINE[:71] + "…", " " * 48 + "^"),
        (LONG_LINE, 50, "…" + LONG_LINE[2:72] + "…", " " * 48 + "^"),
        (LONG_LINE, 120, "…" + LONG_LINE[72:142] + "…", " " * 48 + "^"),
        (LONG_LINE, 177, "…" + LONG_LINE[129:], " " * 48 + "^"),
        (LONG_LINE, 201, "…" + LONG_LINE[153:], " " * 48 + "^"),
        ("肩" * 100, 50, "…" + "肩" * 23 + "肩" * 12 + "…", " " * 47 + "^"),
    ],
)
def test_a_problem_is_shown_with_its_line_and_a_caret(line: str, column: int, drawn: str, caret: str) -> None:
    assert format_excerpt(line, column) == [f"    {drawn}", f"    {caret}"]


@pytest.mark.parametrize("line", ["", "   ", "\t\u3000"])
def test_a_blank_line_is_not_shown(line: str) -> None:
    assert format_excerpt(line, 1) == []


@given(st.text(st.characters(exclude_characters="\n"), max_size=200), st.data())
def test_excerpt_is_two_printable_lines_for_any_line(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 1))
    for drawn in format_excerpt(line, column):
        assert drawn.isprintable()
        cells = [
            1 + (unicodedata.east_asian_width(letter) in {"W", "F"}) for letter in drawn if letter.isalnum()
        ]
        assert sum(cells) <= 76


def test_lines_are_taken_from_the_files_themselves(shrug: Path) -> None:
    text = shrug.read_text("utf-8").replace("Sit tall.", "Sit tall. <!-- why? --> [1]")
    shrug.write_text(text.replace("chair", "chiar"), encoding="utf-8")
    first, second = format_diagnostics(check((shrug,))[1])
    assert first.split("\n")[1:] == ["    position: chiar", "              ^"]
    assert second.split("\n")[1:] == ["    Sit tall. <!-- why? --> [1]", " " * 28 + "^"]


def test_a_file_that_is_no_text_is_shown_as_far_as_it_can_be(shrug: Path) -> None:
    shrug.write_bytes(b"---\ntitle: Caf\xe9\n---\n")
    (problem,) = format_diagnostics(check((shrug,))[1])
    assert problem.split("\n")[1:] == ["    title: Caf�", " " * 14 + "^"]


@pytest.mark.parametrize("name", ["missing.md", "folder.md", "x" * 300 + ".md"])
def test_problem_has_no_excerpt_when_there_is_no_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.md").mkdir()
    problem = Problem(str(tmp_path / name), 1, 1, "This file does not exist.")
    assert list(format_diagnostics([problem])) == [str(problem)]


def test_a_line_that_is_gone_meanwhile_is_not_shown(shrug: Path) -> None:
    problem = Problem(str(shrug), 99, 1, "It is wrong.")
    assert list(format_diagnostics([problem])) == [str(problem)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_has_no_lines(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (problem,) = format_diagnostics(check((tmp_path / "pipe.md",))[1])
    assert "\n" not in problem


def test_unspeakable_title_is_reported_with_other_unspeakable_text(tmp_path: Path) -> None:
    page = "---\ntitle: Nod 日本\nneeds: a ☃ mat\nsummary: 日本\n---\n\n> Stop if it hurts.\n\nLook 肩 up.\n"
    file = tmp_path / "nod.md"
    file.write_text(page, encoding="utf-8")
    _, found = check((file,))
    assert [(problem.line, problem.column) for problem in found] == [(2, 12), (3, 10), (9, 6)]
    file.write_text(page + "\n- holt 3s\n", encoding="utf-8")
    _, found = check((file,))
    assert [(problem.line, problem.column) for problem in found] == [(2, 12), (3, 10), (9, 6), (11, 3)]
