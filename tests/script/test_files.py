from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.errors import RequestError
from voiceguide.script.files import script_name


@pytest.mark.parametrize(
    "path", ["Neck.md", "neck roll.md", "neck", "neck.txt", "-neck.md", "neck-.md", "3.md", ".md", "né.md"]
)
def test_a_script_by_path_needs_a_plain_name(path: str) -> None:
    with pytest.raises(RequestError, match=r"name a script like “neck-roll\.md”"):
        script_name(Path("folder") / path)


def test_a_path_with_odd_characters_is_shown_without_them() -> None:
    with pytest.raises(RequestError) as caught:
        script_name(Path("\x1b[31m/Neck.md"))
    assert str(caught.value).isprintable()
