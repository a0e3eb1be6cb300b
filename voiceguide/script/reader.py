"""Parse the text of a script or of a file that all scripts share, and raise all its problems at once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.errors import Location, Problem, ScriptError
from voiceguide.script.body import BodyParser
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.files import detect_kind, script_name
from voiceguide.script.front_matter import FrontMatterParser
from voiceguide.script.implied_rounds import with_implied_rounds
from voiceguide.script.markdown import BlockKind
from voiceguide.script.model import Session, Technique, Text
from voiceguide.script.programme_reader import read_programme
from voiceguide.script.shared_pages import NOTE_EXTRAS, NOTE_LENGTHS, PositionChange, SafetyNotes
from voiceguide.script.source import clean_source, printable, read_text
from voiceguide.script.vocabulary import CONDITIONS, POSITIONS, SESSION_KEYS, TECHNIQUE_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.script.files import ScriptKind
    from voiceguide.script.markdown import Block
    from voiceguide.script.model import Script
    from voiceguide.script.programme import Programme


def _notes(blocks: tuple[Block, ...]) -> tuple[Text, ...]:
    return tuple(block.content for block in blocks if block.kind == BlockKind.NOTE)


def _parse_front_matter(
    text: str, file: str, keys: tuple[str, ...]
) -> tuple[FrontMatterParser, BodyParser, tuple[Block, ...]]:
    """Return the parsers of the front matter and of the body, with one list of problems, and the blocks."""
    text, character_problems = clean_source(text, file)
    lines = text.split("\n")
    front_matter = FrontMatterParser(file, keys)
    front_matter.read(lines)
    body_parser = BodyParser(file, front_matter.problems, character_problems)
    return (
        front_matter,
        body_parser,
        body_parser.read_blocks("\n".join(lines[front_matter.body_index :]), front_matter.body_index + 1),
    )


def read_technique(text: str, name: str, file: str) -> Technique:
    """Return the technique in a script's text. Raise ScriptError with all problems."""
    front_matter, body_parser, blocks = _parse_front_matter(text, file, TECHNIQUE_KEYS)
    values = front_matter.values()
    technique = Technique(
        name=name,
        title=front_matter.title(),
        location=Location(file, 1, 1),
        summary=front_matter.text("summary"),
        position=(position := front_matter.position())[0],
        own_way=position[1],
        about=front_matter.subject(),
        end_position=front_matter.one_of("ends", POSITIONS) or position[0],
        needs=front_matter.text_list("needs"),
        avoid=front_matter.some_of("avoid", CONDITIONS),
        easier_form=front_matter.technique_reference("easier"),
        values=values,
        notes=_notes(blocks),
        body=with_implied_rounds(body_parser.read_sectioned_body(blocks), values),
        language=front_matter.language(),
        pronunciations=front_matter.pronunciations(),
    )
    body_parser.apply_rules_and_raise(technique, is_complete=True)
    return technique


def read_techniques(scripts: tuple[tuple[str, str, str], ...]) -> tuple[Technique | tuple[Problem, ...], ...]:
    """Return the technique, or the problems, of each (text, name, file)."""

    def read_one(script: tuple[str, str, str]) -> Technique | tuple[Problem, ...]:
        try:
            return read_technique(*script)
        except ScriptError as error:
            return error.problems

    return tuple(map(read_one, scripts))


def read_session(text: str, name: str, file: str) -> Session:
    """Return the session in a script's text. Raise ScriptError with all problems."""
    session, problems = parse_session(text, name, file)
    if problems:
        raise ScriptError(problems)
    return session


def parse_session(text: str, name: str, file: str) -> tuple[Session, tuple[Problem, ...]]:
    """Return the readable parts of the session in a script's text, and all problems."""
    front_matter, body_parser, blocks = _parse_front_matter(text, file, SESSION_KEYS)
    front_matter.reject_values()
    session = Session(
        name=name,
        title=front_matter.title(),
        location=Location(file, 1, 1),
        summary=front_matter.text("summary"),
        length=front_matter.length(),
        length_location=front_matter.location("length"),
        note=front_matter.one_of("note", NOTE_LENGTHS),
        about=front_matter.subject(),
        essential=front_matter.technique_references("essential"),
        leave_out_first=front_matter.technique_references("leave out first"),
        notes=_notes(blocks),
        body=body_parser.read_session_body(blocks),
        language=front_matter.language(),
        pronunciations=front_matter.pronunciations(),
    )
    body_parser.apply_rules(session, is_complete=True)
    return session, tuple(body_parser.problems)


def read_position_changes(text: str, file: str) -> tuple[PositionChange, ...]:
    """Return the changes in the text of positions.md: one for each heading such as `## chair to standing`.

    A heading such as `## to chair` is a change from any position, and `## from lying-back` has the words for who
    is there at the end of a session. Raise ScriptError with all problems.
    """
    text, character_problems = clean_source(text, file)
    body_parser = BodyParser(file, character_problems=character_problems)
    changes = []
    for heading, blocks in body_parser.blocks_by_heading(body_parser.read_blocks(text)).values():
        match = re.fullmatch(r"(?:(\S+) )?to (\S+)", heading.text) or re.fullmatch(
            r"from (\S+)()", heading.text
        )
        body = body_parser.read_body_without_uses(blocks, BlockKind.NOTE)
        if not match:
            body_parser.add_problem(
                heading.location, "This heading names no change.", "Write “## chair to standing”."
            )
            continue
        for group in (1, 2):
            if match[group] and match[group] not in POSITIONS:
                location = replace(heading.location, column=heading.location.column + match.start(group))
                hint = did_you_mean(match[group], POSITIONS) or f"Choose one of: {', '.join(POSITIONS)}."
                body_parser.add_problem(location, f"“{printable(match[group])}” is not a position.", hint)
        if not blocks:
            body_parser.add_problem(
                heading.location, "This change says nothing.", "Write “- move 10s”, with its words below."
            )
        changes.append(PositionChange(match[1] or "", match[2], body, heading.location))
    file_start = Location(file, 1, 1)
    for goal in POSITIONS:
        if ("", goal) not in {(change.start, change.goal) for change in changes}:
            hint = "It is used where no change from the current position is written."
            body_parser.add_problem(file_start, f"“## to {goal}” is missing.", hint)
    all_parts = tuple(part for change in changes for part in change.body)
    body_parser.apply_rules_and_raise(Technique("", "", file_start, body=all_parts), is_complete=False)
    return tuple(changes)


def read_safety_notes(text: str, file: str) -> SafetyNotes:
    """Return the notes under `## full` and `## short` in the text of safety.md, and its first and last words.

    Raise ScriptError with all problems.
    """
    text, character_problems = clean_source(text, file)
    body_parser = BodyParser(file, character_problems=character_problems)
    notes: dict[str, tuple[Text, ...]] = {}
    for heading, blocks in body_parser.blocks_by_heading(body_parser.read_blocks(text)).values():
        if heading.text not in {*NOTE_LENGTHS, *NOTE_EXTRAS}:
            hint = (
                did_you_mean(heading.text, (*NOTE_LENGTHS, *NOTE_EXTRAS)) or "Write “## full” or “## short”."
            )
            body_parser.add_problem(
                heading.location, f"“{printable(heading.text)}” is not a safety note.", hint
            )
        body = body_parser.read_body(blocks, BlockKind.NOTE, BlockKind.STEP)
        notes[heading.text] = tuple(part for part in body if isinstance(part, Text))
    file_start = Location(file, 1, 1)
    for name in NOTE_LENGTHS:
        if not notes.get(name):
            body_parser.add_problem(
                file_start, f"“## {name}” is missing or empty.", "Write the safety note below it."
            )
    all_notes = tuple(
        replace(cue, text=cue.text.replace("{title}", "")) for note in notes.values() for cue in note
    )
    body_parser.apply_rules_and_raise(Technique("", "", file_start, notes=all_notes), is_complete=False)
    greeting, closing = (notes.get(name, ()) for name in NOTE_EXTRAS)
    return SafetyNotes(notes["full"], notes["short"], greeting, closing)


SHARED_FILE_READERS: dict[str, Callable[[str, str], tuple[PositionChange, ...] | SafetyNotes]] = {
    "positions.md": read_position_changes,
    "safety.md": read_safety_notes,
}
"""Readers of the files that all scripts share, by file name. They take a text and its file."""


SCRIPT_READERS: dict[ScriptKind, Callable[[str, str, str], Script | Programme]] = {
    "techniques": read_technique,
    "sessions": read_session,
    "programmes": read_programme,
}
"""Readers of scripts by kind. They take a text, its name and its file, and raise ScriptError."""


def read_script(path: Path) -> Script | Programme:
    """Return the script in a file, whose text says of which kind it is.

    Raise RequestError, FileError or ScriptError.
    """
    name, text = script_name(path), read_text(path, str(path))
    return SCRIPT_READERS[detect_kind(text)](text, name, str(path))
