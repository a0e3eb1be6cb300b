"""Sizes of modules and functions."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import voiceguide

PACKAGE = Path(voiceguide.__file__).parent
PROJECT_DIR = PACKAGE.parent
FILES = sorted(PACKAGE.rglob("*.py"))

MAX_MODULE_LINES = 350
MAX_FUNCTION_LINES = 50


def file_id(path: Path) -> str:
    """Return a path within the project, with slashes on every system."""
    return path.relative_to(PROJECT_DIR).as_posix()


def syntax_tree(path: Path) -> ast.Module:
    """Return the parsed source of a file."""
    return ast.parse(path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=file_id)
def test_no_module_or_function_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_MODULE_LINES
    functions = [
        node
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > MAX_FUNCTION_LINES} == {}
