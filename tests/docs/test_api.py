"""The examples of docs/api.md run, and the page names the whole API."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import voiceguide

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")

SILENT = """
import functools, voiceguide as vg
for name in ("render", "timeline", "stream"):
    setattr(vg, name, functools.partial(getattr(vg, name), voice="silent"))
"""
"""Prelude by which examples use the silent voice."""


def test_the_examples_run_one_after_another(tmp_path: Path) -> None:
    code = "\n".join(re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    result = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", SILENT + code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert {path.name for path in tmp_path.iterdir()} == {
        *("reset.mp3", "shrug.mp3", "shrug.vtt", "shrug-transcript.md")
    }
    printed = result.stdout.splitlines()
    assert printed[0].startswith("reset.mp3 ")
    assert printed[-1] in PAGE
    assert any(line.startswith("shrug.md:5:3:") for line in printed)


@pytest.mark.parametrize("name", voiceguide.__all__)
def test_the_page_names_it(name: str) -> None:
    assert re.search(rf"(?<!\w){name}(?!\w)", PAGE)
