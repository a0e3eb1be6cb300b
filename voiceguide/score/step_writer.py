"""How steps are done: the anatomy of a hold, sides and rounds, which words are for this turn.

What is heard inside a hold, a set or a breath is in beats.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import wording
from voiceguide.score import signals
from voiceguide.score.items import Interval, Sound, TimedSound, tone_sound
from voiceguide.score.score_builder import PAUSE_AFTER_CUE, PAUSE_AFTER_PARAGRAPH, ScoreBuilder
from voiceguide.script.model import Amount, Reference, Section, Step, Technique, Text, walk_parts, walk_steps
from voiceguide.script.turns import Turn, cues_for_turn
from voiceguide.script.vocabulary import LEVEL_MARKS, TIMED_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Location
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.script.model import ScriptBody

DEFAULT_READY_LENGTH = units.to_samples(4)
"""Time to get there before a hold, where the script says nothing."""


@dataclass
class StepWriter:
    """Steps, as they are written down on a stave one after the other; it counts steps and holds."""

    plan: Plan
    builder: ScoreBuilder
    amounts: dict[str, int] = field(default_factory=dict)
    """What the values of this technique are."""
    side_amounts: dict[tuple[str, str], int] = field(default_factory=dict)
    """What some of them are on one side."""
    fill_step: Step | None = None
    """The last step of this technique that the fill stretches."""
    turn: Turn = field(default_factory=Turn)
    step_numbers: dict[Location, int] = field(default_factory=dict)
    """The steps of this technique, or between two, as they were counted when first met."""
    hold_sound_cache: dict[tuple[Location, int], tuple[TimedSound, ...]] = field(default_factory=dict)
    """What sounds in the holds of this technique, each of a length."""
    in_transition: bool = False
    """From one position to another, where nobody who keeps their eyes closed goes without a word."""
    step_count: int = 0
    hold_count: int = 0

    def reset_numbering(self) -> None:
        """What comes now belongs to another technique, or to none: its steps are new ones."""
        self.step_numbers, self.hold_sound_cache = {}, {}

    def use_values_of(self, planned: PlannedTechnique) -> None:
        """From here on, values are those of a part."""
        self.amounts, self.fill_step = dict(planned.values), _last_fill_step(planned)
        self.side_amounts = {(side, name): amount for side, name, amount, _ in planned.side_values}
        self.builder.placeholders = self.builder.global_placeholders | self.format_values(planned)

    def format_values(self, planned: PlannedTechnique) -> dict[str, str]:
        """What the words call each value: times to move as the listener stretched them."""
        move_value_names, texts = set(_move_value_names(planned.technique)), {}
        for value in planned.technique.values:
            amount = (value.name == planned.fill and self.plan.spoken_fill) or self.amounts[value.name]
            amount = self.scale_move_length(amount) if value.name in move_value_names else amount
            texts[value.name] = wording.describe_amount(amount, value.unit, self.builder.wording)
        return texts

    def write_parts(self, parts: ScriptBody) -> None:
        """Paragraphs, steps and headings, in order; of paragraphs in a row, those for this turn."""
        for is_text, run in groupby(parts, key=lambda part: isinstance(part, Text)):
            if is_text:
                for text in self.cues_for_current_turn(part for part in run if isinstance(part, Text)):
                    self.builder.add_text(text, "cue")
                continue
            for part in run:
                if isinstance(part, Section):
                    self.write_rounds(part)
                elif isinstance(part, Step):
                    outer_context = self.builder.context
                    number = self.step_numbers.setdefault(part.location, self.step_count + 1)
                    self.step_count = max(self.step_count, number)
                    self.builder.context = outer_context.in_step(number, str(part.location))
                    self.write_step(part)
                    self.builder.context = outer_context

    def cues_for_listener(self, cues: Iterable[Text]) -> tuple[Text, ...]:
        """Those that are for this listener's level and guidance."""
        if not cues or (self.plan.names_only and not self.in_transition):
            return ()
        brief, level = self.plan.brief, self.plan.level
        return tuple(
            [
                cue
                for cue in cues
                if not (brief and cue.is_detail)
                and (cue.timing.kind not in LEVEL_MARKS or cue.timing.kind == level)
            ]
        )

    def resolve_amount(self, amount: Amount) -> int:
        """What an amount is for this listener, in samples or as a number, on this side."""
        if isinstance(amount, int):
            return amount
        return self.side_amounts.get((self.builder.context.side, amount.name), self.amounts[amount.name])

    def move_length(self, amount: Amount) -> int:
        """Time to move, stretched as the listener asked."""
        return self.scale_move_length(self.resolve_amount(amount))

    def scale_move_length(self, length: int) -> int:
        """A time to move, in samples, as the listener asked."""
        factor = self.plan.moving
        return length * factor.numerator // factor.denominator

    # Steps ---------------------------------------------------------------------------------------

    def write_step(self, step: Step) -> None:
        """One step: its words, its time, and what comes after it."""
        if step.kind == "chime":
            self.write_chime(step)
        elif step.kind in {"hold", "go", "reps"}:
            self.write_rounds(step)
        else:
            self.write_opening_cues(step.cues)
            if step.kind == "breathe":
                self.builder.add(signals.breath_interval(step, self.resolve_amount, self.builder))
                self.write_remainder(step)
                self.write_end(step)
                return
            length = (
                self.move_length(step.amount) if step.kind == "move" else self.resolve_amount(step.amount)
            )
            self.builder.add_interval(
                length, step.kind, sounds=signals.sort_sounds(self.timed_cues(step, length))
            )
            self.write_remainder(step)

    def write_chime(self, step: Step) -> None:
        """A tone; one that has words explains a sign, which nobody needs who chose not to hear it."""
        if step.cues and step.tone == "half" and self.plan.profile.halfway != "tone":
            return
        self.write_opening_cues(step.cues)
        self.builder.add_tone(step.tone, "cue")

    def write_rounds(self, step_or_section: Step | Section) -> None:
        """Round 1 first side, switch, second side; rest; round 2 … Both sides get the full time."""
        if not step_or_section.repeats:  # it belongs to the turn of its heading, if it has one
            self.write_turn(step_or_section)
            self.write_remainder(step_or_section)
            return
        builder, round_count = self.builder, self.resolve_amount(step_or_section.rounds)
        outer_side = builder.context.side
        for number, side, is_second_side in self.enter_turns(step_or_section, round_count):
            if is_second_side:
                builder.add_interval(self.move_length(step_or_section.switch or 0), "switch")
                builder.add_tone("switch", "switch")
            elif number > 1:
                builder.add_tone("switch", "switch")
                builder.add_speech(self.builder.wording.round.format(number=number), "count")
            if side and self.plan.names_only:
                builder.add_speech(f"{self.builder.wording.sides[side].capitalize()}.", "count")
            self.write_turn(step_or_section)
            if number < round_count and is_second_side == (len(step_or_section.sides) > 1):
                self.write_cues(step_or_section, "rest")
                rest_context = builder.context.in_turn(builder.context.round, outer_side)
                builder.add_interval(self.resolve_amount(step_or_section.rest or 0), "rest", rest_context)
        self.write_remainder(step_or_section)

    def enter_turns(
        self, step_or_section: Step | Section, round_count: int
    ) -> Iterator[tuple[int, str, bool]]:
        """Each time that it is done: its round, its side, and whether that is the second one.

        Meanwhile words, tags and names are those of that turn.
        """
        builder, outer_turn, last_index = self.builder, self.turn, (len(step_or_section.sides) or 1) - 1
        context, placeholders = builder.context, builder.placeholders
        for number in range(1, round_count + 1):
            for index, side in enumerate(step_or_section.sides or ("",)):
                builder.placeholders, turn = placeholders, outer_turn
                is_last = outer_turn.is_final and number == round_count and index == last_index
                if step_or_section.rounds != 1:
                    rounds_within_side = outer_turn.is_second_side
                    turn = Turn(
                        number, rounds_within_side, number == round_count > 1, rounds_within_side, is_last
                    )
                    builder.placeholders = builder.placeholders | {
                        "round": str(number),
                        "rounds": str(round_count),
                    }
                if side:
                    turn = Turn(turn.round, index > 0, turn.is_last_round, is_final=is_last)
                    builder.placeholders = builder.placeholders | self.side_placeholders(side)
                round_number = turn.round if round_count > 1 or side else context.round
                self.turn, builder.context = turn, context.in_turn(round_number, side or context.side)
                yield number, side, index > 0
        builder.context, builder.placeholders, self.turn = context, placeholders, outer_turn

    def write_turn(self, step_or_section: Step | Section) -> None:
        """One turn of a step, its words first, or of all under a heading."""
        if isinstance(step_or_section, Section):
            self.write_parts(step_or_section.body)
            return
        self.write_opening_cues(step_or_section.cues)
        self.builder.add_interval(
            self.move_length(
                DEFAULT_READY_LENGTH if step_or_section.ready is None else step_or_section.ready
            ),
            "ready",
        )
        self.builder.add(self.activity_interval(step_or_section))
        self.write_end(step_or_section)

    def write_opening_cues(self, cues: Iterable[Text]) -> None:
        """The words ahead of what is done."""
        for cue in self.cues_for_current_turn(cues):
            self.builder.add_text(cue, "cue", pause=PAUSE_AFTER_CUE)

    def cues_for_current_turn(self, cues: Iterable[Text]) -> tuple[Text, ...]:
        """Those for this listener and this turn."""
        return cues_for_turn(self.cues_for_listener(cues), self.turn)

    def write_cues(self, step_or_section: Step | Section, kind: str) -> None:
        """Its words of one kind."""
        pause = PAUSE_AFTER_PARAGRAPH if isinstance(step_or_section, Section) else PAUSE_AFTER_CUE
        for cue in self.cues_for_listener(step_or_section.cues):
            if cue.timing.kind == kind:
                self.builder.add_text(cue, "cue", pause=pause)

    def activity_interval(self, step: Step) -> Interval:
        """The time itself, with all that is heard in it."""
        if step.kind == "reps":
            return self.repetition_interval(step)
        length = self.resolve_amount(step.amount)
        context = self.builder.context
        if step.kind == "hold":
            self.hold_count += 1
            context = context.in_hold(self.hold_count)
        return Interval(length, step.kind, context, self.sounds_in_hold(step, length))

    def sounds_in_hold(self, step: Step, length: int) -> tuple[TimedSound, ...]:
        """What is heard in a hold: in every turn the same, unless its words name something."""
        sounds = self.hold_sound_cache.get((step.location, length))
        if sounds is None:
            required = (
                TimedSound(0, tone_sound("start"), "start", required=True),
                *self.timed_cues(step, length),
            )
            has_countdown = step.kind == "hold"
            profile = self.plan.profile
            if step.cue_style:  # “in silence”: nobody who settles is counted down
                profile = replace(profile, halfway="", countdown=0)
            automatic = signals.automatic_signals(
                length, required, profile, self.builder, has_countdown=has_countdown
            )
            sounds = signals.sort_sounds((*required, *automatic))
            if not any("{" in cue.text for cue in step.cues):
                self.hold_sound_cache[step.location, length] = sounds
        return sounds

    def timed_cues(self, step: Step, length: int) -> Iterator[TimedSound]:
        """Where cues are heard in a hold; one said again and again may give way but for the first time."""
        for cue in self.cues_for_listener(step.cues):
            kind, amount = cue.timing.kind, cue.timing.amount
            if kind not in TIMED_MARKS:
                continue
            offset = {"half": length // 2, "before end": length - amount}.get(kind, amount)
            sound = self.sound_for_cue(cue)
            yield TimedSound(offset, sound, "mid", str(cue.location), required=True)
            for repeat_offset in range(2 * amount, length, amount) if kind == "every" else ():
                yield TimedSound(repeat_offset, sound, "mid", str(cue.location))

    def repetition_interval(self, step: Step) -> Interval:
        """A set, with the words for single repetitions."""
        cues_by_rep = {
            cue.timing.amount: TimedSound(0, self.sound_for_cue(cue), "mid", str(cue.location), required=True)
            for cue in self.cues_for_listener(step.cues)
            if cue.timing.kind == "rep"
        }
        return signals.repetition_interval(
            step,
            self.resolve_amount,
            step.cue_style or self.plan.profile.cue_style,
            cues_by_rep,
            self.builder,
        )

    def sound_for_cue(self, cue: Text) -> Sound:
        """A cue as the voice is to say it."""
        return self.builder.sound_for_text(self.builder.expand_placeholders(cue.text))

    def write_end(self, step: Step) -> None:
        """The end tone brings the listener back; then the @end words."""
        self.builder.add_tone("end", "end")
        self.write_cues(step, "end")

    def side_placeholders(self, side: str) -> dict[str, str]:
        """What words name on a side: the side itself, and values that are others there."""
        sides = self.builder.wording.sides
        side_lengths = {
            name: wording.describe_time(amount, self.builder.wording)
            for (value_side, name), amount in self.side_amounts.items()
            if value_side == side
        }
        return side_lengths | {
            "side": sides[side],
            "other side": sides["right" if side == "left" else "left"],
        }

    def write_remainder(self, step_or_section: Step | Section) -> None:
        """What whole breaths leave over when the fill meets a length exactly."""
        fill_step = self.fill_step
        if fill_step and step_or_section is fill_step and self.plan.trailing_silence and self.turn.is_final:
            self.builder.add_interval(
                self.plan.trailing_silence, "breathe" if fill_step.kind == "breathe" else "rest"
            )


def _move_value_names(technique: Technique) -> Iterator[str]:
    """The names of values that say how long moving takes."""
    for part in walk_parts(technique.body):
        if isinstance(part, Text):
            continue
        amounts = [part.switch]
        if isinstance(part, Step):
            amounts += [part.ready, part.amount if part.kind == "move" else None]
        yield from (amount.name for amount in amounts if isinstance(amount, Reference))


def _last_fill_step(planned: PlannedTechnique) -> Step | None:
    """The last step that the fill stretches: what is left over stands behind it."""
    fill_steps = [
        step
        for step in walk_steps(planned.technique.body)
        if isinstance(step.amount, Reference) and step.amount.name == planned.fill
    ]
    return fill_steps[-1] if fill_steps else None
