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
from voiceguide.cache import Store, key
from voiceguide.errors import Location, Problem
from voiceguide.script import model

_KINDS: dict[str, Any] = {"Problem": Problem, "Location": Location} | {
    name: kind for name, kind in vars(model).items() if dataclasses.is_dataclass(kind)
}
_FIELDS = {kind: tuple(field.name for field in dataclasses.fields(kind)) for kind in _KINDS.values()}


def written(value: object) -> str:
    """Anything made of the model's classes, tuples, text and numbers → JSON."""
    # In ASCII: a path may be no text.
    return json.dumps(value, default=_named, separators=(",", ":"), check_circular=False)


def read(text: str) -> Any:  # noqa: ANN401 - whatever was written
    """The same again."""
    value = json.loads(text, object_hook=_built)
    return _tuple(value) if type(value) is list else value


def recalled(reader: str, *given: object) -> Any:  # noqa: ANN401 - whatever that reader gives
    """What a function of reader.py makes of texts, names and files; the store may know it.

    What is known is told without loading a parser. Raises what the function raises.
    """
    store = Store(paths.store())
    asked = {"reader": reader, "readers": _readers(), "given": json.dumps(given)}
    known = store.read(key(asked))
    if known is not None:
        return read(known.decode())
    from voiceguide.script import reader as parsers

    made = getattr(parsers, reader)(*given)
    store.write(key(asked), written(made).encode())
    return made


def _named(value: object) -> dict[str, list[object]]:
    kind = type(value)
    return {kind.__name__: [getattr(value, name) for name in _FIELDS[kind]]}


def _built(named: dict[str, list[Any]]) -> object:
    [(kind, fields)] = named.items()
    return _KINDS[kind](*_tuple(fields))


def _tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple([_tuple(value) if type(value) is list else value for value in values])


@cache
def _readers() -> str:
    """What of the readers may change what they make of a text: their files, as they are now."""
    room = Path(__file__).parent
    files = (*room.rglob("*.py"), *room.glob("*.lark"), room.parent / "errors.py", room.parent / "units.py")
    stats = ((file.name, file.stat()) for file in sorted(files))
    return key({name: f"{stat.st_size} {stat.st_mtime_ns}" for name, stat in stats})
