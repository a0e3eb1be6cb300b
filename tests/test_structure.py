"""Sizes of modules and functions, and the words with which docstrings begin."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import voiceguide

pytestmark = pytest.mark.once  # reads sources, which are the same for every interpreter

PACKAGE = Path(voiceguide.__file__).parent
PROJECT_DIR = PACKAGE.parent
FILES = sorted(PACKAGE.rglob("*.py"))

MAX_MODULE_LINES = 350
MAX_FUNCTION_LINES = 50


VAGUE_BEGINNINGS = ("What", "How", "Whether", "Where", "The same", "Every", "Who", "All", "Those", "Such")
"""First words of a docstring that does not say what a function does or a thing is."""

VAGUE_WORDS = re.compile(r"\b(told|likewise|as above)\b", re.IGNORECASE)
"""Words that need another sentence to be understood, or a plainer one: reported, also, and the thing itself."""


def file_id(path: Path) -> str:
    """Return a path within the project, with slashes on every system."""
    return path.relative_to(PROJECT_DIR).as_posix()


def syntax_tree(path: Path) -> ast.Module:
    """Return the parsed source of a file."""
    return ast.parse(path.read_text("utf-8"))


def docstrings(path: Path) -> list[tuple[int, str]]:
    """Return line and text of each docstring in a file, those below constants and fields included."""
    found = []
    for node in ast.walk(syntax_tree(path)):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                text = statement.value.value
                if isinstance(text, str):
                    found.append((statement.lineno, text))
    return found


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


@pytest.mark.parametrize("path", FILES, ids=file_id)
def test_docstrings_are_plain(path: Path) -> None:
    vague = [
        f"{file_id(path)}:{line}: {text.partition(chr(10))[0]}"
        for line, text in docstrings(path)
        if re.match(rf"({'|'.join(VAGUE_BEGINNINGS)})\b", text) or VAGUE_WORDS.search(text)
    ]
    assert vague == []
