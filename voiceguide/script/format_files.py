"""Format script files in place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voiceguide.errors import Problem, RequestError, ScriptError
from voiceguide.files.atomic import write_text
from voiceguide.script.encoding import canonical_text, decode_from, other_encoding
from voiceguide.script.files import detect_kind, script_files, script_name
from voiceguide.script.formatter import ParseFunction, format_source
from voiceguide.script.reader import SCRIPT_READERS, SHARED_FILE_READERS
from voiceguide.script.source import decode, read_bytes

if TYPE_CHECKING:
    from pathlib import Path


def format_scripts(
    paths: tuple[Path, ...], *, write: bool = True, encoding: str | None = None
) -> tuple[int, tuple[Path, ...]]:
    """Format scripts, and all scripts below folders; return the number of scripts and the changed files.

    Without `write`, files are only compared. The target of a link is written, not the link. `encoding` is the
    one in `ENCODINGS` from which files are converted, even those with problems.
    Raise RequestError if there are no paths. Raise ScriptError with the problems of all scripts, before any
    other is written. Raise FileError if a file cannot be read or written.
    """
    if not paths:
        raise RequestError("Name the scripts to format, or their folder. Shipped scripts are not formatted.")
    files = {os.path.realpath(file): file for path in paths for file in script_files(path)}
    changed: dict[Path, str] = {}
    converted: list[Path] = []
    problems: list[Problem] = []
    for file in files.values():
        try:
            data = _read_utf_8(file, encoding)
            if encoding and write and data != read_bytes(file, str(file)):
                write_text(file, data.decode())
                converted.append(file)
            text = decode(data, str(file))
            output = format_source(text, str(file), _parse_function(file, text))
        except ScriptError as error:
            problems += error.problems
            continue
        if output.encode() != data:
            changed[file] = output
    if problems:
        raise ScriptError(problems)
    for file, text in changed.items() if write else ():
        write_text(file, text)
    return len(files), tuple(dict.fromkeys((*converted, *changed)))


def _read_utf_8(file: Path, encoding: str | None) -> bytes:
    """Return the bytes of a script, converted to UTF-8 if they are in this other encoding.

    Raise FileError or ScriptError.
    """
    data = read_bytes(file, str(file))
    if encoding is None or other_encoding(data) != encoding:
        return data
    return canonical_text(decode_from(data, encoding)).encode(errors="replace")


def _parse_function(file: Path, text: str) -> ParseFunction:
    name = str(file)
    if read_shared_file := SHARED_FILE_READERS.get(file.name):
        return lambda text: read_shared_file(text, name)
    read_script_text = SCRIPT_READERS[detect_kind(text)]
    return lambda text: read_script_text(text, script_name(file), name)
