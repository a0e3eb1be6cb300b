"""The scripts that come with voiceguide, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from voiceguide.script.files import shipped_dir
from voiceguide.script.model import PositionChange, SafetyNotes, Section, Session, Step, Technique, Text, Use
from voiceguide.script.reader import read_position_changes, read_safety_notes, read_session, read_technique
from voiceguide.script.source import blank_comments, decode

Script = Technique | Session | tuple[PositionChange, ...] | SafetyNotes
Reader = Callable[[str], Script]

SOURCES = {path.relative_to(shipped_dir()): path for path in sorted(shipped_dir().rglob("*.md"))}
TEXTS = {str(name): path.read_text(encoding="utf-8") for name, path in SOURCES.items()}

READERS: dict[str, Reader] = {
    "techniques": lambda text: read_technique(text, "script", "a.md"),
    "sessions": lambda text: read_session(text, "script", "a.md"),
    "positions.md": lambda text: read_position_changes(text, "a.md"),
    "safety.md": lambda text: read_safety_notes(text, "a.md"),
}


def read(data: bytes, reader: Reader) -> Script:
    """A script's bytes all the way to its model."""
    return reader(blank_comments(decode(data, "a.md")))


def reader_of(name: str) -> Reader:
    """How the shipped script of that name is read."""
    return READERS[name.removeprefix("de/").split("/", maxsplit=1)[0]]


def spoken(script: Script) -> list[Text]:
    """All that will be said, in the order in which it is written."""
    return sorted(_spoken(script), key=lambda words: (words.location.line, words.location.column))


def steps(script: Script) -> list[Step | Use]:
    """All that will be done, in order."""
    bodies = script if isinstance(script, tuple) else (script,)
    parts = (part for body in bodies if not isinstance(body, SafetyNotes) for part in _all(body.body))
    return [part for part in parts if not isinstance(part, Text)]


def _spoken(script: Script) -> Iterator[Text]:
    if isinstance(script, SafetyNotes):
        yield from (*script.full, *script.short)
    elif isinstance(script, tuple):
        for change in script:
            yield from _said(change.body)
    else:
        yield from script.notes
        yield from _said(script.body)


def _all(body: tuple[Text | Step | Section | Use, ...]) -> Iterator[Text | Step | Use]:
    for part in body:
        if isinstance(part, Section):
            yield from part.body
        else:
            yield part


def _said(body: tuple[Text | Step | Section | Use, ...]) -> Iterator[Text]:
    for part in _all(body):
        if isinstance(part, Text):
            yield part
        elif isinstance(part, Step):
            yield from part.cues
