"""The recipes of docs/architecture.md, followed to the letter in a copy of the package."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROJECT_DIR

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (PROJECT_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")

SCRIPT = """---
title: Lean
{keys}---

- hold 30s
  - Lean to the left.
  - {mark} Breathe out.

> Stop if it hurts.
"""


def recipe(title: str) -> str:
    """Return the section of the page with this title."""
    (section,) = re.findall(rf"^### {title}\n(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return str(section)


def code_blocks(section: str, language: str) -> list[str]:
    """Return the code blocks in this language, without their fences."""
    return re.findall(rf"^```{language}\n(.*?)^```", section, re.MULTILINE | re.DOTALL)


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """Return a folder with a copy of the package and of its scripts."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT_DIR / "voiceguide", tmp_path / "voiceguide", ignore=ignored)
    shutil.copytree(PROJECT_DIR / "scripts", tmp_path / "scripts")
    return tmp_path


def add_row(file: Path, table: str, row: str) -> None:
    """Insert a row at the end of the tuple or dict that is assigned to a name."""
    text = file.read_text(encoding="utf-8")
    (value,) = (
        node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == table
    )
    lines = text.splitlines(keepends=True)
    assert value.end_lineno is not None
    lines.insert(value.end_lineno - 1, row)
    file.write_text("".join(lines), encoding="utf-8")


def apply_diff(file: Path, diff: str) -> None:
    """Replace the lines of a diff that begin with “-” by those that begin with “+”."""
    old, new = (
        "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] == sign) for sign in "-+"
    )
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file.name} has no such lines: {old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run voiceguide from the copy, and return its result."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(project),
        "VOICEGUIDE_PREFERENCES": str(project / "none.toml"),
    }
    command = [sys.executable, "-m", "voiceguide", *arguments]
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def show(project: Path, script: str, *options: str) -> str:
    """Return what “show” prints about a script."""
    (project / "lean.md").write_text(script, encoding="utf-8")
    result = run(project, "show", "lean.md", "--voice", "silent", *options)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_recipe_for_a_language(project_copy: Path) -> None:
    section = recipe("A language")
    (file,), (diff,) = code_blocks(section, "python"), code_blocks(section, "diff")
    (project_copy / "voiceguide" / "language" / "xx.py").write_text(file, encoding="utf-8")
    apply_diff(project_copy / "voiceguide" / "language" / "__init__.py", diff)
    scripts = project_copy / "scripts"
    for name in re.findall(r"`([\w/]+\.md)`", section):
        (scripts / "xx" / name).parent.mkdir(parents=True, exist_ok=True)
        text = (scripts / name).read_text(encoding="utf-8")
        (scripts / "xx" / name).write_text(text.replace("---\n", "---\nlanguage: xx\n", 1), encoding="utf-8")
    shown = show(project_copy, SCRIPT.format(keys="language: xx\n", mark="@half"))
    assert "Good day. Lean" in shown


def test_recipe_for_an_option(project_copy: Path) -> None:
    section = recipe("An option")
    (row,), (field, effect) = code_blocks(section, "python"), code_blocks(section, "diff")
    options, score = re.findall(r"`(voiceguide/[\w/]+\.py)`", section)
    add_row(project_copy / options, "OPTIONS", row)
    apply_diff(project_copy / options, field)
    apply_diff(project_copy / score, effect)
    script = SCRIPT.format(keys="", mark="@half")
    assert "--no-greeting" in run(project_copy, "render", "--help").stdout
    with_greeting, without = show(project_copy, script), show(project_copy, script, "--no-greeting")
    assert "Lean, " in with_greeting
    assert "Lean, " not in without
    assert run(project_copy, "set", "greeting", "no").returncode == 0
    assert show(project_copy, script) == without
    assert "greeting" in show(project_copy, script, "--why")


def test_recipe_for_a_format(project_copy: Path) -> None:
    (row,) = code_blocks(recipe("An output format"), "python")
    add_row(project_copy / "voiceguide" / "export" / "formats.py", "_ROWS", row)
    (project_copy / "lean.md").write_text(SCRIPT.format(keys="", mark="@half"), encoding="utf-8")
    result = run(project_copy, "render", "lean.md", "--voice", "silent", "-o", "lean.opus")
    assert result.returncode == 0, result.stderr
    assert (project_copy / "lean.opus").read_bytes().startswith(b"OggS")
    assert "opus" in run(project_copy, "render", "--help").stdout


def test_recipe_for_a_mark(project_copy: Path) -> None:
    (row,) = code_blocks(recipe("A mark"), "python")
    add_row(project_copy / "voiceguide" / "script" / "vocabulary.py", "MARKS", row)
    shown = show(project_copy, SCRIPT.format(keys="", mark="@third"), "--json")
    assert "Breathe out." in shown
    assert run(project_copy, "format", "--check", "lean.md").returncode == 0
    misspelt = SCRIPT.format(keys="", mark="@thrid")
    (project_copy / "lean.md").write_text(misspelt, encoding="utf-8")
    assert "Did you mean “@third”?" in run(project_copy, "check", "lean.md").stderr
