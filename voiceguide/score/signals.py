"""Sounds inside a hold, a set of repetitions, or a stretch of breaths."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language.wording import describe_remaining
from voiceguide.plan.sound_profiles import MAX_SILENCE, HalfwaySignal
from voiceguide.score.items import Interval, Role, Sound, TimedSound, tone_sound
from voiceguide.score.pronunciation import speech_sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voiceguide.plan.sound_profiles import SoundProfile
    from voiceguide.score.context import WriterContext
    from voiceguide.script.model import Phase, Step

MIN_LEAD = units.to_samples(2)
"""Minimum samples from the half-way signal to words after it, and from a hold's start to its countdown."""

REMAINING_ROOM = units.to_samples(3)
"""Minimum samples from the start of “15 seconds left.” to the next sound."""

COUNTDOWN_PERIOD = units.to_samples(1)
"""Samples from one number of a countdown to the next."""


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
    if profile.halfway != HalfwaySignal.NONE and not any(
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


def repetition_interval(
    step: Step, cue_style: str, cues_by_rep: Mapping[int, TimedSound], context: WriterContext
) -> Interval:
    """Return a set of repetitions; `cues_by_rep` are cues by the number of their repetition, from 1."""
    sounds = []
    offset = 0
    phases = [(phase, context.resolve_amount(phase.length)) for phase in step.phases]
    last_index, has_tones = len(phases) - 1, cue_style in {"counted", "by tones"}
    for number in range(1, context.resolve_amount(step.amount) + 1):
        for index, (phase, length) in enumerate(phases):
            if index == 0 and number in cues_by_rep:
                sounds.append(replace(cues_by_rep[number], offset=offset))
            elif number == 1 or cue_style == "by words":
                text = phase.name[:1].upper() + phase.name[1:] + "."
                # In place of tones they give way to words at the start of a repetition.
                is_required = number == 1 or step.cue_style == "by words"
                sounds.append(
                    replace(_phase_sound(offset, text, Role.REP, phase, context), required=is_required)
                )
            elif cue_style == "counted" and index == 0:
                sound = speech_sound(str(number), context.respell)
                sounds.append(TimedSound(offset, sound, Role.COUNT, required=bool(step.cue_style)))
            elif has_tones and index in {0, last_index}:
                sounds.append(TimedSound(offset, tone_sound("rise" if index == 0 else "fall"), Role.REP))
            offset += length
    return Interval(offset, Role.REP, context.event, tuple(sounds))


def breath_interval(step: Step, cue_style: str, context: WriterContext) -> Interval:
    """Return a stretch of breaths: the first led by words, later ones by tones unless the step says otherwise.

    A rising tone leads an inhalation, a falling tone an exhalation.
    """
    sounds = []
    offset = 0
    phases = [(phase, context.resolve_amount(phase.length)) for phase in step.phases]
    for number in range(context.resolve_amount(step.amount)):
        for phase, length in phases:
            if number == 0 or cue_style == "by words":
                text = context.wording.breath_cues[phase.name]
                sounds.append(_phase_sound(offset, text, Role.BREATHE, phase, context))
            elif cue_style != "in silence" and phase.name != "hold":
                tone = tone_sound("rise" if phase.name == "in" else "fall")
                sounds.append(TimedSound(offset, tone, Role.BREATHE))
            offset += length
    return Interval(offset, Role.BREATHE, context.event, tuple(sounds))


def _phase_sound(offset: int, text: str, role: Role, phase: Phase, context: WriterContext) -> TimedSound:
    return TimedSound(offset, speech_sound(text, context.respell), role, phase.location, required=True)
