"""Plan → score: every sound and every silence in order, with lengths of silences but no positions yet.

This file is what is said around techniques without being written; doing.py is what a technique's steps mean
(docs/script-format.md), and stave.py is where all of it is written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import wording
from voiceguide.score.items import Item, Tag
from voiceguide.score.score_builder import AFTER_PARAGRAPH, Stave, everywhere
from voiceguide.score.step_writer import Doing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.plan import Part, Plan
    from voiceguide.script.model import Change, Step, Words

FIRST = units.FRAME
"""Quiet at the very start: there the lead-in of the first clip stands (mp3/frames.stream)."""

LAST = units.samples(2)
"""Quiet at the very end, so that no player cuts the last word."""


def score(plan: Plan) -> tuple[Item, ...]:
    """The whole session, in order. Pure: the same plan gives the same score."""
    return tuple(Walk.of(plan).session())


def score_of(plan: Plan, part: Part) -> tuple[Item, ...]:
    """One technique's turn alone, from its own position."""
    walk = Walk.of(plan)
    walk.technique(part, part.technique.position, first=False)
    return tuple(walk.stave.items)


@dataclass(frozen=True, slots=True)
class Written:
    """A section of a score; `named` is what its words name in braces."""

    items: tuple[Item, ...]
    named: frozenset[str]


@dataclass(frozen=True)
class Walk:
    """One walk through a plan, section by section."""

    plan: Plan
    stave: Stave
    doing: Doing

    @classmethod
    def of(cls, plan: Plan) -> Walk:
        """At the beginning."""
        names = everywhere(plan)
        stave = Stave(plan, Tag(), names, names)
        return cls(plan, stave, Doing(plan, stave))

    def session(self) -> Iterator[Item]:
        """The items, a section at a time."""
        yield from self.opening().items
        position = ""
        for number, part in enumerate(self.plan.parts):
            yield from self.section(part, position, number).items
            position = part.technique.ends or position
        yield from self.closing().items

    def _written(self) -> Written:
        """What stands on the stave, which is empty then."""
        stave = self.stave
        written = Written(tuple(stave.items), frozenset(stave.named))
        stave.items, stave.named = [], set()
        return written

    def section(self, part: Part, position: str, number: int) -> Written:
        """A part's turn from a position, behind `number` others. Words ahead of all belong to the opening."""
        if number:
            self._between(part.before)
        self.technique(part, position, first=number == 0)
        return self._written()

    def closing(self) -> Written:
        """The session's last words, and quiet."""
        self._between(self.plan.after)
        left = 0 if self.plan.filling else self.plan.remainder
        self.stave.quiet(LAST + left, "pause")
        return self._written()

    def opening(self) -> Written:
        """The greeting, the session's first words, the safety note, and what to have within reach."""
        plan, stave, words_for = self.plan, self.stave, self.stave.wording
        stave.pronounce(plan.session.say)
        stave.names = stave.everywhere
        stave.open(words_for.opening)
        stave.quiet(FIRST, "pause")
        stave.chime("switch", "greeting")
        greeting = words_for.greeting.format(title=plan.session.title, **stave.names)
        stave.named.add("length")
        stave.say(greeting, "greeting", after=AFTER_PARAGRAPH)
        self._between(plan.parts[0].before if plan.parts else ())
        safety = plan.safety.short if plan.brief else plan.safety.full
        for words in (*safety, *plan.session.notes):
            stave.words(words, "safety")
        needs = tuple(dict.fromkeys(thing for part in plan.parts for thing in part.technique.needs))
        if needs:
            text = words_for.needs.format(things=wording.listed(needs, words_for))
            stave.say(text, "greeting", after=AFTER_PARAGRAPH)
        return self._written()

    def _between(self, parts: Iterable[Words | Step]) -> None:
        """The session's own words and steps: in the chapter where they are heard, but of no technique."""
        stave = self.stave
        stave.pronounce(self.plan.session.say)
        stave.names, stave.tag = stave.everywhere, Tag(chapter=stave.tag.chapter)
        self.doing.begin()
        self.doing.body(tuple(parts))

    def technique(self, part: Part, position: str, *, first: bool) -> None:
        """A technique alone, announced, with the way to it from a position."""
        technique, stave = part.technique, self.stave
        self.doing.begin()
        stave.pronounce(technique.say)
        stave.open(technique.title, technique.name)
        if self.plan.announced:
            lead = stave.wording.first if first else stave.wording.next
            stave.say(lead.format(title=wording.titled(technique.title, stave.wording)), "next")
        else:
            stave.chime("switch", "next")  # something new begins, and its chapter with a sound
        if technique.position and technique.position != position:
            self.doing.on_the_way = True
            self.doing.body(_change(self.plan.changes, position, technique.position).body)
            self.doing.on_the_way = False
        self.doing.having(part)
        for note in technique.notes:
            stave.words(note, "safety")
        self.doing.body(technique.body)


def _change(changes: tuple[Change, ...], start: str, goal: str) -> Change:
    """The words for this very change, else those that serve from anywhere: the reader saw that there are."""
    found = {(change.start, change.goal): change for change in changes}
    return found.get((start, goal)) or found["", goal]
