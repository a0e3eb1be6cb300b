"""Plan → score: every sound and every silence in order, with lengths of silences but no positions yet.

This file is what is said around techniques without being written; doing.py is what a technique's steps mean
(docs/script-format.md), and stave.py is where all of it is written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import wording
from voiceguide.score.items import EventContext, Item
from voiceguide.score.score_builder import PAUSE_AFTER_PARAGRAPH, ScoreBuilder, make_global_placeholders
from voiceguide.score.step_writer import StepWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.script.model import PositionChange, Step, Text

INITIAL_SILENCE = units.FRAME_SAMPLES
"""Quiet at the very start: there the lead-in of the first clip stands (mp3/frames.stream)."""

FINAL_SILENCE = units.to_samples(2)
"""Quiet at the very end, so that no player cuts the last word."""


def write_score(plan: Plan) -> tuple[Item, ...]:
    """The whole session, in order. Pure: the same plan gives the same score."""
    return tuple(ScoreWriter.for_plan(plan).write_session())


def write_technique_score(plan: Plan, planned: PlannedTechnique) -> tuple[Item, ...]:
    """One technique's turn alone, from its own position."""
    writer = ScoreWriter.for_plan(plan)
    writer.write_technique(planned, planned.technique.position, is_first=False)
    return tuple(writer.builder.items)


@dataclass(frozen=True, slots=True)
class ScoreSection:
    """A section of a score; `named` is what its words name in braces."""

    items: tuple[Item, ...]
    used_placeholders: frozenset[str]


@dataclass(frozen=True)
class ScoreWriter:
    """One walk through a plan, section by section."""

    plan: Plan
    builder: ScoreBuilder
    step_writer: StepWriter

    @classmethod
    def for_plan(cls, plan: Plan) -> ScoreWriter:
        """At the beginning."""
        placeholders = make_global_placeholders(plan)
        builder = ScoreBuilder(plan, EventContext(), placeholders, placeholders)
        return cls(plan, builder, StepWriter(plan, builder))

    def write_session(self) -> Iterator[Item]:
        """The items, a section at a time."""
        yield from self.write_opening().items
        position = ""
        for index, planned in enumerate(self.plan.techniques):
            yield from self.write_technique_section(planned, position, index).items
            position = planned.technique.end_position or position
        yield from self.write_closing().items

    def _finish_section(self) -> ScoreSection:
        """What stands on the stave, which is empty then."""
        builder = self.builder
        section = ScoreSection(tuple(builder.items), frozenset(builder.used_placeholders))
        builder.items, builder.used_placeholders = [], set()
        return section

    def write_technique_section(self, planned: PlannedTechnique, position: str, index: int) -> ScoreSection:
        """A part's turn from a position, behind `number` others. Words ahead of all belong to the opening."""
        if index:
            self._write_session_parts(planned.preamble)
        self.write_technique(planned, position, is_first=index == 0)
        return self._finish_section()

    def write_closing(self) -> ScoreSection:
        """The session's last words, and quiet."""
        self._write_session_parts(self.plan.closing)
        remainder = 0 if self.plan.fill_technique else self.plan.trailing_silence
        self.builder.add_interval(FINAL_SILENCE + remainder, "pause")
        return self._finish_section()

    def write_opening(self) -> ScoreSection:
        """The greeting, the session's first words, the safety note, and what to have within reach."""
        plan, builder, session_wording = self.plan, self.builder, self.builder.wording
        builder.use_pronunciations(plan.session.pronunciations)
        builder.placeholders = builder.global_placeholders
        builder.start_chapter(session_wording.opening_title)
        builder.add_interval(INITIAL_SILENCE, "pause")
        builder.add_tone("switch", "greeting")
        greeting = session_wording.greeting.format(title=plan.session.title, **builder.placeholders)
        builder.used_placeholders.add("length")
        builder.add_speech(greeting, "greeting", pause=PAUSE_AFTER_PARAGRAPH)
        self._write_session_parts(plan.techniques[0].preamble if plan.techniques else ())
        safety = plan.safety.short if plan.brief else plan.safety.full
        for note in (*safety, *plan.session.notes):
            builder.add_text(note, "safety")
        needs = tuple(
            dict.fromkeys(thing for planned in plan.techniques for thing in planned.technique.needs)
        )
        if needs:
            text = session_wording.needs.format(things=wording.join_list(needs, session_wording))
            builder.add_speech(text, "greeting", pause=PAUSE_AFTER_PARAGRAPH)
        return self._finish_section()

    def _write_session_parts(self, parts: Iterable[Text | Step]) -> None:
        """The session's own words and steps: in the chapter where they are heard, but of no technique."""
        builder = self.builder
        builder.use_pronunciations(self.plan.session.pronunciations)
        builder.placeholders, builder.context = (
            builder.global_placeholders,
            EventContext(chapter=builder.context.chapter),
        )
        self.step_writer.reset_numbering()
        self.step_writer.write_parts(tuple(parts))

    def write_technique(self, planned: PlannedTechnique, position: str, *, is_first: bool) -> None:
        """A technique alone, announced, with the way to it from a position."""
        technique, builder = planned.technique, self.builder
        self.step_writer.reset_numbering()
        builder.use_pronunciations(technique.pronunciations)
        builder.start_chapter(technique.title, technique.name)
        if self.plan.announce_next:
            template = builder.wording.first_announcement if is_first else builder.wording.next_announcement
            builder.add_speech(
                template.format(title=wording.title_in_sentence(technique.title, builder.wording)), "next"
            )
        else:
            builder.add_tone("switch", "next")  # something new begins, and its chapter with a sound
        if technique.position and technique.position != position:
            self.step_writer.in_transition = True
            self.step_writer.write_parts(
                _find_position_change(self.plan.position_changes, position, technique.position).body
            )
            self.step_writer.in_transition = False
        self.step_writer.use_values_of(planned)
        for note in technique.notes:
            builder.add_text(note, "safety")
        self.step_writer.write_parts(technique.body)


def _find_position_change(changes: tuple[PositionChange, ...], start: str, goal: str) -> PositionChange:
    """The words for this very change, else those that serve from anywhere: the reader saw that there are."""
    changes_by_ends = {(change.start, change.goal): change for change in changes}
    return changes_by_ends.get((start, goal)) or changes_by_ends["", goal]
