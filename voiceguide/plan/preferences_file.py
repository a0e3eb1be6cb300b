"""Edit the preferences file in place: other entries and comments stay unchanged.

The only module that imports tomlkit and filelock. Two programs that write at once take turns, and the file is
replaced whole. A file with errors, or of a later version, is never written.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from voiceguide import paths
from voiceguide.errors import FileError, RequestError, VoiceguideError
from voiceguide.files.atomic import atomic_write, resolve_target
from voiceguide.plan.options import OPTIONS_BY_NAME
from voiceguide.plan.preferences import (
    FILE_VERSION,
    decode_preferences,
    parse_preferences,
    read_preferences_file,
)
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import Pronunciation
from voiceguide.script.source import MAX_LISTED_CHARACTERS, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from voiceguide.plan.merge import Preference

KeyPath = tuple[str, ...]
"""Path of an entry in the file: (“floor-twist”, “hold”)."""

_LOCK_TIMEOUT_S = 10
"""Seconds to wait for another program that writes, which takes some milliseconds."""

_TABLE_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)


def set_preference(entry: Preference | Pronunciation, file: Path | None = None) -> Path:
    """Write one entry, in place of an earlier one with its key, and return the file.

    Raise RequestError if the file is invalid, FileError if it cannot be written.
    """
    if isinstance(entry, Pronunciation):
        return _edit_file(lambda tree: _set_entry(tree, ("say", entry.word), entry.respelling), file)
    key_path = (*filter(None, entry.target.split(".")), entry.name)
    option = OPTIONS_BY_NAME.get(entry.name)
    synonyms = {
        other.name
        for other in OPTIONS_BY_NAME.values()
        if option and other.field == option.field and not option.multiple
    }

    def change(tree: Any) -> None:  # noqa: ANN401 - tomlkit's documents and plain tables alike
        for synonym in synonyms - {entry.name}:
            _remove_entry(tree, (*key_path[:-1], synonym))
        _set_entry(tree, key_path, _toml_value(entry))

    return _edit_file(change, file)


def unset_preferences(keys: tuple[str, ...], file: Path | None = None) -> Path:
    """Remove entries by key (“hold”, “floor-twist.hold”, or all in “floor-twist”), and return the file.

    Raise RequestError if a key is not in the file, and then remove none; FileError if it cannot be written.
    """

    def change(tree: Any) -> None:  # noqa: ANN401 - tomlkit's documents and plain tables alike
        known_keys = tuple(_entry_keys(tree))
        for key in keys:
            if key == "version" or not _remove_entry(tree, _key_path(key)):
                raise RequestError(_unknown_key_message(key, known_keys))

    return _edit_file(change, file)


def _key_path(key: str) -> KeyPath:
    """Return a dotted key as a path. In “say.WORD”, the word may contain dots."""
    return tuple(key.split(".", 1)) if key.startswith("say.") else tuple(key.split("."))


def _unknown_key_message(key: str, known_keys: tuple[str, ...]) -> str:
    listing = (
        f"Choose one of: {printable(', '.join(known_keys), MAX_LISTED_CHARACTERS)}."
        if known_keys
        else "No choices are remembered."
    )
    return f"“{printable(key)}” is not remembered. {did_you_mean(key, known_keys) or listing}"


def _entry_keys(tree: Any, prefix: str = "") -> Iterator[str]:  # noqa: ANN401 - tomlkit's documents and plain tables alike
    for name, entry in tree.items():
        if isinstance(entry, dict):
            yield from _entry_keys(entry, f"{prefix}{name}.")
        elif prefix or name != "version":
            yield f"{prefix}{name}"


def _toml_value(entry: Preference) -> Any:  # noqa: ANN401 - any TOML value
    """Return the value of an entry as a person would write it in the file."""
    option = OPTIONS_BY_NAME.get(entry.name)
    if option and option.is_list:
        return list(entry.texts)
    (text,) = entry.texts
    if option and not option.metavar:
        return text == "yes"
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,5}", text) else text


def _set_entry(tree: Any, key_path: KeyPath, value: Any) -> None:  # noqa: ANN401 - tomlkit's documents and plain tables alike
    *parents, name = key_path
    for depth, parent in enumerate(parents):
        if parent not in tree:
            tree[parent] = {} if depth == 0 or type(tree) is dict else _inline_table()
        tree = tree[parent]
    tree[name] = value


def _inline_table() -> Any:  # noqa: ANN401 - a table of tomlkit
    """Return a table within a table, such as a side of a technique: `left = {hold = "50s"}`."""
    import tomlkit

    return tomlkit.inline_table()


def _remove_entry(tree: Any, key_path: KeyPath) -> bool:  # noqa: ANN401 - tomlkit's documents and plain tables alike
    """Remove an entry, and its table if that is empty then; return False if there was no entry."""
    name, *rest = key_path
    if not isinstance(tree, dict) or name not in tree:
        return False
    if rest and not _remove_entry(tree[name], tuple(rest)):
        return False
    if not rest or not tree[name]:
        del tree[name]
    return True


# The file ---------------------------------------------------------------------------------------------------


def _edit_file(change: Callable[[Any], None], file: Path | None) -> Path:
    file = file or paths.preferences_path()
    try:
        path = resolve_target(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock(path):
            before = read_preferences_file(path)
            parse_preferences(before, file)
            text = decode_preferences(before).replace("\n", "\r\n" if b"\r\n" in before else "\n")
            after = _apply_change(text, change, file).encode()
            parse_preferences(after, file)
            with atomic_write(path) as output:
                output.write(after)
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror or error}.") from error
    return file


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(f"{path}.lock", timeout=_LOCK_TIMEOUT_S):
            yield
    except Timeout:
        raise FileError(f"{path} is being written by another program. Try again in a moment.") from None


def _apply_change(text: str, change: Callable[[Any], None], file: Path) -> str:
    """Return the text of the file with a change. Raise the VoiceguideError that the change raises."""
    expected = tomllib.loads(text)
    change(expected)
    newline = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n").rstrip("\n") + "\n" if text else f"version = {FILE_VERSION}\n"
    top_level = _TABLE_HEADER.split(text, maxsplit=1)[0] if _TABLE_HEADER.search(text) else text
    edited = _edit_text(text, top_level, change).rstrip("\n") + "\n"
    try:
        is_expected = tomllib.loads(edited) in (expected, {"version": FILE_VERSION, **expected})
    except tomllib.TOMLDecodeError:
        is_expected = False
    if not is_expected:
        raise VoiceguideError(f"{file} was not changed, because voiceguide cannot edit it. Edit it by hand.")
    return edited.replace("\n", newline)


def _edit_text(text: str, top_level: str, change: Callable[[Any], None]) -> str:
    import tomlkit

    tree = tomlkit.parse(text)  # valid TOML, since it was parsed before
    old_names = set(tree)
    change(tree)
    new_names = [name for name in tree if name not in old_names and not isinstance(tree[name], dict)]
    if not new_names or top_level == text:
        return tomlkit.dumps(tree)
    # tomlkit would put it below the comment that belongs to the first table.
    head = _without_leading_trivia(top_level)
    tree = tomlkit.parse(head)
    change(tree)
    return tomlkit.dumps(tree) + text[len(head) :]


def _without_leading_trivia(top_level: str) -> str:
    """Return the text before the lines that belong to the first table: blank lines, and comments that touch it."""
    lines = top_level.splitlines(keepends=True)
    while lines and lines[-1].lstrip(" \t").startswith("#"):
        lines.pop()
    while lines and lines[-1] == "\n":
        lines.pop()
    return "".join(lines)
