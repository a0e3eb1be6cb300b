"""docs/programmes.md: its example is a programme that renders, and it names the format's words and files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.helpers.program import run_program
from voiceguide.script import programme_reader, vocabulary
from voiceguide.script.formatter import format_source
from voiceguide.script.library import open_library
from voiceguide.script.programme_reader import read_programme

PAGE = (Path(__file__).parents[2] / "docs" / "programmes.md").read_text(encoding="utf-8")


def run(*words: str, cwd: Path) -> tuple[str, str]:
    """Run voiceguide, assert that it succeeds, and return what it prints."""
    ended = run_program(*words, cwd=cwd)
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout.decode(), ended.stderr.decode()


def test_the_programme_on_the_page_is_checked_shown_and_made(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```markdown\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    path = tmp_path / "quiet.md"
    path.write_text(text, encoding="utf-8")
    assert "no problem" in run("check", "quiet.md", cwd=tmp_path)[1]
    assert "Day 11  Thursday" in run("show", "quiet.md", cwd=tmp_path)[0]
    command = ("programme", "quiet.md", "--start", "2027-01-04", "--voice", "silent", "--day")
    said = run(*command, "2", cwd=tmp_path)[1]
    assert "1 session, 1 different" in said
    assert [path.name for path in (tmp_path / "output" / "quiet-2027-01-04").iterdir()] == [
        "2027-01-05-1-desk-break.mp3"
    ]
    assert "0 written, 1 were there already" in run(*command, "2", cwd=tmp_path)[1]
    refused = run_program(*command, "7", cwd=tmp_path)
    assert (refused.returncode, refused.stderr.decode()) == (
        2,
        "Day 7 has no session. The nearest day that has one is 8.\n",
    )


def test_the_programme_on_the_page_is_formatted() -> None:
    (text,) = re.findall(r"^```markdown\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert format_source(text, "a.md", lambda source: read_programme(source, "a", "a.md")) == text


def test_the_page_names_every_programme_key_and_limit() -> None:
    for word in (*vocabulary.PROGRAMME_KEYS, "optional", *open_library().names("programmes")):
        assert f"`{word}`" in PAGE, word
    assert f"{programme_reader.MAX_WEEKS} weeks" in PAGE
    assert f"{programme_reader.MAX_SESSIONS:,} sessions" in PAGE


@pytest.mark.parametrize("command", ["render", "share", "show --json", "show --preview 10s"])
def test_a_command_for_one_session_names_the_command_for_a_programme(command: str, tmp_path: Path) -> None:
    name, *options = command.split()
    ended = run_program(name, "upper-back-4-weeks", *options, cwd=tmp_path)
    assert ended.returncode == 2
    assert b"upper-back-4-weeks is a programme of many sessions" in ended.stderr


def test_every_option_of_a_session_is_an_option_of_the_command() -> None:
    ended = run_program("programme", "--help")
    for option in ("--start", "--out", "--day", "--voice", "--avoid", "--minutes"):
        assert option in ended.stdout.decode()
