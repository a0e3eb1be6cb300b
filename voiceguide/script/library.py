"""The folder of scripts: finds techniques, sessions, positions and the safety note by name."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError, ScriptError
from voiceguide.script.files import ScriptKind, read_kind_and_text, shipped_dir
from voiceguide.script.grammar import bounded_did_you_mean, did_you_mean
from voiceguide.script.parse_cache import read_cached
from voiceguide.script.source import MAX_LISTED_CHARACTERS, printable, read_text
from voiceguide.script.uses import as_session, use_problems
from voiceguide.script.vocabulary import LANGUAGE_NAMES, SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.model import PositionChange, SafetyNotes, Session, Technique


# Reading is a function of the text alone, and what many scripts share is asked for again and again.


@lru_cache(maxsize=64)
def load_technique(text: str, name: str, file: str) -> Technique:
    """The technique that a text is. Raises ScriptError."""
    technique: Technique = read_cached("read_technique", text, name, file)
    return technique


@lru_cache(maxsize=16)
def _load_techniques(
    scripts: tuple[tuple[str, str, str], ...],
) -> tuple[Technique | tuple[Problem, ...], ...]:
    """The same of many at once, or what is wrong. It is kept as one: many files would take a third."""
    techniques: tuple[Technique | tuple[Problem, ...], ...] = read_cached("read_techniques", scripts)
    return techniques


@lru_cache(maxsize=16)
def load_session(text: str, name: str, file: str) -> tuple[Session, tuple[Problem, ...]]:
    """The session that a text is, as far as it can be read, and what is wrong with it."""
    session: tuple[Session, tuple[Problem, ...]] = read_cached("parse_session", text, name, file)
    return session


@lru_cache(maxsize=4)
def _load_position_changes(text: str, file: str) -> tuple[PositionChange, ...]:
    changes: tuple[PositionChange, ...] = read_cached("read_position_changes", text, file)
    return changes


@lru_cache(maxsize=4)
def _load_safety_notes(text: str, file: str) -> SafetyNotes:
    safety: SafetyNotes = read_cached("read_safety_notes", text, file)
    return safety


@dataclass(frozen=True, slots=True)
class _FileCache:
    """What files were found to be: a library shares it with all that are made from it."""

    script_names: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    """The scripts in a folder below a root."""
    kinds_and_texts: dict[Path, tuple[ScriptKind, str]] = field(default_factory=dict)
    """Of a file from elsewhere, its kind and its text."""
    techniques: dict[Path, Technique | tuple[Problem, ...]] = field(default_factory=dict)
    """Of a file that cannot be read as one, what is wrong with it."""
    position_changes: dict[Path, tuple[PositionChange, ...]] = field(default_factory=dict)
    """Those of a root, as its safety note."""
    safety_notes: dict[Path, SafetyNotes] = field(default_factory=dict)


@dataclass(frozen=True)
class Library:
    """Scripts by name. `root` holds techniques/, sessions/, positions.md and safety.md of one language.

    Whatever is asked for is checked; every lookup raises ScriptError with all the problems of the file, or
    AskedError naming the nearest script when there is none of that name. A technique is read once.
    """

    root: Path
    own_paths: tuple[Path, ...] = ()
    """Scripts from elsewhere: those given by path, then the user's. Their names win over those of `root`, and
    of two of one name the first does."""
    language: str = "en"
    """That of what is in `root`."""
    _file_cache: _FileCache = field(default_factory=_FileCache, compare=False, repr=False)

    @cached_property
    def technique_names(self) -> tuple[str, ...]:
        """The names of all techniques, in alphabetical order."""
        return tuple(sorted({*self._script_names("techniques"), *self._own_paths_by_name["techniques"]}))

    @cached_property
    def session_names(self) -> tuple[str, ...]:
        """The names of all sessions, in alphabetical order."""
        return tuple(sorted({*self._script_names("sessions"), *self._own_paths_by_name["sessions"]}))

    @property
    def position_changes(self) -> tuple[PositionChange, ...]:
        """How to get from one position to another."""
        if self.root not in self._file_cache.position_changes:
            self._file_cache.position_changes[self.root] = _load_position_changes(
                *self._read_root_file("positions.md")
            )
        return self._file_cache.position_changes[self.root]

    @property
    def safety_notes(self) -> SafetyNotes:
        """The safety note that opens every session."""
        if self.root not in self._file_cache.safety_notes:
            self._file_cache.safety_notes[self.root] = _load_safety_notes(*self._read_root_file("safety.md"))
        return self._file_cache.safety_notes[self.root]

    def for_language(self, language: str) -> Library:
        """The same scripts of the user's, with what is shipped in a language."""
        if language not in self._libraries_by_language:
            self._libraries_by_language[language] = replace(
                self, root=shipped_dir(language), language=language
            )
        return self._libraries_by_language[language]

    @cached_property
    def _libraries_by_language(self) -> dict[str, Library]:
        return {self.language: self}

    def technique(self, name: str) -> Technique:
        """The technique of that name."""
        if name not in self.technique_names:
            raise self._missing_technique_error(name, did_you_mean(name, self.technique_names))
        path = self._technique_path(name)
        if path not in self._file_cache.techniques:
            self._file_cache.techniques[path] = load_technique(*self._script_source("techniques", name))
        technique = self._file_cache.techniques[path]
        if isinstance(technique, tuple):
            raise ScriptError(technique)
        return technique

    def _technique_path(self, name: str) -> Path:
        own = self._own_paths_by_name["techniques"].get(name)
        return own[0] if own else self._script_path("techniques", name)

    def _load_all(self, names: Iterable[str]) -> None:
        """Reads those of these techniques that were not read yet."""
        names_by_path = {self._technique_path(name): name for name in names}
        for path in self._file_cache.techniques.keys() & names_by_path:
            del names_by_path[path]
        techniques = (
            _load_techniques(
                tuple(self._script_source("techniques", name) for name in names_by_path.values())
            )
            if names_by_path
            else ()
        )
        self._file_cache.techniques.update(zip(names_by_path, techniques, strict=True))

    def _missing_technique_error(self, name: str, hint: str) -> RequestError:
        return RequestError(f"There is no technique “{printable(name)}”. {hint or self._technique_list_hint}")

    @cached_property
    def _technique_list_hint(self) -> str:
        return f"There are: {printable(', '.join(self.technique_names), MAX_LISTED_CHARACTERS)}."

    def session(self, name: str) -> Session:
        """The session of that name; a technique's name gives a session of that technique alone."""
        if name in self.session_names:
            session, problems = load_session(*self._script_source("sessions", name))
            return self.for_language(session.language).ensure_readable(session, problems)
        if name in self.technique_names:
            return as_session(self.technique(name))
        hint = did_you_mean(name, self.session_names + self.technique_names)
        list_hint = f"There are: {printable(', '.join(self.session_names + self.technique_names), MAX_LISTED_CHARACTERS)}."
        raise RequestError(f"There is no session or technique “{printable(name)}”. {hint or list_hint}")

    def shadowing_note(self, kind: ScriptKind, name: str) -> str:
        """A sentence for the listener where a script from elsewhere wins over others of its name, else ""."""
        first, *others = self._own_paths_by_name[kind].get(name, (Path(),))
        hidden = [str(path) for path in others]
        if (
            first != Path()
            and name in self._script_names(kind)
            and not _is_same_file(first, self._script_path(kind, name))
        ):
            hidden.append("the shipped one")
        return f"{name} is your own, {first}, in place of {' and '.join(hidden)}." if hidden else ""

    def shadowing_script(self, path: Path) -> Path | None:
        """The user's script that is heard in place of this one of theirs, as it has the same name."""
        for paths_by_name in self._own_paths_by_name.values():
            first, *others = paths_by_name.get(path.stem, (Path(),))
            if any(_is_same_file(path, other) for other in others):
                return first
        return None

    def resolve_techniques(self, session: Session) -> tuple[Technique, ...]:
        """The techniques a session uses, in order.

        Raises ScriptError with the problems of all of them, and of the session's lines that name an
        unknown technique, set an unknown value, or fill with a technique that cannot stretch.
        """
        techniques, problems = self._resolve(session, session.language)
        if problems:
            raise ScriptError(problems)
        return techniques

    def ensure_readable(self, session: Session, problems: tuple[Problem, ...]) -> Session:
        """A session, as far as it was read with these problems of its own; itself if there are none.

        Else raises ScriptError with these, and with all that `join` would find in what can be read. Of its
        language nothing is said then, and where nobody knows which it is, nothing of its techniques.
        """
        if not problems:
            return session
        others = self._resolve(session, "")[1] if session.language in LANGUAGE_NAMES else ()
        raise ScriptError((*problems, *others))

    def _resolve(self, session: Session, language: str) -> tuple[tuple[Technique, ...], tuple[Problem, ...]]:
        """The techniques, and what is wrong; they speak `language`, if it is not ""."""
        problems: list[Problem] = []
        problems_by_technique: dict[str, tuple[Problem, ...]] = {}
        techniques = []
        look_up = self._technique_lookup()
        with suppress(RequestError):  # of what is no text at all each is told below
            known = frozenset(self.technique_names)
            self._load_all(use.technique for use in session.uses if use.technique in known)
        for use in session.uses:
            result = look_up(use.technique)
            if isinstance(result, ScriptError):
                problems_by_technique[use.technique] = result.problems
            elif isinstance(result, RequestError):
                problems.append(use.location.problem(str(result)))
            else:
                techniques.append(result)
                problems += use_problems(use, result, language)
                problems += self._unknown_easier_form(result)
        problems += chain.from_iterable(problems_by_technique.values())
        return tuple(techniques), tuple(problems)

    def _technique_lookup(self) -> Callable[[str], Technique | RequestError]:
        """Looks up the techniques of one session: each once, however often it is used, with what is wrong."""
        known, guess = frozenset(self.technique_names), bounded_did_you_mean()

        @cache
        def look_up(name: str) -> Technique | RequestError:
            try:
                return (
                    self.technique(name)
                    if name in known
                    else self._missing_technique_error(name, guess(name, known))
                )
            except RequestError as error:
                return error

        return look_up

    def _unknown_easier_form(self, technique: Technique) -> Iterator[Problem]:
        easier_form = technique.easier_form
        if easier_form and easier_form.name not in self.technique_names:
            hint = did_you_mean(easier_form.name, self.technique_names)
            yield easier_form.location.problem(str(self._missing_technique_error(easier_form.name, hint)))

    def _script_names(self, kind: ScriptKind) -> tuple[str, ...]:
        folder = self.root / kind
        if folder not in self._file_cache.script_names:
            stems = (path.stem for path in folder.glob("*.md"))
            self._file_cache.script_names[folder] = tuple(sorted(filter(SCRIPT_NAME.fullmatch, stems)))
        return self._file_cache.script_names[folder]

    def _script_path(self, kind: ScriptKind, name: str) -> Path:
        return self.root / kind / f"{name}.md"

    @cached_property
    def _own_paths_by_name(self) -> dict[ScriptKind, dict[str, list[Path]]]:
        """The files of each name, the one that wins first; a file that is given twice is one."""
        by_kind: dict[ScriptKind, dict[str, list[Path]]] = {"techniques": {}, "sessions": {}}
        for path in self.own_paths:
            if path not in self._file_cache.kinds_and_texts:
                self._file_cache.kinds_and_texts[path] = read_kind_and_text(path)
            paths = by_kind[self._file_cache.kinds_and_texts[path][0]].setdefault(path.stem, [])
            if not any(_is_same_file(path, other) for other in paths):
                paths.append(path)
        return by_kind

    def _script_source(self, kind: ScriptKind, name: str) -> tuple[str, str, str]:
        """The text of a script, its name, and what people call its file."""
        if paths := self._own_paths_by_name[kind].get(name):
            file = str(paths[0])
            return self._file_cache.kinds_and_texts[paths[0]][1] or read_text(paths[0], file), name, file
        text, file = self._read_root_file(f"{kind}/{name}.md")
        return text, name, file

    def _read_root_file(self, relative_path: str) -> tuple[str, str]:
        """The text of a file below the root, and what people call it."""
        path = self.root / relative_path
        file = (
            f"scripts/{path.relative_to(shipped_dir())}"
            if path.is_relative_to(shipped_dir())
            else f"scripts/{relative_path}"
        )
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise RequestError(f"{file} is a link that leads out of the folder. Put the script itself there.")
        return read_text(path, file), file


def _is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, however they are spelt."""
    return one == other or os.path.realpath(one) == os.path.realpath(other)
