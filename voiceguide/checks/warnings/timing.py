"""What is unkind in time, told from a plan by estimated lengths; as in written.py, one function a warning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.warnings.words import make_warning, script_parts, script_texts
from voiceguide.fit.word_room import nearest_allowed, values_with_cues
from voiceguide.plan.sound_profiles import MAX_SILENCE, SOUND_PROFILES
from voiceguide.score.items import ChapterStart, Say
from voiceguide.score.layout import audible_sounds, overlap_problems
from voiceguide.score.score import write_score, write_technique_score
from voiceguide.score.score_builder import PAUSE_AFTER_PARAGRAPH
from voiceguide.script.model import Section, Technique, walk_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Location, Problem
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.items import Item, Role
    from voiceguide.score.layout import Measure
    from voiceguide.script.model import Amount, Script, Value

_MAX_SILENCE_AFTER_TEXT = MAX_SILENCE + PAUSE_AFTER_PARAGRAPH
"""So that “rest 30s” may be written, though a moment of quiet stands behind any words before it."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """A script and its plan, with every choice as it is written; `takes` tells lengths, about."""

    script: Script
    plan: Plan
    measure: Measure


@dataclass(frozen=True, slots=True)
class _Silence:
    """So many samples of quiet.

    `source` is None between the turns of a heading; then `previous_source` is the last one under it.
    """

    length: int
    role: Role
    source: Location | None
    previous_source: Location | None


def silences_are_short(dry_run: DryRun) -> Iterator[Problem]:
    """Nobody waits longer than 30 s for a sound, whatever they chose to hear."""
    reported: set[tuple[Location, str]] = set()
    for choice_text, plan in _quieter_plans(dry_run):
        for seconds, silence in _long_silences(write_score(plan), dry_run.measure):
            location, kind = (
                _silence_location(silence, dry_run.script),
                "reps" if silence.role == "rep" else silence.role,
            )
            if location.file == dry_run.script.location.file and (location, kind) not in reported:
                reported.add((location, kind))
                message = f"Nothing is heard for ≈ {seconds} s at this “{kind}”{choice_text}."
                hint = _remedy(kind, location, dry_run.script)
                yield make_warning(location, message, f"{hint}: so long a silence sounds like the end.")


_REMEDIES = {
    "reps": "Write “by tones” behind it, or say a word on the way, such as “@rep 6”",
    "breathe": "Write “by tones” in place of “in silence”",
}
"""For what is led in silence; nothing sounds within a phase, whatever leads it."""


def _remedy(kind: str, location: Location, script: Script) -> str:
    """What to do about a quiet step at that place."""
    step = next((step for step in walk_steps(script_parts(script)) if step.location == location), None)
    if (
        step
        and step.phases
        and any(_default_amount(phase.length, script) > MAX_SILENCE for phase in step.phases)
    ):
        return "Give it shorter phases"
    return _REMEDIES.get(kind, "Shorten it, or say a word on the way")


def _default_amount(amount: Amount, script: Script) -> int:
    """What an amount of a script usually is."""
    if isinstance(amount, int):
        return amount
    value = script.value(amount.name) if isinstance(script, Technique) else None
    return value.default if value else 0


def _quieter_plans(dry_run: DryRun) -> Iterator[tuple[str, Plan]]:
    """What a listener may choose that makes it quieter, to follow a message, and the plan with it.

    Holds are never quiet for long, but what leads repetitions is up to a profile, if a script leaves it open.
    """
    script, plan = dry_run.script, dry_run.plan
    depends_on_profile = any(
        step.kind == "reps" and not step.cue_style for step in walk_steps(script_parts(script))
    )
    for name in SOUND_PROFILES if depends_on_profile else (plan.sounds,):
        yield f" with “--sounds {name}”" * (name != plan.sounds), replace(plan, sounds=name)
    if any(text.is_detail for text in script_texts(script)):
        yield " with “--guidance brief”", replace(plan, brief=True)


def _long_silences(items: Iterable[Item], measure: Measure) -> Iterator[tuple[int, _Silence]]:
    """Each stretch that is quiet for too long: its seconds, and the gap that makes most of it."""
    for is_silent, run in groupby(_silences(items, measure), key=bool):
        silences = [silence for silence in run if silence]
        if is_silent and (length := sum(silence.length for silence in silences)) > _MAX_SILENCE_AFTER_TEXT:
            yield round(units.to_seconds(length)), max(silences, key=lambda silence: silence.length)


def _silences(items: Iterable[Item], measure: Measure) -> Iterator[_Silence | None]:
    """Every gap in a score, and None for every sound."""
    source: Location | None = None
    for item in items:
        if isinstance(item, ChapterStart):
            continue
        previous_source, source = source, item.context.source or source
        if isinstance(item, Say):
            yield None
            continue
        silence_start = 0
        for timed_sound, _ in audible_sounds(item, measure):
            yield _Silence(
                timed_sound.offset - silence_start, item.role, item.context.source, previous_source
            )
            yield None
            silence_start = timed_sound.offset + measure(timed_sound.sound).length
        yield _Silence(item.length - silence_start, item.role, item.context.source, previous_source)


def _silence_location(silence: _Silence, script: Script) -> Location:
    """The step that is quiet; between the turns of a heading, the heading."""
    location = silence.source or silence.previous_source or script.location
    if silence.source or location.file != script.location.file:
        return location
    headings = (part.location for part in script.body if isinstance(part, Section))
    return [location, *(heading for heading in headings if heading.line < location.line)][-1]


def cues_fit_all_limits(dry_run: DryRun) -> Iterator[Problem]:
    """Every cue fits at both ends of the limits on which its time depends.

    Profiles and brief guidance need no look of their own: what a profile adds gives way to words, and where
    details are left out there is more room.
    """
    for planned_technique in dry_run.plan.techniques:
        if planned_technique.technique.location == dry_run.script.location:
            for single_step in _split_by_step(planned_technique):
                yield from _limit_warnings(dry_run.plan, single_step, dry_run.measure)


def _split_by_step(planned_technique: PlannedTechnique) -> Iterator[PlannedTechnique]:
    """The part with each step alone, under its heading if it has one: what fits is up to that step."""
    for body_part in planned_technique.technique.body:
        for step in walk_steps((body_part,)):
            body = (replace(body_part, body=(step,)) if isinstance(body_part, Section) else step,)
            yield replace(
                planned_technique, technique=replace(planned_technique.technique, notes=(), body=body)
            )


def _limit_warnings(plan: Plan, planned_technique: PlannedTechnique, measure: Measure) -> Iterator[Problem]:
    """What no longer fits at a limit, and how far towards it everything does."""
    for value in values_with_cues(planned_technique):
        for limit in {value.least, value.most} - {value.default}:
            if problems := overlap_problems(
                write_technique_score(plan, planned_technique.with_value(value.name, limit)), measure
            ):
                nearest = nearest_allowed(plan, planned_technique, value, limit, measure)
                yield from (_limit_warning(problem, value, limit, nearest) for problem in problems)


def _limit_warning(problem: Problem, value: Value, limit: int, nearest: int) -> Problem:
    limit_clause = f"but the limits of “{value.name}” permit {_format_seconds(limit)}."
    if limit < nearest:
        message = f"The words need ≈ {_format_seconds(nearest)}, {limit_clause}"
        hint = "Shorten them, or raise the lower limit."
    else:
        message = f"The words fit up to ≈ {_format_seconds(nearest)}, {limit_clause}"
        hint = "Shorten them, or lower the upper limit."
    return replace(problem, message=message, hint=hint, severity="warning")


def _format_seconds(length: int) -> str:
    return f"{units.to_seconds(length):g} s"
