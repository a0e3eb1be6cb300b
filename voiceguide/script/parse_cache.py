"""Cache of parsed scripts as JSON.

Parsing dominates a warm render, so a result is reused until the script or a module that parses it changes.
A tuple is written as a list, and an object of the model as {class name: [fields in order]}. The `load_…`
functions add an LRU cache in memory.
"""

from __future__ import annotations

import dataclasses
import json
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide import paths
from voiceguide.errors import Location, Problem
from voiceguide.files.cache import Cache, cache_key
from voiceguide.script import model, shared_pages
from voiceguide.script.vocabulary import CueStyle, StepKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.script.model import Session, Technique
    from voiceguide.script.shared_pages import PositionChange, SafetyNotes

_CLASSES: dict[str, Any] = {"Problem": Problem, "Location": Location} | {
    name: class_
    for module in (model, shared_pages)
    for name, class_ in vars(module).items()
    if dataclasses.is_dataclass(class_)
}
_FIELD_NAMES = {
    class_: tuple(field.name for field in dataclasses.fields(class_)) for class_ in _CLASSES.values()
}

_KEYWORD_CLASSES = {
    class_ for class_ in _CLASSES.values() if any(field.kw_only for field in dataclasses.fields(class_))
}
"""Classes with fields that must be named, to which naming all is slower."""

_CONVERTERS: dict[Any, Callable[[Any], object]] = {
    "StepKind": StepKind,
    "CueStyle | None": lambda value: value and CueStyle(value),
}
"""Functions from a value of JSON to an enum, by a field's annotation."""

_FIELD_CONVERTERS = {
    name: tuple(
        (index, _CONVERTERS[field.type])
        for index, field in enumerate(dataclasses.fields(class_))
        if field.type in _CONVERTERS
    )
    for name, class_ in _CLASSES.items()
}
"""Positions of the fields that hold enums, and their converters, by class name."""


@lru_cache(maxsize=64)
def load_technique(text: str, name: str, file: str) -> Technique:
    """Return the technique in a script's text. Raise ScriptError if it has problems."""
    technique: Technique = read_cached("read_technique", text, name, file)
    return technique


@lru_cache(maxsize=16)
def load_techniques(
    scripts: tuple[tuple[str, str, str], ...],
) -> tuple[Technique | tuple[Problem, ...], ...]:
    """Return the technique, or the problems, of each (text, name, file).

    All of them share one cache entry, since one file is read faster than many.
    """
    techniques: tuple[Technique | tuple[Problem, ...], ...] = read_cached("read_techniques", scripts)
    return techniques


@lru_cache(maxsize=16)
def load_session(text: str, name: str, file: str) -> tuple[Session, tuple[Problem, ...]]:
    """Return the readable parts of the session in a script's text, and its problems."""
    session: tuple[Session, tuple[Problem, ...]] = read_cached("parse_session", text, name, file)
    return session


@lru_cache(maxsize=4)
def load_position_changes(text: str, file: str) -> tuple[PositionChange, ...]:
    """Return the position changes in the text of positions.md. Raise ScriptError if it has problems."""
    changes: tuple[PositionChange, ...] = read_cached("read_position_changes", text, file)
    return changes


@lru_cache(maxsize=4)
def load_safety_notes(text: str, file: str) -> SafetyNotes:
    """Return the notes in the text of safety.md. Raise ScriptError if it has problems."""
    notes: SafetyNotes = read_cached("read_safety_notes", text, file)
    return notes


def read_cached(reader_name: str, *arguments: object) -> Any:  # noqa: ANN401 - depends on the reader
    """Return the result of a function of reader.py from the cache, or call it and store its result.

    On a cache hit no parser is imported. Raise whatever the function raises; an error is not cached.
    """
    disk_cache, arguments_digest = Cache(paths.cache_dir()), sha256(json.dumps(arguments).encode())
    key = cache_key(
        {"reader": reader_name, "code": _code_version(), "arguments": arguments_digest.hexdigest()}
    )
    data = disk_cache.read(key)
    if data is not None:
        return loads(data.decode())
    from voiceguide.script import reader

    result = getattr(reader, reader_name)(*arguments)
    disk_cache.write(key, dumps(result).encode())
    return result


def dumps(value: object) -> str:
    """Return a value as JSON; it may hold objects of the model, tuples, texts and numbers."""
    # In ASCII, because a path may hold lone surrogates.
    return json.dumps(value, default=_encode, separators=(",", ":"), check_circular=False)


def loads(text: str) -> Any:  # noqa: ANN401 - any value that `dumps` accepts
    """Return the value that `dumps` wrote."""
    value = json.loads(text, object_hook=_decode)
    return _to_tuple(value) if type(value) is list else value


def _encode(value: object) -> dict[str, list[object]]:
    node_type = type(value)
    return {node_type.__name__: [getattr(value, name) for name in _FIELD_NAMES[node_type]]}


def _decode(encoded_object: dict[str, list[Any]]) -> object:
    [(class_name, fields)] = encoded_object.items()
    for index, convert in _FIELD_CONVERTERS[class_name]:
        fields[index] = convert(fields[index])
    values = _to_tuple(fields)
    if (class_ := _CLASSES[class_name]) in _KEYWORD_CLASSES:
        return class_(**dict(zip(_FIELD_NAMES[class_], values, strict=True)))
    return class_(*values)


def _to_tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple([_to_tuple(value) if type(value) is list else value for value in values])


@cache
def _code_version() -> str:
    """Return a key of the size and modification time of each file that affects parsing."""
    package_dir = Path(__file__).parent
    files = (
        *package_dir.rglob("*.py"),
        *package_dir.glob("*.lark"),
        package_dir.parent / "errors.py",
        package_dir.parent / "units.py",
        package_dir.parent / "language" / "__init__.py",
    )
    stats = ((file.name, file.stat()) for file in sorted(files))
    return cache_key({name: f"{stat.st_size} {stat.st_mtime_ns}" for name, stat in stats})
