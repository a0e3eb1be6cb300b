"""What reading a script gave, kept as JSON: to parse it again takes longer than all else in a render.

Written like an expression: a list whose first item is the name of a class of the model, or "" for a tuple,
and then its fields or items.
"""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any, cast

from voiceguide import places
from voiceguide.errors import Problem
from voiceguide.script import model
from voiceguide.store import Store, key

_KINDS: dict[str, Any] = {"Problem": Problem} | {
    name: kind for name, kind in vars(model).items() if dataclasses.is_dataclass(kind)
}
_FIELDS = {kind: tuple(field.name for field in dataclasses.fields(kind)) for kind in _KINDS.values()}
_SIMPLE = {str, int, bool, type(None)}


def written(value: object) -> str:
    """Anything made of the model's classes, tuples, text and numbers → JSON."""
    return json.dumps(_plain(value), separators=(",", ":"))  # in ASCII: a path may be no text


def read(text: str) -> Any:  # noqa: ANN401 - whatever was written
    """The same again."""
    return _built(json.loads(text))


def recalled(reader: str, text: str, *called: str) -> Any:  # noqa: ANN401 - whatever that reader gives
    """What a function of reader.py makes of a script, its last argument the file; the store may know it.

    What is known is told without loading a parser. Raises what the function raises.
    """
    store = Store(places.store())
    asked = {"reader": reader, "readers": _readers(), "text": text, "called": " ".join(called)}
    known = store.read(key(asked))
    if known is not None:
        return read(known.decode())
    from voiceguide.script import reader as parsers  # noqa: PLC0415 - of no use for what is known

    made = getattr(parsers, reader)(text, *called)
    store.write(key(asked), written(made).encode())
    return made


def _plain(value: object) -> object:
    kind = type(value)
    if kind in _SIMPLE:
        return value
    if kind is tuple:
        return ["", *map(_plain, cast("tuple[object, ...]", value))]
    if kind in _FIELDS:
        return [kind.__name__, *(_plain(getattr(value, name)) for name in _FIELDS[kind])]
    return str(value)  # what a parser calls a token is text


def _built(value: Any) -> Any:  # noqa: ANN401 - as above
    if type(value) is not list:
        return value
    kind, *parts = value
    built = map(_built, parts)
    return _KINDS[kind](*built) if kind else tuple(built)


@cache
def _readers() -> str:
    """What of the readers may change what they make of a text: their files, as they are now."""
    room = Path(__file__).parent
    files = (*room.rglob("*.py"), *room.glob("*.lark"), room.parent / "units.py")
    stats = ((file.name, file.stat()) for file in sorted(files))
    return key({name: f"{stat.st_size} {stat.st_mtime_ns}" for name, stat in stats})
