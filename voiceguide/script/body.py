"""A page's blocks → what a script says and does: prose, steps, and headings with what stands below them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voiceguide.errors import Location, ScriptError
from voiceguide.script.cue_marks import parse_cue
from voiceguide.script.markdown import Block, blocks
from voiceguide.script.model import Group, Mark, Parts, Script, Side, Step, Use, Words
from voiceguide.script.rules import registry
from voiceguide.script.step_line import MOST, parse_group, parse_step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.errors import Problem

_BOTH: tuple[Side, ...] = ("left", "right")


@dataclass
class Body:
    """The part of a file below its front matter, being read: the Problems found so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    unseen: tuple[Problem, ...] = ()
    """Those of single characters: of their lines nothing else is told."""
    torn: list[Step | Group] = field(default_factory=list)
    """What can be read of steps and headings with mistakes in their own line."""
    loose: list[Group] = field(default_factory=list)
    """What stands below these."""

    def problem(self, place: Location, message: str, hint: str = "") -> None:
        """Keeps a Problem."""
        self.problems.append(place.problem(message, hint))

    def judge(self, script: Script, *, whole: bool) -> None:
        """Asks the rules."""
        self.problems += registry.problems(script, whole=whole and not (self.problems or self.unseen))
        self.problems += registry.problems_below(script, tuple(self.torn), tuple(self.loose))
        lines = {problem.line for problem in self.unseen}
        seen = (problem for problem in self.problems if problem.line not in lines)
        self.problems = [*self.unseen, *seen]

    def finish(self, script: Script, *, whole: bool) -> None:
        """Asks the rules, then raises what was found, if anything was."""
        self.judge(script, whole=whole)
        if self.problems:
            raise ScriptError(self.problems)

    def page(self, text: str, first_line: int = 1) -> tuple[Block, ...]:
        """The blocks of a text that begins at that line."""
        page, problems = blocks(text, self.file, first_line)
        self.problems += problems
        return page

    def _step(self, block: Block) -> Step | Use | None:
        cues = tuple(cue for words in block.nested if (cue := self._cue(words)))
        step, problems = parse_step(block.words.text, block.words.place)
        self.problems += problems
        if isinstance(step, Step) and not problems:
            return replace(step, cues=cues) if cues else step
        if not isinstance(step, Use):
            self.torn += [step] if step else []
            if cues:
                self.loose.append(_anywhere(tuple(map(_markless, cues)), block.words.place, _BOTH))
            return None
        if block.nested:
            self.problem(block.nested[0].place, "A technique brings its own words.", "Write prose above it.")
        return step

    def _cue(self, words: Words) -> Words | None:
        """Words with their mark taken off."""
        cue, problems = parse_cue(words)
        self.problems += problems
        return cue

    def body(self, page: Iterable[Block], *refused: str) -> tuple[Words | Step | Use, ...]:
        """Prose and steps in order, without notes; `refused` kinds of blocks are Problems."""
        parts: list[Words | Step | Use] = []
        for block in page:
            if block.kind in refused:
                self.problem(block.words.place, f"A {block.kind} has no meaning here.", "Take it away.")
            elif block.kind == "prose" and (words := self._cue(block.words)):
                parts.append(words)
            elif block.kind == "step" and (step := self._step(block)):
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
            *(group for words, blocks in under if (group := self._group(words, blocks))),
        )

    def _group(self, heading: Words, blocks: list[Block]) -> Group | None:
        if not any(block.kind != "note" for block in blocks):
            self.problem(
                heading.place, "Nothing stands under this heading.", "Write words or steps below it."
            )
        body = self.own_body(blocks)
        group, problems = parse_group(heading.text, heading.place)
        self.problems += problems
        if not problems:
            return replace(group, body=body) if body else group
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


def _anywhere(parts: tuple[Words | Step, ...], place: Location, sides: tuple[Side, ...]) -> Group:
    """A heading under which all that might make sense does, in place of one that cannot be read."""
    return Group("", place, rounds=MOST, sides=sides, body=parts)


def _markless(cue: Words) -> Words:
    """A cue of a step that cannot be read, so that nobody knows which marks it may have."""
    return cue if cue.mark == Mark() else replace(cue, mark=Mark("other side"))
