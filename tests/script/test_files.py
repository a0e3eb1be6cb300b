from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.errors import AskedError
from voiceguide.script.files import read_script, script_name
from voiceguide.script.model import Session, Technique


@pytest.mark.parametrize(
    "path", ["Neck.md", "neck roll.md", "neck", "neck.txt", "-neck.md", "neck-.md", "3.md", ".md", "né.md"]
)
def test_a_script_by_path_needs_a_plain_name(path: str) -> None:
    with pytest.raises(AskedError, match=r"a script is called like “neck-roll\.md”"):
        script_name(Path("folder") / path)


def test_a_path_with_odd_characters_is_shown_without_them() -> None:
    with pytest.raises(AskedError) as caught:
        script_name(Path("\x1b[31m/Neck.md"))
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("---\ntitle: A\nlength: 10:00\n---\n\nWords.\n", Session),
        ("---\ntitle: A\nLength: 10:00\n---\n\nWords.\n", Session),
        ("---\ntitle: A\n---\n\nWords.\n\n- use settle\n", Session),
        ("---\ntitle: A\n---\n\nWords.\n\nLength: as you like.\n", Technique),
        ("---\ntitle: A\n---\n\n- hold 20s\n  - Use your arms.\n", Technique),
        ("---\ntitle: A\n---\n\n<!-- - use settle -->\n\n<!--\n- use settle\n-->\n\nWords.\n", Technique),
    ],
)
def test_a_script_by_path_is_a_session_if_it_has_a_length_or_uses_techniques(
    tmp_path: Path, text: str, kind: type
) -> None:
    path = tmp_path / "neck-roll.md"
    path.write_text(text, encoding="utf-8")
    script = read_script(path)
    assert isinstance(script, kind)
    assert (script.name, script.place.file) == ("neck-roll", str(path))
