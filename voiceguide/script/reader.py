"""A script's text → Technique, Session, Change or Safety, or every Problem in it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from voiceguide import units
from voiceguide.errors import Problem, ScriptError
from voiceguide.script import rules
from voiceguide.script.blocks import Block, blocks
from voiceguide.script.grammar import nearest, parse_step, parse_value
from voiceguide.script.model import (
    Change,
    Cue,
    Mark,
    Place,
    Safety,
    Session,
    Step,
    Technique,
    Use,
    Value,
    Words,
)
from voiceguide.script.vocabulary import AVOID, MARKS, POSITIONS, SESSION_KEYS, TECHNIQUE_KEYS

_T = TypeVar("_T")
_ENTRY = re.compile(r"([^\W\d_][\w -]*?) *:(?: +|$)(.*)")
_MARK = re.compile(
    rf"@(?:(?P<round>round +(?P<number>[1-9]\d{{0,3}}))|-(?P<before>{units.DURATION})"
    r"|(?P<word>other side|rounds|half|end))(?: +|$)(?P<text>.*)"
)
_TITLE_AT_MOST = 80


@dataclass(frozen=True, slots=True)
class _Entry:
    """One `key: text` line of the front matter; `place` is where the text begins."""

    key: str
    text: str
    place: Place
    at: Place


@dataclass
class _Reading:
    """One file being read: what stands in it, and the Problems found so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    entries: dict[str, _Entry] = field(default_factory=dict)

    def problem(self, place: Place, message: str, hint: str = "") -> None:
        self.problems.append(Problem(place.file, place.line, place.column, message, hint))

    def attempt(self, read: Callable[[], _T]) -> _T | None:
        """What `read` returns; its Problems are kept instead of raised."""
        try:
            return read()
        except ScriptError as error:
            self.problems += error.problems
            return None

    def finish(self, script: Technique | Session | None = None) -> None:
        """Asks the rules, then raises what was found, if anything was."""
        if script:
            self.problems += list(rules.problems(script, whole=not self.problems))
        if self.problems:
            raise ScriptError(self.problems)

    def split(self, text: str, keys: tuple[str, ...]) -> tuple[Block, ...]:
        """Front matter into `entries`; the blocks below it."""
        lines = text.split("\n")
        if lines[0].rstrip() != "---":
            self.problem(Place(self.file, 1, 1), "A script begins with “---”.", f"Then come {', '.join(keys)}.")
            return self.attempt(lambda: blocks(text, self.file)) or ()
        end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
        if not end:
            self.problem(Place(self.file, 1, 1), "The front matter is never closed.", "End it with “---”.")
            return ()
        for number, line in enumerate(lines[1:end], 2):
            if line.strip():
                self.entry(line, number)
        below = "\n".join(lines[end + 1 :])
        return self.attempt(lambda: blocks(below, self.file, end + 2)) or ()

    def entry(self, line: str, number: int) -> None:
        match = _ENTRY.fullmatch(line.rstrip())
        if not match:
            self.problem(Place(self.file, number, 1), "This is not a “key: value” line.", "Write “title: …”.")
            return
        key, text = match[1].lower(), match[2].strip()
        at = Place(self.file, number, 1)
        entry = _Entry(key, text, replace(at, column=match.start(2) + 1), at)
        if key in self.entries:
            self.problem(at, f"“{key}” stands twice.", "Keep one of the two.")
        elif not text:
            self.problem(at, f"“{key}” has no value.", "Write one behind the colon, or delete the line.")
        else:
            self.entries[key] = entry

    def text(self, key: str) -> str:
        entry = self.entries.get(key)
        return entry.text if entry else ""

    def title(self) -> str:
        entry = self.entries.get("title")
        if entry is None:
            self.problem(Place(self.file, 1, 1), "There is no title.", "Write “title: …” in the front matter.")
            return ""
        if len(entry.text) > _TITLE_AT_MOST:
            self.problem(entry.place, f"The title is longer than {_TITLE_AT_MOST} characters.", "Shorten it.")
        return entry.text

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        entry = self.entries.get(key)
        if entry is None:
            return ""
        self.known(entry.text, entry.place, known)
        return entry.text

    def listed(self, key: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The comma-separated parts of an entry; each must be one of `known`, if any are given."""
        entry = self.entries.get(key)
        if entry is None:
            return ()
        parts = []
        for match in re.finditer(r"[^,]+", entry.text):
            part = match[0].strip()
            lead = len(match[0]) - len(match[0].lstrip())
            if known and part:
                at = entry.place.column + match.start() + lead
                self.known(part, replace(entry.place, column=at), known)
            parts.append(part)
        return tuple(part for part in parts if part)

    def known(self, word: str, place: Place, known: tuple[str, ...]) -> None:
        if word not in known:
            hint = nearest(word, known) or f"Known are: {', '.join(known)}."
            self.problem(place, f"“{word}” is not known here.", hint)

    def values(self, keys: tuple[str, ...]) -> tuple[Value, ...]:
        """Every entry that is not one of `keys` must be a value with a time or a number."""
        found = []
        for entry in self.entries.values():
            if entry.key in keys:
                continue
            if not re.match(r"[\d(-]", entry.text):
                hint = nearest(entry.key, keys) or f"Known are: {', '.join(keys)}, and values such as “hold: 20s”."
                self.problem(entry.at, f"The key “{entry.key}” is not known.", hint)
                continue
            found.append(self.attempt(lambda entry=entry: parse_value(entry.key, entry.text, entry.place)))
        return tuple(value for value in found if value)

    def length(self) -> int:
        entry = self.entries.get("length")
        if entry is None:
            return 0
        try:
            return units.duration(entry.text)
        except ValueError as error:
            self.problem(entry.place, str(error))
            return 0

    def step(self, block: Block) -> Step | Use | None:
        step = self.attempt(lambda: parse_step(block.words.text, block.words.place))
        cues = tuple(cue for words in block.nested if (cue := self.cue(words)))
        if isinstance(step, Use) and block.nested:
            self.problem(block.nested[0].place, "A technique brings its own words.", "Write prose above it.")
        return replace(step, cues=cues) if isinstance(step, Step) else step

    def cue(self, words: Words) -> Cue | None:
        if not words.text.startswith("@"):
            return Cue(words.text, Mark(), words.place)
        match = _MARK.fullmatch(words.text)
        if not match:
            word = re.match(r"@[\w-]*", words.text)
            known = ["@half", "@end", "@other side", "@round 2", "@rounds", "@-5s"]
            hint = nearest(word[0] if word else "", known) or f"Known are: {', '.join(known)}."
            self.problem(words.place, "This mark is not known.", hint)
            return None
        if not match["text"]:
            self.problem(words.place, "This mark has no words.", "Write them behind it.")
            return None
        try:
            return Cue(match["text"], _mark(match), words.place)
        except ValueError as error:
            self.problem(words.place, str(error))
            return None

    def body(self, page: Iterable[Block]) -> tuple[Words | Step | Use, ...]:
        """Prose and steps in order, the notes left out."""
        parts: list[Words | Step | Use] = []
        for block in page:
            if block.kind == "prose":
                parts.append(block.words)
            elif block.kind == "step" and (step := self.step(block)):
                parts.append(step)
            elif block.kind == "heading":
                self.problem(block.words.place, "A heading has no meaning here.", "Take it away.")
        return tuple(parts)


def _mark(match: re.Match[str]) -> Mark:
    if match["round"]:
        return Mark("round", int(match["number"]))
    if match["before"]:
        return Mark("before end", units.duration(match["before"]))
    assert match["word"] in MARKS  # noqa: S101 - the pattern above knows only these
    return Mark(match["word"])


def _notes(page: tuple[Block, ...]) -> tuple[Words, ...]:
    return tuple(block.words for block in page if block.kind == "note")


def read_technique(text: str, name: str, file: str) -> Technique:
    """The text of a technique script → Technique. Raises ScriptError with every Problem found."""
    reading = _Reading(file)
    page = reading.split(text, TECHNIQUE_KEYS)
    body = reading.body(page)
    for part in body:
        if isinstance(part, Use):
            reading.problem(part.place, "A technique cannot use another.", "Only sessions use techniques.")
    technique = Technique(
        name=name,
        title=reading.title(),
        place=Place(file, 1, 1),
        summary=reading.text("summary"),
        position=reading.one_of("position", POSITIONS),
        ends=reading.one_of("ends", POSITIONS) or reading.text("position"),
        needs=reading.listed("needs"),
        avoid=reading.listed("avoid", AVOID),
        values=reading.values(TECHNIQUE_KEYS),
        notes=_notes(page),
        body=tuple(part for part in body if not isinstance(part, Use)),
    )
    reading.finish(technique)
    return technique


def read_session(text: str, name: str, file: str) -> Session:
    """The text of a session script → Session. Raises ScriptError with every Problem found."""
    reading = _Reading(file)
    page = reading.split(text, SESSION_KEYS)
    for key, entry in reading.entries.items():
        if key not in SESSION_KEYS:
            hint = nearest(key, SESSION_KEYS) or f"Known are: {', '.join(SESSION_KEYS)}."
            reading.problem(entry.at, f"The key “{key}” is not known in a session.", hint)
    session = Session(
        name=name,
        title=reading.title(),
        place=Place(file, 1, 1),
        summary=reading.text("summary"),
        length=reading.length(),
        notes=_notes(page),
        body=reading.body(page),
    )
    reading.finish(session)
    return session


def _sections(reading: _Reading, page: tuple[Block, ...]) -> Iterable[tuple[Words, list[Block]]]:
    sections: list[tuple[Words, list[Block]]] = []
    for block in page:
        if block.kind == "heading":
            sections.append((block.words, []))
        elif sections:
            sections[-1][1].append(block)
        else:
            reading.problem(block.words.place, "Words before the first heading.", "Begin with “## …”.")
    return sections


def read_changes(text: str, file: str) -> tuple[Change, ...]:
    """positions.md → the changes of position, one for each heading: `## chair to standing`, `## to chair`.

    Raises ScriptError with every Problem found.
    """
    reading = _Reading(file)
    page = reading.attempt(lambda: blocks(text, file)) or ()
    changes: dict[tuple[str, str], Change] = {}
    for heading, below in _sections(reading, page):
        match = re.fullmatch(r"(?:(\S+) )?to (\S+)", heading.text)
        if not match:
            reading.problem(heading.place, "This heading names no change.", "Write “## chair to standing”.")
            continue
        for group in (1, 2):
            if match[group]:
                at = replace(heading.place, column=heading.place.column + match.start(group))
                reading.known(match[group], at, POSITIONS)
        start, goal = match[1] or "", match[2]
        if (start, goal) in changes:
            reading.problem(heading.place, "This change stands twice.", "Keep one of the two.")
        body = tuple(part for part in reading.body(below) if not isinstance(part, Use))
        if not body:
            reading.problem(heading.place, "This change says nothing.", "Write a “- move 10s” with its words.")
        changes[start, goal] = Change(start, goal, body, heading.place)
    for goal in POSITIONS:
        if ("", goal) not in changes:
            hint = "It serves from anywhere, where no closer one stands."
            reading.problem(Place(file, 1, 1), f"“## to {goal}” is missing.", hint)
    reading.finish()
    return tuple(changes.values())


def read_safety(text: str, file: str) -> Safety:
    """safety.md → the note under `## full` and the one under `## short`. Raises ScriptError."""
    reading = _Reading(file)
    page = reading.attempt(lambda: blocks(text, file)) or ()
    found: dict[str, tuple[Words, ...]] = {}
    for heading, below in _sections(reading, page):
        reading.known(heading.text, heading.place, ("full", "short"))
        found[heading.text] = tuple(block.words for block in below)
    for name in ("full", "short"):
        if not found.get(name):
            reading.problem(Place(file, 1, 1), f"“## {name}” is missing or empty.", "Write the safety note below it.")
    reading.finish()
    return Safety(found["full"], found["short"])
