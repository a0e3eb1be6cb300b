"""A page's blocks → what a script says and does: prose, steps, and headings with what stands below them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voiceguide.errors import Location, ScriptError
from voiceguide.script.cue_marks import parse_cue
from voiceguide.script.markdown import Block, BlockKind, parse_blocks
from voiceguide.script.model import CueTiming, Script, ScriptBody, Section, Step, Text, Use
from voiceguide.script.rules import registry
from voiceguide.script.step_line import MAX_COUNT, parse_heading, parse_step
from voiceguide.script.vocabulary import CueKind, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.errors import Problem


@dataclass
class BodyParser:
    """The part of a file below its front matter, being read: the Problems found so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    character_problems: tuple[Problem, ...] = ()
    """Those of single characters: of their lines nothing else is told."""
    recovered_lines: list[Step | Section] = field(default_factory=list)
    """What can be read of steps and headings with mistakes in their own line."""
    orphans: list[Section] = field(default_factory=list)
    """What stands below these."""

    def add_problem(self, location: Location, message: str, hint: str = "") -> None:
        """Keeps a Problem."""
        self.problems.append(location.problem(message, hint))

    def apply_rules(self, script: Script, *, is_complete: bool) -> None:
        """Asks the rules."""
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
        """Asks the rules, then raises what was found, if anything was."""
        self.apply_rules(script, is_complete=is_complete)
        if self.problems:
            raise ScriptError(self.problems)

    def read_blocks(self, text: str, first_line: int = 1) -> tuple[Block, ...]:
        """The blocks of a text that begins at that line."""
        found_blocks, problems = parse_blocks(text, self.file, first_line)
        self.problems += problems
        return found_blocks

    def _read_step(self, block: Block) -> Step | Use | None:
        cues = tuple(cue for text in block.cues if (cue := self._read_cue(text)))
        step, problems = parse_step(block.content.text, block.content.location)
        self.problems += problems
        if isinstance(step, Step) and not problems:
            return replace(step, cues=cues) if cues else step
        if not isinstance(step, Use):
            self.recovered_lines += [step] if step else []
            if cues:
                self.orphans.append(
                    _permissive_section(
                        tuple(map(_with_permissive_timing, cues)), block.content.location, tuple(Side)
                    )
                )
            return None
        if block.cues:
            self.add_problem(
                block.cues[0].location, "A technique brings its own words.", "Write prose above it."
            )
        return step

    def _read_cue(self, text: Text) -> Text | None:
        """Words with their mark taken off."""
        cue, problems = parse_cue(text)
        self.problems += problems
        return cue

    def read_body(self, blocks: Iterable[Block], *excluded_kinds: BlockKind) -> tuple[Text | Step | Use, ...]:
        """Prose and steps in order, without notes; `refused` kinds of blocks are Problems."""
        parts: list[Text | Step | Use] = []
        for block in blocks:
            if block.kind in excluded_kinds:
                self.add_problem(
                    block.content.location, f"A {block.kind} has no meaning here.", "Take it away."
                )
            elif block.kind == BlockKind.PROSE and (cue := self._read_cue(block.content)):
                parts.append(cue)
            elif block.kind == BlockKind.STEP and (step := self._read_step(block)):
                parts.append(step)
        return tuple(parts)

    def read_body_without_uses(
        self, blocks: Iterable[Block], *excluded_kinds: BlockKind
    ) -> tuple[Text | Step, ...]:
        """The same, where no technique may be used."""
        body = self.read_body(blocks, *excluded_kinds)
        for use in body:
            if isinstance(use, Use):
                self.add_problem(use.location, "Only a session uses techniques.", "Take the line away.")
        return tuple(part for part in body if not isinstance(part, Use))

    def read_sectioned_body(self, blocks: Iterable[Block]) -> ScriptBody:
        """The same, where a heading repeats what stands under it."""
        leading_blocks: list[Block] = []
        headings: list[tuple[Text, list[Block]]] = []
        for block in blocks:
            if block.kind == BlockKind.HEADING:
                headings.append((block.content, []))
            else:
                (headings[-1][1] if headings else leading_blocks).append(block)
        return (
            *self.read_body_without_uses(leading_blocks),
            *(
                section
                for heading, section_blocks in headings
                if (section := self._read_section(heading, section_blocks))
            ),
        )

    def _read_section(self, heading: Text, blocks: list[Block]) -> Section | None:
        if not any(block.kind != BlockKind.NOTE for block in blocks):
            self.add_problem(
                heading.location, "Nothing stands under this heading.", "Write words or steps below it."
            )
        body = self.read_body_without_uses(blocks)
        section, problems = parse_heading(heading.text, heading.location)
        self.problems += problems
        if not problems:
            return replace(section, body=body) if body else section
        self.recovered_lines.append(section)
        steps_with_sides = tuple(part for part in body if isinstance(part, Step) and part.sides)
        other_parts = tuple(part for part in body if isinstance(part, Text) or not part.sides)
        self.orphans += [
            _permissive_section(other_parts, heading.location, tuple(Side)),
            _permissive_section(steps_with_sides, heading.location, ()),
        ]
        return None

    def blocks_by_heading(self, blocks: Iterable[Block]) -> dict[str, tuple[Text, list[Block]]]:
        """What stands below each heading, by its words."""
        sections: dict[str, tuple[Text, list[Block]]] = {}
        heading = ""
        for block in blocks:
            if block.kind != BlockKind.HEADING and not sections:
                self.add_problem(
                    block.content.location, "This stands above the first heading.", "Begin with “## …”."
                )
            elif block.kind != BlockKind.HEADING:
                sections[heading][1].append(block)
            else:
                if block.content.text in sections:
                    self.add_problem(
                        block.content.location, "This heading stands twice.", "Keep one of the two."
                    )
                heading = block.content.text
                sections.setdefault(heading, (block.content, []))
        return sections


def _permissive_section(
    parts: tuple[Text | Step, ...], location: Location, sides: tuple[Side, ...]
) -> Section:
    """A heading under which all that might make sense does, in place of one that cannot be read."""
    return Section("", location, rounds=MAX_COUNT, sides=sides, body=parts)


def _with_permissive_timing(cue: Text) -> Text:
    """A cue of a step that cannot be read, so that nobody knows which marks it may have."""
    return cue if cue.timing == CueTiming() else replace(cue, timing=CueTiming(CueKind.OTHER_SIDE))
