"""Errors and warnings in scripts, found without a voice."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from voiceguide.checks.speakable import unspeakable_file_problems
from voiceguide.errors import (
    FileError,
    Location,
    Problem,
    RequestError,
    ScriptError,
    sort_problems,
)
from voiceguide.language import LANGUAGES
from voiceguide.script.files import detect_kind, script_files, shipped_dir
from voiceguide.script.library import open_library, read_with_library
from voiceguide.script.model import Technique
from voiceguide.script.programme_library import read_programme_file
from voiceguide.script.reader import SHARED_FILE_READERS
from voiceguide.script.shared_pages import SafetyNotes
from voiceguide.script.source import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.script.library import Library


def check(paths: tuple[Path, ...] = (), scripts_dir: Path | None = None) -> tuple[int, tuple[Problem, ...]]:
    """Return the number of scripts checked, and their errors; for a script without errors, its warnings.

    `paths` are files and folders, meaning every script below them except links that lead outside; () means
    all shipped and own scripts. `scripts_dir` is the user's folder, None for the default one. Raise
    RequestError for a folder without scripts.
    """
    default_library = open_library(scripts_dir)
    given_files = (file for path in paths or (shipped_dir(),) for file in script_files(path))
    files = tuple(dict.fromkeys((*given_files, *(() if paths else default_library.own_paths))))
    problem_lists = (
        find_problems(file, default_library)
        for file in files
        for find_problems in (_script_problems, _duplicate_name_problems)
    )
    return len(files), sort_problems(chain.from_iterable(problem_lists))


def _script_problems(file: Path, default_library: Library) -> tuple[Problem, ...]:
    try:
        if file.name in SHARED_FILE_READERS:
            page = _read_shared_page(file)
            from voiceguide.checks.warnings.registry import find_script_warnings

            return tuple(find_script_warnings(page))
        if _is_programme(file):
            from voiceguide.checks.programme import programme_problems

            return programme_problems(*read_programme_file(file, default_library))
        script, script_library = read_with_library(file, default_library)
        from voiceguide.checks.dry_run import dry_run_problems

        return dry_run_problems(script, script_library)
    except ScriptError as error:
        return (*error.problems, *unspeakable_file_problems(file, error.problems))
    except (RequestError, FileError) as error:  # also raised for a title that no voice can speak
        return tuple(unspeakable_file_problems(file, ())) or (Problem(str(file), 1, 1, str(error)),)


def _is_programme(file: Path) -> bool:
    return detect_kind(read_text(file, str(file))) == "programmes"


def _duplicate_name_problems(file: Path, default_library: Library) -> Iterator[Problem]:
    """Yield an error if another of the user's scripts has this name and is used instead."""
    if other := default_library.shadowing_script(file):
        message = f"Another script of yours has this name, {other}, and is used instead."
        yield Problem(str(file), 1, 1, message, "Rename one of the two.")


def _read_shared_page(file: Path) -> Technique:
    """Return the words of positions.md or safety.md as one technique, in the language of the file's folder."""
    name = str(file)
    folder = next((parent.name for parent in file.parents if parent.name in LANGUAGES), "en")
    shared = SHARED_FILE_READERS[file.name](read_text(file, name), name)
    page = Technique("", "", Location(name, 1, 1), language=folder)
    if isinstance(shared, SafetyNotes):
        return replace(page, notes=(*shared.full, *shared.short, *shared.closing))
    return replace(page, body=tuple(part for change in shared for part in change.body))


def format_tally(count: int, problems: tuple[Problem, ...]) -> str:
    """Return a sentence with the numbers of scripts, errors and warnings."""
    severities = ("error", "warning")
    counts = {severity: sum(problem.severity == severity for problem in problems) for severity in severities}
    result = " and ".join(_format_count(number, severity) for severity, number in counts.items())
    return f"{_format_count(count, 'script')} checked: {result if problems else 'no problem'}."


def _format_count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'s' * (number > 1)}"
