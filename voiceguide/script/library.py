"""The folder of scripts: finds techniques, sessions, positions and the safety note by name."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import AskedError, Problem, ScriptError
from voiceguide.script.front import SCRIPT_NAME
from voiceguide.script.grammar import nearest
from voiceguide.script.model import (
    Change,
    Name,
    Place,
    Safety,
    Session,
    Technique,
    Use,
    Value,
    steps,
)
from voiceguide.script.reader import read_changes, read_safety, read_session, read_technique
from voiceguide.script.text import read_text, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

AROUND = ("bells", "closing")
"""The techniques that surround any other one heard alone."""

_STRETCHES = {"hold", "rest", "breathe"}


def shipped() -> Path:
    """The scripts that come with voiceguide: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "scripts"
    return inside if inside.is_dir() else package.parent / "scripts"


def script_name(path: Path) -> str:
    """The name of a script given by path. Raises AskedError unless it is words joined by hyphens."""
    if path.suffix != ".md" or not SCRIPT_NAME.fullmatch(path.stem):
        hint = "a script is called like “neck-roll.md”: small letters first, then digits and hyphens too."
        raise AskedError(f"{shown(str(path), 4_000)}: {hint}")
    return path.stem


def read_script(path: Path) -> Technique | Session:
    """A script from anywhere: a session if it has a length or uses techniques, else a technique.

    Raises AskedError, FileError or ScriptError.
    """
    name, text = script_name(path), read_text(path, str(path))
    return (read_session if _is_session(text) else read_technique)(text, name, str(path))


def _is_session(text: str) -> bool:
    front, _, page = text.removeprefix("---").partition("\n---")
    has_length = re.search(r"^length *:", front, re.IGNORECASE | re.MULTILINE)
    return bool(has_length or re.search(r"^ *- +use\b", page, re.MULTILINE))


@dataclass(frozen=True)
class Library:
    """Scripts by name. `root` holds techniques/, sessions/, positions.md and safety.md.

    Whatever is asked for is read once and checked; every lookup raises ScriptError with all the
    problems of the file, or AskedError naming the nearest script when there is none of that name.
    """

    root: Path
    own: tuple[Path, ...] = ()
    """Techniques from elsewhere, given by path; their names win over those of the library."""

    @cached_property
    def techniques(self) -> tuple[str, ...]:
        """The names of all techniques, in alphabetical order."""
        return tuple(sorted({*self._names("techniques"), *(path.stem for path in self.own)}))

    @cached_property
    def sessions(self) -> tuple[str, ...]:
        """The names of all sessions, in alphabetical order."""
        return self._names("sessions")

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """How to get from one position to another."""
        return read_changes(self._text("positions.md"), "scripts/positions.md")

    @cached_property
    def safety(self) -> Safety:
        """The safety note that opens every session."""
        return read_safety(self._text("safety.md"), "scripts/safety.md")

    def technique(self, name: str) -> Technique:
        """The technique of that name."""
        if name not in self.techniques:
            hint = nearest(name, self.techniques) or f"There are: {', '.join(self.techniques)}."
            raise AskedError(f"There is no technique “{shown(name)}”. {hint}")
        for path in self.own:
            if path.stem == name:
                return read_technique(read_text(path, str(path)), name, str(path))
        inside = f"techniques/{name}.md"
        return read_technique(self._text(inside), name, f"scripts/{inside}")

    def session(self, name: str) -> Session:
        """The session of that name; a technique's name gives a session of that technique alone."""
        if name in self.sessions:
            inside = f"sessions/{name}.md"
            session = read_session(self._text(inside), name, f"scripts/{inside}")
            self.join(session)
            return session
        if name in self.techniques:
            return self.alone(self.technique(name))
        hint = nearest(name, self.sessions + self.techniques)
        known = f"There are: {', '.join(self.sessions + self.techniques)}."
        raise AskedError(f"There is no session or technique “{shown(name)}”. {hint or known}")

    def alone(self, technique: Technique) -> Session:
        """A session of one technique, between the bells and the closing words that surround any."""
        place = technique.place
        uses = [Use(technique.name, place, fill=bool(fill_value(technique)))]
        if technique.name not in AROUND:
            before, after = AROUND
            uses = [Use(before, place), *uses, Use(after, place)]
        return Session(technique.name, technique.title, place, technique.summary, body=tuple(uses))

    def join(self, session: Session) -> tuple[Technique, ...]:
        """The techniques a session uses, in order.

        Raises ScriptError with the problems of all of them, and of the session's lines that name an
        unknown technique, set an unknown value, or fill with a technique that cannot stretch.
        """
        problems: list[Problem] = []
        techniques = []
        for use in session.uses:
            try:
                technique = self.technique(use.technique)
            except ScriptError as error:
                problems += error.problems
                continue
            except AskedError as error:
                problems.append(_problem(use.place, str(error)))
                continue
            techniques.append(technique)
            problems += self._misuse(use, technique)
        if problems:
            raise ScriptError(problems)
        return tuple(techniques)

    def _misuse(self, use: Use, technique: Technique) -> Iterable[Problem]:
        names = tuple(value.name for value in technique.values)
        has = f"It has {', '.join(names)}." if names else "It has none."
        for setting in use.settings:
            value = technique.value(setting.name)
            if value is None:
                hint = nearest(setting.name, (*names, "optional", "fill")) or has
                yield _problem(
                    setting.place, f"“{technique.name}” has no value “{shown(setting.name)}”.", hint
                )
            elif value.unit != setting.unit:
                wanted, example = ("a number", "10") if value.unit == "count" else ("a time", "20s")
                message = f"“{value.name}” of “{technique.name}” is {wanted}."
                yield _problem(setting.place, message, f"Write “{value.name} {example}”.")
            elif value.least == value.most != setting.amount:
                hint = f"Its line in {technique.place.file} has no limits such as (10s-30s)."
                yield _problem(
                    setting.place, f"“{value.name}” of “{technique.name}” cannot be changed.", hint
                )
            elif not value.least <= setting.amount <= value.most:
                message = f"“{value.name}” is outside the limits of “{technique.name}”."
                yield _problem(setting.place, message, f"It goes from {_limits(value)}.")
        if use.fill and not fill_value(technique):
            hint = "It needs a hold, rest or breathing whose amount is a value with limits."
            yield _problem(use.place, f"“{technique.name}” cannot fill the time.", hint)

    def _names(self, folder: str) -> tuple[str, ...]:
        found = (path.stem for path in (self.root / folder).glob("*.md"))
        return tuple(sorted(name for name in found if SCRIPT_NAME.fullmatch(name)))

    def _text(self, inside: str) -> str:
        path, name = self.root / inside, f"scripts/{inside}"
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise AskedError(f"{name} is a link that leads out of the folder. Put the script itself there.")
        return read_text(path, name)


def library_for(script: Technique | Session, path: Path) -> Library:
    """What a script given by its path may use: what is shipped, and what stands with the script itself.

    A technique brings itself alone. A session may use the techniques in its own folder, then those in a
    folder techniques/ beside that; they win over shipped ones. A link that leads elsewhere is none of them.
    """
    if isinstance(script, Technique):
        return Library(shipped(), (path,))
    folder = path.parent
    beside = (folder.parent if folder.name not in {"", ".."} else folder / "..") / "techniques"
    # Not Path.resolve, which raises for links that lead in a circle.
    inside = {Path(os.path.realpath(folder)), Path(os.path.realpath(beside.parent), "techniques")}
    found = (file for place in (folder, beside) for file in sorted(place.glob("*.md")))
    named = (file for file in found if SCRIPT_NAME.fullmatch(file.stem) and file != path)
    return Library(shipped(), tuple(file for file in named if Path(os.path.realpath(file)).parent in inside))


def _limits(value: Value) -> str:
    if value.unit == "count":
        return f"{value.least} to {value.most}"
    return f"{units.written(value.least)} to {units.written(value.most)}"


def fill_value(technique: Technique) -> str:
    """The value that a fill stretches: that of the technique's last hold, rest or breathing; "" if none."""
    for step in reversed(tuple(steps(technique.body))):
        if step.verb not in _STRETCHES or not isinstance(step.amount, Name):
            continue
        value = technique.value(step.amount.name)
        if value and value.least < value.most:
            return value.name
    return ""


def _problem(place: Place, message: str, hint: str = "") -> Problem:
    return Problem(place.file, place.line, place.column, message, hint)
