"""Parse the text of a programme, and raise all its problems at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import Location, ScriptError
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.front_matter import FrontMatterParser
from voiceguide.script.markdown import Block, BlockKind, parse_blocks
from voiceguide.script.practice_line import parse_clock, parse_practice_line
from voiceguide.script.programme import Programme, ProgrammeSection, Rule, Setting, Week
from voiceguide.script.source import clean_source, printable
from voiceguide.script.vocabulary import PROGRAMME_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.model import Text

MAX_WEEKS = 52
"""Upper limit of weeks; a longer programme is a typing mistake, or several programmes."""

MAX_SESSIONS = 1_000
"""Upper limit of sessions: two on each day of a year are fewer."""

RULES_HEADING = "Rules"

_DEFAULT_TIME = 9 * 60
_SAMPLES_PER_MINUTE = 60 * units.SAMPLE_RATE
_WEEK_HEADING = re.compile(r"weeks? +(\d{1,4})(?: +to +(\d{1,4}))?(?: *: *(.*))?", re.IGNORECASE)
_HEADING_WORDS = ("week", "weeks", RULES_HEADING.lower())


def read_programme(text: str, name: str, file: str) -> Programme:
    """Return the programme in a script's text. Raise ScriptError with all problems.

    Names of sessions and of choices are checked by plan/schedule.py, which knows them.
    """
    text, character_problems = clean_source(text, file)
    lines = text.split("\n")
    front_matter = FrontMatterParser(file, PROGRAMME_KEYS)
    front_matter.read(lines)
    body_index = front_matter.body_index
    blocks, problems = parse_blocks("\n".join(lines[body_index:]), file, body_index + 1)
    body = _BodyParser(Location(file, 1, 1))
    body.read(blocks)
    programme = Programme(
        name,
        front_matter.title(),
        Location(file, 1, 1),
        summary=front_matter.text("summary"),
        language=front_matter.language(),
        time=_time(front_matter),
        reminder=_reminder(front_matter),
        settings=tuple(_settings(front_matter)),
        notes=tuple(body.notes),
        paragraphs=tuple(body.paragraphs),
        weeks=tuple(body.weeks),
        rules=tuple(body.rules),
        sections=tuple(body.sections),
    )
    faulty_lines = {problem.line for problem in character_problems}
    others = (*front_matter.problems, *problems, *body.problems)
    all_problems = (*character_problems, *(item for item in others if item.line not in faulty_lines))
    if all_problems:
        raise ScriptError(all_problems)
    return programme


def _time(front_matter: FrontMatterParser) -> int:
    if not (entry := front_matter.entries.get("time")):
        return _DEFAULT_TIME
    time = parse_clock(entry.text)
    if time is None:
        hint = "Write one from 0:00 to 23:59, such as 12:30."
        front_matter.add_problem(entry.location, f"“{printable(entry.text)}” is not a time of day.", hint)
    return time or 0


def _reminder(front_matter: FrontMatterParser) -> int:
    """Return the minutes by which a reminder precedes its session; 0 if none are written."""
    if not (entry := front_matter.entries.get("reminder")):
        return 0
    try:
        length = units.parse_duration(entry.text)
    except ValueError as error:
        front_matter.add_problem(entry.location, str(error))
        return 0
    minutes, rest = divmod(length, _SAMPLES_PER_MINUTE)
    if rest:
        front_matter.add_problem(
            entry.location, "Calendars count whole minutes.", "Write “reminder: 10 min”."
        )
    return minutes


def _settings(front_matter: FrontMatterParser) -> Iterator[Setting]:
    """Yield the entries that are not keys of the format: choices for every session."""
    for entry in front_matter.entries.values():
        if entry.key not in PROGRAMME_KEYS:
            yield Setting(entry.key, entry.text, entry.line_location, entry.location)


@dataclass
class _BodyParser:
    """Parser of the blocks below the front matter, with the parts and problems found so far."""

    file_start: Location
    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    paragraphs: list[Text] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    sections: list[ProgrammeSection] = field(default_factory=list)

    def add_problem(self, location: Location, message: str, hint: str) -> None:
        self.problems.append(location.problem(message, hint))

    def read(self, blocks: tuple[Block, ...]) -> None:
        """Read the blocks, heading by heading."""
        heading: Text | None = None
        below: list[Block] = []
        for block in blocks:
            if block.kind == BlockKind.HEADING:
                self.read_part(heading, below)
                heading, below = block.content, []
            elif block.kind == BlockKind.NOTE:
                self.notes.append(block.content)
            else:
                below.append(block)
        self.read_part(heading, below)
        if (
            sum(
                (week.last - week.first + 1) * len(line.weekdays)
                for week in self.weeks
                for line in week.lines
            )
            > MAX_SESSIONS
        ):
            hint = "Make two programmes of it."
            self.add_problem(
                self.file_start, f"This programme has more than {MAX_SESSIONS:,} sessions.", hint
            )
        if not any(week.lines for week in self.weeks) and not self.problems:
            hint = "Write “## Week 1”, and below it “- Monday: desk-break”."
            self.add_problem(self.file_start, "This programme has no session.", hint)

    def read_part(self, heading: Text | None, blocks: list[Block]) -> None:
        """Read a heading and the blocks below it; None is the part above the first heading."""
        if heading is None:
            self.paragraphs += self.read_paragraphs(blocks)
        elif match := _WEEK_HEADING.fullmatch(heading.text):
            self.read_week(heading, match, blocks)
        elif heading.text.lower() == RULES_HEADING.lower():
            self.read_rules(heading, blocks)
        elif hint := did_you_mean(heading.text.split()[0].strip(":"), _HEADING_WORDS):
            self.add_problem(
                heading.location, "This heading is not understood.", f"{hint} Write “## Week 1: Learn”."
            )
        else:
            paragraphs = tuple(self.read_paragraphs(blocks))
            self.require_content(heading, paragraphs)
            self.sections.append(ProgrammeSection(heading.text, heading.location, paragraphs))

    def require_content(self, heading: Text, parts: object) -> None:
        if not parts:
            self.add_problem(
                heading.location, "There is nothing under this heading.", "Write a paragraph below it."
            )

    def read_paragraphs(self, blocks: list[Block]) -> Iterator[Text]:
        """Yield paragraphs; a list is a problem."""
        for block in blocks:
            if block.kind == BlockKind.STEP:
                hint = "Lines with “- ” stand below a heading such as “## Week 1”."
                self.add_problem(block.content.location, "This line belongs to no week.", hint)
            else:
                yield block.content

    def read_week(self, heading: Text, match: re.Match[str], blocks: list[Block]) -> None:
        first = int(match[1])
        last = int(match[2] or first)
        expected = self.weeks[-1].last + 1 if self.weeks else 1
        if first != expected:
            self.add_problem(
                heading.location,
                f"This is week {first}, and the next one is {expected}.",
                "Number them in order.",
            )
        elif not first <= last <= MAX_WEEKS:
            self.add_problem(
                heading.location,
                "This is no range of weeks.",
                f"Write “## Weeks 3 to 4”; the last is {MAX_WEEKS}.",
            )
        lines = []
        for block in blocks:
            if block.kind == BlockKind.STEP:
                line, problems = parse_practice_line(block.content.text, block.content.location)
                self.problems += problems
                lines += [replace(line, remarks=block.cues)] if line else []
        paragraphs = tuple(block.content for block in blocks if block.kind == BlockKind.PROSE)
        self.require_content(heading, blocks)
        self.weeks.append(Week(first, last, match[3] or "", heading.location, paragraphs, tuple(lines)))

    def read_rules(self, heading: Text, blocks: list[Block]) -> None:
        self.require_content(heading, blocks)
        for paragraph in self.read_paragraphs(blocks):
            rule = parse_rule(paragraph)
            if rule is None:
                hint = "End it with one in brackets: “(ACSM 2009, guideline)”, or “(convention)”."
                self.add_problem(paragraph.location, "This rule has no source.", hint)
            else:
                self.rules.append(rule)


def parse_rule(paragraph: Text) -> Rule | None:
    """Return the rule in a paragraph, or None if it does not end with a source in brackets."""
    text, depth = paragraph.text, 0
    if not text.endswith(")"):
        return None
    for index in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[index], 0)
        if depth == 0:
            source = text[index + 1 : -1].strip()
            words = text[:index].rstrip()
            return Rule(paragraph, words, source) if words and source else None
    return None
