"""How long a plan lasts, section by section: what did not change is not worked out again.

A section is one technique's turn with the session's words ahead of it, or what opens or closes a session.
How long it lasts follows from little: the part, the position before it, and the length of the whole where
its words name that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.score.score import Walk
from voiceguide.score.timeline import Takes, crowded, lasting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.errors import Problem
    from voiceguide.plan.plan import Part, Plan
    from voiceguide.score.items import Item
    from voiceguide.score.score import Written

Key = tuple[object, ...]


@dataclass(slots=True)
class Section:
    """What was written down, until somebody asks how long it lasts: by then its clips must be there."""

    items: tuple[Item, ...]
    takes: Takes
    of: object
    """What its key tells apart by identity, kept alive for as long as the key is."""
    _measured: tuple[int, tuple[Problem, ...]] | None = None

    @property
    def length(self) -> int:
        """In samples."""
        return self._measure()[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Of cues that lack room."""
        return self._measure()[1]

    def _measure(self) -> tuple[int, tuple[Problem, ...]]:
        if self._measured is None:
            self._measured = lasting(self.items, self.takes), crowded(self.items, self.takes)
            self.items = ()  # a long session has many
        return self._measured


@dataclass(frozen=True, slots=True)
class Lengths:
    """The sections of one session and of its variants, as one voice says them."""

    takes: Takes
    known: dict[Key, Section] = field(default_factory=dict)

    def items(self, plan: Plan) -> Iterator[Item]:
        """All that is heard, for whoever has to speak it before it is measured; once, and first of all.

        Its tags have the place in a script, but not the number of a chapter, step or hold.
        """
        for section in self.sections(plan):
            yield from section.items

    def of(self, plan: Plan) -> int:
        """How long the plan lasts, in samples, exactly."""
        return sum(section.length for section in self.sections(plan))

    def problems(self, plan: Plan) -> tuple[Problem, ...]:
        """Every cue that does not fit where its author put it."""
        found = (problem for section in self.sections(plan) for problem in section.problems)
        return tuple(dict.fromkeys(found))

    def sections(self, plan: Plan) -> Iterator[Section]:
        """The opening, each part, the close."""
        before = plan.parts[0].before if plan.parts else ()
        needs = tuple(part.technique.needs for part in plan.parts)
        walk = Walk.of(plan)
        yield self._section(("opening", id(before), needs), plan, "", before, walk.opening)
        yield from (section for _, section in self.parts(plan))
        quiet = 0 if plan.filling else plan.remainder
        yield self._section(("close", id(plan.after), quiet), plan, "", plan.after, walk.closing)

    def parts(self, plan: Plan) -> Iterator[tuple[Part, Section]]:
        """Each part with its section."""
        position, walk = "", Walk.of(plan)
        for number, part in enumerate(plan.parts):
            yield part, self._part(plan, part, position, number, walk)
            position = part.technique.ends or position

    def _part(self, plan: Plan, part: Part, position: str, number: int, walk: Walk) -> Section:
        technique, before = part.technique, part.before
        quiet = plan.remainder if part.fill else 0
        key = (id(technique), part.values, part.sided, part.fill, id(before), quiet, position, number == 0)
        alive = (technique, before)
        return self._section(key, plan, part.fill, alive, lambda: walk.section(part, position, number))

    def _section(self, key: Key, plan: Plan, fill: str, of: object, write: Callable[[], Written]) -> Section:
        # Words may name what is not settled yet: the length of the whole, and the fill.
        known = self.known
        found = known.get(key)
        if found is None and (found := known.get(unsettled := (key, plan.length, plan.said))) is None:
            written = write()
            found = Section(written.items, self.takes, of)
            known[unsettled if written.named & {"length", "minutes", fill} else key] = found
        return found
