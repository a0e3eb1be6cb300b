"""Which scripts stand together: those that anyone may use, and what a script given by path brings along."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.errors import RequestError
from voiceguide.script.files import detect_kind, find_scripts, script_name, shipped_dir
from voiceguide.script.library import Library, load_session, load_technique
from voiceguide.script.model import Session, Technique
from voiceguide.script.source import read_text

if TYPE_CHECKING:
    from pathlib import Path


def read_with_library(path: Path, base_library: Library) -> tuple[Technique | Session, Library]:
    """A script from anywhere, and what it may use: `library_for` tells which.

    Raises AskedError, FileError or ScriptError; for a session with the problems of its techniques too.
    """
    name, text = script_name(path), read_text(path, str(path))
    if detect_kind(text) == "techniques":
        technique = load_technique(text, name, str(path))
        return technique, library_for(technique, path, base_library)
    session, problems = load_session(text, name, str(path))
    script_library = library_for(session, path, base_library)
    return script_library.ensure_readable(session, problems), script_library


def open_library(folder: Path | None = None) -> Library:
    """What is shipped, and what is in the user's folder: the usual one, which need not be there, or another.

    Raises AskedError for a folder that is not there.
    """
    if folder and not folder.is_dir():
        raise RequestError(f"{folder} is not a folder with scripts.")
    user_folder = folder or paths.scripts_dir()
    return Library(
        shipped_dir(), find_scripts((user_folder, ""), (user_folder, "techniques"), (user_folder, "sessions"))
    )


def library_for(script: Technique | Session, path: Path, base_library: Library) -> Library:
    """What a script given by its path may use: what stands with the script itself, then the usual scripts.

    A technique brings itself alone; where no usual script is its easier form, what stands in its folder too.
    A session may use the techniques in its own folder, then those in a folder techniques/ inside that or
    beside it.
    """
    neighbours: tuple[Path, ...] = (path,)
    if isinstance(script, Session):
        folder = path.parent
        parent_folder = folder.parent if folder.name not in {"", ".."} else folder / ".."
        candidates = find_scripts((folder, ""), (folder, "techniques"), (parent_folder, "techniques"))
        neighbours = tuple(file for file in candidates if file != path)
    elif script.easier_form and script.easier_form.name not in base_library.technique_names:
        known_names = {path.stem, *base_library.technique_names}
        others = tuple(file for file in find_scripts((path.parent, "")) if file.stem not in known_names)
        return replace(base_library, own_paths=(path, *base_library.own_paths, *others)).for_language(
            script.language
        )
    return replace(base_library, own_paths=neighbours + base_library.own_paths).for_language(script.language)
