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

At the top stands what is for all sessions, in a table what is for the technique or session of its name; the
names are those of plan/options.py, and of a technique's values. Reading checks that each entry has a
meaning; whether there is such a technique is a matter for those who use it (checks/preferences.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceguide import paths
from voiceguide.errors import FileError, RequestError
from voiceguide.plan.merge import Preference, field_and_value
from voiceguide.plan.options import OPTIONS, OPTIONS_BY_NAME, SESSION_OPTION_NAMES
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.foreign_markup import first_fault
from voiceguide.script.model import Pronunciation
from voiceguide.script.source import printable
from voiceguide.script.vocabulary import SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_VERSION = 1
"""Of the file. A later one may have a meaning that this voiceguide does not know, so it is left alone."""

GLOBAL_OPTION_NAMES = tuple(option.name for option in OPTIONS if option.allows_global)
SIDE_NAMES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Preferences:
    """Contents of the file; empty if there is none."""

    entries: tuple[Preference, ...] = ()
    pronunciations: tuple[Pronunciation, ...] = ()


def read_preferences(file: Path | None = None) -> Preferences:
    """Return the preferences in a file; none if the file does not exist.

    Raises AskedError for what has no meaning in it and for a file of a later version; FileError.
    """
    file = file or paths.preferences_path()
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Preferences()
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}.") from None
    return parse_preferences(data, file)


def parse_preferences(data: bytes, file: Path) -> Preferences:
    """Parse the bytes of a preferences file. Raise RequestError if they are wrong."""
    import tomllib

    try:
        table = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise RequestError(f"{file} is not UTF-8 text. Save it as “UTF-8”.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RequestError(f"{file}: {printable(str(error), 200)}. It is a TOML file.") from None
    try:
        _check_version(table.pop("version", FILE_VERSION))
        pronunciations = _parse_pronunciations(table.pop("say", {}))
        entries = tuple(_parse_entries(table))
    except RequestError as error:
        raise RequestError(f"{file}: {error}") from None
    return Preferences(entries, pronunciations)


def _check_version(version: object) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise RequestError(f"“version” is a whole number, {FILE_VERSION} here.")
    if version > FILE_VERSION:
        raise RequestError(
            f"it is of version {printable(str(version))}, made by a newer voiceguide; this one knows {FILE_VERSION}. "
            "Install the newer one, or move the file away. It was not changed."
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
        return f"A length is remembered for one session: “upper-back-reset.{key}”."
    if key in OPTIONS_BY_NAME:
        return "It is for once, on the command line."
    return did_you_mean(key, (*GLOBAL_OPTION_NAMES, "say")) or (
        f"Known are: {', '.join(GLOBAL_OPTION_NAMES)}, say, and values of a technique such as floor-twist.hold."
    )


def _parse_target(target: str, table: dict[str, Any]) -> Iterator[Preference]:
    """Yield the entries for one technique, for one of its sides, or for one session."""
    name, _, side = target.partition(".")
    if not SCRIPT_NAME.fullmatch(name):
        hint = (
            did_you_mean(name, (*GLOBAL_OPTION_NAMES, "say"))
            or "It is the name of a technique or session in this table."
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
        raise RequestError(f"“{printable(key)}” is one value, not a list.")
    if not all(isinstance(value, str | int | float) for value in values):
        raise RequestError(f'“{printable(key)}” needs a text in quotation marks, such as "45s", or a number.')
    switch_texts = {True: "yes", False: "no"}
    return tuple(switch_texts[value] if isinstance(value, bool) else str(value) for value in values)


def validate_preference(entry: Preference) -> Preference:
    """Return an entry if it has a meaning. Raise RequestError, naming its key, if it has none."""
    try:
        field_and_value(entry)
    except RequestError as error:
        raise RequestError(f"{printable(entry.key)}: {error}") from None
    return entry


def _parse_pronunciations(table: object) -> tuple[Pronunciation, ...]:
    if not isinstance(table, dict):
        raise RequestError('“say” is a table. Write “[say]”, and below it scapula = "skap you la".')
    return tuple(parse_pronunciation(word, respelling) for word, respelling in table.items())


def parse_pronunciation(word: str, respelling: object) -> Pronunciation:
    """Return the pronunciation of a word. Raise RequestError if it cannot be spoken."""
    if not isinstance(respelling, str) or not all(any(map(str.isalnum, text)) for text in (word, respelling)):
        raise RequestError(f"“{printable(word)}” needs words, and what they sound like in quotation marks.")
    for text in (word, respelling):
        if markup := first_fault(text, is_first_line=False):
            raise RequestError(f"“{printable(text)}”: {markup.message} {markup.hint}")
        if not text.isprintable() or any(character in text for character in "{}*@"):
            raise RequestError(f"“{printable(text)}” holds a sign that cannot be spoken. Write plain words.")
    return Pronunciation(word, respelling)
