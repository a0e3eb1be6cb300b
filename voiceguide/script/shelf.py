"""Which scripts stand together: those that anyone may use, and what a script given by path brings along."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.errors import AskedError
from voiceguide.script.files import kind_of, script_name, scripts_in, shipped
from voiceguide.script.library import Library, session_in, technique_in
from voiceguide.script.model import Session, Technique
from voiceguide.script.source import read_text

if TYPE_CHECKING:
    from pathlib import Path


def read_with_library(path: Path, usual: Library) -> tuple[Technique | Session, Library]:
    """A script from anywhere, and what it may use: `library_for` tells which.

    Raises AskedError, FileError or ScriptError; for a session with the problems of its techniques too.
    """
    name, text = script_name(path), read_text(path, str(path))
    if kind_of(text) == "techniques":
        technique = technique_in(text, name, str(path))
        return technique, library_for(technique, path, usual)
    session, problems = session_in(text, name, str(path))
    scripts = library_for(session, path, usual)
    return scripts.readable(session, problems), scripts


def library(folder: Path | None = None) -> Library:
    """What is shipped, and what is in the user's folder: the usual one, which need not be there, or another.

    Raises AskedError for a folder that is not there.
    """
    if folder and not folder.is_dir():
        raise AskedError(f"{folder} is not a folder with scripts.")
    own = folder or paths.scripts()
    return Library(shipped(), scripts_in((own, ""), (own, "techniques"), (own, "sessions")))


def library_for(script: Technique | Session, path: Path, usual: Library) -> Library:
    """What a script given by its path may use: what stands with the script itself, then the usual scripts.

    A technique brings itself alone; where no usual script is its easier form, what stands in its folder too.
    A session may use the techniques in its own folder, then those in a folder techniques/ inside that or
    beside it.
    """
    beside: tuple[Path, ...] = (path,)
    if isinstance(script, Session):
        folder = path.parent
        above = folder.parent if folder.name not in {"", ".."} else folder / ".."
        found = scripts_in((folder, ""), (folder, "techniques"), (above, "techniques"))
        beside = tuple(file for file in found if file != path)
    elif script.easier and script.easier.name not in usual.techniques:
        known = {path.stem, *usual.techniques}
        others = tuple(file for file in scripts_in((path.parent, "")) if file.stem not in known)
        return replace(usual, own=(path, *usual.own, *others)).speaking(script.language)
    return replace(usual, own=beside + usual.own).speaking(script.language)
