"""The folder of scripts: finds techniques, sessions, positions and the safety note by name."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from voiceguide import places, units
from voiceguide.errors import AskedError, Problem, ScriptError, VoiceguideError
from voiceguide.script.files import SHARED_READERS
from voiceguide.script.front import SCRIPT_NAME
from voiceguide.script.grammar import nearest, sparing
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
from voiceguide.script.reader import (
    parse_session,
    read_changes,
    read_safety,
    read_session,
    read_technique,
)
from voiceguide.script.text import LISTED, read_text, shown
from voiceguide.script.vocabulary import LANGUAGES, SESSION_KEYS, TECHNIQUE_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Kind = Literal["techniques", "sessions"]

AROUND = ("bells", "closing")
"""The techniques that surround any other one heard alone."""

_STRETCHES = {"hold", "rest", "breathe"}


@cache
def shipped(language: str = "en") -> Path:
    """The scripts that come with voiceguide: inside the installed package, else beside it in a checkout.

    Those in other languages than English are in folders of their own: scripts/de/.
    """
    package = Path(__file__).parent.parent
    inside = package / "scripts"
    root = inside if inside.is_dir() else package.parent / "scripts"
    return root if language == "en" else root / language


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


def read_with_library(path: Path, usual: Library) -> tuple[Technique | Session, Library]:
    """A script from anywhere, and what it may use: `library_for` tells which.

    Raises AskedError, FileError or ScriptError; for a session with the problems of its techniques too.
    """
    name, text = script_name(path), read_text(path, str(path))
    if not _is_session(text):
        technique = read_technique(text, name, str(path))
        return technique, library_for(technique, path, usual)
    session, problems = parse_session(text, name, str(path))
    scripts = library_for(session, path, usual)
    return scripts.readable(session, problems), scripts


def _is_session(text: str) -> bool:
    front, _, page = text.removeprefix("---").partition("\n---")
    keys = {line.partition(":")[0].strip().lower() for line in front.split("\n")}
    if "length" in keys:
        return True
    # One with keys that only a technique has is told that it cannot use others.
    return not keys & (set(TECHNIQUE_KEYS) - set(SESSION_KEYS)) and bool(
        re.search(r"^- +use\b", page, re.MULTILINE)
    )


_technique = lru_cache(maxsize=64)(read_technique)
_session = lru_cache(maxsize=16)(parse_session)
_changes = lru_cache(maxsize=4)(read_changes)
_safety = lru_cache(maxsize=4)(read_safety)
"""Reading is a function of the text alone, and what many scripts share is asked for again and again."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What files were found to be: a library shares it with all that are made from it."""

    names: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    """The scripts in a folder below a root."""
    kinds: dict[Path, Kind] = field(default_factory=dict)
    techniques: dict[Path, Technique] = field(default_factory=dict)


@dataclass(frozen=True)
class Library:
    """Scripts by name. `root` holds techniques/, sessions/, positions.md and safety.md of one language.

    Whatever is asked for is checked; every lookup raises ScriptError with all the problems of the file, or
    AskedError naming the nearest script when there is none of that name. A technique is read once.
    """

    root: Path
    own: tuple[Path, ...] = ()
    """Scripts from elsewhere: those given by path, then the user's. Their names win over those of `root`, and
    of two of one name the first does."""
    language: str = "en"
    """That of what is in `root`."""
    _seen: _Seen = field(default_factory=_Seen, compare=False, repr=False)

    @cached_property
    def techniques(self) -> tuple[str, ...]:
        """The names of all techniques, in alphabetical order."""
        return tuple(sorted({*self._names("techniques"), *self._own["techniques"]}))

    @cached_property
    def sessions(self) -> tuple[str, ...]:
        """The names of all sessions, in alphabetical order."""
        return tuple(sorted({*self._names("sessions"), *self._own["sessions"]}))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """How to get from one position to another."""
        return _changes(*self._shared("positions.md"))

    @cached_property
    def safety(self) -> Safety:
        """The safety note that opens every session."""
        return _safety(*self._shared("safety.md"))

    def speaking(self, language: str) -> Library:
        """The same scripts of the user's, with what is shipped in a language."""
        if language not in self._tongues:
            self._tongues[language] = replace(self, root=shipped(language), language=language)
        return self._tongues[language]

    @cached_property
    def _tongues(self) -> dict[str, Library]:
        return {self.language: self}

    def technique(self, name: str) -> Technique:
        """The technique of that name."""
        if name not in self.techniques:
            raise self._missing(name, nearest(name, self.techniques))
        path = self._own["techniques"].get(name) or self.root / "techniques" / f"{name}.md"
        if path not in self._seen.techniques:
            self._seen.techniques[path] = _technique(*self._found("techniques", name))
        return self._seen.techniques[path]

    def _missing(self, name: str, hint: str) -> AskedError:
        return AskedError(f"There is no technique “{shown(name)}”. {hint or self._there_are}")

    @cached_property
    def _there_are(self) -> str:
        return f"There are: {shown(', '.join(self.techniques), LISTED)}."

    def session(self, name: str) -> Session:
        """The session of that name; a technique's name gives a session of that technique alone."""
        if name in self.sessions:
            session, problems = _session(*self._found("sessions", name))
            return self.speaking(session.language).readable(session, problems)
        if name in self.techniques:
            return self.alone(self.technique(name))
        hint = nearest(name, self.sessions + self.techniques)
        known = f"There are: {shown(', '.join(self.sessions + self.techniques), LISTED)}."
        raise AskedError(f"There is no session or technique “{shown(name)}”. {hint or known}")

    def instead(self, kind: Kind, name: str) -> str:
        """A sentence for the listener where a script from elsewhere wins over a shipped one, else ""."""
        path = self._own[kind].get(name)
        return (
            f"{name} is your own, {path}, in place of the shipped one."
            if path and name in self._names(kind)
            else ""
        )

    def alone(self, technique: Technique) -> Session:
        """A session of one technique, between the bells and the closing words that surround any."""
        place = technique.place
        uses = [Use(technique.name, place, fill=bool(fill_value(technique)))]
        if technique.name not in AROUND:
            before, after = AROUND
            uses = [Use(before, place), *uses, Use(after, place)]
        return Session(
            technique.name,
            technique.title,
            place,
            technique.summary,
            body=tuple(uses),
            language=technique.language,
            say=technique.say,
        )

    def join(self, session: Session) -> tuple[Technique, ...]:
        """The techniques a session uses, in order.

        Raises ScriptError with the problems of all of them, and of the session's lines that name an
        unknown technique, set an unknown value, or fill with a technique that cannot stretch.
        """
        techniques, problems = self._joined(session, session.language)
        if problems:
            raise ScriptError(problems)
        return techniques

    def readable(self, session: Session, problems: tuple[Problem, ...]) -> Session:
        """A session, as far as it was read with these problems of its own; itself if there are none.

        Else raises ScriptError with these, and with all that `join` would find in what can be read. Of its
        language nothing is said then, and where nobody knows which it is, nothing of its techniques.
        """
        if not problems:
            return session
        others = self._joined(session, "")[1] if session.language in LANGUAGES else ()
        raise ScriptError((*problems, *others))

    def _joined(self, session: Session, language: str) -> tuple[tuple[Technique, ...], tuple[Problem, ...]]:
        """The techniques, and what is wrong; they speak `language`, if it is not ""."""
        problems: list[Problem] = []
        broken: dict[str, tuple[Problem, ...]] = {}
        techniques = []
        read = self._reader()
        for use in session.uses:
            found = read(use.technique)
            if isinstance(found, ScriptError):
                broken[use.technique] = found.problems
            elif isinstance(found, AskedError):
                problems.append(_problem(use.place, str(found)))
            else:
                techniques.append(found)
                problems += self._misuse(use, found)
                problems += self._foreign(use, found, language)
        problems += chain.from_iterable(broken.values())
        return tuple(techniques), tuple(problems)

    def _reader(self) -> Callable[[str], Technique | AskedError]:
        """Looks up the techniques of one session: each once, however often it is used, with what is wrong."""
        known, guess = frozenset(self.techniques), sparing()

        @cache
        def read(name: str) -> Technique | AskedError:
            try:
                return self.technique(name) if name in known else self._missing(name, guess(name, known))
            except AskedError as error:
                return error

        return read

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

    def _foreign(self, use: Use, technique: Technique, language: str) -> Iterable[Problem]:
        """What a technique names that is not here: another language, another technique."""
        if language and technique.language != language:
            tongue = LANGUAGES[technique.language]
            message = f"“{technique.name}” is in {tongue}, and this session is not."
            yield _problem(use.place, message, f"Write “language: {technique.language}”, or use another one.")
        easier = technique.easier
        if easier and easier.name not in self.techniques:
            hint = nearest(easier.name, self.techniques)
            yield _problem(easier.place, str(self._missing(easier.name, hint)))

    def _names(self, kind: Kind) -> tuple[str, ...]:
        folder = self.root / kind
        if folder not in self._seen.names:
            found = (path.stem for path in folder.glob("*.md"))
            self._seen.names[folder] = tuple(sorted(filter(SCRIPT_NAME.fullmatch, found)))
        return self._seen.names[folder]

    @cached_property
    def _own(self) -> dict[Kind, dict[str, Path]]:
        found: dict[Kind, dict[str, Path]] = {"techniques": {}, "sessions": {}}
        for path in self.own:
            if path not in self._seen.kinds:
                self._seen.kinds[path] = _kind(path)
            found[self._seen.kinds[path]].setdefault(path.stem, path)
        return found

    def _found(self, kind: Kind, name: str) -> tuple[str, str, str]:
        """The text of a script, its name, and what people call its file."""
        if path := self._own[kind].get(name):
            return read_text(path, str(path)), name, str(path)
        text, file = self._shared(f"{kind}/{name}.md")
        return text, name, file

    def _shared(self, inside: str) -> tuple[str, str]:
        """The text of a file below the root, and what people call it."""
        path = self.root / inside
        name = (
            f"scripts/{path.relative_to(shipped())}"
            if path.is_relative_to(shipped())
            else f"scripts/{inside}"
        )
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise AskedError(f"{name} is a link that leads out of the folder. Put the script itself there.")
        return read_text(path, name), name


def _scripts(*places: tuple[Path, str]) -> tuple[Path, ...]:
    """The scripts in these places, each a folder and one inside it, or ""; a link out of them all is none."""
    # Not Path.resolve, which raises for links that lead in a circle.
    allowed = {Path(os.path.realpath(folder), inside) for folder, inside in places}
    found = (file for folder, inside in places for file in sorted((folder / inside).glob("*.md")))
    return tuple(
        file
        for file in found
        if SCRIPT_NAME.fullmatch(file.stem)
        and file.name not in SHARED_READERS
        and Path(os.path.realpath(file)).parent in allowed
        and os.path.isfile(file)  # noqa: PTH113 - Path.is_file may raise for a link in a circle
    )


def library(folder: Path | None = None) -> Library:
    """What is shipped, and what is in the user's folder: the usual one, which need not be there, or another.

    Raises AskedError for a folder that is not there.
    """
    if folder and not folder.is_dir():
        raise AskedError(f"{folder} is not a folder with scripts.")
    own = folder or places.scripts()
    return Library(shipped(), _scripts((own, ""), (own, "techniques"), (own, "sessions")))


def library_for(script: Technique | Session, path: Path, usual: Library) -> Library:
    """What a script given by its path may use: what stands with the script itself, then the usual scripts.

    A technique brings itself alone. A session may use the techniques in its own folder, then those in a
    folder techniques/ inside that or beside it.
    """
    beside: tuple[Path, ...] = (path,)
    if isinstance(script, Session):
        folder = path.parent
        above = folder.parent if folder.name not in {"", ".."} else folder / ".."
        found = _scripts((folder, ""), (folder, "techniques"), (above, "techniques"))
        beside = tuple(file for file in found if file != path)
    return replace(usual, own=beside + usual.own).speaking(script.language)


def _kind(path: Path) -> Kind:
    try:
        return "sessions" if _is_session(read_text(path, str(path))) else "techniques"
    except VoiceguideError:
        return "techniques"  # whoever asks for it is told what is wrong


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
