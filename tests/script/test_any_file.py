"""Scripts of any name, in any place, as any editor writes them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from voiceguide.errors import ScriptError
from voiceguide.plan.preferences import parse_preferences
from voiceguide.script.encoding import ENCODINGS, other_encoding
from voiceguide.script.files import is_path, script_name
from voiceguide.script.format_files import format_scripts
from voiceguide.script.library import open_library, read_with_library
from voiceguide.script.model import Technique
from voiceguide.script.reader import read_script

CANONICAL = """---
title: Café lean
position: chair
---

> Stop if it hurts.

Sit tall, as in a café.

- hold 10s
  - Lean.
"""

SIGNS = """---
title: Signs
---

> Stop if pain > 3/10.

Keep your pulse <120.

Hold -> rest, up to <= 5 s.

- hold 10s
  - Lean, if a < b.
"""

ENCODED = {
    "plain.md": CANONICAL.encode(),
    "crlf.md": CANONICAL.replace("\n", "\r\n").encode(),
    "old-mac.md": CANONICAL.replace("\n", "\r").encode(),
    "mark.md": CANONICAL.encode("utf-8-sig"),
    "mark-and-crlf.md": CANONICAL.replace("\n", "\r\n").encode("utf-8-sig"),
    "tabs.md": CANONICAL.replace("  - Lean", "\t- Lean").replace("Sit tall", "Sit\ttall").encode(),
    "no-break-spaces.md": CANONICAL.replace("Sit tall", "Sit\u00a0tall")
    .replace("as in", "as\u202fin")
    .encode(),
    "ends-without-line.md": CANONICAL.rstrip().encode(),
    "combining-accents.md": unicodedata.normalize("NFD", CANONICAL).encode(),
    "blank-lines.md": (CANONICAL + "\n \t\n\u00a0\n").encode(),
    "Neck Roll (1).md": CANONICAL.encode(),
    "Übung.md": CANONICAL.encode(),
    "2-lean.md": CANONICAL.encode(),
    "lean_left.md": CANONICAL.encode(),
    "Lean.MD": CANONICAL.encode(),
    "lean.final.md": CANONICAL.encode(),
    "lean.markdown": CANONICAL.encode(),
    "lean.txt": CANONICAL.encode(),
    "lean": CANONICAL.encode(),
    "вдох.md": CANONICAL.encode(),
    "a folder/with spaces/-lean.md": CANONICAL.encode(),
}
CONVERTED = {
    "latin-1": CANONICAL.encode("latin-1"),
    "windows": CANONICAL.replace("Café", "Café…").encode("cp1252"),
    "utf-16": CANONICAL.replace("\n", "\r\n").encode("utf-16"),
    "utf-16-le": CANONICAL.encode("utf-16-le"),
    "utf-16-be": CANONICAL.encode("utf-16-be"),
    "utf-32": CANONICAL.encode("utf-32"),
    "utf-32-be": b"\0\0\xfe\xff" + CANONICAL.encode("utf-32-be"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_an_odd_file_is_read_and_formatted_to_the_same_bytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ENCODED[name])
    script, _ = read_with_library(path, open_library())
    assert script.title == "Café lean"
    assert script.name == script_name(path)
    format_scripts((path,))
    assert path.read_bytes() == CANONICAL.encode()


def test_a_link_is_followed_and_a_problem_does_not_hide_behind_a_name(tmp_path: Path) -> None:
    target, link = tmp_path / "Neck (2).md", tmp_path / "My link.md"
    target.write_bytes(ENCODED["mark-and-crlf.md"].replace(b"hold 10s", b"hodl 10s"))
    link.symlink_to(target)
    with pytest.raises(ScriptError, match="Did you mean “hold”") as caught:
        read_with_library(link, open_library())
    assert [problem.line for problem in caught.value.problems] == [10]
    target.write_bytes(ENCODED["crlf.md"])
    format_scripts((link,))
    assert link.is_symlink()
    assert target.read_bytes() == CANONICAL.encode()


@pytest.mark.parametrize("kind", CONVERTED)
def test_another_encoding_is_named_with_the_command_that_converts_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "Neck Roll (1).md"
    path.write_bytes(CONVERTED[kind])
    encoding = other_encoding(CONVERTED[kind])
    assert encoding in ENCODINGS
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert f'Convert it with “voiceguide format --from {encoding} "{path}"”.' in str(caught.value)
    format_scripts((path,), encoding=encoding)
    assert path.read_text("utf-8").replace("Café…", "Café") == CANONICAL


def test_a_file_with_problems_is_converted_before_they_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "wrong.md"
    path.write_bytes(CANONICAL.replace("hold", "hodl").encode("utf-16"))
    with pytest.raises(ScriptError, match="hold"):
        format_scripts((path,), encoding="utf-16")
    assert path.read_text("utf-8") == CANONICAL.replace("hold", "hodl")


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x80\xff" * 20, b"\x89PNG\r\n\x1a\n\0\0"])
def test_what_is_no_text_is_not_converted(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "picture.md"
    path.write_bytes(data)
    with pytest.raises(ScriptError, match="not plain text"):
        read_script(path)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Neck Roll (1).md", "neck-roll-1"),
        ("Übung.md", "ubung"),
        ("2-lean.md", "script-2-lean"),
        ("lean.final.md", "lean-final"),
        ("-.md", "script"),
        ("вдох.md", "script"),
        ("seated-twist.md", "seated-twist"),
        ("seated-twist", "seated-twist"),
        ("\x1b[31m.md", "script-31m"),
    ],
)
def test_a_name_is_derived_from_the_file(file: str, name: str) -> None:
    assert script_name(Path("folder") / file) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [("seated-twist", False), ("lean.txt", True), ("a/b", True), ("Seated Twist", False)],
)
def test_a_path_is_told_from_a_name(text: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_path(text) == expected


def test_a_session_and_an_easier_form_find_files_of_any_name_beside_them(tmp_path: Path) -> None:
    (tmp_path / "Neck Roll (1).md").write_bytes(ENCODED["crlf.md"])
    (tmp_path / "README.md").write_text("Notes, not a script.\n", encoding="utf-8")
    session = tmp_path / "My Session.md"
    session.write_text("---\ntitle: All\nlength: 3:00\n---\n\n- use neck-roll-1\n", encoding="utf-8")
    script, library = read_with_library(session, open_library())
    assert library.technique("neck-roll-1").title == "Café lean"
    assert "readme" not in library.technique_names
    hard = tmp_path / "Hard One.md"
    text = CANONICAL.replace(
        "position: chair\n", "position: chair\navoid: osteoporosis\neasier: neck-roll-1\n"
    )
    hard.write_text(text, encoding="utf-8")
    script, library = read_with_library(hard, open_library())
    assert isinstance(script, Technique)
    assert library.technique(script.easier_form.name).title == "Café lean"  # type: ignore[union-attr]


def test_signs_in_a_sentence_are_words(tmp_path: Path) -> None:
    path = tmp_path / "signs.md"
    path.write_text(SIGNS, encoding="utf-8")
    script = read_script(path)
    assert script.title == "Signs"
    format_scripts((path,))
    assert path.read_text("utf-8") == SIGNS


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbfhold = "25s"\n',
        b'hold = "25s"\r\n',
        'hold\u00a0= "25s"\n'.encode(),
        '# café\nhold = "25s"\n'.encode("latin-1"),
        'hold = "25s"\r\n'.encode("utf-16"),
    ],
)
def test_preferences_are_read_as_editors_write_them(tmp_path: Path, data: bytes) -> None:
    (entry,) = parse_preferences(data, tmp_path / "voiceguide.toml").entries
    assert (entry.name, entry.texts) == ("hold", ("25s",))
