"""What reading a script gave, kept as JSON: to parse it again takes longer than all else in a render.

A tuple is a list; anything of the model is an object, with the name of its class and the list of its fields.
"""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any

from voiceguide import paths
from voiceguide.cache import Cache, cache_key
from voiceguide.errors import Location, Problem
from voiceguide.script import model

_CLASSES: dict[str, Any] = {"Problem": Problem, "Location": Location} | {
    name: kind for name, kind in vars(model).items() if dataclasses.is_dataclass(kind)
}
_FIELD_NAMES = {kind: tuple(field.name for field in dataclasses.fields(kind)) for kind in _CLASSES.values()}


def dumps(value: object) -> str:
    """Anything made of the model's classes, tuples, text and numbers → JSON."""
    # In ASCII: a path may be no text.
    return json.dumps(value, default=_encode, separators=(",", ":"), check_circular=False)


def loads(text: str) -> Any:  # noqa: ANN401 - whatever was written
    """The same again."""
    value = json.loads(text, object_hook=_decode)
    return _to_tuple(value) if type(value) is list else value


def read_cached(reader_name: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever that reader gives
    """What a function of reader.py makes of texts, names and files; the store may know it.

    What is known is told without loading a parser. Raises what the function raises.
    """
    disk_cache = Cache(paths.cache_dir())
    inputs = {"reader": reader_name, "readers": _code_version(), "given": json.dumps(arguments)}
    data = disk_cache.read(cache_key(inputs))
    if data is not None:
        return loads(data.decode())
    from voiceguide.script import reader as parsers

    result = getattr(parsers, reader_name)(*arguments)
    disk_cache.write(cache_key(inputs), dumps(result).encode())
    return result


def _encode(value: object) -> dict[str, list[object]]:
    node_type = type(value)
    return {node_type.__name__: [getattr(value, name) for name in _FIELD_NAMES[node_type]]}


def _decode(encoded_object: dict[str, list[Any]]) -> object:
    [(class_name, fields)] = encoded_object.items()
    return _CLASSES[class_name](*_to_tuple(fields))


def _to_tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple([_to_tuple(value) if type(value) is list else value for value in values])


@cache
def _code_version() -> str:
    """What of the readers may change what they make of a text: their files, as they are now."""
    package_dir = Path(__file__).parent
    files = (
        *package_dir.rglob("*.py"),
        *package_dir.glob("*.lark"),
        package_dir.parent / "errors.py",
        package_dir.parent / "units.py",
    )
    stats = ((file.name, file.stat()) for file in sorted(files))
    return cache_key({name: f"{stat.st_size} {stat.st_mtime_ns}" for name, stat in stats})
