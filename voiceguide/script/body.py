"""Blocks of a page → body of a script: prose, steps, and headings with the parts below them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voiceguide.errors import Location, ScriptError
from voiceguide.script.cue_marks import parse_cue
from voiceguide.script.guesses.steps import answer, is_misspelling
from voiceguide.script.markdown import Block, BlockKind, parse_blocks
from voiceguide.script.model import Circuit, CueTiming, Script, ScriptBody, Section, Step, Text, Use
from voiceguide.script.rules import registry
from voiceguide.script.step_line import MAX_COUNT, parse_heading, parse_step
from voiceguide.script.vocabulary import CueKind, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.errors import Problem


_MAX_ANSWERS = 50
"""Problems of a file after which lines are no longer answered, so that a long one takes no time."""


@dataclass
class BodyParser:
    """Parser of the part of a file below its front matter, with the problems found so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    character_problems: tuple[Problem, ...] = ()
    """Problems of individual characters; other problems on those lines are suppressed."""
    recovered_lines: list[Step | Section] = field(default_factory=list)
    """Readable parts of step lines and headings that have mistakes."""
    orphans: list[Section] = field(default_factory=list)
    """Sections that replace lines with mistakes, so that the parts below those lines are checked."""

    def add_problem(self, location: Location, message: str, hint: str = "") -> None:
        """Add a Problem."""
        self.problems.append(location.problem(message, hint))

    def apply_rules(self, script: Script, *, is_complete: bool) -> None:
        """Add the problems that the rules find, and suppress those on lines with character problems.

        `is_complete` is False if the script holds only a part of the file.
        """
        self.problems += registry.find_rule_problems(
            script, is_complete=is_complete and not (self.problems or self.character_problems)
        )
        self.problems += registry.find_rule_problems_in_recovered(
            script, tuple(self.recovered_lines), tuple(self.orphans)
        )
        lines = {problem.line for problem in self.character_problems}
        others = (problem for problem in self.problems if problem.line not in lines)
        self.problems = [*self.character_problems, *others]

    def apply_rules_and_raise(self, script: Script, *, is_complete: bool) -> None:
        """Apply the rules. Raise ScriptError if there are any problems."""
        self.apply_rules(script, is_complete=is_complete)
        if self.problems:
            raise ScriptError(self.problems)

    def read_blocks(self, text: str, first_line: int = 1) -> tuple[Block, ...]:
        """Return the blocks of a text whose first line has the number `first_line`."""
        found_blocks, problems = parse_blocks(text, self.file, first_line)
        self.problems += problems
        return found_blocks

    def _read_step(self, block: Block) -> Step | Use | None:
        cues = tuple(cue for text in block.cues if (cue := self._read_cue(text)))
        step, problems = parse_step(block.content.text, block.content.location)
        start = "use" if block.content.text.startswith("use") else "step"
        self.problems += self._with_answer(problems, block.content.text, start)
        if isinstance(step, Step) and not problems:
            return replace(step, cues=cues) if cues else step
        if not isinstance(step, Use):
            self.recovered_lines += [step] if step else []
            if cues:
                self.orphans.append(
                    _permissive_section(
                        tuple(map(_with_permissive_timing, cues)),
                        block.content.location,
                        tuple(map(str, Side)),
                    )
                )
            return None
        if block.cues:
            self.add_problem(
                block.cues[0].location, "A technique has its own words.", "Write prose above it."
            )
        return step

    def _with_answer(self, problems: tuple[Problem, ...], text: str, start: str) -> tuple[Problem, ...]:
        """Return the problems of a line, or the first one with a line that does what this one says."""
        if not problems or len(self.problems) >= _MAX_ANSWERS:
            return problems
        first = problems[0]
        hint = "" if is_misspelling(first) else answer(text, start)
        return (replace(first, hint=hint),) if hint else problems

    def _read_cue(self, text: Text) -> Text | None:
        """Return a cue with its mark parsed and removed, or None."""
        cue, problems = parse_cue(text)
        self.problems += problems
        return cue

    def read_body(self, blocks: Iterable[Block], *excluded_kinds: BlockKind) -> tuple[Text | Step | Use, ...]:
        """Return prose, steps and uses in order, without notes; `excluded_kinds` are problems."""
        parts: list[Text | Step | Use] = []
        for block in blocks:
            if block.kind in excluded_kinds:
                self.add_problem(block.content.location, f"A {block.kind} has no meaning here.", "Remove it.")
            elif block.kind == BlockKind.PROSE and (cue := self._read_cue(block.content)):
                parts.append(cue)
            elif block.kind == BlockKind.STEP and (step := self._read_step(block)):
                parts.append(step)
        return tuple(parts)

    def read_body_without_uses(
        self, blocks: Iterable[Block], *excluded_kinds: BlockKind
    ) -> tuple[Text | Step, ...]:
        """Return prose and steps in order, without notes; uses and `excluded_kinds` are problems."""
        body = self.read_body(blocks, *excluded_kinds)
        for use in body:
            if isinstance(use, Use):
                self.add_problem(use.location, "Only a session uses techniques.", "Remove the line.")
        return tuple(part for part in body if not isinstance(part, Use))

    def read_sectioned_body(self, blocks: Iterable[Block]) -> ScriptBody:
        """Return prose, steps, and sections of the parts under each heading, in order; uses are problems."""
        leading_blocks, headings = _split_at_headings(blocks)
        sections = (self._read_section(*heading) for heading in headings)
        return (*self.read_body_without_uses(leading_blocks), *filter(None, sections))

    def read_session_body(self, blocks: Iterable[Block]) -> tuple[Text | Step | Use | Section | Circuit, ...]:
        """Return prose, steps and uses; under a heading with uses a circuit, under another one a section."""
        leading_blocks, headings = _split_at_headings(blocks)
        parts: list[Text | Step | Use | Section | Circuit] = [*self.read_body(leading_blocks)]
        for heading, section_blocks in headings:
            body = self.read_body(section_blocks)
            section = self._read_section(heading, section_blocks, body)
            if any(isinstance(part, Use) for part in body):
                parts.append(Circuit(section or Section("", heading.location), body))
            elif section:
                parts.append(section)
        return tuple(parts)

    def _read_section(
        self, heading: Text, blocks: list[Block], parts: tuple[Text | Step | Use, ...] | None = None
    ) -> Section | None:
        """Return the section of a heading; `parts` are those under a session's heading, which may be uses."""
        if not any(block.kind != BlockKind.NOTE for block in blocks):
            self.add_problem(
                heading.location, "There is nothing under this heading.", "Write words or steps below it."
            )
        body = (
            self.read_body_without_uses(blocks)
            if parts is None
            else tuple(part for part in parts if not isinstance(part, Use))
        )
        section, problems = parse_heading(heading.text, heading.location)
        self.problems += self._with_answer(problems, heading.text, "section")
        if not problems:
            return replace(section, body=body) if body else section
        self.recovered_lines.append(section)
        steps_with_sides = tuple(part for part in body if isinstance(part, Step) and part.each)
        other_parts = tuple(part for part in body if isinstance(part, Text) or not part.each)
        self.orphans += [
            _permissive_section(other_parts, heading.location, tuple(map(str, Side))),
            _permissive_section(steps_with_sides, heading.location, ()),
        ]
        return None

    def blocks_by_heading(self, blocks: Iterable[Block]) -> dict[str, tuple[Text, list[Block]]]:
        """Return each heading and the blocks below it, by the heading's text."""
        sections: dict[str, tuple[Text, list[Block]]] = {}
        heading = ""
        for block in blocks:
            if block.kind != BlockKind.HEADING and not sections:
                self.add_problem(
                    block.content.location, "This is above the first heading.", "Begin with “## …”."
                )
            elif block.kind != BlockKind.HEADING:
                sections[heading][1].append(block)
            else:
                if block.content.text in sections:
                    self.add_problem(
                        block.content.location, "This heading appears twice.", "Keep one of the two."
                    )
                heading = block.content.text
                sections.setdefault(heading, (block.content, []))
        return sections


def _split_at_headings(blocks: Iterable[Block]) -> tuple[list[Block], list[tuple[Text, list[Block]]]]:
    """Return the blocks before the first heading, and each heading with the blocks below it."""
    leading_blocks: list[Block] = []
    headings: list[tuple[Text, list[Block]]] = []
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            headings.append((block.content, []))
        else:
            (headings[-1][1] if headings else leading_blocks).append(block)
    return leading_blocks, headings


def _permissive_section(parts: tuple[Text | Step, ...], location: Location, each: tuple[str, ...]) -> Section:
    """Return a section that replaces an unreadable heading and allows all rounds and marks."""
    return Section("", location, rounds=MAX_COUNT, each=each, body=parts)


def _with_permissive_timing(cue: Text) -> Text:
    """Return a cue of an unreadable step with a mark that the rules always allow there."""
    return cue if cue.timing == CueTiming() else replace(cue, timing=CueTiming(CueKind.OTHER_SIDE))
