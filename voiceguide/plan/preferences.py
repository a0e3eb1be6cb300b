"""Preferences of a listener: one readable TOML file.

    version = 1
    hold = "25s"
    avoid = ["osteoporosis"]

    [floor-twist]
    hold = "45s"

    [upper-back-reset]
    minutes = 12

    [say]
    scapula = "skap you la"

Entries at the top apply to all sessions, entries in a table to the technique or session that names it. The keys
are the names of options (plan/options.py) and of a technique's values. Reading checks that each entry is valid;
checks/preferences.py checks that the technique or session exists.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceguide import paths
from voiceguide.errors import FileError, RequestError
from voiceguide.plan.merge import Preference, field_and_value
from voiceguide.plan.options import OPTIONS, OPTIONS_BY_NAME, SESSION_OPTION_NAMES
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import Pronunciation
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_VERSION = 1
"""Version of the file format. A file of a later version is neither read nor changed."""

MAX_FILE_BYTES = 100_000
"""Limit of the file's size. A preference for every value of every shipped technique takes a tenth of it."""

GLOBAL_OPTION_NAMES = tuple(option.name for option in OPTIONS if option.allows_global)
SIDE_NAMES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Preferences:
    """Contents of the file; empty if there is none."""

    entries: tuple[Preference, ...] = ()
    pronunciations: tuple[Pronunciation, ...] = ()


def read_preferences(file: Path | None = None) -> Preferences:
    """Return the preferences in a file; none if the file does not exist.

    Raise RequestError if an entry is invalid or the file has a later version, FileError if it cannot be read.
    """
    file = file or paths.preferences_path()
    return parse_preferences(read_preferences_file(file), file)


def read_preferences_file(file: Path) -> bytes:
    """Return the bytes of a preferences file, b"" if there is none.

    Raise FileError if it cannot be read, and RequestError if it is larger than MAX_FILE_BYTES.
    """
    try:
        if stat.S_ISFIFO(file.stat().st_mode):  # opening it would wait for another program
            raise FileError(f"{file} is a pipe. Preferences are in a file.")
        with file.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}.") from None
    if len(data) > MAX_FILE_BYTES:
        raise RequestError(
            f"{file} has more than {MAX_FILE_BYTES:,} bytes. Remove what is not needed from it."
        )
    return data


def decode_preferences(data: bytes) -> str:
    """Return the text of a preferences file in UTF-8, UTF-16 or Latin-1, in its canonical form."""
    from voiceguide.script.encoding import canonical_text, decode_from, other_encoding

    encoding = other_encoding(data)
    return canonical_text(decode_from(data, encoding) if encoding else data.decode("utf-8", errors="replace"))


def parse_preferences(data: bytes, file: Path) -> Preferences:
    """Parse the bytes of a preferences file. Raise RequestError if they are invalid."""
    if not data:
        return Preferences()
    import tomllib

    try:
        table = tomllib.loads(decode_preferences(data))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RequestError(f"{file}: {printable(str(error), 200)}. The file must be valid TOML.") from None
    try:
        _check_version(table.pop("version", FILE_VERSION))
        pronunciations = _parse_pronunciations(table.pop("say", {}))
        entries = tuple(_parse_entries(table))
    except RequestError as error:
        raise RequestError(f"{file}: {error}") from None
    return Preferences(entries, pronunciations)


def _check_version(version: object) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise RequestError(f"“version” must be a whole number; the current one is {FILE_VERSION}.")
    if version > FILE_VERSION:
        raise RequestError(
            f"it has version {printable(str(version))}, from a newer voiceguide; this one reads {FILE_VERSION}. "
            "Install the newer one, or move the file away. The file was not changed."
        )


def _parse_entries(table: dict[str, Any]) -> Iterator[Preference]:
    for key, entry in table.items():
        if isinstance(entry, dict):
            yield from _parse_target(key, entry)
        elif key not in GLOBAL_OPTION_NAMES:
            raise RequestError(f"“{printable(key)}” is not a preference. {unknown_key_hint(key)}")
        else:
            yield validate_preference(Preference("", key, _parse_texts(key, entry)))


def unknown_key_hint(key: str) -> str:
    """Return the hint for a name that cannot be remembered for all sessions."""
    if key in SESSION_OPTION_NAMES:
        return f"A length can be remembered for one session only: “upper-back-reset.{key}”."
    if key in OPTIONS_BY_NAME:
        return "It is an option of the command line only."
    return did_you_mean(key, (*GLOBAL_OPTION_NAMES, "say")) or (
        f"Choose one of: {', '.join(GLOBAL_OPTION_NAMES)}, say, or a value of a technique such as floor-twist.hold."
    )


def _parse_target(target: str, table: dict[str, Any]) -> Iterator[Preference]:
    """Yield the entries for one technique, for one of its sides, or for one session."""
    name, _, side = target.partition(".")
    if not SCRIPT_NAME.fullmatch(name):
        hint = (
            did_you_mean(name, (*GLOBAL_OPTION_NAMES, "say"))
            or "Name a table after a technique or a session."
        )
        raise RequestError(f"“{printable(target)}” is not the name of a script. {hint}")
    length_keys = [key for key in table if key in SESSION_OPTION_NAMES]
    if len(length_keys) > 1:
        raise RequestError(f"[{target}]: {' and '.join(length_keys)} both set the length: keep one of them.")
    for key, entry in table.items():
        if isinstance(entry, dict) and key in SIDE_NAMES and not side:
            yield from _parse_target(f"{target}.{key}", entry)
        else:
            yield validate_preference(Preference(target, key, _parse_texts(f"{target}.{key}", entry)))


def _parse_texts(key: str, entry: object) -> tuple[str, ...]:
    """Return the value of a key as it would be written on the command line."""
    values = entry if isinstance(entry, list) else [entry]
    option = OPTIONS_BY_NAME.get(key)
    if isinstance(entry, list) and not (option and option.is_list):
        raise RequestError(f"“{printable(key)}” must be one value, not a list.")
    if not all(isinstance(value, str | int | float) for value in values):
        raise RequestError(
            f'“{printable(key)}” must be a text in quotation marks, such as "45s", or a number.'
        )
    switch_texts = {True: "yes", False: "no"}
    return tuple(switch_texts[value] if isinstance(value, bool) else str(value) for value in values)


def validate_preference(entry: Preference) -> Preference:
    """Return an entry if it is valid. Raise RequestError, naming its key, if it is not."""
    try:
        field_and_value(entry)
    except RequestError as error:
        raise RequestError(f"{printable(entry.key)}: {error}") from None
    return entry


def _parse_pronunciations(table: object) -> tuple[Pronunciation, ...]:
    if not isinstance(table, dict):
        raise RequestError('“say” must be a table. Write “[say]”, and below it scapula = "skap you la".')
    return tuple(parse_pronunciation(word, respelling) for word, respelling in table.items())


def parse_pronunciation(word: str, respelling: object) -> Pronunciation:
    """Return the pronunciation of a word. Raise RequestError if it cannot be spoken."""
    if not isinstance(respelling, str) or not all(any(map(str.isalnum, text)) for text in (word, respelling)):
        raise RequestError(f"“{printable(word)}” must be a word, with its pronunciation in quotation marks.")
    from voiceguide.script.foreign_markup import first_fault

    for text in (word, respelling):
        if markup := first_fault(text, is_first_line=False):
            raise RequestError(f"“{printable(text)}”: {markup.message} {markup.hint}")
        if not text.isprintable() or any(character in text for character in "{}*@"):
            raise RequestError(
                f"“{printable(text)}” contains a character that cannot be spoken. Write plain words."
            )
    return Pronunciation(word, respelling)
