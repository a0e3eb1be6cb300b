"""The preferences file, edited in place: everything else in it, comments too, stays as it stands.

The only door to tomlkit and filelock. Two programs that write at once take turns, and the file is replaced
whole; one with errors in it, or of a later version, is never written.
"""

from __future__ import annotations

import os
import re
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide import paths
from voiceguide.cache import whole_file
from voiceguide.errors import AskedError, FileError, VoiceguideError
from voiceguide.plan.options import ROWS
from voiceguide.plan.preferences import VERSION, parse_preferences
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Saying
from voiceguide.script.source import LISTED, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.plan.options import Remembered

Steps = tuple[str, ...]
"""The way to an entry in the file: (“floor-twist”, “hold”)."""

_PATIENCE = 10
"""Seconds to wait for another program that writes; it needs some milliseconds."""

_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_TRIVIA = re.compile(r"(?:(?<=\n)|\A)\n*(?:[ \t]*#.*\n)*\Z")
"""What belongs to the first table and not to what is above it: blank lines, and comments that touch it."""


def remember(entry: Remembered | Saying, file: Path | None = None) -> Path:
    """Writes one entry, in place of an earlier one of its key, and gives the file.

    Raises AskedError for a file that cannot be understood, FileError for one that cannot be written.
    """
    if isinstance(entry, Saying):
        return _edit(lambda tree: _put(tree, ("say", entry.word), entry.said), file)
    path = (*filter(None, entry.target.split(".")), entry.name)
    row = ROWS.get(entry.name)
    twins = {other.name for other in ROWS.values() if row and other.field == row.field and not row.many}

    def change(tree: Any) -> None:  # noqa: ANN401 - tomlkit's documents and plain tables alike
        for twin in twins - {entry.name}:
            _drop(tree, (*path[:-1], twin))
        _put(tree, path, _value(entry))

    return _edit(change, file)


def forget(keys: tuple[str, ...], file: Path | None = None) -> Path:
    """Takes entries out by key (“hold”, “floor-twist.hold”, or all in “floor-twist”), and gives the file.

    Raises AskedError for a key that is not there, and then none is taken out; FileError.
    """

    def change(tree: Any) -> None:  # noqa: ANN401 - as above
        known = tuple(_keys(tree))
        for key in keys:
            if key == "version" or not _drop(tree, _path(key)):
                raise AskedError(_not_there(key, known))

    return _edit(change, file)


def _path(key: str) -> Steps:
    """Words that are pronounced may have dots in them; other names have none."""
    return tuple(key.split(".", 1)) if key.startswith("say.") else tuple(key.split("."))


def _not_there(key: str, known: tuple[str, ...]) -> str:
    there = f"There are: {shown(', '.join(known), LISTED)}." if known else "Nothing is."
    return f"“{shown(key)}” is not remembered. {nearest(key, known) or there}"


def _keys(tree: Any, above: str = "") -> Iterator[str]:  # noqa: ANN401 - as above
    for name, entry in tree.items():
        if isinstance(entry, dict):
            yield from _keys(entry, f"{above}{name}.")
        elif above or name != "version":
            yield f"{above}{name}"


def _value(entry: Remembered) -> Any:  # noqa: ANN401 - whatever TOML has
    """As a person would write it in the file."""
    row = ROWS.get(entry.name)
    if row and row.listed:
        return list(entry.texts)
    (text,) = entry.texts
    if row and not row.sign:
        return text == "yes"
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,5}", text) else text


def _put(tree: Any, path: Steps, value: Any) -> None:  # noqa: ANN401 - as above
    *above, name = path
    for depth, table in enumerate(above):
        if table not in tree:
            tree[table] = {} if depth == 0 or type(tree) is dict else _in_one_line()
        tree = tree[table]
    tree[name] = value


def _in_one_line() -> Any:  # noqa: ANN401 - tomlkit's
    """A table within a table, such as a side of a technique: `left = {hold = "50s"}`."""
    import tomlkit

    return tomlkit.inline_table()


def _drop(tree: Any, path: Steps) -> bool:  # noqa: ANN401 - as above
    """Takes an entry out, and a table that is empty then; False where there was none."""
    first, *below = path
    if not isinstance(tree, dict) or first not in tree:
        return False
    if below and not _drop(tree[first], tuple(below)):
        return False
    if not below or not tree[first]:
        del tree[first]
    return True


# The file ---------------------------------------------------------------------------------------------------


def _edit(change: Callable[[Any], None], file: Path | None) -> Path:
    file = file or paths.preferences()
    path = Path(os.path.realpath(file))  # a link stays one: what it leads to is written
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path):
            before = path.read_bytes() if path.exists() else b""
            parse_preferences(before, file)
            after = _changed(before.decode(), change, file).encode()
            parse_preferences(after, file)
            with whole_file(path) as whole:
                whole.write(after)
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror or error}.") from error
    return file


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(f"{path}.lock", timeout=_PATIENCE):
            yield
    except Timeout:
        raise FileError(f"{path} is being written by another program. Try again in a moment.") from None


def _changed(text: str, change: Callable[[Any], None], file: Path) -> str:
    """The text of the file with a change made in it. Raises whatever the change raises, VoiceguideError."""
    wanted = tomllib.loads(text)
    change(wanted)
    breaks = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n").rstrip("\n") + "\n" if text else f"version = {VERSION}\n"
    above = _HEADER.split(text, maxsplit=1)[0] if _HEADER.search(text) else text
    edited = _edited(text, above, change).rstrip("\n") + "\n"
    try:
        meant = tomllib.loads(edited) in (wanted, {"version": VERSION, **wanted})
    except tomllib.TOMLDecodeError:
        meant = False
    if not meant:
        raise VoiceguideError(f"{file} is left as it is: it cannot be edited here. Change it by hand.")
    return edited.replace("\n", breaks)


def _edited(text: str, above: str, change: Callable[[Any], None]) -> str:
    import tomlkit

    tree = tomlkit.parse(text)  # it was read before, so it is TOML
    known = set(tree)
    change(tree)
    new = [name for name in tree if name not in known and not isinstance(tree[name], dict)]
    if not new or above == text:
        return tomlkit.dumps(tree)
    # tomlkit would put it below the comment that belongs to the first table.
    head = above[: _TRIVIA.search(above).start()]  # type: ignore[union-attr]  # it matches nothing at least
    tree = tomlkit.parse(head)
    change(tree)
    return tomlkit.dumps(tree) + text[len(head) :]
