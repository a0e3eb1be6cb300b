"""The folder of scripts: finds techniques, sessions, positions and the safety note by name."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError, ScriptError
from voiceguide.script.files import Kind, kind_in, shipped
from voiceguide.script.grammar import nearest, sparing
from voiceguide.script.parse_cache import recalled
from voiceguide.script.source import LISTED, read_text, shown
from voiceguide.script.uses import alone, misuse
from voiceguide.script.vocabulary import LANGUAGES, SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.model import Change, Safety, Session, Technique


# Reading is a function of the text alone, and what many scripts share is asked for again and again.


@lru_cache(maxsize=64)
def technique_in(text: str, name: str, file: str) -> Technique:
    """The technique that a text is. Raises ScriptError."""
    technique: Technique = recalled("read_technique", text, name, file)
    return technique


@lru_cache(maxsize=16)
def _techniques_in(scripts: tuple[tuple[str, str, str], ...]) -> tuple[Technique | tuple[Problem, ...], ...]:
    """The same of many at once, or what is wrong. It is kept as one: many files would take a third."""
    found: tuple[Technique | tuple[Problem, ...], ...] = recalled("read_techniques", scripts)
    return found


@lru_cache(maxsize=16)
def session_in(text: str, name: str, file: str) -> tuple[Session, tuple[Problem, ...]]:
    """The session that a text is, as far as it can be read, and what is wrong with it."""
    session: tuple[Session, tuple[Problem, ...]] = recalled("parse_session", text, name, file)
    return session


@lru_cache(maxsize=4)
def _changes(text: str, file: str) -> tuple[Change, ...]:
    changes: tuple[Change, ...] = recalled("read_changes", text, file)
    return changes


@lru_cache(maxsize=4)
def _safety(text: str, file: str) -> Safety:
    safety: Safety = recalled("read_safety", text, file)
    return safety


@dataclass(frozen=True, slots=True)
class _Seen:
    """What files were found to be: a library shares it with all that are made from it."""

    names: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    """The scripts in a folder below a root."""
    own: dict[Path, tuple[Kind, str]] = field(default_factory=dict)
    """Of a file from elsewhere, its kind and its text."""
    techniques: dict[Path, Technique | tuple[Problem, ...]] = field(default_factory=dict)
    """Of a file that cannot be read as one, what is wrong with it."""
    changes: dict[Path, tuple[Change, ...]] = field(default_factory=dict)
    """Those of a root, as its safety note."""
    safety: dict[Path, Safety] = field(default_factory=dict)


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

    @property
    def changes(self) -> tuple[Change, ...]:
        """How to get from one position to another."""
        if self.root not in self._seen.changes:
            self._seen.changes[self.root] = _changes(*self._shared("positions.md"))
        return self._seen.changes[self.root]

    @property
    def safety(self) -> Safety:
        """The safety note that opens every session."""
        if self.root not in self._seen.safety:
            self._seen.safety[self.root] = _safety(*self._shared("safety.md"))
        return self._seen.safety[self.root]

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
        path = self._path(name)
        if path not in self._seen.techniques:
            self._seen.techniques[path] = technique_in(*self._found("techniques", name))
        found = self._seen.techniques[path]
        if isinstance(found, tuple):
            raise ScriptError(found)
        return found

    def _path(self, technique: str) -> Path:
        own = self._own["techniques"].get(technique)
        return own[0] if own else self._inside("techniques", technique)

    def _read_all(self, names: Iterable[str]) -> None:
        """Reads those of these techniques that were not read yet."""
        new = {self._path(name): name for name in names}
        for path in self._seen.techniques.keys() & new:
            del new[path]
        found = _techniques_in(tuple(self._found("techniques", name) for name in new.values())) if new else ()
        self._seen.techniques.update(zip(new, found, strict=True))

    def _missing(self, name: str, hint: str) -> AskedError:
        return AskedError(f"There is no technique “{shown(name)}”. {hint or self._there_are}")

    @cached_property
    def _there_are(self) -> str:
        return f"There are: {shown(', '.join(self.techniques), LISTED)}."

    def session(self, name: str) -> Session:
        """The session of that name; a technique's name gives a session of that technique alone."""
        if name in self.sessions:
            session, problems = session_in(*self._found("sessions", name))
            return self.speaking(session.language).readable(session, problems)
        if name in self.techniques:
            return alone(self.technique(name))
        hint = nearest(name, self.sessions + self.techniques)
        known = f"There are: {shown(', '.join(self.sessions + self.techniques), LISTED)}."
        raise AskedError(f"There is no session or technique “{shown(name)}”. {hint or known}")

    def instead(self, kind: Kind, name: str) -> str:
        """A sentence for the listener where a script from elsewhere wins over others of its name, else ""."""
        first, *others = self._own[kind].get(name, (Path(),))
        hidden = [str(path) for path in others]
        if first != Path() and name in self._names(kind) and not _same(first, self._inside(kind, name)):
            hidden.append("the shipped one")
        return f"{name} is your own, {first}, in place of {' and '.join(hidden)}." if hidden else ""

    def heard_instead(self, path: Path) -> Path | None:
        """The user's script that is heard in place of this one of theirs, as it has the same name."""
        for named in self._own.values():
            first, *others = named.get(path.stem, (Path(),))
            if any(_same(path, other) for other in others):
                return first
        return None

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
        with suppress(AskedError):  # of what is no text at all each is told below
            known = frozenset(self.techniques)
            self._read_all(use.technique for use in session.uses if use.technique in known)
        for use in session.uses:
            found = read(use.technique)
            if isinstance(found, ScriptError):
                broken[use.technique] = found.problems
            elif isinstance(found, AskedError):
                problems.append(use.place.problem(str(found)))
            else:
                techniques.append(found)
                problems += misuse(use, found, language)
                problems += self._unknown_easier(found)
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

    def _unknown_easier(self, technique: Technique) -> Iterator[Problem]:
        easier = technique.easier
        if easier and easier.name not in self.techniques:
            hint = nearest(easier.name, self.techniques)
            yield easier.place.problem(str(self._missing(easier.name, hint)))

    def _names(self, kind: Kind) -> tuple[str, ...]:
        folder = self.root / kind
        if folder not in self._seen.names:
            found = (path.stem for path in folder.glob("*.md"))
            self._seen.names[folder] = tuple(sorted(filter(SCRIPT_NAME.fullmatch, found)))
        return self._seen.names[folder]

    def _inside(self, kind: Kind, name: str) -> Path:
        return self.root / kind / f"{name}.md"

    @cached_property
    def _own(self) -> dict[Kind, dict[str, list[Path]]]:
        """The files of each name, the one that wins first; a file that is given twice is one."""
        found: dict[Kind, dict[str, list[Path]]] = {"techniques": {}, "sessions": {}}
        for path in self.own:
            if path not in self._seen.own:
                self._seen.own[path] = kind_in(path)
            named = found[self._seen.own[path][0]].setdefault(path.stem, [])
            if not any(_same(path, other) for other in named):
                named.append(path)
        return found

    def _found(self, kind: Kind, name: str) -> tuple[str, str, str]:
        """The text of a script, its name, and what people call its file."""
        if paths := self._own[kind].get(name):
            file = str(paths[0])
            return self._seen.own[paths[0]][1] or read_text(paths[0], file), name, file
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


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, however they are spelt."""
    return one == other or os.path.realpath(one) == os.path.realpath(other)
