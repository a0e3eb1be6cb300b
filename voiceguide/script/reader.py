"""A script's text → Technique, Session, Change or Safety, or every Problem in it at once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.errors import Location, Problem, ScriptError
from voiceguide.script.body import Body
from voiceguide.script.front_matter import Front
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Change, Safety, Session, Technique, Words
from voiceguide.script.source import legible, shown
from voiceguide.script.vocabulary import AVOID, POSITIONS, SESSION_KEYS, TECHNIQUE_KEYS

if TYPE_CHECKING:
    from voiceguide.script.markdown import Block


def _notes(page: tuple[Block, ...]) -> tuple[Words, ...]:
    return tuple(block.words for block in page if block.kind == "note")


def _opened(text: str, file: str, keys: tuple[str, ...]) -> tuple[Front, Body, tuple[Block, ...]]:
    """A script's front matter, and the page below it; both keep their Problems in one list."""
    text, unseen = legible(text, file)
    lines = text.split("\n")
    front = Front(file, keys)
    front.read(lines)
    reading = Body(file, front.problems, unseen)
    return front, reading, reading.page("\n".join(lines[front.below :]), front.below + 1)


def read_technique(text: str, name: str, file: str) -> Technique:
    """The text of a technique script → Technique. Raises ScriptError with every Problem found."""
    front, reading, page = _opened(text, file, TECHNIQUE_KEYS)
    technique = Technique(
        name=name,
        title=front.title(),
        place=Location(file, 1, 1),
        summary=front.text("summary"),
        position=(position := front.one_of("position", POSITIONS)),
        ends=front.one_of("ends", POSITIONS) or position,
        needs=front.listed("needs"),
        avoid=front.some_of("avoid", AVOID),
        easier=front.technique("easier"),
        values=front.values(),
        notes=_notes(page),
        body=reading.grouped(page),
        language=front.language(),
        say=front.sayings(),
    )
    reading.finish(technique, whole=True)
    return technique


def read_techniques(scripts: tuple[tuple[str, str, str], ...]) -> tuple[Technique | tuple[Problem, ...], ...]:
    """Text, name and file of many → each Technique, or every Problem found in it."""

    def read(script: tuple[str, str, str]) -> Technique | tuple[Problem, ...]:
        try:
            return read_technique(*script)
        except ScriptError as error:
            return error.problems

    return tuple(map(read, scripts))


def read_session(text: str, name: str, file: str) -> Session:
    """The text of a session script → Session. Raises ScriptError with every Problem found."""
    session, problems = parse_session(text, name, file)
    if problems:
        raise ScriptError(problems)
    return session


def parse_session(text: str, name: str, file: str) -> tuple[Session, tuple[Problem, ...]]:
    """The text of a session script → what can be read of it, and every Problem found."""
    front, reading, page = _opened(text, file, SESSION_KEYS)
    front.no_values()
    session = Session(
        name=name,
        title=front.title(),
        place=Location(file, 1, 1),
        summary=front.text("summary"),
        length=front.length(),
        timed=front.place("length"),
        notes=_notes(page),
        body=reading.body(page, "heading"),
        language=front.language(),
        say=front.sayings(),
    )
    reading.judge(session, whole=True)
    return session, tuple(reading.problems)


def read_changes(text: str, file: str) -> tuple[Change, ...]:
    """positions.md → the changes of position, one for each heading: `## chair to standing`, `## to chair`.

    Raises ScriptError with every Problem found.
    """
    text, unseen = legible(text, file)
    reading = Body(file, unseen=unseen)
    changes = []
    for heading, below in reading.sections(reading.page(text)).values():
        match = re.fullmatch(r"(?:(\S+) )?to (\S+)", heading.text)
        body = reading.own_body(below, "note")
        if not match:
            reading.problem(heading.place, "This heading names no change.", "Write “## chair to standing”.")
            continue
        for group in (1, 2):
            if match[group] and match[group] not in POSITIONS:
                at = replace(heading.place, column=heading.place.column + match.start(group))
                hint = nearest(match[group], POSITIONS) or f"Known are: {', '.join(POSITIONS)}."
                reading.problem(at, f"“{shown(match[group])}” is not a position.", hint)
        if not below:
            reading.problem(
                heading.place, "This change says nothing.", "Write a “- move 10s” with its words."
            )
        changes.append(Change(match[1] or "", match[2], body, heading.place))
    top = Location(file, 1, 1)
    for goal in POSITIONS:
        if ("", goal) not in {(change.start, change.goal) for change in changes}:
            hint = "It serves from anywhere, where no closer one stands."
            reading.problem(top, f"“## to {goal}” is missing.", hint)
    spoken = tuple(part for change in changes for part in change.body)
    reading.finish(Technique("", "", top, body=spoken), whole=False)
    return tuple(changes)


def read_safety(text: str, file: str) -> Safety:
    """safety.md → the note under `## full` and the one under `## short`. Raises ScriptError."""
    text, unseen = legible(text, file)
    reading = Body(file, unseen=unseen)
    found: dict[str, tuple[Words, ...]] = {}
    for heading, below in reading.sections(reading.page(text)).values():
        if heading.text not in {"full", "short"}:
            hint = nearest(heading.text, ("full", "short")) or "Write “## full” or “## short”."
            reading.problem(heading.place, f"“{shown(heading.text)}” is not a safety note.", hint)
        body = reading.body(below, "note", "step")
        found[heading.text] = tuple(part for part in body if isinstance(part, Words))
    top = Location(file, 1, 1)
    for name in ("full", "short"):
        if not found.get(name):
            reading.problem(top, f"“## {name}” is missing or empty.", "Write the safety note below it.")
    spoken = tuple(words for note in found.values() for words in note)
    reading.finish(Technique("", "", top, notes=spoken), whole=False)
    return Safety(found["full"], found["short"])
