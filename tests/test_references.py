"""Every path and every dotted name that documents, docstrings and comments mention exists."""

from __future__ import annotations

import ast
import io
import pkgutil
import re
import tokenize
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import voiceguide

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.once  # reads sources, which are the same for every interpreter

PROJECT_DIR = Path(__file__).parent.parent
PAGES = sorted([*PROJECT_DIR.glob("*.md"), *(PROJECT_DIR / "docs").rglob("*.md")])
SOURCES = sorted(
    path for folder in ("voiceguide", "tests", "bench") for path in (PROJECT_DIR / folder).rglob("*.py")
)
PAST_PAGES = {"CHANGELOG.md"}
"""Pages about earlier versions, whose names may be gone."""

PROJECT_FOLDERS = ("voiceguide", "tests", "docs", "bench", "scripts", ".ci", ".github")

EXAMPLES = {
    *("voiceguide/speech/buzz.py", "voiceguide.speech.buzz"),  # what the recipe for a voice creates
    *("voiceguide/language/xx.py", "scripts/xx", "plan.choices.greeting"),  # what other recipes create
    *("links.csv", "links.html", "feed.xml"),  # what a batch and a programme write
    *("voiceguide/render", "voiceguide.render.clips"),  # packages that decision 80 argues against
    *("settings.rate", "source.read_frames"),  # variables of classes with other names
}
"""Paths and names that do not exist, and are not to."""

CODE_SPAN = re.compile(r"``([^`]+)``|`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
PATH = re.compile(
    r"(?<![\w./~$-])(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:py|md|toml|json|lark|js|css|html|yml|svg|lock|txt)(?![\w-])"
)
FOLDER = re.compile(rf"(?<![\w./~$-])(?:{'|'.join(map(re.escape, PROJECT_FOLDERS))})/(?:[\w-]+/?)*")
DOTTED = re.compile(r"(?<![\w./-])[a-z_]\w*(?:\.\w+)+(?![\w/-])")
CODE_SUFFIXES = (".py", ".lark", ".js", ".css", ".html", ".yml")


@cache
def project_files() -> frozenset[str]:
    """Return the paths of the project's files, with slashes."""
    folders = [PROJECT_DIR / name for name in PROJECT_FOLDERS]
    paths = [*PROJECT_DIR.glob("*.*"), *(path for folder in folders for path in folder.rglob("*"))]
    return frozenset(path.relative_to(PROJECT_DIR).as_posix() for path in [*folders, *paths])


@cache
def modules() -> dict[str, list[str]]:
    """Return the full names of the package's modules by their last part."""
    found: dict[str, list[str]] = {"voiceguide": ["voiceguide"]}
    for module in pkgutil.walk_packages(voiceguide.__path__, "voiceguide."):
        found.setdefault(module.name.rpartition(".")[2], []).append(module.name)
    return found


def comments_and_docstrings(path: Path) -> str:
    """Return a source file's prose; line breaks inside code spans are blanks."""
    source = path.read_text("utf-8")
    strings = [
        node.value.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return "\n".join([*strings, *(token.string for token in tokens if token.type == tokenize.COMMENT)])


def code_spans(text: str) -> Iterator[str]:
    """Yield the contents of all code spans of a text."""
    for match in CODE_SPAN.finditer(text):
        yield match[1] or match[2]


def path_exists(path: str) -> bool:
    """Return whether a path, or the end of one, is a file or folder of the project."""
    path = path.rstrip("/")
    if path in EXAMPLES or path in project_files():
        return True
    return any(file.endswith(f"/{path}") for file in project_files())


def missing_paths(text: str) -> set[str]:
    """Return the paths in a text that lead nowhere: in a project folder, or to a file of code.

    Paths with capitals in a row are placeholders.
    """
    found = {match[0] for match in FOLDER.finditer(text) if not PATH.match(text, match.start())}
    for match in PATH.finditer(text):
        path = match[0]
        if path.startswith(tuple(f"{folder}/" for folder in PROJECT_FOLDERS)) or path.endswith(CODE_SUFFIXES):
            found.add(path)
    return {path for path in found if not path_exists(path) and not re.search(r"[A-Z]{2}", path)}


def has_member(value: object, names: list[str]) -> bool:
    """Return whether a module or class has an attribute of an attribute, fields included."""
    for number, name in enumerate(names):
        if hasattr(value, name):
            value = getattr(value, name)
        else:
            annotations = getattr(value, "__annotations__", {})
            return name in annotations and number == len(names) - 1
    return True


def load(module: str) -> object:
    """Import a module; without a library that it needs, return the names that its file defines."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("voiceguide"):
            raise
        path = PROJECT_DIR / f"{module.replace('.', '/')}.py"
        nodes = ast.parse(path.read_text("utf-8")).body
        return SimpleNamespace(
            **{node.name: node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        )


def name_exists(dotted: str) -> bool:
    """Return whether a dotted name whose first part is a module of the package leads to something."""
    first, *rest = dotted.split(".")
    if first == "voiceguide":
        parts = dotted.split(".")
        for length in range(len(parts), 0, -1):
            if ".".join(parts[:length]) in {name for names in modules().values() for name in names}:
                return has_member(load(".".join(parts[:length])), parts[length:])
    return any(has_member(value, rest) for value in named_values(first))


def named_values(name: str) -> Iterator[object]:
    """Yield what a name may stand for: modules, a variable of a class with the same name, or text."""
    yield from map(load, modules()[name])
    class_name = name.title().replace("_", "")
    for module in (name for names in modules().values() for name in names if not name.endswith("__main__")):
        if hasattr(load(module), class_name):
            yield getattr(load(module), class_name)
    yield str


def missing_names(text: str) -> set[str]:
    """Return the dotted names in a text's code spans that begin with one of our modules and do not exist."""
    names = {match[0] for span in code_spans(text) for match in DOTTED.finditer(span)}
    ours = {name for name in names if name.partition(".")[0] in modules() and not PATH.fullmatch(name)}
    return {name for name in ours - EXAMPLES if not name_exists(name)}


def missing_test_modules(text: str) -> set[str]:
    """Return the modules that `python -m` is to run and that are not there."""
    names = re.findall(r"python3? -m ((?:tests|voiceguide|bench)[\w.]*)", text)
    paths = {name: name.replace(".", "/") for name in names}
    files = project_files()
    return {
        name
        for name, path in paths.items()
        if f"{path}.py" not in files and f"{path}/__main__.py" not in files
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(PROJECT_DIR).as_posix())
def test_page_mentions_only_what_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    broken_links = {link for link in LINK.findall(text) if not (path.parent / link).exists()}
    assert broken_links == set()
    if path.name not in PAST_PAGES:
        assert (
            missing_paths("\n".join(code_spans(text))) | missing_names(text) | missing_test_modules(text)
            == set()
        )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PROJECT_DIR).as_posix())
def test_comments_mention_only_what_exists(path: Path) -> None:
    text = comments_and_docstrings(path)
    assert missing_paths(text) | missing_names(text) | missing_test_modules(text) == set()
