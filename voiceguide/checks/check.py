"""Every problem in scripts, found without any voice."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError, FileError, Location, Problem, ScriptError, VoiceguideError, in_order
from voiceguide.script.files import script_files, shipped
from voiceguide.script.kinds import SHARED_READERS
from voiceguide.script.model import Safety, Technique
from voiceguide.script.shelf import library, read_with_library
from voiceguide.script.source import legible, read_text
from voiceguide.script.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.script.library import Library

_SPOKEN = re.compile(r"(title|needs) *:", re.IGNORECASE)
"""What is said of the front matter."""

_LANGUAGE = re.compile(r"^language: *(\w+) *$", re.MULTILINE)


def check(paths: tuple[Path, ...] = (), scripts: Path | None = None) -> tuple[int, tuple[Problem, ...]]:
    """How many scripts were read, and every problem in them; without paths, in all that there are.

    These are errors, and for a script without any, what is unkind in it.

    `scripts` is the user's folder, None for the usual one. A folder means every script below it; a link that
    leads out of it is none. Raises AskedError for a folder without any.
    """
    usual = library(scripts)
    wanted = (file for path in paths or (shipped(),) for file in script_files(path))
    files = tuple(dict.fromkeys((*wanted, *(() if paths else usual.own))))
    found = (each(file, usual) for file in files for each in (_problems, _unheard))
    return len(files), in_order(chain.from_iterable(found))


def _problems(file: Path, usual: Library) -> tuple[Problem, ...]:
    try:
        if file.name in SHARED_READERS:
            page = _shared(file)
            from voiceguide.checks.warnings.registry import as_written

            return tuple(as_written(page))
        script, scripts = read_with_library(file, usual)
        from voiceguide.checks.dry_run import rehearsed

        return rehearsed(script, scripts)
    except ScriptError as error:
        return (*error.problems, *_unsayable(file, error.problems))
    except (AskedError, FileError) as error:  # of a title that no voice can say, too
        return tuple(_unsayable(file, ())) or (Problem(str(file), 1, 1, str(error)),)


def _unsayable(file: Path, told: tuple[Problem, ...]) -> Iterator[Problem]:
    """What no voice can say in a script that cannot be planned, on lines of which nothing else is told."""
    name = str(file)
    try:
        text, _ = legible(read_text(file, name), name)
    except VoiceguideError:
        return  # which is told already
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines, 1) if line.rstrip() == "---"][:2]
    language = _LANGUAGE.search("\n".join(lines[: ends[-1]])) if ends else None
    front = lines[: ends[-1] if ends else 0]
    others = {problem.line for problem in told if problem.file == name}
    others |= {number for number, line in enumerate(front, 1) if not _SPOKEN.match(line)}
    strange = {n: line for n, line in enumerate(lines, 1) if n not in others and not line.isascii()}
    if strange and (tongue := language[1] if language else "en") in LANGUAGES:
        from voiceguide.language.normalize import unsayable

        for number, line in strange.items():
            yield from unsayable(line, Location(name, number, 1), tongue)


def _unheard(file: Path, usual: Library) -> Iterator[Problem]:
    """Two scripts of the user's cannot have one name: only one of them is ever heard."""
    if first := usual.heard_instead(file):
        wrong = f"Another script of yours has this name, {first}, and is heard in its place."
        yield Problem(str(file), 1, 1, wrong, "Rename one of the two.")


def _shared(file: Path) -> Technique:
    """The words that all scripts share, as one page, in the language of its folder: scripts/de/."""
    name, folder = str(file), file.parent.name
    shared = SHARED_READERS[file.name](read_text(file, name), name)
    page = Technique("", "", Location(name, 1, 1), language=folder if folder in LANGUAGES else "en")
    if isinstance(shared, Safety):
        return replace(page, notes=(*shared.full, *shared.short))
    return replace(page, body=tuple(part for change in shared for part in change.body))


def tallied(count: int, problems: tuple[Problem, ...]) -> str:
    """How many scripts were checked, and how many errors and warnings there are, in a sentence."""
    kinds = ("error", "warning")
    found = {kind: sum(problem.severity == kind for problem in problems) for kind in kinds}
    result = " and ".join(_counted(number, kind) for kind, number in found.items())
    return f"{_counted(count, 'script')} checked: {result if problems else 'no problem'}."


def _counted(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'s' * (number > 1)}"
