"""Writer of one activity: a hold, free movement, a set or a stretch of rest, with the author's cues inside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import wording
from voiceguide.score import signals
from voiceguide.score.items import Interval, Role, TimedSound, tone_sound
from voiceguide.script.turns import cues_for_turn
from voiceguide.script.vocabulary import LEVEL_MARKS, MOMENT_PLACEHOLDERS, CueKind, Guidance, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Location
    from voiceguide.plan.plan import Plan
    from voiceguide.score.context import WriterContext
    from voiceguide.score.items import Sound
    from voiceguide.score.score_builder import ScoreBuilder
    from voiceguide.script.model import Step, Text

_SELECTING_KINDS = {CueKind.REP, CueKind.ROUND}
"""Kinds of cues that say which exercise comes next, so that every guidance includes them."""


def is_at_once(step: object) -> bool:
    """Return whether a step begins without time to get ready, so that its words are inside it."""
    return getattr(step, "ready", None) == 0 and getattr(step, "kind", "") in {StepKind.HOLD, StepKind.GO}


@dataclass(frozen=True, slots=True, eq=False)
class ActivityWriter:
    """Writer of activities, and of the choice of cues for a listener."""

    plan: Plan
    builder: ScoreBuilder
    hold_sounds_memo: dict[tuple[Location, int, int], tuple[TimedSound, ...]] = field(default_factory=dict)
    """Sounds of holds by step, length and period of the beat, for holds whose sounds are equal in all turns."""

    def cues_for_turn(self, cues: Iterable[Text], context: WriterContext) -> tuple[Text, ...]:
        """Return the cues at the start of a turn."""
        return cues_for_turn(self.cues_for_listener(cues, context), context.turn)

    def cues_for_listener(self, cues: Iterable[Text], context: WriterContext) -> tuple[Text, ...]:
        """Return the cues for the listener's level and guidance."""
        if not cues:
            return ()
        guidance, level = self.plan.choices.guidance, self.plan.choices.level
        brief = guidance != Guidance.FULL
        only_needed = guidance == Guidance.NAMES and not context.needs_words
        return tuple(
            [
                cue
                for cue in cues
                if not (only_needed and not cue.is_always and cue.timing.kind not in _SELECTING_KINDS)
                and not (brief and cue.is_detail)
                and (cue.timing.kind not in LEVEL_MARKS or cue.timing.kind == level)
            ]
        )

    def activity_interval(self, step: Step, context: WriterContext) -> Interval:
        """Return a hold, a set or free movement, with all sounds inside it."""
        if step.kind == StepKind.REPS:
            return self._repetition_interval(step, context)
        length = context.resolve_amount(step.amount)
        event = context.event
        if step.kind is StepKind.HOLD:
            event = event.in_hold(self.builder.next_hold())
        return Interval(length, Role(step.kind), event, self._hold_sounds(step, length, context))

    def _hold_sounds(self, step: Step, length: int, context: WriterContext) -> tuple[TimedSound, ...]:
        """Return the sounds in a hold or in free movement, memoised if they are equal in all turns."""
        beat_period = context.resolve_amount(step.beat.period) if step.beat else 0
        key = step.location, length, beat_period
        sounds = self.hold_sounds_memo.get(key)
        if sounds is not None:
            return sounds
        required = (
            TimedSound(
                0, signals.signal_sound("start", self.plan.profile, context), Role.START, required=True
            ),
            *self._words_at_once(step, context),
            *self.timed_cues(step, length, context),
        )
        automatic: Iterable[TimedSound] = ()
        if not step.cue_style:  # “in silence”
            is_hold = step.kind is StepKind.HOLD or step.every is not None
            automatic = signals.automatic_signals(
                length, required, self.plan.profile, context, is_hold=is_hold
            )
        ticks = signals.beat_sounds(step.beat, length, Role.MID, context) if step.beat else ()
        sounds = signals.sort_sounds((*required, *automatic, *ticks))
        if not (is_at_once(step) or any("{" in cue.text for cue in step.cues)):
            self.hold_sounds_memo[key] = sounds
        return sounds

    def _words_at_once(self, step: Step, context: WriterContext) -> Iterator[TimedSound]:
        """Yield the words of a step that begins at once: right after its start tone."""
        if not is_at_once(step):
            return
        for cue in self.cues_for_turn(step.cues, context):
            sound = self.builder.cue_sound(cue, context)
            yield TimedSound(0, sound, Role.CUE, cue.location, required=True, follows=True)

    def timed_cues(self, step: Step, length: int, context: WriterContext) -> Iterator[TimedSound]:
        """Yield the cues inside a step.

        Cues that are repeated at one interval take turns. Each is required only the first time.
        """
        repeated: dict[int, list[Text]] = {}
        for cue in self.cues_for_listener(step.cues, context):
            mark, amount = cue.timing.mark, cue.timing.amount
            if mark is None or mark.position is None:
                continue
            if mark.is_repeated:
                repeated.setdefault(amount, []).append(cue)
            else:
                yield self._timed_cue(cue, mark.position(length, amount), length, context, required=True)
        for amount, cues in repeated.items():
            for number, offset in enumerate(range(amount, max(length, amount + 1), amount)):
                cue = cues[number % len(cues)]
                yield self._timed_cue(cue, offset, length, context, required=number < len(cues))

    def _timed_cue(
        self, cue: Text, offset: int, length: int, context: WriterContext, *, required: bool
    ) -> TimedSound:
        sound = tone_sound(cue.chime) if cue.chime else self._sound_at(cue, offset, length, context)
        return TimedSound(offset, sound, Role.MID, cue.location, required=required)

    def _sound_at(self, cue: Text, offset: int, length: int, context: WriterContext) -> Sound:
        """Return a cue's words; {elapsed} and {remaining} are the times before and after it, in whole seconds."""
        if not any(name in cue.text for name in MOMENT_PLACEHOLDERS):
            return self.builder.cue_sound(cue, context)
        times = dict(zip(MOMENT_PLACEHOLDERS, (offset, max(length - offset, 0)), strict=True))
        rounded = {name: round(time / units.SAMPLE_RATE) * units.SAMPLE_RATE for name, time in times.items()}
        texts = {name: wording.describe_time(time, context.wording) for name, time in rounded.items()}
        placeholders = {**texts, **context.placeholders}
        return self.builder.cue_sound(cue, context.in_turn(context.event, placeholders, context.turn))

    def _repetition_interval(self, step: Step, context: WriterContext) -> Interval:
        cues_by_rep = {
            cue.timing.amount: TimedSound(
                0, self.builder.cue_sound(cue, context), Role.MID, cue.location, required=True
            )
            for cue in self.cues_for_listener(step.cues, context)
            if cue.timing.kind == CueKind.REP
        }
        return signals.repetition_interval(step, self.plan.profile, cues_by_rep, context)
