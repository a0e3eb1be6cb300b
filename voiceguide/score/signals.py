"""What is heard inside a hold, a set of repetitions, or a stretch of breaths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.plan.sound_profiles import QUIET_AT_MOST
from voiceguide.score.items import Beat, Span, tone
from voiceguide.script.model import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voiceguide.plan.sound_profiles import Profile
    from voiceguide.score.score_builder import Stave
    from voiceguide.script.model import Step

SOON = units.samples(2)
"""No half-way sign where words begin this soon after it, and no countdown this soon after a hold began."""

COUNT = units.samples(1)
"""Between two numbers of a countdown."""

Amounts = Callable[[Amount], int]
"""What an amount of a step is for this listener."""


def in_order(beats: Iterable[Beat]) -> tuple[Beat, ...]:
    """Beats as a Span wants them."""
    return tuple(sorted(beats, key=lambda beat: beat.at))


def signs(
    length: int, asked: tuple[Beat, ...], profile: Profile, stave: Stave, *, counts: bool
) -> Iterator[Beat]:
    """Signs in a hold of `length` samples that nobody wrote.

    Half-way, unless words come soon after it; the countdown, where it `counts`, behind the last words; and a
    soft tone wherever it would be quiet too long.
    """
    words = {beat.at for beat in asked}
    points = {0, length, *words}
    numbers = range(1, profile.countdown + 1) if counts else ()
    countdown = {length - number * COUNT: number for number in numbers}
    after = max((at for at in words if at >= length - len(countdown) * COUNT), default=SOON - 1)
    countdown = {at: number for at, number in countdown.items() if at > after}
    half = length // 2
    if profile.half and not any(half <= at < half + SOON for at in words | countdown.keys()):
        sound = tone("half") if profile.half == "tone" else stave.sound(stave.wording.halfway)
        yield Beat(half, sound, "half")
        points.add(half)
    for at, number in countdown.items():
        yield Beat(at, stave.sound(str(number)), "count")
        points.add(at)
    for start, end in pairwise(sorted(points)):
        parts = -(-(end - start) // QUIET_AT_MOST)
        for number in range(1, parts):
            yield Beat(start + (end - start) * number // parts, tone("still"), "mid")


def repetitions(step: Step, amount: Amounts, led: str, said: Mapping[int, Beat], stave: Stave) -> Span:
    """A set. Phases are named the first time; `said` are words for single repetitions, by their number."""
    beats = []
    at = 0
    phases = [(phase, amount(phase.length)) for phase in step.phases]
    for number in range(1, amount(step.amount) + 1):
        for index, (phase, length) in enumerate(phases):
            if index == 0 and number in said:
                beats.append(replace(said[number], at=at))
            elif number == 1 or led == "by words":
                named = stave.sound(phase.name[:1].upper() + phase.name[1:] + ".")
                beats.append(Beat(at, named, "rep", str(phase.place), asked=True))
            elif led == "counted" and index == 0:
                beats.append(Beat(at, stave.sound(str(number)), "count", asked=bool(step.led)))
            elif led in {"counted", "by tones"} and index in {0, len(step.phases) - 1}:
                beats.append(Beat(at, tone("rise" if index == 0 else "fall"), "rep"))
            at += length
    return Span(at, "rep", stave.tag, tuple(beats))


def breaths(step: Step, amount: Amounts, stave: Stave) -> Span:
    """Breaths. The first is led by words, the others by a rising tone for in and a falling one for out."""
    beats = []
    at = 0
    phases = [(phase, amount(phase.length)) for phase in step.phases]
    for number in range(amount(step.amount)):
        for phase, length in phases:
            if number == 0 or step.led == "by words":
                sound = stave.sound(stave.wording.breaths[phase.name])
                beats.append(Beat(at, sound, "breathe", str(phase.place), asked=True))
            elif step.led != "in silence" and phase.name != "hold":
                beats.append(Beat(at, tone("rise" if phase.name == "in" else "fall"), "breathe"))
            at += length
    return Span(at, "breathe", stave.tag, tuple(beats))
