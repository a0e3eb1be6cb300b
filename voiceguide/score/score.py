"""Plan → score: every sound and every silence in order, with lengths of silences but no positions yet.

This module has the parts of a session around its techniques: opening, announcements, transitions, close.
step_writer.py writes the steps of a technique, as docs/script-format.md defines them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import LANGUAGES, wording
from voiceguide.score.context import TechniqueValues, WriterContext, scale_length
from voiceguide.score.items import INITIAL_SILENCE, EventContext, Role, Slack
from voiceguide.score.placeholders import expand_placeholders, global_placeholders, value_placeholders
from voiceguide.score.pronunciation import build_respeller
from voiceguide.score.score_builder import (
    FIRST_SECTION,
    PAUSE_AFTER_PARAGRAPH,
    Numbering,
    ScoreBuilder,
    ScoreSection,
)
from voiceguide.score.signals import signal_sound
from voiceguide.score.step_writer import StepWriter
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.vocabulary import Guidance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.language.base import Wording
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.items import Item
    from voiceguide.script.model import Pronunciation, ScriptBody
    from voiceguide.script.shared_pages import PositionChange

FETCHING_TIME = units.to_samples(5)
"""Samples to fetch what the techniques to come need, in the middle of a session."""

FINAL_SILENCE = units.to_samples(2)
"""Samples of silence at the very end, so that no player cuts the last word."""


def write_score(plan: Plan) -> tuple[Item, ...]:
    """Return the score of a whole session."""
    sections = ScoreWriter.for_plan(plan).write_sections()
    return tuple(chain.from_iterable(section.items for section in sections))


def write_technique_score(plan: Plan, planned: PlannedTechnique) -> tuple[Item, ...]:
    """Return the score of one technique alone, from its own position."""
    builder = ScoreBuilder()
    ScoreWriter.for_plan(plan).write_technique(builder, planned, planned.technique.position, is_first=False)
    return builder.finish().items


@dataclass(frozen=True, slots=True, eq=False)
class ScoreWriter:
    """Writer of a plan's sections. Each section follows from its arguments alone.

    `numbering` is that of the section before; without it, the numbers of a section begin at 1.
    """

    plan: Plan
    wording: Wording
    placeholders: Mapping[str, str]
    """Placeholders of any text in the session."""
    heard_tones: frozenset[str] = frozenset()
    """Tones that the session has, to be explained; empty explains all."""
    needs_index: int = -1
    """Index of the technique before which the things to have ready are named; 0 for the opening, -1 for nowhere."""

    @classmethod
    def for_plan(cls, plan: Plan) -> ScoreWriter:
        """Return a writer for a plan."""
        session_wording = LANGUAGES[plan.session.language].wording
        placeholders = global_placeholders(plan, session_wording)
        return cls(plan, session_wording, placeholders, needs_index=_find_needs_index(plan))

    def write_sections(self) -> Iterator[ScoreSection]:
        """Yield the sections of the whole session, numbered throughout."""
        writer = replace(self, heard_tones=self._find_tones())
        section = writer.write_opening()
        yield section
        position = ""
        for index, planned in enumerate(self.plan.techniques):
            section = writer.write_technique_section(planned, position, index, section.numbering)
            yield section
            position = planned.technique.end_position or position
        yield self.write_closing(position, section.numbering)

    def _find_tones(self) -> frozenset[str]:
        """Return the tones of the session, if a technique explains them."""
        techniques = self.plan.techniques
        if not any(planned.technique.explains_signals for planned in techniques):
            return frozenset()
        sections = (
            self.write_technique_section(planned, planned.technique.position, index)
            for index, planned in enumerate(techniques)
            if not planned.technique.explains_signals
        )
        return frozenset[str]().union(*(section.tones for section in sections))

    def write_opening(self) -> ScoreSection:
        """Return the greeting, the props to fetch, the session's first words, and the safety notes."""
        plan, builder = self.plan, ScoreBuilder()
        event = builder.start_chapter(self.wording.opening_title)
        context = self._context(event, plan.session.pronunciations)
        builder.add_interval(INITIAL_SILENCE, Role.PAUSE, event)
        if plan.profile.has_tones:
            builder.add_tone("chapter", Role.GREETING, event)
        length = wording.describe_session_length(plan.length, self.wording)
        greeting = self.wording.greeting.format(title=plan.session.title, length=length)
        if plan.safety.greeting:
            words = " ".join(text.text for text in plan.safety.greeting)
            names = {**self.placeholders, "length": length, "title": plan.session.title}
            greeting = expand_placeholders(words, names, self.wording)
        builder.record_placeholders("length")
        builder.add_speech(greeting, Role.GREETING, context, pause=PAUSE_AFTER_PARAGRAPH)
        if things := self.things_needed_at(0):  # before the safety note, which leaves time to fetch them
            self.write_needs(builder, things, context, Role.GREETING)
        if plan.techniques:
            StepWriter.for_plan(plan, builder).write_parts(plan.techniques[0].preamble, context)
        for note in (*plan.safety_note, *plan.session.notes):
            builder.add_text(note, Role.SAFETY, context)
        return builder.finish()

    def things_needed_at(self, index: int) -> tuple[str, ...]:
        """Return the things to be named before a technique: all, or none."""
        return self.plan.needs if index == self.needs_index else ()

    def write_needs(
        self, builder: ScoreBuilder, things: tuple[str, ...], context: WriterContext, role: Role
    ) -> None:
        """Write the sentence that lists the things to have ready."""
        text = self.wording.needs.format(things=wording.join_list(things, self.wording))
        builder.add_speech(text, role, context, pause=PAUSE_AFTER_PARAGRAPH)

    def write_technique_section(
        self, planned: PlannedTechnique, position: str, index: int, numbering: Numbering = FIRST_SECTION
    ) -> ScoreSection:
        """Return a technique with the session's words before it, from the position the listener is in.

        The words before the first technique (index 0) are in the opening.
        """
        builder = ScoreBuilder.after(numbering)
        if index and (things := self.things_needed_at(index)):
            context = self.session_context(numbering)
            self.write_needs(builder, things, context, Role.CUE)
            length = scale_length(FETCHING_TIME, self.plan.choices.moving)
            builder.add_interval(length, Role.MOVE, context.event)
        mark = builder.mark()
        if index and planned.preamble:
            context = self.session_context(numbering)
            before, after = _split_after_rest(planned)
            step_writer = StepWriter.for_plan(self.plan, builder)
            step_writer.write_parts(before[:-1], context)
            if before and planned.circuit and planned.circuit.rest:
                step_writer.write_rest(planned.circuit.rest, context)
            mark = builder.mark()
            StepWriter.for_plan(self.plan, builder).write_parts(after, context)
        if self._ends_with_closing and index == len(self.plan.techniques) - 1:
            self._write_getting_up(builder, position, self.session_context(numbering))
        self.write_technique(builder, planned, position, is_first=index == 0)
        if planned.circuit and planned.circuit.every:
            event = EventContext(planned.technique.name, builder.chapter).with_source(planned.circuit.use)
            still = signal_sound("still", self.plan.profile, self.session_context(numbering))
            builder.add(Slack(Role.REST, event, reminder=still))
            builder.fold_into_period(mark, planned.circuit.every, event)
        return builder.finish()

    def write_closing(self, position: str, numbering: Numbering = FIRST_SECTION) -> ScoreSection:
        """Return the session's last words, to a listener in a position, and silence."""
        builder, context = ScoreBuilder.after(numbering), self.session_context(numbering)
        if not self._ends_with_closing:
            self._write_getting_up(builder, position, context)
        StepWriter.for_plan(self.plan, builder).write_parts(self.plan.closing, context)
        remainder = 0 if self.plan.fill_technique else self.plan.trailing_silence
        builder.add_interval(FINAL_SILENCE + remainder, Role.PAUSE, context.event)
        return builder.finish()

    @property
    def _ends_with_closing(self) -> bool:
        """True if the last technique is the closing, before which one hears how to get up."""
        _, closing = BOOKENDS
        names = [planned.technique.name for planned in self.plan.techniques]
        return names[1:] != [] and names[-1] == closing

    def _write_getting_up(self, builder: ScoreBuilder, position: str, context: WriterContext) -> None:
        """Write how to get up from the position at the end of a session."""
        change = next(
            (
                change
                for change in self.plan.position_changes
                if (change.start, change.goal) == (position, "")
            ),
            None,
        )
        if change:
            context = replace(context, needs_words=True)
            StepWriter.for_plan(self.plan, builder).write_parts(change.body, context)

    def write_technique(
        self, builder: ScoreBuilder, planned: PlannedTechnique, position: str, *, is_first: bool
    ) -> None:
        """Write a technique: its announcement, the transition from a position, its notes and its steps."""
        plan, technique = self.plan, planned.technique
        is_repeated = planned.circuit is not None and planned.circuit.round > 1
        if is_repeated:
            plan = replace(plan, choices=replace(plan.choices, guidance=Guidance.NAMES))
        event = builder.start_chapter(technique.title, technique.name)
        context = self._context(event, technique.pronunciations)
        step_writer = StepWriter.for_plan(plan, builder, self.heard_tones)
        if is_repeated and plan.choices.announce_next:
            builder.add_speech(f"{technique.title.rstrip('.')}.", Role.NEXT, context)
        elif plan.choices.announce_next:
            template = self.wording.first_announcement if is_first else self.wording.next_announcement
            title = wording.title_in_sentence(technique.title, self.wording)
            builder.add_speech(template.format(title=title), Role.NEXT, context)
        else:
            step_writer.write_signal("chapter", Role.NEXT, context)  # a chapter begins with a sound
        if technique.position and technique.position != position and not technique.own_way:
            change = _find_position_change(plan.position_changes, position, technique.position)
            transition = WriterContext(
                event, self.placeholders, self.wording, context.respell, needs_words=not is_repeated
            )
            step_writer.write_parts(change.body, transition)
        placeholders = {**self.placeholders, **value_placeholders(plan, planned, self.wording)}
        values = TechniqueValues.from_plan(planned)
        context = WriterContext(event, placeholders, self.wording, context.respell, values)
        for note in () if is_repeated else technique.notes:
            builder.add_text(note, Role.SAFETY, context)
        step_writer.write_parts(technique.body, context)

    def session_context(self, numbering: Numbering) -> WriterContext:
        """Return the context of the session's own words, which are in a chapter but of no technique."""
        event = EventContext(chapter=numbering.chapters)
        return self._context(event, self.plan.session.pronunciations)

    def _context(self, event: EventContext, pronunciations: tuple[Pronunciation, ...]) -> WriterContext:
        respell = build_respeller(pronunciations, self.plan.choices.pronunciations)
        return WriterContext(event, self.placeholders, self.wording, respell)


def _split_after_rest(planned: PlannedTechnique) -> tuple[ScriptBody, ScriptBody]:
    """Return the words and steps before a technique, up to the rest before its round, and after it."""
    rest = planned.circuit.rest if planned.circuit else None
    count = planned.preamble.index(rest) + 1 if rest in planned.preamble else 0
    return planned.preamble[:count], planned.preamble[count:]


def _find_needs_index(plan: Plan) -> int:
    """Return the index of the first technique that needs anything, -1 if none does.

    It is 0, which is the opening, if only the bells come before that technique.
    """
    bells, _ = BOOKENDS
    for index, planned in enumerate(plan.techniques):
        if planned.technique.needs:
            return 0 if index == 1 and plan.techniques[0].technique.name == bells else index
    return -1


def _find_position_change(changes: tuple[PositionChange, ...], start: str, goal: str) -> PositionChange:
    """Return the change from one position to another, or else the one to it from anywhere.

    Raise KeyError if there is neither; the reader refuses such a script.
    """
    changes_by_start = {change.start: change for change in changes if change.goal == goal}
    return changes_by_start.get(start) or changes_by_start[""]
