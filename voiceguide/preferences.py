"""What a listener wants every time: one readable TOML file.

So far it holds pronunciations, which are a listener's own as much as an author's:

    [say]
    scapula = "skap you la"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import places
from voiceguide.errors import AskedError, FileError
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Saying
from voiceguide.script.signs import fault
from voiceguide.script.text import shown

if TYPE_CHECKING:
    from pathlib import Path

_TABLES = ("say",)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the file says; without one, nothing."""

    say: tuple[Saying, ...] = ()


def read_preferences(file: Path | None = None) -> Preferences:
    """The preferences in a file, which need not be there. Raises AskedError for what has no meaning in it."""
    file = file or places.preferences()
    try:
        table = tomllib.loads(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return Preferences()
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise AskedError(f"{file} is not UTF-8 text. Save it as “UTF-8”.") from None
    except tomllib.TOMLDecodeError as error:
        raise AskedError(f"{file}: {shown(str(error), 200)}. It is a TOML file.") from None
    for key in table:
        if key not in _TABLES:
            hint = nearest(key, _TABLES) or f"Known are: {', '.join(_TABLES)}."
            raise AskedError(f"{file}: “{shown(key)}” is not a preference. {hint}")
    return Preferences(_sayings(table.get("say", {}), file))


def _sayings(table: object, file: Path) -> tuple[Saying, ...]:
    if not isinstance(table, dict):
        raise AskedError(f'{file}: “say” is a table. Write “[say]”, and below it scapula = "skap you la".')
    return tuple(_saying(word, said, file) for word, said in table.items())


def _saying(word: str, said: object, file: Path) -> Saying:
    if not isinstance(said, str) or not all(any(map(str.isalnum, text)) for text in (word, said)):
        raise AskedError(f"{file}: “{shown(word)}” needs words, and what they sound like in quotation marks.")
    for text in (word, said):
        if found := fault(text, begins=False):
            raise AskedError(f"{file}: “{shown(text)}”: {found[1]} {found[2]}")
        if not text.isprintable() or any(sign in text for sign in "{}*@"):
            raise AskedError(
                f"{file}: “{shown(text)}” holds a sign that cannot be spoken. Write plain words."
            )
    return Saying(word, said)
