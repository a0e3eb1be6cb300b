"""Every problem in scripts, found without any voice."""

from __future__ import annotations

from pathlib import Path

from voiceguide.errors import AskedError, FileError, Problem, ScriptError
from voiceguide.estimate import estimate
from voiceguide.script.library import Library, read_script, shipped
from voiceguide.script.model import Session, Technique
from voiceguide.script.reader import read_changes, read_safety
from voiceguide.script.text import read_text
from voiceguide.session.choices import Choices
from voiceguide.session.fit import fit
from voiceguide.session.plan import make_plan

_SHARED = {"positions.md": read_changes, "safety.md": read_safety}


def check(paths: tuple[Path, ...] = ()) -> tuple[int, tuple[Problem, ...]]:
    """How many scripts were read, and every problem in them; without paths, all that are shipped.

    A folder means every script below it. Raises AskedError or FileError for a path that is no script.
    """
    files = [file for path in paths or (shipped(),) for file in _files(path)]
    problems = [problem for file in files for problem in _problems(file)]
    return len(files), tuple(dict.fromkeys(problems))


def _files(path: Path) -> tuple[Path, ...]:
    if not path.exists():
        raise FileError(f"There is no {path}.")
    return tuple(sorted(path.rglob("*.md"))) if path.is_dir() else (path,)


def _problems(file: Path) -> tuple[Problem, ...]:
    try:
        if file.name in _SHARED:
            _SHARED[file.name](read_text(file, str(file)), str(file))
        else:
            script = read_script(file)
            _lay_out(script, Library(shipped(), (file,) if isinstance(script, Technique) else ()))
    except ScriptError as error:
        return error.problems
    return ()


def _lay_out(script: Technique | Session, library: Library) -> None:
    """Plans a script as it is written, so that cues that don't fit their hold are found too."""
    session = library.alone(script) if isinstance(script, Technique) else script
    try:
        fit(make_plan(session, library, Choices()), estimate)
    except ScriptError:
        raise
    except AskedError as error:
        place = script.place
        raise ScriptError([Problem(place.file, place.line, place.column, str(error))]) from error
