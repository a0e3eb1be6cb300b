"""Writer of a script's steps: the anatomy of a hold, its turns, and the cues of each turn.

The sounds inside a hold, a set or a stretch of breaths are made in signals.py, the turns in repeats.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.plan.sound_profiles import HalfwaySignal
from voiceguide.score import signals
from voiceguide.score.activity_writer import ActivityWriter, is_at_once
from voiceguide.score.context import scale_length
from voiceguide.score.items import Role, Slack
from voiceguide.score.layout import reminders
from voiceguide.score.repeats import repeat_turns, words_name_each
from voiceguide.score.score_builder import PAUSE_AFTER_CUE, PAUSE_AFTER_PARAGRAPH
from voiceguide.script.model import Section, Step, Text
from voiceguide.script.vocabulary import CueStyle, Guidance, StepKind

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan
    from voiceguide.score.context import WriterContext
    from voiceguide.score.repeats import Repeat
    from voiceguide.score.score_builder import ScoreBuilder
    from voiceguide.script.model import Amount, ScriptBody

DEFAULT_READY_LENGTH = units.to_samples(4)
"""Samples to get into position before a hold, where the script gives no time."""


@dataclass(frozen=True, slots=True, eq=False)
class StepWriter:
    """Writer of the steps of one section: each method appends sounds and silences to the builder."""

    plan: Plan
    builder: ScoreBuilder
    activities: ActivityWriter
    heard_tones: frozenset[str] = frozenset()
    """Tones that the session has, to be explained; empty explains all."""

    @classmethod
    def for_plan(
        cls, plan: Plan, builder: ScoreBuilder, heard_tones: frozenset[str] = frozenset()
    ) -> StepWriter:
        """Return a writer that appends to a builder."""
        return cls(plan, builder, ActivityWriter(plan, builder), heard_tones)

    def write_parts(self, parts: ScriptBody, context: WriterContext) -> None:
        """Write paragraphs, steps and sections in order; of adjacent paragraphs, those for this turn."""
        for is_text, run in groupby(parts, key=lambda part: isinstance(part, Text)):
            if is_text:
                texts = [part for part in run if isinstance(part, Text)]
                for text in self.activities.cues_for_turn(texts, context):
                    self.builder.add_text(text, Role.CUE, context)
                continue
            for part in run:
                if isinstance(part, Section):
                    self._write_rounds(part, context)
                elif isinstance(part, Step) and self._is_heard(part):
                    number = self.builder.step_number(part.location)
                    self._write_step(part, context.with_event(context.event.in_step(number, part.location)))

    def _write_step(self, step: Step, context: WriterContext) -> None:
        if step.kind == "pause" and context.event.technique:  # its words are what is practised
            context = replace(context, needs_words=True)
        if step.kind in {"hold", "go", "reps"}:
            self._write_rounds(step, context)
        elif step.kind == "chime":
            self._write_chime(step, context)
        elif step.kind == "breathe":
            self._write_opening_cues(step, context)
            cue_style = self.plan.profile.cue_style_of(step.cue_style or CueStyle.BY_TONES)
            self.builder.add(signals.breath_interval(step, cue_style, context))
            self._write_end(step, context)
            self._write_remainder(step, context)
        elif step.after_each:
            for cue in self.activities.cues_for_turn(step.cues, context):
                self.builder.add_text(cue, Role.CUE, context, pause=PAUSE_AFTER_CUE)
                self.builder.add_interval(context.resolve_amount(step.amount), Role.PAUSE, context.event)
            self._write_remainder(step, context)
        else:  # move, rest or pause
            self._write_opening_cues(step, context)
            is_move = step.kind == "move"
            length = (
                self._move_length(step.amount, context) if is_move else context.resolve_amount(step.amount)
            )
            sounds = signals.sort_sounds(self.activities.timed_cues(step, length, context))
            self.builder.add_interval(length, Role(step.kind), context.event, sounds)
            self._write_remainder(step, context)

    def write_rest(self, step: Step, context: WriterContext) -> None:
        """Write the rest between two rounds of a circuit: its words, and soft tones in a long silence."""
        self._write_opening_cues(step, context)
        length = context.resolve_amount(step.amount)
        still = signals.signal_sound("still", self.plan.profile, context)
        self.builder.add_interval(length, Role.REST, context.event, reminders(length, still))

    def _write_chime(self, step: Step, context: WriterContext) -> None:
        """Write a tone, with the words that explain it."""
        self._write_opening_cues(step, context)
        self.write_signal(step.tone, Role.CUE, context)

    def _is_heard(self, step: Step) -> bool:
        """Return False for the explanation of a tone that the session does not have.

        In a session without any tones of its own, all are explained.
        """
        if step.kind != StepKind.CHIME or not step.cues:
            return True
        profile = self.plan.profile
        if not profile.has_tones or (step.tone == "half" and profile.halfway != HalfwaySignal.TONE):
            return False
        return not self.heard_tones or step.tone in self.heard_tones

    def write_signal(self, name: str, role: Role, context: WriterContext, *, optional: bool = False) -> None:
        """Write a tone, or for a listener without tones the words for it, if there are any."""
        if self.plan.profile.has_tones:
            self.builder.add_tone(name, role, context.event, optional=optional)
        elif words := context.wording.signal_words.get(name):
            self.builder.add_speech(words, role, context, optional=optional)

    # Turns ---------------------------------------------------------------------------------------

    def _write_rounds(self, part: Step | Section, context: WriterContext) -> None:
        """Write round 1 on the first side, switch, second side; rest; round 2 … with full time for each side."""
        if part.repeats:
            self._write_turns(part, context)
        else:  # it belongs to the turn of its section, if it has one
            self._write_turn(part, context, is_in_period=False)
        self._write_remainder(part, context)

    def _write_turns(self, part: Step | Section, context: WriterContext) -> None:
        """Write all turns; with “every”, those of a step last from one start tone to the next.

        The turns of a section last from one beginning to the next.
        """
        turns = tuple(repeat_turns(part, self.plan.choices.side, context))
        mark = -1
        for repeat, following in zip(turns, (*turns[1:], None), strict=True):
            if isinstance(part, Section):
                mark = self._end_period(part, mark, context)
            self._write_announcement(part, repeat)
            if isinstance(part, Section):
                self.write_parts(part.body, repeat.context)
            else:
                is_in_period = part.every is not None and not repeat.is_first
                self._write_opening(part, repeat.context, is_in_period=is_in_period)
                mark = self._end_period(part, mark, context)
                self._write_activity(part, repeat.context)
            if following:
                self._write_gap(part, repeat, following, context)

    def _end_period(self, part: Step | Section, mark: int, context: WriterContext) -> int:
        """Make one period of the items since a mark, if there is one; return the mark of the next."""
        if part.every is not None and mark >= 0:
            event = context.event.with_source(part.location)
            self.builder.fold_into_period(mark, context.resolve_amount(part.every), event)
        return self.builder.mark()

    def _write_announcement(self, part: Step | Section, repeat: Repeat) -> None:
        """Write the bells, the number of a later round, and the name of what the words do not name."""
        builder, context, is_optional = self.builder, repeat.context, part.every is not None
        if not repeat.is_first and part.announced and not is_at_once(part):
            self.write_signal("switch", Role.SWITCH, context, optional=is_optional)
            if repeat.begins_round:
                text = context.wording.round.format(number=context.turn.round)
                builder.add_speech(text, Role.COUNT, context, optional=is_optional)
        is_unnamed = not part.sides and not words_name_each(part)
        if repeat.name and (is_unnamed or self.plan.choices.guidance == Guidance.NAMES):
            name = f"{repeat.name[:1].upper()}{repeat.name[1:]}."
            builder.add_speech(name, Role.COUNT, context)

    def _write_gap(
        self, part: Step | Section, repeat: Repeat, following: Repeat, outer: WriterContext
    ) -> None:
        """Write what lies between two turns: the rest between rounds, or the switch within a round."""
        context = repeat.context
        if repeat.ends_round:
            self._write_cues(part, "rest", context)
        event = context.event.in_turn(context.event.round, outer.event.side, outer.event.each)
        if part.every is not None:
            still = signals.signal_sound("still", self.plan.profile, context)
            self.builder.add(Slack(Role.REST, event, reminder=still))
        elif repeat.ends_round:
            length = context.resolve_amount(part.rest or 0)
            still = signals.signal_sound("still", self.plan.profile, context)
            self.builder.add_interval(length, Role.REST, event, reminders(length, still))
        else:
            length = self._move_length(part.switch or 0, following.context)
            self.builder.add_interval(length, Role.SWITCH, following.context.event)

    def _write_turn(self, part: Step | Section, context: WriterContext, *, is_in_period: bool) -> None:
        """Write one turn of a section, or of a hold, a set or free movement."""
        if isinstance(part, Section):
            self.write_parts(part.body, context)
            return
        self._write_opening(part, context, is_in_period=is_in_period)
        self._write_activity(part, context)

    def _write_opening(self, step: Step, context: WriterContext, *, is_in_period: bool) -> None:
        """Write the words before a hold, a set or free movement, and the time to get into position."""
        if is_at_once(step):
            return
        self._write_opening_cues(step, context)
        ready = self._move_length(DEFAULT_READY_LENGTH if step.ready is None else step.ready, context)
        if is_in_period:
            countdown = signals.countdown_sounds(self.plan.profile, context)
            self.builder.add(Slack(Role.READY, context.event, ready, countdown))
        else:
            self.builder.add_interval(ready, Role.READY, context.event)

    def _write_activity(self, step: Step, context: WriterContext) -> None:
        """Write a hold, a set or free movement, with its end."""
        if is_at_once(step):
            self.builder.remove_end_tone()
        self.builder.add(self.activities.activity_interval(step, context))
        self._write_end(step, context)

    def _write_end(self, step: Step, context: WriterContext) -> None:
        """Write the end tone, then the @end cues."""
        self.write_signal("end", Role.END, context)
        self._write_cues(step, "end", context)

    def _write_remainder(self, part: Step | Section, context: WriterContext) -> None:
        """Write the trailing silence after the last turn of the fill, and after its last words."""
        if part is context.values.fill_step and self.plan.trailing_silence and context.turn.is_final:
            self.builder.add_interval(self.plan.trailing_silence, Role.REST, context.event)

    # Cues ----------------------------------------------------------------------------------------

    def _write_opening_cues(self, step: Step, context: WriterContext) -> None:
        """Write the cues before a step, for this turn."""
        for cue in self.activities.cues_for_turn(step.cues, context):
            self.builder.add_text(cue, Role.CUE, context, pause=PAUSE_AFTER_CUE)

    def _write_cues(self, part: Step | Section, kind: str, context: WriterContext) -> None:
        """Write the cues with one kind of mark."""
        pause = PAUSE_AFTER_PARAGRAPH if isinstance(part, Section) else PAUSE_AFTER_CUE
        for cue in self.activities.cues_for_listener(part.cues, context):
            if cue.timing.kind == kind:
                self.builder.add_text(cue, Role.CUE, context, pause=pause)

    # Intervals -----------------------------------------------------------------------------------

    def _move_length(self, amount: Amount, context: WriterContext) -> int:
        """Return a time to move in samples, stretched as the listener chose."""
        return scale_length(context.resolve_amount(amount), self.plan.choices.moving)
