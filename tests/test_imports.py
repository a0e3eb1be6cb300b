"""Imports run one way, and each third-party library is imported in exactly one adapter module."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import threading
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import voiceguide

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.once  # reads sources, which are the same for every interpreter

PACKAGE = Path(voiceguide.__file__).parent
LAYERS = (
    *("errors", "units", "versions", "files", "paths", "workers"),
    *("language", "script", "plan", "score", "fit", "speech", "audio", "views", "checks", "export"),
    *("share", "api", "__init__", "cli", "__main__"),
)
"""Modules and packages at the root in import order: each may import itself and those before it."""

MAX_ROOT_FILES = 20

SINGLE_FILE_LIBRARIES = {
    *("pyttsx3", "hibari", "piper", "onnxruntime", "av", "lameenc", "pydub", "soxr", "lark", "markdown_it"),
    *("num2words", "click", "rich", "platformdirs", "tomlkit", "filelock", "markitdown"),
}
WHOLE_PACKAGES = {"click"}
"""Libraries that any file of one package may import."""

UNRESTRICTED_LIBRARIES = {"numpy"}
"""Libraries that any file may import: numpy arrays are the form of samples in audio/."""

HEAVY_MODULES = {"numpy", "onnxruntime", "pydub", "soxr", "lameenc", "rich", "hibari", "pyttsx3"} | {
    *("PIL", "tomlkit", "filelock", "starlette", "uvicorn")
}

READER_MODULES = {"lark", "markdown_it", "num2words"}
"""Libraries that are not needed for scripts that were parsed before."""

PRINT_LOADED_MODULES = """
import json, os, sys
from voiceguide.cli import main

def note(*_):
    with open(os.environ["LOADED"], "w", encoding="utf-8") as file:
        json.dump(sorted(sys.modules), file)

main.discard_unflushed = note
main.main()
"""
"""Program that writes the names of its loaded modules when it ends."""

MAX_WARM_MODULES = 92
"""Modules of voiceguide that a render loads if every clip is cached. Each takes about 0.5 ms, a dataclass as much."""

FILES = sorted(PACKAGE.rglob("*.py"))


def imported_modules(file: Path) -> Iterator[str]:
    """Yield every module that a file imports, at any level; `from a import b` as “a.b”."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}:{node.lineno}: an import that does not say from where"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_file(module: str) -> Path | None:
    """Return the file of one of our modules, or of the module that has this name; None for another's."""
    parts = module.split(".")
    if parts[0] != "voiceguide":
        return None
    for length in range(len(parts), 0, -1):
        path = PACKAGE.joinpath(*parts[1:length])
        if (path / "__init__.py").is_file():
            return path / "__init__.py"
        if path.with_suffix(".py").is_file():
            return path.with_suffix(".py")
    return None


def layer_number(file: Path) -> int:
    """Return the position of a file's package, or of the module itself, in the import order."""
    return LAYERS.index(file.relative_to(PACKAGE).parts[0].removesuffix(".py"))


def imported_files(file: Path) -> set[Path]:
    """Return the other files of the package that a file imports, for whatever purpose."""
    return {found for module in imported_modules(file) if (found := module_file(module))} - {file}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_import_points_upwards(file: Path) -> None:
    package = layer_number(file)
    others = (
        other for other in imported_files(file) if layer_number(other) != package or other.parent == PACKAGE
    )
    assert [str(other) for other in others if layer_number(other) >= package] == []


def test_no_files_import_each_other_in_a_circle() -> None:
    """Remove files that import no remaining file until none is left to remove; the rest is a circle."""
    rest = {file: imported_files(file) for file in FILES}
    while leaves := {file for file, others in rest.items() if not others & rest.keys()}:
        rest = {file: others for file, others in rest.items() if file not in leaves}
    assert sorted(str(file.relative_to(PACKAGE)) for file in rest) == []


def test_the_root_is_small_and_every_part_of_it_has_a_layer() -> None:
    parts = {file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in FILES}
    assert parts == set(LAYERS)
    assert len(parts - {"__init__", "__main__"}) <= MAX_ROOT_FILES


def test_each_library_is_imported_in_one_file_only() -> None:
    adapters: dict[str, set[str]] = defaultdict(set)
    for file in FILES:
        for module in imported_modules(file):
            library = module.partition(".")[0]
            if library not in sys.stdlib_module_names | UNRESTRICTED_LIBRARIES | {"voiceguide"}:
                inside = file.relative_to(PACKAGE)
                adapters[library].add(inside.parts[0] if library in WHOLE_PACKAGES else str(inside))
    assert set(adapters) >= SINGLE_FILE_LIBRARIES
    assert {library: files for library, files in adapters.items() if len(files) > 1} == {}


def loaded_modules(folder: Path, *arguments: str, terminal: int = subprocess.DEVNULL) -> set[str]:
    """Return the modules that a command has loaded when it ends."""
    environment = {**os.environ, "LOADED": str(folder / "loaded.json")}
    command = [sys.executable, "-c", PRINT_LOADED_MODULES, *arguments]
    subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=terminal, check=True
    )
    return set(json.loads((folder / "loaded.json").read_text("utf-8")))


@pytest.mark.parametrize("command", [("render",), ("show", "--json")], ids=" ".join)
def test_no_heavy_module_is_loaded_when_every_clip_is_cached(shrug: Path, command: tuple[str, ...]) -> None:
    loaded_modules(shrug.parent, "render", "shrug.md", "--voice", "silent")
    loaded = loaded_modules(shrug.parent, *command, "shrug.md", "--voice", "silent")
    own = {module for module in loaded if module.partition(".")[0] == "voiceguide"}
    assert command[0] != "render" or 0 < len(own) <= MAX_WARM_MODULES
    assert loaded & (HEAVY_MODULES | READER_MODULES) == set()


@pytest.mark.parametrize("command", [("list",), ("check",), ("doctor",)], ids=" ".join)
def test_command_loads_no_voice_when_it_needs_none(tmp_path: Path, command: tuple[str, ...]) -> None:
    assert loaded_modules(tmp_path, *command) & HEAVY_MODULES == set()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="Windows has no such terminals")
def test_a_bar_is_drawn_on_a_terminal_only_while_something_is_spoken(
    shrug: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE", str(shrug.parent / "store"))
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = os.openpty()
    shown: list[bytes] = []
    is_bar_drawn = threading.Event()

    def read_terminal() -> None:  # one that nobody reads would stop its writer after some kilobytes
        with suppress(OSError):
            while data := os.read(ours, 1 << 16):
                shown.append(data)
                if b"Making the sound" in b"".join(shown):
                    is_bar_drawn.set()

    reader = threading.Thread(target=read_terminal, daemon=True)
    reader.start()
    try:
        assert "rich" in loaded_modules(
            shrug.parent, "render", "shrug.md", "--voice", "silent", terminal=theirs
        )
        assert is_bar_drawn.wait(5)
        assert "rich" not in loaded_modules(
            shrug.parent, "render", "shrug.md", "--voice", "silent", terminal=theirs
        )
    finally:
        os.close(theirs)
        reader.join(5)
        os.close(ours)
