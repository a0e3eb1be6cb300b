"""What a listener wants every time: one readable TOML file.

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
meaning; whether there is such a technique is a matter for those who use it (checking.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceguide import paths
from voiceguide.errors import AskedError, FileError
from voiceguide.plan import options
from voiceguide.plan.options import ROWS, SESSION_ROWS, Remembered
from voiceguide.script.foreign_markup import fault
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Saying
from voiceguide.script.source import shown
from voiceguide.script.vocabulary import SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = 1
"""Of the file. A later one may have a meaning that this voiceguide does not know, so it is left alone."""

FOR_ALL = tuple(row.name for row in options.MENU if row.for_all)
SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the file says; without one, nothing."""

    entries: tuple[Remembered, ...] = ()
    say: tuple[Saying, ...] = ()


def read_preferences(file: Path | None = None) -> Preferences:
    """The preferences in a file, which need not be there.

    Raises AskedError for what has no meaning in it and for a file of a later version; FileError.
    """
    file = file or paths.preferences()
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Preferences()
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}.") from None
    return parse_preferences(data, file)


def parse_preferences(data: bytes, file: Path) -> Preferences:
    """The same of the file's bytes. Raises AskedError."""
    import tomllib

    try:
        table = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise AskedError(f"{file} is not UTF-8 text. Save it as “UTF-8”.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise AskedError(f"{file}: {shown(str(error), 200)}. It is a TOML file.") from None
    try:
        _known_version(table.pop("version", VERSION))
        say = _sayings(table.pop("say", {}))
        entries = tuple(_entries(table))
    except AskedError as error:
        raise AskedError(f"{file}: {error}") from None
    return Preferences(entries, say)


def _known_version(version: object) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise AskedError(f"“version” is a whole number, {VERSION} here.")
    if version > VERSION:
        raise AskedError(
            f"it is of version {shown(str(version))}, made by a newer voiceguide; this one knows {VERSION}. "
            "Install the newer one, or move the file away. It was not changed."
        )


def _entries(table: dict[str, Any]) -> Iterator[Remembered]:
    for key, entry in table.items():
        if isinstance(entry, dict):
            yield from _target(key, entry)
        elif key not in FOR_ALL:
            raise AskedError(f"“{shown(key)}” is not a preference. {known(key)}")
        else:
            yield understood(Remembered("", key, _texts(key, entry)))


def known(key: str) -> str:
    """What to say of a name that cannot be remembered for all sessions."""
    if key in SESSION_ROWS:
        return f"A length is remembered for one session: “upper-back-reset.{key}”."
    if key in ROWS:
        return "It is for once, on the command line."
    return nearest(key, (*FOR_ALL, "say")) or (
        f"Known are: {', '.join(FOR_ALL)}, say, and values of a technique such as floor-twist.hold."
    )


def _target(target: str, table: dict[str, Any]) -> Iterator[Remembered]:
    """What is for one technique, for one of its sides, or for one session."""
    name, _, side = target.partition(".")
    if not SCRIPT_NAME.fullmatch(name):
        hint = nearest(name, (*FOR_ALL, "say")) or "It is the name of a technique or session in this table."
        raise AskedError(f"“{shown(target)}” is not the name of a script. {hint}")
    lengths = [key for key in table if key in SESSION_ROWS]
    if len(lengths) > 1:
        raise AskedError(f"[{target}]: {' and '.join(lengths)} say the same thing: keep one of the two.")
    for key, entry in table.items():
        if isinstance(entry, dict) and key in SIDES and not side:
            yield from _target(f"{target}.{key}", entry)
        else:
            yield understood(Remembered(target, key, _texts(f"{target}.{key}", entry)))


def _texts(key: str, entry: object) -> tuple[str, ...]:
    """What stands behind a key, as it would be written on the command line."""
    several = entry if isinstance(entry, list) else [entry]
    row = ROWS.get(key)
    if isinstance(entry, list) and not (row and row.listed):
        raise AskedError(f"“{shown(key)}” is one value, not a list.")
    if not all(isinstance(each, str | int | float) for each in several):
        raise AskedError(f'“{shown(key)}” needs a text in quotation marks, such as "45s", or a number.')
    switch = {True: "yes", False: "no"}
    return tuple(switch[each] if isinstance(each, bool) else str(each) for each in several)


def understood(entry: Remembered) -> Remembered:
    """The same entry, if it has a meaning. Raises AskedError naming its key."""
    try:
        options.meaning(entry)
    except AskedError as error:
        raise AskedError(f"{shown(entry.key)}: {error}") from None
    return entry


def _sayings(table: object) -> tuple[Saying, ...]:
    if not isinstance(table, dict):
        raise AskedError('“say” is a table. Write “[say]”, and below it scapula = "skap you la".')
    return tuple(saying(word, said) for word, said in table.items())


def saying(word: str, said: object) -> Saying:
    """How a word is pronounced, if it can be. Raises AskedError."""
    if not isinstance(said, str) or not all(any(map(str.isalnum, text)) for text in (word, said)):
        raise AskedError(f"“{shown(word)}” needs words, and what they sound like in quotation marks.")
    for text in (word, said):
        if found := fault(text, begins=False):
            raise AskedError(f"“{shown(text)}”: {found[1]} {found[2]}")
        if not text.isprintable() or any(sign in text for sign in "{}*@"):
            raise AskedError(f"“{shown(text)}” holds a sign that cannot be spoken. Write plain words.")
    return Saying(word, said)
