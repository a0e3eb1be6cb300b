"""What is heard inside a hold, a set of repetitions, or a stretch of breaths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.plan.sound_profiles import MAX_SILENCE
from voiceguide.score.items import Interval, TimedSound, tone_sound
from voiceguide.script.model import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voiceguide.plan.sound_profiles import SoundProfile
    from voiceguide.score.score_builder import ScoreBuilder
    from voiceguide.script.model import Step

MIN_LEAD = units.to_samples(2)
"""No half-way sign where words begin this soon after it, and no countdown this soon after a hold began."""

COUNTDOWN_PERIOD = units.to_samples(1)
"""Between two numbers of a countdown."""

AmountResolver = Callable[[Amount], int]
"""What an amount of a step is for this listener."""


def sort_sounds(sounds: Iterable[TimedSound]) -> tuple[TimedSound, ...]:
    """Beats as a Span wants them."""
    return tuple(sorted(sounds, key=lambda timed_sound: timed_sound.offset))


def automatic_signals(
    length: int,
    required: tuple[TimedSound, ...],
    profile: SoundProfile,
    builder: ScoreBuilder,
    *,
    has_countdown: bool,
) -> Iterator[TimedSound]:
    """Signs in a hold of `length` samples that nobody wrote.

    Half-way, unless words come soon after it; the countdown, where it `counts`, behind the last words; and a
    soft tone wherever it would be quiet too long.
    """
    required_offsets = {timed_sound.offset for timed_sound in required}
    sound_offsets = {0, length, *required_offsets}
    numbers = range(1, profile.countdown + 1) if has_countdown else ()
    countdown = {length - number * COUNTDOWN_PERIOD: number for number in numbers}
    last_required = max(
        (offset for offset in required_offsets if offset >= length - len(countdown) * COUNTDOWN_PERIOD),
        default=MIN_LEAD - 1,
    )
    countdown = {offset: number for offset, number in countdown.items() if offset > last_required}
    halfway = length // 2
    if profile.halfway and not any(
        halfway <= offset < halfway + MIN_LEAD for offset in required_offsets | countdown.keys()
    ):
        sound = (
            tone_sound("half")
            if profile.halfway == "tone"
            else builder.sound_for_text(builder.wording.halfway)
        )
        yield TimedSound(halfway, sound, "half")
        sound_offsets.add(halfway)
    for offset, number in countdown.items():
        yield TimedSound(offset, builder.sound_for_text(str(number)), "count")
        sound_offsets.add(offset)
    for start, end in pairwise(sorted(sound_offsets)):
        part_count = -(-(end - start) // MAX_SILENCE)
        for number in range(1, part_count):
            yield TimedSound(start + (end - start) * number // part_count, tone_sound("still"), "mid")


def repetition_interval(
    step: Step,
    resolve_amount: AmountResolver,
    cue_style: str,
    cues_by_rep: Mapping[int, TimedSound],
    builder: ScoreBuilder,
) -> Interval:
    """A set. Phases are named the first time; `said` are words for single repetitions, by their number."""
    sounds = []
    offset = 0
    phases = [(phase, resolve_amount(phase.length)) for phase in step.phases]
    for number in range(1, resolve_amount(step.amount) + 1):
        for index, (phase, length) in enumerate(phases):
            if index == 0 and number in cues_by_rep:
                sounds.append(replace(cues_by_rep[number], offset=offset))
            elif number == 1 or cue_style == "by words":
                phase_sound = builder.sound_for_text(phase.name[:1].upper() + phase.name[1:] + ".")
                sounds.append(TimedSound(offset, phase_sound, "rep", str(phase.location), required=True))
            elif cue_style == "counted" and index == 0:
                sounds.append(
                    TimedSound(
                        offset, builder.sound_for_text(str(number)), "count", required=bool(step.cue_style)
                    )
                )
            elif cue_style in {"counted", "by tones"} and index in {0, len(step.phases) - 1}:
                sounds.append(TimedSound(offset, tone_sound("rise" if index == 0 else "fall"), "rep"))
            offset += length
    return Interval(offset, "rep", builder.context, tuple(sounds))


def breath_interval(step: Step, resolve_amount: AmountResolver, builder: ScoreBuilder) -> Interval:
    """Breaths. The first is led by words, the others by a rising tone for in and a falling one for out."""
    sounds = []
    offset = 0
    phases = [(phase, resolve_amount(phase.length)) for phase in step.phases]
    for number in range(resolve_amount(step.amount)):
        for phase, length in phases:
            if number == 0 or step.cue_style == "by words":
                sound = builder.sound_for_text(builder.wording.breath_cues[phase.name])
                sounds.append(TimedSound(offset, sound, "breathe", str(phase.location), required=True))
            elif step.cue_style != "in silence" and phase.name != "hold":
                sounds.append(
                    TimedSound(offset, tone_sound("rise" if phase.name == "in" else "fall"), "breathe")
                )
            offset += length
    return Interval(offset, "breathe", builder.context, tuple(sounds))
