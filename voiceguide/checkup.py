"""Every problem in scripts, found without any voice."""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.clips import unspeakable
from voiceguide.errors import AskedError, FileError, Problem, ScriptError
from voiceguide.estimate import estimate
from voiceguide.script.library import library_for, read_script, shipped
from voiceguide.script.model import Technique
from voiceguide.script.reader import read_changes, read_safety
from voiceguide.script.text import LARGEST, read_text, shown
from voiceguide.session.choices import Choices
from voiceguide.session.fit import fit
from voiceguide.session.plan import make_plan
from voiceguide.session.room import roomy
from voiceguide.session.score import score
from voiceguide.session.timeline import crowded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.session.plan import Plan

_SHARED = {"positions.md": read_changes, "safety.md": read_safety}
_BEFORE, _ROOM = 48, 72
"""Cells of a source line shown ahead of a problem, and in all: with its margin, a terminal of 80 holds it."""


def check(paths: tuple[Path, ...] = ()) -> tuple[int, tuple[Problem, ...]]:
    """How many scripts were read, and every problem in them; without paths, all that are shipped.

    A folder means every script below it; a link that leads out of it is none. Raises AskedError for a
    folder without any.
    """
    files = tuple(dict.fromkeys(file for path in paths or (shipped(),) for file in _files(path)))
    return len(files), tuple(sorted({problem for file in files for problem in _problems(file)}))


def _files(path: Path) -> tuple[Path, ...]:
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        return (path,)
    root = os.path.realpath(path)
    found = (file for file in path.rglob("*.md") if Path(os.path.realpath(file)).is_relative_to(root))
    if files := tuple(sorted(found)):
        return files
    raise AskedError(f"There is no script in {path}: their names end in “.md”.")


def _problems(file: Path) -> tuple[Problem, ...]:
    try:
        if file.name in _SHARED:
            _SHARED[file.name](read_text(file, str(file)), str(file))
            return ()
        return tuple(_unfit(file))
    except ScriptError as error:
        return error.problems
    except (AskedError, FileError) as error:
        return (Problem(str(file), 1, 1, str(error)),)


def _unfit(file: Path) -> Iterator[Problem]:
    """What is wrong with a script that can be read, planned as it is written.

    Words no voice can say, cues that do not fit, a length that cannot be met. Raises what reading raises.
    """
    script = read_script(file)
    library = library_for(script, file)
    session = library.alone(script) if isinstance(script, Technique) else script
    plan = make_plan(session, library, Choices())
    for item in score(plan):  # one by one, since the same words may stand at two lines
        yield from unspeakable([item])
    if problems := tuple(_crowded(plan)):
        yield from problems
        return
    try:
        fit(plan, estimate)
    except ScriptError as error:
        yield from error.problems
    except AskedError as error:
        yield Problem(script.place.file, script.place.line, script.place.column, str(error))


def _crowded(plan: Plan) -> Iterator[Problem]:
    """Cues that do not fit the holds their authors wrote, in every part; `fit` stops at the first."""
    own = (*chain.from_iterable(part.before for part in plan.parts), *plan.after)
    yield from crowded(score(replace(plan, parts=(), after=own)), estimate)
    for part in plan.parts:
        try:
            roomy(plan, part, estimate)
        except ScriptError as error:
            yield from error.problems


def told(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as people are told it: with its source line, where that can be read."""
    lines_of = cache(_lines)
    for problem in problems:
        lines = lines_of(problem.file)
        yield excerpt(problem, lines[problem.line - 1] if problem.line <= len(lines) else "")


def _lines(name: str) -> tuple[str, ...]:
    """The lines of the file that a problem names, as they stand there; none where they cannot be read."""
    path = Path(name)
    try:
        if not path.is_file():  # a pipe would be waited for
            return ()
        with path.open("rb") as file:
            return tuple(file.read(LARGEST).decode("utf-8", "replace").split("\n"))
    except OSError:
        return ()


def excerpt(problem: Problem, line: str) -> str:
    """A problem, and below it its source line with a caret under the column; a blank line is not shown.

    What a terminal would obey is shown as “�”. A long line is cut around the column, at “…”.
    """
    if not line.strip():
        return str(problem)
    column = problem.column - 1
    before = _cut(_drawn(line[:column])[::-1], _BEFORE)[::-1]
    under = sum(map(_cells, before))
    behind = _cut(_drawn(line[column:]), _ROOM - under)
    return f"{problem}\n    {before}{behind}\n    {' ' * under}^"


def _drawn(text: str) -> str:
    text = text.replace("\t", "    ")
    return shown(text, len(text))


def _cut(text: str, room: int) -> str:
    """As much of a text as fits into so many cells."""
    ends = tuple(accumulate(map(_cells, text)))
    if not ends or ends[-1] <= room:
        return text
    return text[: bisect_right(ends, room - 1)] + "…"


def _cells(character: str) -> int:
    """How many cells of a terminal a character takes: 2 for a wide one, 0 for one drawn onto another."""
    if unicodedata.category(character) in {"Mn", "Me"} or "\u1160" <= character <= "\u11ff":
        return 0  # accents, and the vowels and finals of Hangul written letter by letter
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
