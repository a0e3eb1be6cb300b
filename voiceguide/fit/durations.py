"""Duration of a plan, section by section; unchanged sections are memoised.

A section is one technique's turn with the session's words before it, or the opening or closing of a session.
Its length depends only on the technique and its values, the position before it and, if its words name them,
the length of the whole session and the fill.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voiceguide.score.layout import Measure, overlap_problems, score_length
from voiceguide.score.score import ScoreWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from voiceguide.errors import Problem
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.items import Item
    from voiceguide.score.score_builder import ScoreSection


def final_position(plan: Plan) -> str:
    """Return the position at the end of a session, "" if no technique has one."""
    positions = (planned.technique.end_position for planned in reversed(plan.techniques))
    return next(filter(None, positions), "")


SectionKey = tuple[object, ...]


@dataclass(slots=True, eq=False)
class MeasuredSection:
    """Score of a section, measured on demand: its clips must exist by then."""

    items: tuple[Item, ...]
    measure: Measure
    tones: frozenset[str]
    """Names of its tones."""
    keep_alive: object
    """Objects whose id() is in the cache key; held so that no other object gets that id."""
    _measurement: tuple[int, tuple[Problem, ...]] | None = None

    @property
    def length(self) -> int:
        """Length in samples."""
        return self._measure()[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Problems of cues that lack room."""
        return self._measure()[1]

    def _measure(self) -> tuple[int, tuple[Problem, ...]]:
        if self._measurement is None:
            self._measurement = (
                score_length(self.items, self.measure),
                overlap_problems(self.items, self.measure),
            )
            self.items = ()  # frees memory: a long session has many
        return self._measurement


@dataclass(frozen=True, slots=True, eq=False)
class Durations:
    """Memoised lengths of the sections of a session and its variants, with the clips of one voice."""

    measure: Measure
    cache: dict[SectionKey, MeasuredSection] = field(default_factory=dict)

    def items(self, plan: Plan) -> Iterator[Item]:
        """Yield the items of a plan, whose clips must exist before the first measurement.

        Call it before measuring, which drops the items. Their events have a place in a script, but not the
        number of a chapter, step or hold.
        """
        for section in self.sections(plan):
            yield from section.items

    def total(self, plan: Plan) -> int:
        """Return the exact length of a plan in samples."""
        return sum(section.length for section in self.sections(plan))

    def problems(self, plan: Plan) -> tuple[Problem, ...]:
        """Return a problem for each cue that does not fit at its mark."""
        problems = (problem for section in self.sections(plan) for problem in section.problems)
        return tuple(dict.fromkeys(problems))

    def sections(self, plan: Plan) -> Iterator[MeasuredSection]:
        """Yield the sections of a plan: the opening, each technique, the closing."""
        preamble = plan.techniques[0].preamble if plan.techniques else ()
        writer = ScoreWriter.for_plan(plan)
        key = ("opening", id(preamble), writer.things_needed_at(0))
        yield self._cached_section(key, plan, "", preamble, writer.write_opening)
        yield from (section for _, section in self.technique_sections(plan))
        silence = 0 if plan.fill_technique else plan.trailing_silence
        position = final_position(plan)
        yield self._cached_section(
            ("close", id(plan.closing), silence, position, len(plan.techniques)),
            plan,
            "",
            plan.closing,
            lambda: writer.write_closing(position),
        )

    def technique_sections(self, plan: Plan) -> Iterator[tuple[PlannedTechnique, MeasuredSection]]:
        """Yield each planned technique with its section."""
        writer, positions = ScoreWriter.for_plan(plan), _positions(plan)
        sections = {
            index: self._technique_section(plan, planned, positions[index], index, writer)
            for index, planned in enumerate(plan.techniques)
            if not planned.technique.explains_signals
        }
        if len(sections) < len(plan.techniques):
            tones = frozenset[str]().union(*(section.tones for section in sections.values()))
            writer = replace(writer, heard_tones=tones)
        for index, planned in enumerate(plan.techniques):
            section = sections.get(index)
            yield planned, section or self._technique_section(plan, planned, positions[index], index, writer)

    def section_lengths(
        self, plan: Plan, techniques: Iterable[tuple[int, PlannedTechnique]]
    ) -> Iterator[int]:
        """Yield the length of each technique's section if it were at its index in a plan, the others unchanged."""
        writer, positions = ScoreWriter.for_plan(plan), _positions(plan)
        for index, planned in techniques:
            yield self._technique_section(plan, planned, positions[index], index, writer).length

    def _technique_section(
        self, plan: Plan, planned: PlannedTechnique, position: str, index: int, writer: ScoreWriter
    ) -> MeasuredSection:
        technique, preamble = planned.technique, planned.preamble
        silence = plan.trailing_silence if planned.fill else 0
        key = (
            id(technique),
            planned.values,
            planned.side_values,
            planned.fill,
            id(preamble),
            silence,
            planned.circuit,
            position,
            index == 0,
            index == len(plan.techniques) - 1,
            writer.things_needed_at(index),
            writer.heard_tones,
        )
        keep_alive = (technique, preamble)
        return self._cached_section(
            key,
            plan,
            planned.fill,
            keep_alive,
            lambda: writer.write_technique_section(planned, position, index),
        )

    def _cached_section(
        self, key: SectionKey, plan: Plan, fill: str, keep_alive: object, write: Callable[[], ScoreSection]
    ) -> MeasuredSection:
        # Words may name amounts that are not known yet: the length of the whole session, and the fill.
        cache = self.cache
        section = cache.get(key)
        if (
            section is None
            and (section := cache.get(length_key := (key, plan.length, plan.spoken_fill))) is None
        ):
            score_section = write()
            section = MeasuredSection(score_section.items, self.measure, score_section.tones, keep_alive)
            cache[length_key if score_section.used_placeholders & {"length", "minutes", fill} else key] = (
                section
            )
        return section


def _positions(plan: Plan) -> list[str]:
    """Return the position before each technique, and that after the last one; "" is unknown."""
    positions = [""]
    for planned in plan.techniques:
        positions.append(planned.technique.end_position or positions[-1])
    return positions
