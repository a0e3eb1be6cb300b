"""Tree of exceptions, with the exit code of each.

    VoiceguideError                exit 1
    ├── RequestError               exit 2   an option, a name or a script is wrong
    │   ├── LimitError                      a value is outside the limits of its author
    │   └── ScriptError                     a script is wrong; carries every Problem found
    ├── VoiceError                          an engine is missing, failed, or returned no speech
    ├── AudioError                          audio cannot be read, mastered, encoded or decoded
    ├── PictureError                        a picture cannot be drawn
    ├── ShareError                          a session cannot be shared with a phone
    └── FileError                           a file or folder cannot be read or written

The adapter module of a third-party library converts that library's errors to one of these.
"""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003 - annotations here are evaluated at run time
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a script, and how to fix it.

    `line` and `column` count from 1, in characters; `hint` is a full sentence or empty. A script with an
    “error” cannot be rendered; a “warning” is legal, but makes a session hard to follow.
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
    """Place in a file: its name as the user wrote it, line and column counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def offset_by(self, characters: int) -> Location:
        """Return the location `characters` further on in the line."""
        return Location(self.file, self.line, self.column + characters)

    def problem(self, message: str, hint: str = "") -> Problem:
        """Return an error at this location."""
        return Problem(self.file, self.line, self.column, message, hint)


_SORT_KEY = attrgetter("file", "line", "column", "message", "hint", "severity")


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return unique problems in the order of file, line and column.

    Keys are compared, since comparing dataclasses is slow for thousands of problems.
    """
    unique = {_SORT_KEY(problem): problem for problem in problems}
    return tuple(map(unique.__getitem__, sorted(unique)))


class VoiceguideError(Exception):
    """Root of the tree. `str(error)` is a message for people: what is wrong and what to do."""

    exit_code = 1


class RequestError(VoiceguideError):
    """An option, a name or a length cannot be fulfilled."""

    exit_code = 2


class LimitError(RequestError):
    """A value is outside the limits of its author; `reason` is the message without its hint."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.reason = reason
        self.hint = hint
        super().__init__(reason, hint)  # the arguments from which it is unpickled

    def __str__(self) -> str:
        return f"{self.reason} {self.hint}".rstrip()


class ScriptError(RequestError):
    """A script breaks the format; `problems` holds every mistake, sorted by location."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = sort_problems(problems)
        super().__init__(self.problems)  # pickled by these arguments, for other processes

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class VoiceError(VoiceguideError):
    """A voice could not speak, or its recording is not speech."""


class AudioError(VoiceguideError):
    """Audio could not be read, mastered, encoded or decoded."""


class PictureError(VoiceguideError):
    """A picture could not be drawn."""


class ShareError(VoiceguideError):
    """A session could not be shared: no network, or a package is missing."""


class FileError(VoiceguideError):
    """A file or folder could not be read or written."""
