"""The house is built one way: no room imports one above it, and each foreign library has one door."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import voiceguide

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(voiceguide.__file__).parent
FLOORS = (
    {"__init__"},
    {"errors", "units", "versions"},
    {"places"},
    {"store", "near", "crew"},
    {"script"},
    {"session"},
    {"voice"},
    {"sound"},
    {"mp3"},
    {"upkeep"},
    {"preferences"},
    {"clips"},
    {"picture"},
    {"label", "backed"},
    {"formats"},
    {"render", "estimate"},
    {"kindness"},
    {"rehearsal", "excerpts"},
    {"overview", "checkup", "doctor", "starter", "tidy", "compose", "sample"},
    {"phone"},
    {"cli"},
    {"__main__"},
)
"""From the ground up. A room imports itself and what is on the floors below."""

FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

DOORS = {
    *("pyttsx3", "hibari", "piper", "onnxruntime", "av", "lameenc", "pydub", "soxr", "lark", "markdown_it"),
    *("num2words", "click", "rich", "platformdirs", "tomlkit", "filelock"),
}
ROOMS = {"click"}
"""Those whose door is a whole room."""

EVERYWHERE = {"numpy"}
"""How samples are handed about in `sound`."""

HEAVY = {"numpy", "onnxruntime", "pydub", "soxr", "lameenc", "rich", "hibari", "pyttsx3"} | {
    *("PIL", "tomlkit", "filelock", "starlette", "uvicorn")
}

READERS = {"lark", "markdown_it", "num2words"}
"""What is read once needs none of these again."""

LOADED = """
import json, os, sys
from voiceguide.cli import program

def note(*_):
    with open(os.environ["LOADED"], "w", encoding="utf-8") as file:
        json.dump(sorted({name.partition(".")[0] for name in sys.modules}), file)

program.let_go = note
program.main()
"""
"""The program, which notes what it has loaded as the last thing it does."""

FILES = sorted(HOUSE.rglob("*.py"))


def imported(file: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it and for whatever; `from a import b` as “a.b”."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}:{node.lineno}: an import that does not say from where"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module: str) -> str:
    """The room of one of our modules, or of a name in one: voiceguide.session.plan → session."""
    _, _, inside = module.partition(".")
    name = inside.partition(".")[0]
    ours = name and ((HOUSE / name).is_dir() or (HOUSE / f"{name}.py").is_file())
    return name if ours else "__init__"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_no_import_points_upwards(file: Path) -> None:
    own = file.relative_to(HOUSE).parts[0].removesuffix(".py")
    others = {room(module) for module in imported(file) if module.partition(".")[0] == "voiceguide"} - {own}
    assert [other for other in others if FLOOR[other] >= FLOOR[own]] == []


def test_every_room_stands_on_a_floor() -> None:
    rooms = {file.relative_to(HOUSE).parts[0].removesuffix(".py") for file in FILES}
    assert rooms <= set(FLOOR)


def test_each_foreign_library_has_one_door() -> None:
    doors: dict[str, set[str]] = defaultdict(set)
    for file in FILES:
        for module in imported(file):
            library = module.partition(".")[0]
            if library not in sys.stdlib_module_names | EVERYWHERE | {"voiceguide"}:
                inside = file.relative_to(HOUSE)
                doors[library].add(inside.parts[0] if library in ROOMS else str(inside))
    assert set(doors) >= DOORS
    assert {library: files for library, files in doors.items() if len(files) > 1} == {}


def loads(folder: Path, *arguments: str, terminal: int = subprocess.DEVNULL) -> set[str]:
    """The top-level modules that a command has loaded by its end."""
    environment = {**os.environ, "LOADED": str(folder / "loaded.json")}
    command = [sys.executable, "-c", LOADED, *arguments]
    subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=terminal, check=True
    )
    return set(json.loads((folder / "loaded.json").read_text("utf-8")))


@pytest.mark.parametrize("command", [("render",), ("show", "--json")], ids=" ".join)
def test_nothing_heavy_is_loaded_when_every_clip_is_in_the_store(
    shrug: Path, command: tuple[str, ...]
) -> None:
    loads(shrug.parent, "render", "shrug.md", "--voice", "silent")
    loaded = loads(shrug.parent, *command, "shrug.md", "--voice", "silent")
    assert "voiceguide" in loaded
    assert loaded & (HEAVY | READERS) == set()


@pytest.mark.parametrize("command", [("list",), ("check",), ("doctor",)], ids=" ".join)
def test_what_needs_no_voice_loads_none(tmp_path: Path, command: tuple[str, ...]) -> None:
    assert loads(tmp_path, *command) & HEAVY == set()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="Windows has no such terminals")
def test_a_bar_is_drawn_on_a_terminal_only_while_something_is_spoken(
    shrug: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE", str(shrug.parent / "store"))
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = os.openpty()
    try:
        assert "rich" in loads(shrug.parent, "render", "shrug.md", "--voice", "silent", terminal=theirs)
        assert b"Making the sound" in os.read(ours, 1 << 16)
        assert "rich" not in loads(shrug.parent, "render", "shrug.md", "--voice", "silent", terminal=theirs)
    finally:
        os.close(ours)
        os.close(theirs)
