"""A script's text → Technique, Session, Change or Safety, or every Problem in it at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import Problem, ScriptError
from voiceguide.script.blocks import Block, blocks
from voiceguide.script.dose import MOST, parse_group, parse_step
from voiceguide.script.front import Front
from voiceguide.script.grammar import nearest
from voiceguide.script.model import (
    Change,
    Group,
    Mark,
    Parts,
    Place,
    Safety,
    Session,
    Side,
    Step,
    Technique,
    Use,
    Words,
)
from voiceguide.script.rules import table
from voiceguide.script.text import shown
from voiceguide.script.vocabulary import AVOID, POSITIONS, SESSION_KEYS, TECHNIQUE_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARK = re.compile(
    rf"@(?:(?P<counted>round|rep) +(?P<number>[1-9]\d{{0,3}})|(?P<timed>-|every +|)(?P<time>{units.DURATION})"
    r"|(?P<word>other side|rounds|half|last|rest|end|gentle|strong))(?: +|$)(?P<text>.*)"
)
_LIKE_A_MARK = re.compile(r"@(?:round|rep|every) +\d\S*|@\S*")
_MARKS = (
    *("@half", "@-5s", "@10s", "@every 15s", "@end", "@other side"),
    *("@round 2", "@rounds", "@last", "@rest", "@rep 6", "@gentle", "@strong"),
)
_BOTH: tuple[Side, ...] = ("left", "right")
_TIMED = {"-": "before end", "every": "every", "": "after"}


@dataclass
class _Reading:
    """One file being read: the Problems found so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    torn: list[Step | Group] = field(default_factory=list)
    """What can be read of steps and headings with mistakes in their own line."""
    loose: list[Group] = field(default_factory=list)
    """What stands below these."""

    def problem(self, place: Place, message: str, hint: str = "") -> None:
        self.problems.append(Problem(place.file, place.line, place.column, message, hint))

    def judge(self, script: Technique | Session, *, whole: bool) -> None:
        """Asks the rules."""
        self.problems += table.problems(script, whole=whole and not self.problems)
        self.problems += table.problems_below(script, tuple(self.torn), tuple(self.loose))

    def finish(self, script: Technique | Session, *, whole: bool) -> None:
        """Asks the rules, then raises what was found, if anything was."""
        self.judge(script, whole=whole)
        if self.problems:
            raise ScriptError(self.problems)

    def page(self, text: str, first_line: int = 1) -> tuple[Block, ...]:
        page, problems = blocks(text, self.file, first_line)
        self.problems += problems
        return page

    def step(self, block: Block) -> Step | Use | None:
        cues = tuple(cue for words in block.nested if (cue := self.cue(words)))
        step, problems = parse_step(block.words.text, block.words.place)
        self.problems += problems
        if isinstance(step, Step) and not problems:
            return replace(step, cues=cues)
        if not isinstance(step, Use):
            self.torn += [step] if step else []
            if cues:
                self.loose.append(_anywhere(tuple(map(_markless, cues)), block.words.place, _BOTH))
            return None
        if block.nested:
            self.problem(block.nested[0].place, "A technique brings its own words.", "Write prose above it.")
        return step

    def cue(self, words: Words) -> Words | None:
        """Words with their mark taken off, and the brackets of a detail."""
        if not words.text.startswith("@"):
            return _unwrapped(words)
        match = _MARK.fullmatch(words.text)
        if match and match["text"]:
            try:
                return _unwrapped(replace(words, text=match["text"], mark=_mark(match)))
            except ValueError as error:
                self.problem(words.place, str(error))
        elif match:
            self.problem(words.place, "This mark has no words.", "Write them behind it.")
        else:
            word = _LIKE_A_MARK.findall(words.text)[0]
            hint = nearest(word, _MARKS) or f"Known are: {', '.join(_MARKS)}."
            self.problem(words.place, f"“{shown(word)}” is not a mark.", hint)
        return None

    def body(self, page: Iterable[Block], *refused: str) -> tuple[Words | Step | Use, ...]:
        """Prose and steps in order, without notes; `refused` kinds of blocks are Problems."""
        parts: list[Words | Step | Use] = []
        for block in page:
            if block.kind in refused:
                self.problem(block.words.place, f"A {block.kind} has no meaning here.", "Take it away.")
            elif block.kind == "prose" and (words := self.cue(block.words)):
                parts.append(words)
            elif block.kind == "step" and (step := self.step(block)):
                parts.append(step)
        return tuple(parts)

    def own_body(self, page: Iterable[Block], *refused: str) -> tuple[Words | Step, ...]:
        """The same, where no technique may be used."""
        body = self.body(page, *refused)
        for use in body:
            if isinstance(use, Use):
                self.problem(use.place, "Only a session uses techniques.", "Take the line away.")
        return tuple(part for part in body if not isinstance(part, Use))

    def grouped(self, page: Iterable[Block]) -> Parts:
        """The same, where a heading repeats what stands under it."""
        top: list[Block] = []
        under: list[tuple[Words, list[Block]]] = []
        for block in page:
            if block.kind == "heading":
                under.append((block.words, []))
            else:
                (under[-1][1] if under else top).append(block)
        return (
            *self.own_body(top),
            *(group for words, blocks in under if (group := self.group(words, blocks))),
        )

    def group(self, heading: Words, blocks: list[Block]) -> Group | None:
        if not any(block.kind != "note" for block in blocks):
            self.problem(
                heading.place, "Nothing stands under this heading.", "Write words or steps below it."
            )
        body = self.own_body(blocks)
        group, problems = parse_group(heading.text, heading.place)
        self.problems += problems
        if not problems:
            return replace(group, body=body)
        self.torn.append(group)
        sided = tuple(part for part in body if isinstance(part, Step) and part.sides)
        others = tuple(part for part in body if isinstance(part, Words) or not part.sides)
        self.loose += [_anywhere(others, heading.place, _BOTH), _anywhere(sided, heading.place, ())]
        return None

    def sections(self, page: Iterable[Block]) -> dict[str, tuple[Words, list[Block]]]:
        """What stands below each heading, by its words."""
        sections: dict[str, tuple[Words, list[Block]]] = {}
        heading = ""
        for block in page:
            if block.kind != "heading" and not sections:
                self.problem(block.words.place, "This stands above the first heading.", "Begin with “## …”.")
            elif block.kind != "heading":
                sections[heading][1].append(block)
            else:
                if block.words.text in sections:
                    self.problem(block.words.place, "This heading stands twice.", "Keep one of the two.")
                heading = block.words.text
                sections.setdefault(heading, (block.words, []))
        return sections


def _anywhere(parts: tuple[Words | Step, ...], place: Place, sides: tuple[Side, ...]) -> Group:
    """A heading under which all that might make sense does, in place of one that cannot be read."""
    return Group("", place, rounds=MOST, sides=sides, body=parts)


def _markless(cue: Words) -> Words:
    """A cue of a step that cannot be read, so that nobody knows which marks it may have."""
    return cue if cue.mark == Mark() else replace(cue, mark=Mark("other side"))


def _unwrapped(words: Words) -> Words:
    """Words wholly in brackets are a detail, and are spoken without them."""
    inside = re.fullmatch(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)", words.text)
    return replace(words, text=inside[1].strip(), detail=True) if inside else words


def _mark(match: re.Match[str]) -> Mark:
    if match["counted"]:
        return Mark(match["counted"], int(match["number"]))
    if match["time"]:
        return Mark(_TIMED[match["timed"].strip()], units.duration(match["time"]))
    return Mark(match["word"])


def _notes(page: tuple[Block, ...]) -> tuple[Words, ...]:
    return tuple(block.words for block in page if block.kind == "note")


def _opened(text: str, file: str, keys: tuple[str, ...]) -> tuple[Front, _Reading, tuple[Block, ...]]:
    """A script's front matter, and the page below it; both keep their Problems in one list."""
    lines = text.split("\n")
    front = Front(file, keys)
    front.read(lines)
    reading = _Reading(file, front.problems)
    return front, reading, reading.page("\n".join(lines[front.below :]), front.below + 1)


def read_technique(text: str, name: str, file: str) -> Technique:
    """The text of a technique script → Technique. Raises ScriptError with every Problem found."""
    front, reading, page = _opened(text, file, TECHNIQUE_KEYS)
    technique = Technique(
        name=name,
        title=front.title(),
        place=Place(file, 1, 1),
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
        place=Place(file, 1, 1),
        summary=front.text("summary"),
        length=front.length(),
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
    reading = _Reading(file)
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
    top = Place(file, 1, 1)
    for goal in POSITIONS:
        if ("", goal) not in {(change.start, change.goal) for change in changes}:
            hint = "It serves from anywhere, where no closer one stands."
            reading.problem(top, f"“## to {goal}” is missing.", hint)
    spoken = tuple(part for change in changes for part in change.body)
    reading.finish(Technique("", "", top, body=spoken), whole=False)
    return tuple(changes)


def read_safety(text: str, file: str) -> Safety:
    """safety.md → the note under `## full` and the one under `## short`. Raises ScriptError."""
    reading = _Reading(file)
    found: dict[str, tuple[Words, ...]] = {}
    for heading, below in reading.sections(reading.page(text)).values():
        if heading.text not in {"full", "short"}:
            hint = nearest(heading.text, ("full", "short")) or "Write “## full” or “## short”."
            reading.problem(heading.place, f"“{shown(heading.text)}” is not a safety note.", hint)
        body = reading.body(below, "note", "step")
        found[heading.text] = tuple(part for part in body if isinstance(part, Words))
    top = Place(file, 1, 1)
    for name in ("full", "short"):
        if not found.get(name):
            reading.problem(top, f"“## {name}” is missing or empty.", "Write the safety note below it.")
    spoken = tuple(words for note in found.values() for words in note)
    reading.finish(Technique("", "", top, notes=spoken), whole=False)
    return Safety(found["full"], found["short"])
