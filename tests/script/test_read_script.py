from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.script.model import Session, Technique
from voiceguide.script.reader import read_script

if TYPE_CHECKING:
    from pathlib import Path


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
    tmp_path: Path, text: str, kind: type[Session | Technique]
) -> None:
    path = tmp_path / "neck-roll.md"
    path.write_text(text, encoding="utf-8")
    script = read_script(path)
    assert isinstance(script, kind)
    assert (script.name, script.location.file) == ("neck-roll", str(path))
