"""Format script files in place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voiceguide.errors import FileError, Problem, RequestError, ScriptError
from voiceguide.files.atomic import write_text
from voiceguide.script.files import detect_kind, script_files, script_name
from voiceguide.script.formatter import ParseFunction, format_source
from voiceguide.script.reader import SCRIPT_READERS, SHARED_FILE_READERS
from voiceguide.script.source import decode, read_text

if TYPE_CHECKING:
    from pathlib import Path


def format_scripts(paths: tuple[Path, ...], *, write: bool = True) -> tuple[int, tuple[Path, ...]]:
    """Format scripts, and all scripts below folders; return the number of scripts and the changed files.

    Without `write`, files are only compared. The target of a link is written, not the link.
    Raise RequestError if there are no paths. Raise ScriptError with the problems of all scripts, before any
    is written. Raise FileError if a file cannot be read or written.
    """
    if not paths:
        raise RequestError("Name the scripts to format, or their folder. Shipped scripts are not formatted.")
    files = {os.path.realpath(file): file for path in paths for file in script_files(path)}
    changed: dict[Path, str] = {}
    problems: list[Problem] = []
    for file in files.values():
        try:
            text, reader = _read_source(file)
            if (output := format_source(text, str(file), reader)) != text:
                changed[file] = output
        except ScriptError as error:
            problems += error.problems
        except RequestError as error:
            problems.append(Problem(str(file), 1, 1, str(error)))
    if problems:
        raise ScriptError(problems)
    for file, text in changed.items() if write else ():
        write_text(file, text)
    return len(files), tuple(changed)


def _read_source(file: Path) -> tuple[str, ParseFunction]:
    """Return a script's text with comments, and its parse function.

    Raise FileError, RequestError or ScriptError.
    """
    name, reader = str(file), _parse_function(file)
    try:
        return decode(file.read_bytes(), name), reader
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}.") from error


def _parse_function(file: Path) -> ParseFunction:
    name = str(file)
    if read_shared_file := SHARED_FILE_READERS.get(file.name):
        read_text(file, name)
        return lambda text: read_shared_file(text, name)
    read_script_text = SCRIPT_READERS[detect_kind(read_text(file, name))]
    stem = script_name(file)
    return lambda text: read_script_text(text, stem, name)
