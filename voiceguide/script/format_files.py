"""Script files laid out anew, where that changes them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voiceguide.cache import write_text
from voiceguide.errors import FileError, Problem, RequestError, ScriptError
from voiceguide.script.files import script_files
from voiceguide.script.formatter import ParseFunction, format_source
from voiceguide.script.model import Technique
from voiceguide.script.reader import SHARED_FILE_READERS, read_script, read_session, read_technique
from voiceguide.script.source import decode, read_text

if TYPE_CHECKING:
    from pathlib import Path


def format_scripts(paths: tuple[Path, ...], *, write: bool = True) -> tuple[int, tuple[Path, ...]]:
    """How many scripts were read, and those that were laid out anew; without `write`, that would be.

    A folder means every script below it. What a link leads to is written, not the link. Raises AskedError
    without paths; ScriptError with the problems of all the scripts, and then none is written; FileError.
    """
    if not paths:
        raise RequestError(
            "Name the scripts to lay out, or their folder: those that are shipped stay as they are."
        )
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
    """A script's text, comments and all, and how to read it. Raises whatever reading it raises."""
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
    script = read_script(file)
    read_script_text = read_technique if isinstance(script, Technique) else read_session
    return lambda text: read_script_text(text, script.name, name)
