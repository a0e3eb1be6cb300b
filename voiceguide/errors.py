"""Everything that can go wrong, as one tree.

    VoiceguideError                exit 1
    ├── AskedError                 exit 2   what was asked or written is wrong
    │   └── ScriptError                     … in a script: carries every Problem found
    ├── VoiceError                          an engine is missing, failed, or said nothing
    ├── SoundError                          audio that cannot be shaped, encoded or decoded
    ├── PictureError                        a picture that cannot be drawn
    ├── ShareError                          a session that cannot be shared with a phone
    └── FileError                           a file or folder cannot be read or written

Foreign errors become one of these in the one file that talks to the foreign library.
"""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003 - a base of dataclasses is read at run time
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a script, and what to do about it.

    `line` and `column` count from 1, in characters; `hint` is a full sentence or empty. An “error” keeps the
    script from being heard; a “warning” is legal, but unkind to those who listen.
    """

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        prefix = f"{self.file}:{self.line}:{self.column}: " + "warning: " * (self.severity == "warning")
        return f"{prefix}{self.message}" + (f" {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands: a file as people name it, line and column counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def offset_by(self, characters: int) -> Location:
        """The place so many characters further on in the line."""
        return Location(self.file, self.line, self.column + characters)

    def problem(self, message: str, hint: str = "") -> Problem:
        """What is wrong here."""
        return Problem(self.file, self.line, self.column, message, hint)


_SORT_KEY = attrgetter("file", "line", "column", "message", "hint", "severity")


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file, line and column; by keys, since there may be thousands."""
    unique = {_SORT_KEY(problem): problem for problem in problems}
    return tuple(map(unique.__getitem__, sorted(unique)))


class VoiceguideError(Exception):
    """The root. `str(error)` is what a person reads: what is wrong and what to do."""

    exit_code = 1


class RequestError(VoiceguideError):
    """What was asked (an option, a name, a length) cannot be had as asked."""

    exit_code = 2


class ScriptError(RequestError):
    """A script breaks the format; `problems` holds all of them, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = sort_problems(problems)
        super().__init__(self.problems)  # by which it also passes from one process to another

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class VoiceError(VoiceguideError):
    """A voice could not speak, or what it gave back is not speech."""


class AudioError(VoiceguideError):
    """Audio could not be read, shaped, encoded or decoded."""


class PictureError(VoiceguideError):
    """A picture could not be drawn."""


class ShareError(VoiceguideError):
    """A session could not be shared: no network, or a package is missing."""


class FileError(VoiceguideError):
    """A file or folder could not be read or written."""
