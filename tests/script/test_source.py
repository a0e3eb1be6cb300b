from __future__ import annotations

import os
from pathlib import Path

import pytest

from voiceguide.errors import FileError, ScriptError
from voiceguide.script.reader import read_technique
from voiceguide.script.source import MAX_BYTES, blank_comments, clean_source, decode, printable, read_text


def _write_and_read(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "script.md"
    path.write_bytes(data)
    return path


def test_text_is_read_unchanged(tmp_path: Path) -> None:
    text = "---\ntitle: Épaules, 肩 and “quotes”…\n---\n\n  Ends without a line break"
    assert read_text(_write_and_read(tmp_path, text.encode()), "script.md") == text


def test_a_comment_leaves_blanks_so_that_nothing_moves(tmp_path: Path) -> None:
    text = "One <!-- two\nthree --> four\n<!---->five\n"
    read = read_text(_write_and_read(tmp_path, text.encode()), "script.md")
    assert read == "One         \n          four\n       five\n"


@pytest.mark.parametrize("text", ["<!-- -- > -->", "<!-- <!-- -->", "<!--\n\n\n-->"])
def test_a_comment_ends_at_its_first_arrow(text: str) -> None:
    assert blank_comments(f"{text}|").strip() == "|"


@pytest.mark.parametrize("text", ["<!-->", "<!--->", "< !-- -->", "<-- -->", "-->"])
def test_text_stays_when_it_is_no_html_comment(text: str) -> None:
    assert blank_comments(text) == text


def test_the_largest_script_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    assert len(read_text(_write_and_read(tmp_path, b"a" * MAX_BYTES), "a")) == MAX_BYTES
    with pytest.raises(ScriptError, match=r"a:1:1: This file is larger than 50 kB\."):
        read_text(_write_and_read(tmp_path, b"a" * (MAX_BYTES + 1)), "a")


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(ScriptError, match="larger than"):
        read_text(path, "huge.md")


@pytest.mark.parametrize("name", ["missing.md", ".", "missing/script.md"])
def test_missing_file_is_reported_at_line_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        ScriptError, match=r"^a:1:1: This file does not exist\. A script is a text file, such as"
    ):
        read_text(tmp_path / name, "a")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here")
def test_a_pipe_or_a_device_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    for path in (tmp_path / "pipe.md", Path("/dev/zero")):
        with pytest.raises(ScriptError, match="does not exist"):
            read_text(path, "a")


def test_permission_error_is_a_file_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = _write_and_read(tmp_path, b"a")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileError, match=r"a cannot be read: Permission denied\."):
        read_text(path, "a")


def test_each_line_names_its_unreadable_characters_each_once() -> None:
    text, problems = clean_source("a\u200bb\u200bc\nfine\n\u200b\u00a0\u00ad\n", "a")
    assert [(problem.line, problem.column) for problem in problems] == [(1, 2), (3, 1), (3, 3)]
    assert text == "abc\nfine\n \n"


def test_a_thousand_soft_hyphens_are_a_thousand_problems_in_order() -> None:
    _, problems = clean_source("a\u00ad\n" * 1000, "a")
    assert [problem.line for problem in problems] == list(range(1, 1001))


def test_other_problems_are_reported_with_unreadable_characters() -> None:
    page = "---\ntitle: A\n---\n\n- hold 20s\n\t- @hlaf\u200b Now.\n\n- hodl 20s\n\n- rest 5\n\nSit. <!--"
    text = "\ufeff" + page.replace("\n", "\r\n")
    with pytest.raises(ScriptError) as caught:
        read_technique(text, "a", "a.md")
    assert [str(problem).partition(" ")[0] for problem in caught.value.problems] == [
        "a.md:6:10:",
        "a.md:8:3:",
        "a.md:10:8:",
        "a.md:12:6:",
    ]


@pytest.mark.parametrize("character", ["é", "“", "…", "–", "½", "肩", "👍", "\N{COMBINING ACUTE ACCENT}"])
def test_any_character_that_can_be_seen_may_stand(character: str) -> None:
    text = f"q{character}"  # no accent makes one character of it
    assert clean_source(decode(text.encode(), "a"), "a") == (text, ())


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("neck", "neck"),
        ("\x1b[31mred\x07", "�[31mred�"),
        ("a\u202eb\nc", "a�b�c"),
        ("x" * 41, "x" * 39 + "…"),
        ("x" * 40, "x" * 40),
    ],
)
def test_printable_text_is_short_and_has_no_control_characters(text: str, safe: str) -> None:
    assert printable(text) == safe


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n", "\n\r"])
def test_another_encoding_is_found_at_its_line_whatever_ends_lines(line_end: str) -> None:
    data = f"---{line_end}title: A{line_end}---{line_end}Caf\xe9".encode("latin-1")
    line = 7 if line_end == "\n\r" else 4
    with pytest.raises(ScriptError, match=rf"a:{line}:4: This is text in Windows-1252"):
        decode(data, "a")
