"""What is unkind in time, told from a plan by estimated lengths; as in written.py, one function a warning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.warnings.words import parts, said, warning
from voiceguide.errors import Location
from voiceguide.fit.word_room import furthest, held
from voiceguide.plan.sound_profiles import PROFILES, QUIET_AT_MOST
from voiceguide.score.items import Opens, Say
from voiceguide.score.score import score, score_of
from voiceguide.score.score_builder import AFTER_PARAGRAPH
from voiceguide.score.timeline import crowded, kept
from voiceguide.script.model import Group, Technique, steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Problem
    from voiceguide.plan.plan import Part, Plan
    from voiceguide.score.items import Item
    from voiceguide.score.timeline import Takes
    from voiceguide.script.model import Amount, Script, Value

_QUIET_AT_MOST = QUIET_AT_MOST + AFTER_PARAGRAPH
"""So that “rest 30s” may be written, though a moment of quiet stands behind any words before it."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A script and its plan, with every choice as it is written; `takes` tells lengths, about."""

    script: Script
    plan: Plan
    takes: Takes


@dataclass(frozen=True, slots=True)
class _Gap:
    """So many samples of quiet.

    `source` is "" between the turns of a heading; then `before` is the last one under it.
    """

    length: int
    role: str
    source: str
    before: str


def something_is_heard(rehearsal: Rehearsal) -> Iterator[Problem]:
    """Nobody waits longer than 30 s for a sound, whatever they chose to hear."""
    told: set[tuple[Location, str]] = set()
    for chosen, plan in _ways(rehearsal):
        for quiet, gap in _stretches(score(plan), rehearsal.takes):
            place, verb = _place(gap, rehearsal.script), "reps" if gap.role == "rep" else gap.role
            if place.file == rehearsal.script.place.file and (place, verb) not in told:
                told.add((place, verb))
                message = f"Nothing is heard for ≈ {quiet} s at this “{verb}”{chosen}."
                hint = _remedy(verb, place, rehearsal.script)
                yield warning(place, message, f"{hint}: so long a silence sounds like the end.")


_REMEDIES = {
    "reps": "Write “by tones” behind it, or say a word on the way, such as “@rep 6”",
    "breathe": "Write “by tones” in place of “in silence”",
}
"""For what is led in silence; nothing sounds within a phase, whatever leads it."""


def _remedy(verb: str, place: Location, script: Script) -> str:
    """What to do about a quiet step at that place."""
    step = next((step for step in steps(parts(script)) if step.place == place), None)
    if step and step.phases and any(_longest(phase.length, script) > QUIET_AT_MOST for phase in step.phases):
        return "Give it shorter phases"
    return _REMEDIES.get(verb, "Shorten it, or say a word on the way")


def _longest(amount: Amount, script: Script) -> int:
    """What an amount of a script usually is."""
    if isinstance(amount, int):
        return amount
    value = script.value(amount.name) if isinstance(script, Technique) else None
    return value.default if value else 0


def _ways(rehearsal: Rehearsal) -> Iterator[tuple[str, Plan]]:
    """What a listener may choose that makes it quieter, to follow a message, and the plan with it.

    Holds are never quiet for long, but what leads repetitions is up to a profile, if a script leaves it open.
    """
    script, plan = rehearsal.script, rehearsal.plan
    left_open = any(step.verb == "reps" and not step.led for step in steps(parts(script)))
    for name in PROFILES if left_open else (plan.sounds,):
        yield f" with “--sounds {name}”" * (name != plan.sounds), replace(plan, sounds=name)
    if any(words.detail for words in said(script)):
        yield " with “--guidance brief”", replace(plan, brief=True)


def _stretches(items: Iterable[Item], takes: Takes) -> Iterator[tuple[int, _Gap]]:
    """Each stretch that is quiet for too long: its seconds, and the gap that makes most of it."""
    for quiet, run in groupby(_gaps(items, takes), key=bool):
        gaps = [gap for gap in run if gap]
        if quiet and (length := sum(gap.length for gap in gaps)) > _QUIET_AT_MOST:
            yield round(units.seconds(length)), max(gaps, key=lambda gap: gap.length)


def _gaps(items: Iterable[Item], takes: Takes) -> Iterator[_Gap | None]:
    """Every gap in a score, and None for every sound."""
    source = ""
    for item in items:
        if isinstance(item, Opens):
            continue
        before, source = source, item.tag.source or source
        if isinstance(item, Say):
            yield None
            continue
        free = 0
        for beat, _ in kept(item, takes):
            yield _Gap(beat.at - free, item.role, item.tag.source, before)
            yield None
            free = beat.at + takes(beat.sound).length
        yield _Gap(item.length - free, item.role, item.tag.source, before)


def _place(gap: _Gap, script: Script) -> Location:
    """The step that is quiet; between the turns of a heading, the heading."""
    file, line, column = (gap.source or gap.before).rsplit(":", 2)
    place = Location(file, int(line), int(column))
    if gap.source or file != script.place.file:
        return place
    headings = (part.place for part in script.body if isinstance(part, Group))
    return [place, *(heading for heading in headings if heading.line < place.line)][-1]


def words_fit_all_limits(rehearsal: Rehearsal) -> Iterator[Problem]:
    """Every cue fits at both ends of the limits on which its time depends.

    Profiles and brief guidance need no look of their own: what a profile adds gives way to words, and where
    details are left out there is more room.
    """
    for part in rehearsal.plan.parts:
        if part.technique.place == rehearsal.script.place:
            for alone in _single(part):
                yield from _beyond(rehearsal.plan, alone, rehearsal.takes)


def _single(part: Part) -> Iterator[Part]:
    """The part with each step alone, under its heading if it has one: what fits is up to that step."""
    for done in part.technique.body:
        for step in steps((done,)):
            body = (replace(done, body=(step,)) if isinstance(done, Group) else step,)
            yield replace(part, technique=replace(part.technique, notes=(), body=body))


def _beyond(plan: Plan, part: Part, takes: Takes) -> Iterator[Problem]:
    """What no longer fits at a limit, and how far towards it everything does."""
    for value in held(part):
        for limit in {value.least, value.most} - {value.default}:
            if problems := crowded(score_of(plan, part.having(value.name, limit)), takes):
                reached = furthest(plan, part, value, limit, takes)
                yield from (_unfit(problem, value, limit, reached) for problem in problems)


def _unfit(problem: Problem, value: Value, limit: int, reached: int) -> Problem:
    permitted = f"but the limits of “{value.name}” permit {_seconds(limit)}."
    if limit < reached:
        message = f"The words need ≈ {_seconds(reached)}, {permitted}"
        hint = "Shorten them, or raise the lower limit."
    else:
        message = f"The words fit up to ≈ {_seconds(reached)}, {permitted}"
        hint = "Shorten them, or lower the upper limit."
    return replace(problem, message=message, hint=hint, severity="warning")


def _seconds(length: int) -> str:
    return f"{units.seconds(length):g} s"
