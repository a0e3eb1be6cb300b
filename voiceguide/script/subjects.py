"""Safety notes by subject: what a script is `about` picks the note, the greeting and the last words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import ScriptError
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import Reference
from voiceguide.script.parse_cache import load_safety_notes
from voiceguide.script.shared_pages import DEFAULT_SUBJECT
from voiceguide.script.source import printable, read_text
from voiceguide.script.uses import BOOKENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.script.library import Library
    from voiceguide.script.model import Session, Technique
    from voiceguide.script.shared_pages import SafetyNotes

_GENERAL_SUBJECT = "exercise"
"""Subject of a session of techniques with several subjects, none of them the upper back."""


def session_subject(session: Session, techniques: Iterable[Technique]) -> Reference | None:
    """Return what a session is about, or else what all its techniques are about; None for the upper back.

    Techniques that are about several things, none of them the upper back, are exercise.
    """
    if session.about:
        return session.about
    subjects = [technique.about for technique in techniques if technique.name not in BOOKENDS]
    found = [subject for subject in subjects if subject]
    if not found or len(found) < len(subjects):
        return None
    if len({subject.name for subject in found}) == 1:
        return found[0]
    return Reference(_GENERAL_SUBJECT, found[0].location)


def notes_about(subject: Reference | None, library: Library) -> SafetyNotes:
    """Return the notes on a subject: about/SUBJECT/safety.md near its script, in a user's folder, or shipped.

    Raise ScriptError if there are none, or if they have problems.
    """
    if subject is None or subject.name == DEFAULT_SUBJECT:
        return library.safety_notes
    path = notes_path(subject, library)
    file = str(path)
    if path.is_relative_to(library.root):
        file = f"scripts/{path.relative_to(library.root)}"
    return load_safety_notes(read_text(path, file), file)


def notes_path(subject: Reference, library: Library) -> Path:
    """Return the file of the notes on a subject other than the upper back. Raise ScriptError if there is none."""
    folder = subject.name.replace(" ", "-")
    for place in _places(subject, library):
        path = place / "about" / folder / "safety.md"
        if path.is_file():
            return path
    known = sorted({DEFAULT_SUBJECT, *_subjects(_places(subject, library))})
    hint = did_you_mean(subject.name, known) or (
        f"Choose one of: {', '.join(known)}; or write about/{folder}/safety.md beside the script."
    )
    message = f"There is no safety note about “{printable(subject.name)}”."
    raise ScriptError([subject.location.problem(message, hint)])


def _places(subject: Reference, library: Library) -> Iterator[Path]:
    """Yield the folders that may have a folder of notes, the nearest to the script first."""
    file = Path(subject.location.file)
    if not subject.location.file.startswith("scripts/"):
        yield from (file.parent, file.parent.parent)
    yield from dict.fromkeys(path.parent for path in library.own_paths)
    yield library.root


def _subjects(places: Iterable[Path]) -> Iterator[str]:
    for place in places:
        yield from (path.parent.name.replace("-", " ") for path in place.glob("about/*/safety.md"))
