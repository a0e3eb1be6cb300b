"""Sounds inside a hold, a set of repetitions, or a stretch of breaths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language.wording import describe_remaining
from voiceguide.plan.sound_profiles import MAX_SILENCE, HalfwaySignal
from voiceguide.score.items import Interval, Role, Sound, TimedSound, tone_sound
from voiceguide.score.pronunciation import speech_sound
from voiceguide.score.repeats import case_name, in_case
from voiceguide.script.vocabulary import CueStyle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voiceguide.plan.sound_profiles import SoundProfile
    from voiceguide.score.context import WriterContext
    from voiceguide.script.model import Beat, Phase, Step

MIN_LEAD = units.to_samples(2)
"""Minimum samples from the half-way signal to words after it, and from a hold's start to its countdown."""

REMAINING_ROOM = units.to_samples(3)
"""Minimum samples from the start of “15 seconds left.” to the next sound."""

MIN_HALFWAY_LENGTH = units.to_samples(15)
"""Samples of the shortest hold with a half-way signal; in a shorter one it comes right after the start."""

LONG_PHASE = units.to_samples(20)
"""Samples of the shortest phase that has the signals of a hold."""

SHORT_PHASE = 28 * units.FRAME_SAMPLES
"""Samples that a glide needs: its 0.6 s, delays and a frame in reserve. In a shorter phase a tick takes its place."""

WORDS_AGAIN_AFTER = units.to_samples(120)
"""Samples of breathing after which words lead one breath again, so that nobody is left alone with tones."""

COUNTDOWN_PERIOD = units.to_samples(1)
"""Samples from one number of a countdown to the next."""

_MAX_PHASES_BY_TONES = 3
"""Phases of a repetition that tones can lead: the first rises, the last falls. More are led by words."""


def sort_sounds(sounds: Iterable[TimedSound]) -> tuple[TimedSound, ...]:
    """Sort sounds by their offset, as an Interval requires."""
    return tuple(sorted(sounds, key=lambda timed_sound: timed_sound.offset))


def automatic_signals(
    length: int,
    required: tuple[TimedSound, ...],
    profile: SoundProfile,
    context: WriterContext,
    *,
    is_hold: bool,
) -> Iterator[TimedSound]:
    """Yield the signals in a hold, or in free movement, of `length` samples that the script does not ask for.

    These are, in a hold, the countdown, as far as it comes after the last required sound, and the time left, wherever
    there is room for it; the half-way signal, unless words follow it within MIN_LEAD; and a soft tone wherever a
    silence would exceed MAX_SILENCE.
    """
    required_offsets = {timed_sound.offset for timed_sound in required}
    sound_offsets = {0, length, *required_offsets}
    numbers = range(1, profile.countdown + 1) if is_hold else ()
    countdown = {length - number * COUNTDOWN_PERIOD: number for number in numbers}
    last_required = max(
        (offset for offset in required_offsets if offset >= length - len(countdown) * COUNTDOWN_PERIOD),
        default=MIN_LEAD - 1,
    )
    countdown = {offset: number for offset, number in countdown.items() if offset > last_required}
    remaining = _remaining_offsets(length, {*sound_offsets, *countdown}, profile) if is_hold else ()
    for offset in remaining:
        if sentence := describe_remaining(length - offset, context.wording):
            yield TimedSound(offset, speech_sound(sentence, context.respell), Role.COUNT)
            sound_offsets.add(offset)
    halfway = length // 2
    spoken_offsets = {*sound_offsets, *countdown} - {0, length}
    has_halfway = profile.halfway != HalfwaySignal.NONE and length >= MIN_HALFWAY_LENGTH
    if has_halfway and not any(
        halfway <= offset < halfway + MIN_LEAD
        or (halfway - MIN_LEAD < offset < halfway and offset in remaining)
        for offset in spoken_offsets
    ):
        yield TimedSound(halfway, _halfway_sound(profile, context), Role.HALF)
        sound_offsets.add(halfway)
    for offset, number in countdown.items():
        yield TimedSound(offset, speech_sound(str(number), context.respell), Role.COUNT)
        sound_offsets.add(offset)
    for start, end in pairwise(sorted(sound_offsets)):
        part_count = -(-(end - start) // MAX_SILENCE)
        for number in range(1, part_count):
            offset = start + (end - start) * number // part_count
            yield TimedSound(offset, signal_sound("still", profile, context), Role.MID)


def signal_sound(name: str, profile: SoundProfile, context: WriterContext) -> Sound:
    """Return a tone, or the words that a listener without tones hears in its place."""
    if profile.has_tones:
        return tone_sound(name)
    return speech_sound(context.wording.signal_words[name], context.respell)


def _remaining_offsets(length: int, taken: set[int], profile: SoundProfile) -> tuple[int, ...]:
    """Return the moments at which the time left is said: multiples of its interval before the end.

    Each is MIN_LEAD after a sound or more, and REMAINING_ROOM before the next one.
    """
    if not profile.remaining:
        return ()
    return tuple(
        offset
        for offset in range(length % profile.remaining, length, profile.remaining)
        if not any(offset - MIN_LEAD < other < offset + REMAINING_ROOM for other in taken)
    )


def _halfway_sound(profile: SoundProfile, context: WriterContext) -> Sound:
    if profile.halfway == HalfwaySignal.TONE:
        return tone_sound("half")
    return speech_sound(context.wording.halfway, context.respell)


def beat_sounds(beat: Beat, length: int, role: Role, context: WriterContext) -> Iterator[TimedSound]:
    """Yield the ticks of a beat in `length` samples; other sounds take precedence over them."""
    period = context.resolve_amount(beat.period)
    for number, offset in enumerate(range(0, length, period)):
        name = "accent" if beat.group and number % beat.group == 0 else "tick"
        yield TimedSound(offset, tone_sound(name), role)


def countdown_sounds(profile: SoundProfile, context: WriterContext) -> tuple[TimedSound, ...]:
    """Return the countdown to a start, at offsets from the start, which are negative."""
    return tuple(
        TimedSound(
            -number * COUNTDOWN_PERIOD, speech_sound(str(number), context.respell), Role.COUNT, required=False
        )
        for number in range(profile.countdown, 0, -1)
    )


def repetition_interval(
    step: Step, profile: SoundProfile, cues_by_rep: Mapping[int, TimedSound], context: WriterContext
) -> Interval:
    """Return a set of repetitions; `cues_by_rep` are cues by the number of their repetition, from 1."""
    sounds: list[TimedSound] = []
    offset = 0
    cases = step.each if step.in_turn else ("",)
    contexts = [in_case(case, context) if case else context for case in cases]
    for number in range(1, context.resolve_amount(step.amount) + 1):
        for case, case_context in zip(cases, contexts, strict=True):
            repetition = _Repetition(step, number, profile, case_name(case, case_context), case_context)
            for index, phase in enumerate(step.phases):
                length = case_context.resolve_amount(phase.length)
                cue = cues_by_rep.get(number) if index == 0 and case == cases[0] else None
                if cue:
                    sounds.append(replace(cue, offset=offset))
                else:
                    sounds += repetition.lead_sounds(index, length, offset)
                if length >= LONG_PHASE:
                    sounds += repetition.signals_inside(length, offset)
                offset += length
    return Interval(offset, Role.REP, context.event, tuple(sounds))


@dataclass(frozen=True, slots=True, eq=False)
class _Repetition:
    """One repetition of a set: its number from 1, and the side, or one of several, on which it is done."""

    step: Step
    number: int
    profile: SoundProfile
    name: str
    context: WriterContext

    @property
    def cue_style(self) -> str:
        """Sounds that lead it."""
        return self.profile.cue_style_of(self.step.cue_style)

    def lead_sounds(self, index: int, length: int, offset: int) -> Iterator[TimedSound]:
        """Yield the words, the number or the tone that leads a phase of `length` samples."""
        phases, is_first = self.step.phases, index == 0
        is_unled = 0 < index < len(phases) - 1 and len(phases) > _MAX_PHASES_BY_TONES
        has_words = self.number == 1 or self.cue_style == CueStyle.BY_WORDS
        if self.name and is_first:
            yield _phase_sound(offset, _as_sentence(self.name), Role.REP, phases[index], self.context)
        elif has_words or (is_unled and self.cue_style != CueStyle.IN_SILENCE):
            sound = _phase_sound(
                offset, _as_sentence(phases[index].name), Role.REP, phases[index], self.context
            )
            # In place of tones they give way to words at the start of a repetition.
            is_required = self.number == 1 or self.step.cue_style == CueStyle.BY_WORDS
            yield sound if is_required else replace(sound, required=False)
        elif self.cue_style == CueStyle.COUNTED and is_first:
            count = speech_sound(str(self.number), self.context.respell)
            yield TimedSound(offset, count, Role.COUNT, required=bool(self.step.cue_style))
        elif self.cue_style != CueStyle.IN_SILENCE and index in {0, len(phases) - 1}:
            glide = "rise" if is_first else "fall"
            yield TimedSound(offset, tone_sound(glide if length >= SHORT_PHASE else "tick"), Role.REP)

    def signals_inside(self, length: int, offset: int) -> Iterator[TimedSound]:
        """Yield the signals of a hold in a long phase of `length` samples."""
        if self.cue_style != CueStyle.IN_SILENCE:
            found = automatic_signals(length, (), self.profile, self.context, is_hold=True)
            for sound in sort_sounds(found):
                yield replace(sound, offset=offset + sound.offset)


def _as_sentence(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}."


def breath_interval(step: Step, cue_style: str, context: WriterContext) -> Interval:
    """Return a stretch of breaths: the first led by words, later ones by tones unless the step says otherwise.

    A rising tone leads an inhalation, a falling tone an exhalation. In a long stretch, words lead a breath again
    after each WORDS_AGAIN_AFTER. Breathing by time has the whole breaths that fit, then quiet until the time is over.
    """
    sounds: list[TimedSound] = []
    offset = 0
    lengths = [context.resolve_amount(phase.length) for phase in step.phases]
    amount = context.resolve_amount(step.amount)
    words_period = max(WORDS_AGAIN_AFTER // sum(lengths), 1)
    for number in range(max(amount // sum(lengths), 1) if step.by_time else amount):
        has_words = number == 0 or (number % words_period == 0 and cue_style != CueStyle.IN_SILENCE)
        for index, (phase, length) in enumerate(zip(step.phases, lengths, strict=True)):
            if has_words or cue_style == CueStyle.BY_WORDS:
                is_again = index > 0 and step.phases[index - 1].name == phase.name
                text = context.wording.breath_cues["again" if is_again else phase.name]
                sounds.append(_phase_sound(offset, text, Role.BREATHE, phase, context))
            elif cue_style != CueStyle.IN_SILENCE and phase.name != "hold":
                tone = tone_sound("rise" if phase.name == "in" else "fall")
                sounds.append(TimedSound(offset, tone, Role.BREATHE))
            offset += length
    length = max(amount, offset) if step.by_time else offset
    if step.beat:
        sounds = [*sort_sounds((*sounds, *beat_sounds(step.beat, length, Role.BREATHE, context)))]
    return Interval(length, Role.BREATHE, context.event, tuple(sounds))


def _phase_sound(offset: int, text: str, role: Role, phase: Phase, context: WriterContext) -> TimedSound:
    return TimedSound(offset, speech_sound(text, context.respell), role, phase.location, required=True)
