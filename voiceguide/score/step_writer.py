"""Writer of a script's steps: the anatomy of a hold, sides and rounds, and the cues of each turn.

The sounds inside a hold, a set or a stretch of breaths are made in signals.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.plan.options import Guidance
from voiceguide.plan.sound_profiles import HalfwaySignal
from voiceguide.score import signals
from voiceguide.score.context import scale_length
from voiceguide.score.items import Interval, Role, TimedSound
from voiceguide.score.placeholders import side_placeholders
from voiceguide.score.score_builder import PAUSE_AFTER_CUE, PAUSE_AFTER_PARAGRAPH
from voiceguide.script.model import Section, Step, Text
from voiceguide.script.turns import Turn, cues_for_turn
from voiceguide.script.vocabulary import LEVEL_MARKS, CueStyle, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Location
    from voiceguide.plan.plan import Plan
    from voiceguide.score.context import WriterContext
    from voiceguide.score.score_builder import ScoreBuilder
    from voiceguide.script.model import Amount, ScriptBody

DEFAULT_READY_LENGTH = units.to_samples(4)
"""Samples to get into position before a hold, where the script gives no time."""


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """One time through a step or section with rounds or sides: its round from 1, its side, its context."""

    number: int
    side: str
    is_second_side: bool
    context: WriterContext


@dataclass(frozen=True, slots=True, eq=False)
class StepWriter:
    """Writer of the steps of one section: each method appends sounds and silences to the builder."""

    plan: Plan
    builder: ScoreBuilder
    heard_tones: frozenset[str] = frozenset()
    """Tones that the session has, to be explained; empty explains all."""
    hold_sounds_memo: dict[tuple[Location, int], tuple[TimedSound, ...]] = field(default_factory=dict)
    """Sounds of holds by step and length, for holds whose cues have no placeholders."""

    def write_parts(self, parts: ScriptBody, context: WriterContext) -> None:
        """Write paragraphs, steps and sections in order; of adjacent paragraphs, those for this turn."""
        for is_text, run in groupby(parts, key=lambda part: isinstance(part, Text)):
            if is_text:
                texts = [part for part in run if isinstance(part, Text)]
                for text in self._cues_for_turn(texts, context):
                    self.builder.add_text(text, Role.CUE, context)
                continue
            for part in run:
                if isinstance(part, Section):
                    self._write_rounds(part, context)
                elif isinstance(part, Step) and self._is_heard(part):
                    number = self.builder.step_number(part.location)
                    self._write_step(part, context.with_event(context.event.in_step(number, part.location)))

    def _write_step(self, step: Step, context: WriterContext) -> None:
        if step.kind in {"hold", "go", "reps"}:
            self._write_rounds(step, context)
        elif step.kind == "chime":
            self._write_chime(step, context)
        elif step.kind == "breathe":
            self._write_opening_cues(step, context)
            cue_style = self.plan.profile.cue_style_of(step.cue_style or CueStyle.BY_TONES)
            self.builder.add(signals.breath_interval(step, cue_style, context))
            self._write_remainder(step, context)
            self._write_end(step, context)
        else:  # move, rest or pause
            self._write_opening_cues(step, context)
            is_move = step.kind == "move"
            length = (
                self._move_length(step.amount, context) if is_move else context.resolve_amount(step.amount)
            )
            sounds = signals.sort_sounds(self._timed_cues(step, length, context))
            self.builder.add_interval(length, Role(step.kind), context.event, sounds)
            self._write_remainder(step, context)

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

    def write_signal(self, name: str, role: Role, context: WriterContext) -> None:
        """Write a tone, or for a listener without tones the words for it, if there are any."""
        if self.plan.profile.has_tones:
            self.builder.add_tone(name, role, context.event)
        elif words := context.wording.signal_words.get(name):
            self.builder.add_speech(words, role, context)

    # Rounds and sides ----------------------------------------------------------------------------

    def _write_rounds(self, part: Step | Section, context: WriterContext) -> None:
        """Write round 1 on the first side, switch, second side; rest; round 2 … with full time for each side."""
        if part.repeats:
            round_count = context.resolve_amount(part.rounds)
            for repeat in _repeats(part, round_count, context):
                self._write_repeat(part, repeat, context.event.side, round_count)
        else:  # it belongs to the turn of its section, if it has one
            self._write_turn(part, context)
        self._write_remainder(part, context)

    def _write_repeat(self, part: Step | Section, repeat: Repeat, outer_side: str, round_count: int) -> None:
        builder, context = self.builder, repeat.context
        if repeat.is_second_side:
            builder.add_interval(self._move_length(part.switch or 0, context), Role.SWITCH, context.event)
            self.write_signal("switch", Role.SWITCH, context)
        elif repeat.number > 1:
            self.write_signal("switch", Role.SWITCH, context)
            builder.add_speech(context.wording.round.format(number=repeat.number), Role.COUNT, context)
        if repeat.side and self.plan.choices.guidance == Guidance.NAMES:
            builder.add_speech(f"{context.wording.sides[repeat.side].capitalize()}.", Role.COUNT, context)
        self._write_turn(part, context)
        if repeat.number < round_count and repeat.is_second_side == (len(part.sides) > 1):
            self._write_cues(part, "rest", context)
            event = context.event.in_turn(context.event.round, outer_side)
            builder.add_interval(context.resolve_amount(part.rest or 0), Role.REST, event)

    def _write_turn(self, part: Step | Section, context: WriterContext) -> None:
        """Write one turn of a section, or of a hold, a set or free movement."""
        if isinstance(part, Section):
            self.write_parts(part.body, context)
            return
        self._write_opening_cues(part, context)
        ready = DEFAULT_READY_LENGTH if part.ready is None else part.ready
        self.builder.add_interval(self._move_length(ready, context), Role.READY, context.event)
        self.builder.add(self._activity_interval(part, context))
        self._write_end(part, context)

    def _write_end(self, step: Step, context: WriterContext) -> None:
        """Write the end tone, then the @end cues."""
        self.write_signal("end", Role.END, context)
        self._write_cues(step, "end", context)

    def _write_remainder(self, part: Step | Section, context: WriterContext) -> None:
        """Write the trailing silence after the last turn of the fill, which has only whole breaths."""
        if part is context.values.fill_step and self.plan.trailing_silence and context.turn.is_final:
            role = Role.BREATHE if isinstance(part, Step) and part.kind == "breathe" else Role.REST
            self.builder.add_interval(self.plan.trailing_silence, role, context.event)

    # Cues ----------------------------------------------------------------------------------------

    def _write_opening_cues(self, step: Step, context: WriterContext) -> None:
        """Write the cues before a step, for this turn."""
        for cue in self._cues_for_turn(step.cues, context):
            self.builder.add_text(cue, Role.CUE, context, pause=PAUSE_AFTER_CUE)

    def _write_cues(self, part: Step | Section, kind: str, context: WriterContext) -> None:
        """Write the cues with one kind of mark."""
        pause = PAUSE_AFTER_PARAGRAPH if isinstance(part, Section) else PAUSE_AFTER_CUE
        for cue in self._cues_for_listener(part.cues, context):
            if cue.timing.kind == kind:
                self.builder.add_text(cue, Role.CUE, context, pause=pause)

    def _cues_for_turn(self, cues: Iterable[Text], context: WriterContext) -> tuple[Text, ...]:
        return cues_for_turn(self._cues_for_listener(cues, context), context.turn)

    def _cues_for_listener(self, cues: Iterable[Text], context: WriterContext) -> tuple[Text, ...]:
        """Return the cues for the listener's level and guidance."""
        if not cues:
            return ()
        guidance, level = self.plan.choices.guidance, self.plan.choices.level
        brief = guidance != Guidance.FULL
        only_always = guidance == Guidance.NAMES and not context.in_transition
        return tuple(
            [
                cue
                for cue in cues
                if not (only_always and not cue.is_always)
                and not (brief and cue.is_detail)
                and (cue.timing.kind not in LEVEL_MARKS or cue.timing.kind == level)
            ]
        )

    # Intervals -----------------------------------------------------------------------------------

    def _move_length(self, amount: Amount, context: WriterContext) -> int:
        """Return a time to move in samples, stretched as the listener chose."""
        return scale_length(context.resolve_amount(amount), self.plan.choices.moving)

    def _activity_interval(self, step: Step, context: WriterContext) -> Interval:
        """Return a hold, a set or free movement, with all sounds inside it."""
        if step.kind == "reps":
            return self._repetition_interval(step, context)
        length = context.resolve_amount(step.amount)
        event = context.event.in_hold(self.builder.next_hold()) if step.kind == "hold" else context.event
        return Interval(length, Role(step.kind), event, self._hold_sounds(step, length, context))

    def _hold_sounds(self, step: Step, length: int, context: WriterContext) -> tuple[TimedSound, ...]:
        """Return the sounds in a hold or in free movement, memoised unless its cues have placeholders."""
        sounds = self.hold_sounds_memo.get((step.location, length))
        if sounds is not None:
            return sounds
        profile = self.plan.profile
        required = (
            TimedSound(0, signals.signal_sound("start", profile, context), Role.START, required=True),
            *self._timed_cues(step, length, context),
        )
        if step.cue_style:  # “in silence”
            profile = replace(profile, halfway=HalfwaySignal.NONE, countdown=0, remaining=0)
        automatic = signals.automatic_signals(length, required, profile, context, is_hold=step.kind == "hold")
        sounds = signals.sort_sounds((*required, *automatic))
        if not any("{" in cue.text for cue in step.cues):
            self.hold_sounds_memo[step.location, length] = sounds
        return sounds

    def _timed_cues(self, step: Step, length: int, context: WriterContext) -> Iterator[TimedSound]:
        """Yield the cues inside a step; of a repeated one, only the first is required."""
        for cue in self._cues_for_listener(step.cues, context):
            mark, amount = cue.timing.mark, cue.timing.amount
            if mark is None or mark.position is None:
                continue
            offset = mark.position(length, amount)
            sound = self.builder.cue_sound(cue, context)
            yield TimedSound(offset, sound, Role.MID, cue.location, required=True)
            for repeat_offset in range(2 * amount, length, amount) if mark.is_repeated else ():
                yield TimedSound(repeat_offset, sound, Role.MID, cue.location)

    def _repetition_interval(self, step: Step, context: WriterContext) -> Interval:
        cues_by_rep = {
            cue.timing.amount: TimedSound(
                0, self.builder.cue_sound(cue, context), Role.MID, cue.location, required=True
            )
            for cue in self._cues_for_listener(step.cues, context)
            if cue.timing.kind == "rep"
        }
        cue_style = self.plan.profile.cue_style_of(step.cue_style)
        return signals.repetition_interval(step, cue_style, cues_by_rep, context)


def _repeats(part: Step | Section, round_count: int, context: WriterContext) -> Iterator[Repeat]:
    """Yield the repetitions of a step or section, round by round, with the sides within each round."""
    outer, sides = context.turn, part.sides or ("",)
    for number in range(1, round_count + 1):
        for index, side in enumerate(sides):
            turn, placeholders = outer, dict(context.placeholders)
            is_final = outer.is_final and number == round_count and index == len(sides) - 1
            if part.rounds != 1:
                is_within_side = outer.is_second_side
                turn = Turn(number, is_within_side, number == round_count > 1, is_within_side, is_final)
                placeholders |= {"round": str(number), "rounds": str(round_count)}
            if side:
                turn = Turn(turn.round, index > 0, turn.is_last_round, is_final=is_final)
                placeholders |= side_placeholders(side, context.values, context.wording)
            round_number = turn.round if round_count > 1 or side else context.event.round
            event = context.event.in_turn(round_number, side or context.event.side)
            yield Repeat(number, side, index > 0, context.in_turn(event, placeholders, turn))
