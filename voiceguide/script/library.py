"""Find techniques, sessions, position changes and safety notes by name or by path."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.errors import Problem, RequestError, ScriptError
from voiceguide.language import LANGUAGES
from voiceguide.script.did_you_mean import bounded_did_you_mean, did_you_mean, list_hint
from voiceguide.script.files import (
    SCRIPT_KINDS,
    ScriptKind,
    detect_kind,
    find_scripts,
    is_same_file,
    programme_error,
    read_kind_and_text,
    script_name,
    shipped_dir,
)
from voiceguide.script.model import Session
from voiceguide.script.parse_cache import (
    load_position_changes,
    load_safety_notes,
    load_session,
    load_technique,
    load_techniques,
)
from voiceguide.script.source import printable, read_text
from voiceguide.script.uses import as_session, use_problems
from voiceguide.script.vocabulary import SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from voiceguide.script.model import Technique
    from voiceguide.script.shared_pages import PositionChange, SafetyNotes


@dataclass(frozen=True, slots=True, eq=False)
class _FileCache:
    """Results of reading files, shared by a library and all libraries derived from it."""

    script_names: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    """Script names by folder below a root."""
    kinds_and_texts: dict[Path, tuple[ScriptKind, str]] = field(default_factory=dict)
    """Kind and text of each script outside a root, by path."""
    techniques: dict[Path, Technique | tuple[Problem, ...]] = field(default_factory=dict)
    """Techniques by path, or the problems of a file that cannot be read as a technique."""
    position_changes: dict[Path, tuple[PositionChange, ...]] = field(default_factory=dict)
    """Position changes by root folder."""
    safety_notes: dict[Path, SafetyNotes] = field(default_factory=dict)
    """Safety notes by root folder."""


@dataclass(frozen=True)
class Library:
    """Scripts by name. `root` holds techniques/, sessions/, positions.md and safety.md of one language.

    Every lookup checks the script: it raises ScriptError with all the problems of the file, or RequestError
    naming the most similar script if the name is unknown. A technique is read once.
    """

    root: Path
    own_paths: tuple[Path, ...] = ()
    """Scripts outside `root`: first those given by path, then the user's. They take precedence over scripts
    in `root`. If two have one name, the first takes precedence."""
    language: str = "en"
    """Language of the scripts in `root`."""
    _file_cache: _FileCache = field(default_factory=_FileCache, compare=False, repr=False)

    @cached_property
    def technique_names(self) -> tuple[str, ...]:
        """Names of all techniques, in alphabetical order."""
        return self.names("techniques")

    @cached_property
    def session_names(self) -> tuple[str, ...]:
        """Names of all sessions, in alphabetical order."""
        return self.names("sessions")

    def names(self, kind: ScriptKind) -> tuple[str, ...]:
        """Return the names of all scripts of a kind, in alphabetical order."""
        return tuple(sorted({*self._script_names(kind), *self._own_paths_by_name[kind]}))

    @property
    def position_changes(self) -> tuple[PositionChange, ...]:
        """Changes from one position to another, read from positions.md."""
        if self.root not in self._file_cache.position_changes:
            self._file_cache.position_changes[self.root] = load_position_changes(
                *self._read_root_file("positions.md")
            )
        return self._file_cache.position_changes[self.root]

    @property
    def safety_notes(self) -> SafetyNotes:
        """Safety notes that open a session, read from safety.md."""
        if self.root not in self._file_cache.safety_notes:
            self._file_cache.safety_notes[self.root] = load_safety_notes(*self._read_root_file("safety.md"))
        return self._file_cache.safety_notes[self.root]

    def for_language(self, language: str) -> Library:
        """Return a library of the user's scripts and those shipped in a language."""
        if language not in self._libraries_by_language:
            self._libraries_by_language[language] = replace(
                self, root=shipped_dir(language), language=language
            )
        return self._libraries_by_language[language]

    def with_technique(self, technique: Technique) -> Library:
        """Return a library in which a technique that was read from a text takes precedence by its name."""
        path = Path(technique.location.file)
        self._file_cache.kinds_and_texts[path] = "techniques", ""
        self._file_cache.techniques[path] = technique
        return replace(self, own_paths=(path, *self.own_paths))

    @cached_property
    def _libraries_by_language(self) -> dict[str, Library]:
        return {self.language: self}

    def technique(self, name: str) -> Technique:
        """Return a technique by name. Raise RequestError if it is unknown, ScriptError if it has problems."""
        if name not in self.technique_names:
            raise self._missing_technique_error(name, did_you_mean(name, self.technique_names))
        path = self._technique_path(name)
        if path not in self._file_cache.techniques:
            self._file_cache.techniques[path] = load_technique(*self.script_source("techniques", name))
        technique = self._file_cache.techniques[path]
        if isinstance(technique, tuple):
            raise ScriptError(technique)
        return technique

    def _technique_path(self, name: str) -> Path:
        own = self._own_paths_by_name["techniques"].get(name)
        return own[0] if own else self._script_path("techniques", name)

    def _load_all(self, names: Iterable[str]) -> None:
        """Read those techniques that have not been read yet."""
        names_by_path = {self._technique_path(name): name for name in names}
        for path in self._file_cache.techniques.keys() & names_by_path:
            del names_by_path[path]
        if names_by_path:
            sources = tuple(self.script_source("techniques", name) for name in names_by_path.values())
            self._file_cache.techniques.update(zip(names_by_path, load_techniques(sources), strict=True))

    def _missing_technique_error(self, name: str, hint: str) -> RequestError:
        return RequestError(f"There is no technique “{printable(name)}”. {hint or self._technique_list_hint}")

    @cached_property
    def _technique_list_hint(self) -> str:
        return list_hint(self.technique_names)

    def session(self, name: str) -> Session:
        """Return a session by name, or a session made of the technique of that name.

        Raise RequestError if it is unknown, ScriptError if it has problems.
        """
        if name in self.session_names:
            session, problems = load_session(*self.script_source("sessions", name))
            return self.for_language(session.language).ensure_readable(session, problems)
        if name in self.technique_names:
            return as_session(self.technique(name))
        if name in self.names("programmes"):
            raise programme_error(name)
        names = self.session_names + self.technique_names
        hint = did_you_mean(name, names) or list_hint(names)
        raise RequestError(f"There is no session or technique “{printable(name)}”. {hint}")

    def shadowing_note(self, kind: ScriptKind, name: str) -> str:
        """Return a sentence that names the scripts hidden by the user's script of a name, or ""."""
        first, *others = self._own_paths_by_name[kind].get(name, (Path(),))
        hidden = [str(path) for path in others]
        if (
            first != Path()
            and name in self._script_names(kind)
            and not is_same_file(first, self._script_path(kind, name))
        ):
            hidden.append("the shipped one")
        return f"{name} is your own, {first}, in place of {' and '.join(hidden)}." if hidden else ""

    def shadowing_script(self, path: Path) -> Path | None:
        """Return the user's script that hides this one of theirs because of an equal name, or None."""
        for paths_by_name in self._own_paths_by_name.values():
            first, *others = paths_by_name.get(script_name(path), (Path(),))
            if any(is_same_file(path, other) for other in others):
                return first
        return None

    def resolve_techniques(self, session: Session) -> tuple[Technique, ...]:
        """Return the techniques that a session uses, in order.

        Raise ScriptError with the problems of all of them, and of the session's lines that name an
        unknown technique, set an unknown value, or fill with a technique that cannot stretch.
        """
        techniques, problems = self._resolve(session, session.language)
        if problems:
            raise ScriptError(problems)
        return techniques

    def ensure_readable(self, session: Session, problems: tuple[Problem, ...]) -> Session:
        """Return a session that was read without problems. Raise ScriptError if it has any.

        The error also has the problems of the techniques that it uses, unless the session's language is
        unknown. A technique in another language is not reported then.
        """
        if not problems:
            return session
        others = self._resolve(session, "")[1] if session.language in LANGUAGES else ()
        raise ScriptError((*problems, *others))

    def _resolve(self, session: Session, language: str) -> tuple[tuple[Technique, ...], tuple[Problem, ...]]:
        """Return a session's techniques and all problems; check their language unless `language` is ""."""
        problems: list[Problem] = []
        problems_by_technique: dict[str, tuple[Problem, ...]] = {}
        techniques = []
        look_up = self._technique_lookup()
        with suppress(RequestError):  # a file that is not text is reported at its use below
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
        """Return a memoised function from a name to its technique, or to the error of looking it up."""
        known, suggest = frozenset(self.technique_names), bounded_did_you_mean()

        @cache
        def look_up(name: str) -> Technique | RequestError:
            if name not in known:
                return self._missing_technique_error(name, suggest(name, known))
            try:
                return self.technique(name)
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
        """User's files by kind and name, in order of precedence and without duplicates."""
        by_kind: dict[ScriptKind, dict[str, list[Path]]] = {kind: {} for kind in SCRIPT_KINDS}
        for path in self.own_paths:
            if path not in self._file_cache.kinds_and_texts:
                self._file_cache.kinds_and_texts[path] = read_kind_and_text(path)
            paths_of_name = by_kind[self._file_cache.kinds_and_texts[path][0]].setdefault(
                script_name(path), []
            )
            if not any(is_same_file(path, other) for other in paths_of_name):
                paths_of_name.append(path)
        return by_kind

    def script_source(self, kind: ScriptKind, name: str) -> tuple[str, str, str]:
        """Return the text of a script, its name, and its file as shown in messages."""
        if own := self._own_paths_by_name[kind].get(name):
            file = str(own[0])
            return self._file_cache.kinds_and_texts[own[0]][1] or read_text(own[0], file), name, file
        text, file = self._read_root_file(f"{kind}/{name}.md")
        return text, name, file

    def _read_root_file(self, relative_path: str) -> tuple[str, str]:
        """Return the text of a file below the root, and the file as shown in messages."""
        path = self.root / relative_path
        file = (
            f"scripts/{path.relative_to(shipped_dir())}"
            if path.is_relative_to(shipped_dir())
            else f"scripts/{relative_path}"
        )
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise RequestError(f"{file} is a link that leads out of the folder. Put the script itself there.")
        return read_text(path, file), file


def open_library(folder: Path | None = None, language: str = "") -> Library:
    """Return a library of the scripts shipped in a language, "" for English, and those in the user's folder.

    `folder` overrides the default folder, which need not exist. Raise RequestError if `folder` is missing.
    """
    if folder and not folder.is_dir():
        raise RequestError(f"{folder} is not a folder with scripts.")
    user_folder = folder or paths.scripts_dir()
    own_paths = find_scripts((user_folder, ""), *((user_folder, kind) for kind in SCRIPT_KINDS))
    return Library(shipped_dir(), own_paths).for_language(language or "en")


def read_with_library(path: Path, base_library: Library) -> tuple[Technique | Session, Library]:
    """Return the script in a file, and the library that it may use: see `library_for`.

    Raise RequestError, FileError, or ScriptError with the problems of a session and of its techniques.
    """
    name, text = script_name(path), read_text(path, str(path))
    if (kind := detect_kind(text)) == "programmes":
        raise programme_error(str(path))
    if kind == "techniques":
        technique = load_technique(text, name, str(path))
        return technique, library_for(technique, path, base_library)
    session, problems = load_session(text, name, str(path))
    script_library = library_for(session, path, base_library)
    return script_library.ensure_readable(session, problems), script_library


def library_for(script: Technique | Session, path: Path, base_library: Library) -> Library:
    """Return `base_library` extended by the scripts near a script given by its path.

    A technique adds itself. It also adds the techniques in its folder, with the lowest precedence, if its
    easier form is not in `base_library`. A session adds the techniques in its folder, then those in a folder
    techniques/ inside or beside that folder.
    """
    own_paths = (path, *base_library.own_paths)
    if isinstance(script, Session):
        folder = path.parent
        parent_folder = folder.parent if folder.name not in {"", ".."} else folder / ".."
        candidates = find_scripts((folder, ""), (folder, "techniques"), (parent_folder, "techniques"))
        own_paths = (*(file for file in candidates if file != path), *base_library.own_paths)
    elif script.easier_form and script.easier_form.name not in base_library.technique_names:
        known = {script_name(path), *base_library.technique_names}
        others = (file for file in find_scripts((path.parent, "")) if script_name(file) not in known)
        own_paths = (*own_paths, *others)
    return replace(base_library, own_paths=own_paths).for_language(script.language)
