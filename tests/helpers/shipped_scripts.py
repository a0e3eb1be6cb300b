"""Shipped scripts and the function that reads each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from voiceguide.script.files import shipped_dir
from voiceguide.script.model import Circuit, Section, Session, Step, Technique, Text, Use
from voiceguide.script.programme import PracticeLine, Programme
from voiceguide.script.programme_reader import read_programme
from voiceguide.script.reader import read_position_changes, read_safety_notes, read_session, read_technique
from voiceguide.script.shared_pages import PositionChange, SafetyNotes
from voiceguide.script.source import blank_comments, decode

Script = Technique | Session | Programme | tuple[PositionChange, ...] | SafetyNotes
ScriptReader = Callable[[str], Script]

SCRIPT_PATHS = {path.relative_to(shipped_dir()): path for path in sorted(shipped_dir().rglob("*.md"))}
SCRIPT_TEXTS = {str(name): path.read_text(encoding="utf-8") for name, path in SCRIPT_PATHS.items()}

SCRIPT_READERS: dict[str, ScriptReader] = {
    "techniques": lambda text: read_technique(text, "script", "a.md"),
    "sessions": lambda text: read_session(text, "script", "a.md"),
    "programmes": lambda text: read_programme(text, "script", "a.md"),
    "positions.md": lambda text: read_position_changes(text, "a.md"),
    "safety.md": lambda text: read_safety_notes(text, "a.md"),
    "about": lambda text: read_safety_notes(text, "a.md"),
}


def read_script(data: bytes, reader: ScriptReader) -> Script:
    """Return the model of a script's bytes."""
    return reader(blank_comments(decode(data, "a.md")))


@cache
def shipped_script(name: str) -> Script:
    """Return the model of a shipped script, read once for all tests."""
    return read_script(SCRIPT_TEXTS[name].encode(), reader_for(name))


def reader_for(name: str) -> ScriptReader:
    """Return the function that reads a shipped script, by its name."""
    return SCRIPT_READERS[name.removeprefix("de/").split("/", maxsplit=1)[0]]


def spoken_texts(script: Script) -> list[Text]:
    """Return the texts that are spoken, or printed by a programme, in the order of the file."""
    return sorted(
        _iterate_spoken_texts(script), key=lambda words: (words.location.line, words.location.column)
    )


def flat_steps(script: Script) -> list[Step | Use | PracticeLine]:
    """Return all steps, or the lines of a programme, in order."""
    if isinstance(script, Programme):
        return [line for week in script.weeks for line in week.lines]
    bodies = script if isinstance(script, tuple) else (script,)
    parts = (part for body in bodies if not isinstance(body, SafetyNotes) for part in _flatten(body.body))
    return [part for part in parts if not isinstance(part, Text)]


def _iterate_spoken_texts(script: Script) -> Iterator[Text]:
    if isinstance(script, SafetyNotes):
        yield from (*script.full, *script.short, *script.greeting, *script.closing)
    elif isinstance(script, Programme):
        for node in script.nodes:
            if isinstance(node, Text):
                yield node
            elif isinstance(node, PracticeLine):
                yield from node.remarks
    elif isinstance(script, tuple):
        for change in script:
            yield from _body_texts(change.body)
    else:
        yield from script.notes
        yield from _body_texts(script.body)


def _flatten(body: tuple[Text | Step | Section | Use | Circuit, ...]) -> Iterator[Text | Step | Use]:
    for part in body:
        if isinstance(part, Circuit):
            yield from part.parts
        elif isinstance(part, Section):
            yield from part.body
        else:
            yield part


def _body_texts(body: tuple[Text | Step | Section | Use | Circuit, ...]) -> Iterator[Text]:
    for part in _flatten(body):
        if isinstance(part, Text):
            yield part
        elif isinstance(part, Step):
            yield from part.cues
