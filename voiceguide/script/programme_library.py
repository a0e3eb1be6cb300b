"""Find programmes by name or by path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError, VoiceguideError
from voiceguide.script.did_you_mean import did_you_mean, list_hint
from voiceguide.script.files import SCRIPT_KINDS, detect_kind, find_scripts, is_path, script_name
from voiceguide.script.library import open_library
from voiceguide.script.programme_reader import read_programme
from voiceguide.script.source import printable, read_text

if TYPE_CHECKING:
    from voiceguide.script.library import Library
    from voiceguide.script.programme import Programme


def is_programme(name: str, library: Library) -> bool:
    """Return whether a name or a path is that of a programme, rather than of a session or technique."""
    if not is_path(name):
        return name in library.names("programmes") and name not in library.names("sessions")
    try:
        return detect_kind(read_text(Path(name), name)) == "programmes"
    except VoiceguideError:
        return False  # reported by whoever reads the script


def open_programme(
    name: str, scripts_dir: Path | None = None, language: str = ""
) -> tuple[Programme, Library]:
    """Return the programme with a name or a path, and its library; `scripts_dir` is the user's folder.

    Raise the errors of `open_library` and `find_programme`.
    """
    return find_programme(name, open_library(scripts_dir, language))


def find_programme(name: str, library: Library) -> tuple[Programme, Library]:
    """Return the programme with a name or a path, and the library that has its sessions.

    Raise RequestError for an unknown name or a script of another kind, FileError, or ScriptError.
    """
    if is_path(name):
        return read_programme_file(Path(name), library)
    names = library.names("programmes")
    if name not in names:
        message = f"There is no programme “{printable(name)}”."
        if name in {*library.session_names, *library.technique_names}:
            raise RequestError(f"{message} For a single session use “voiceguide render {name}”.")
        raise RequestError(f"{message} {did_you_mean(name, names) or list_hint(names)}")
    programme = read_programme(*library.script_source("programmes", name))
    return programme, library.for_language(programme.language)


def read_programme_file(path: Path, library: Library) -> tuple[Programme, Library]:
    """Return the programme in a file, and a library extended by the scripts near it.

    They are those in its folder, and in folders such as sessions/ inside or beside that folder. Raise
    RequestError for a script of another kind, FileError, or ScriptError.
    """
    name, text = script_name(path), read_text(path, str(path))
    if detect_kind(text) != "programmes":
        raise RequestError(f"{path} has no weeks: use “voiceguide render {path}”.")
    programme = read_programme(text, name, str(path))
    folder = path.parent
    parent_folder = folder.parent if folder.name not in {"", ".."} else folder / ".."
    near = find_scripts(
        (folder, ""), *((place, kind) for place in (folder, parent_folder) for kind in SCRIPT_KINDS)
    )
    own_paths = (path, *(file for file in near if file != path), *library.own_paths)
    return programme, replace(library, own_paths=own_paths).for_language(programme.language)
