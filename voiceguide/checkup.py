"""Every problem in scripts, found without any voice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voiceguide.clips import unspeakable
from voiceguide.errors import AskedError, FileError, Problem, ScriptError
from voiceguide.estimate import estimate
from voiceguide.script.library import Library, read_script, shipped
from voiceguide.script.model import Session, Technique
from voiceguide.script.reader import read_changes, read_safety
from voiceguide.script.text import read_text
from voiceguide.session.choices import Choices
from voiceguide.session.fit import fit
from voiceguide.session.plan import make_plan
from voiceguide.session.score import score

if TYPE_CHECKING:
    from pathlib import Path

_SHARED = {"positions.md": read_changes, "safety.md": read_safety}


def check(paths: tuple[Path, ...] = ()) -> tuple[int, tuple[Problem, ...]]:
    """How many scripts were read, and every problem in them; without paths, all that are shipped.

    A folder means every script below it. Raises AskedError for a folder without any.
    """
    files = tuple(dict.fromkeys(file for path in paths or (shipped(),) for file in _files(path)))
    problems = [problem for file in files for problem in _problems(file)]
    return len(files), tuple(dict.fromkeys(problems))


def _files(path: Path) -> tuple[Path, ...]:
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        return (path,)
    if files := tuple(sorted(path.rglob("*.md"))):
        return files
    raise AskedError(f"There is no script in {path}: their names end in “.md”.")


def _problems(file: Path) -> tuple[Problem, ...]:
    try:
        if file.name in _SHARED:
            _SHARED[file.name](read_text(file, str(file)), str(file))
        else:
            script = read_script(file)
            _lay_out(script, Library(shipped(), (file,) if isinstance(script, Technique) else ()))
    except ScriptError as error:
        return error.problems
    except (AskedError, FileError) as error:
        return (Problem(str(file), 1, 1, str(error)),)
    return ()


def _lay_out(script: Technique | Session, library: Library) -> None:
    """Plans a script as it is written, which finds words no voice can say and cues that don't fit."""
    session = library.alone(script) if isinstance(script, Technique) else script
    try:
        plan = make_plan(session, library, Choices())
        _refuse(unspeakable(score(plan)))
        fit(plan, estimate)
    except ScriptError:
        raise
    except AskedError as error:
        place = script.place
        raise ScriptError([Problem(place.file, place.line, place.column, str(error))]) from error


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise ScriptError(problems)
