from __future__ import annotations

import ast
from pathlib import Path

from voiceguide.versions import version
from voiceguide.voice import fingerprint, spoken

ROOM = Path(spoken.__file__).parent


def beside(name: str) -> set[str]:
    """The files of the room that one of them imports, and that these do, by name."""
    found = {name}
    for node in ast.walk(ast.parse((ROOM / f"{name}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("voiceguide.voice."):
            found |= beside(node.module.rpartition(".")[2])
    return found


def test_every_file_that_decides_how_a_text_is_read_is_in_it() -> None:
    assert set(fingerprint._BESIDE) == beside("spoken") | beside("phrases")


def test_it_names_the_version_of_what_reads_numbers() -> None:
    assert fingerprint.identity()["num2words"] == version("num2words")
