"""Warnings about time, from a plan and estimated lengths; one function per warning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.estimate import estimate_carefully
from voiceguide.checks.warnings.words import make_warning, script_texts
from voiceguide.errors import Location, RequestError, ScriptError
from voiceguide.fit.fit import fit
from voiceguide.fit.word_room import nearest_allowed, values_with_cues
from voiceguide.plan.sound_profiles import MAX_SILENCE, SOUND_PROFILES
from voiceguide.score.items import Interval, Say
from voiceguide.score.layout import audible_sounds, expand_periods, overlap_problems
from voiceguide.score.score import write_score, write_technique_score
from voiceguide.score.score_builder import PAUSE_AFTER_PARAGRAPH
from voiceguide.script.model import Section, Session
from voiceguide.script.vocabulary import CueStyle, Guidance
from voiceguide.script.walk import own_body, walk_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Problem
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.items import Item, Role
    from voiceguide.score.layout import Measure
    from voiceguide.script.model import Script, Value

_MAX_SILENCE_AFTER_TEXT = MAX_SILENCE + PAUSE_AFTER_PARAGRAPH
"""Samples of the longest allowed silence, such that “rest 30s” is allowed after a paragraph and its pause."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """Script, its plan with default choices, and `measure`, which estimates the lengths of clips."""

    script: Script
    plan: Plan
    measure: Measure


@dataclass(frozen=True, slots=True)
class _Silence:
    """Silence of `length` samples.

    `source` is None between the turns of a heading; then `previous_source` is the last one under it.
    """

    length: int
    role: Role
    source: Location | None
    previous_source: Location | None


def silences_are_short(dry_run: DryRun) -> Iterator[Problem]:
    """Warn of a silence longer than 30 s, at the default choices or quieter ones."""
    reported: set[tuple[Location, str]] = set()
    for choice_text, plan in _quieter_plans(dry_run):
        for seconds, silence in _long_silences(write_score(plan), dry_run.measure):
            location, kind = (
                _silence_location(silence, dry_run.script),
                "reps" if silence.role == "rep" else silence.role,
            )
            is_wanted = _is_hold_in_silence(location, dry_run.script)
            is_new = (location, kind) not in reported and not is_wanted
            if location.file == dry_run.script.location.file and is_new:
                reported.add((location, kind))
                message = f"Nothing is heard for ≈ {seconds} s at this “{kind}”{choice_text}."
                hint = _remedy(kind, location, dry_run.script)
                yield make_warning(location, message, f"{hint}: a silence this long sounds like the end.")


def _is_hold_in_silence(location: Location, script: Script) -> bool:
    """Return whether the step at a location is to be silent, as its author wrote."""
    return any(
        step.location == location and step.cue_style == CueStyle.IN_SILENCE and not step.phases
        for step in walk_steps(own_body(script))
    )


_REMEDIES = {
    "reps": "Write “by tones” after it, or add a cue inside it, such as “@rep 6”",
    "breathe": "Write shorter breaths",
    "pause": "Shorten it, or write a “rest” with a cue inside it",
    "move": "Shorten it, or write a “rest” with a cue inside it",
    "ready": "Shorten it",
    "switch": "Shorten it",
}
"""Hint per role of a silence."""


def _remedy(kind: str, location: Location, script: Script) -> str:
    """Return the hint for a silent step at a location."""
    step = next((step for step in walk_steps(own_body(script)) if step.location == location), None)
    if step and step.phases and step.cue_style == CueStyle.IN_SILENCE:
        return "Write “by tones” in place of “in silence”"
    return _REMEDIES.get(kind, "Shorten it, or add a cue inside it")


def _quieter_plans(dry_run: DryRun) -> Iterator[tuple[str, Plan]]:
    """Yield (clause for a message, plan) for each choice that makes a session quieter.

    Holds are never silent for long, but a sound profile decides how repetitions are led if the script does
    not.
    """
    script, plan = dry_run.script, dry_run.plan
    depends_on_profile = any(
        step.kind == "reps" and not step.cue_style for step in walk_steps(own_body(script))
    )
    for name in SOUND_PROFILES if depends_on_profile else (plan.choices.sounds,):
        yield (
            f" with “--sounds {name}”" * (name != plan.choices.sounds),
            replace(plan, choices=replace(plan.choices, sounds=name)),
        )
    if any(text.is_detail for text in script_texts(script)):
        yield (
            " with “--guidance brief”",
            replace(plan, choices=replace(plan.choices, guidance=Guidance.BRIEF)),
        )


def _long_silences(items: Iterable[Item], measure: Measure) -> Iterator[tuple[int, _Silence]]:
    """Yield (seconds, longest silence in it) for each run of silences that is too long."""
    for is_silent, run in groupby(_silences(items, measure), key=bool):
        silences = [silence for silence in run if silence]
        if is_silent and (length := sum(silence.length for silence in silences)) > _MAX_SILENCE_AFTER_TEXT:
            yield round(units.to_seconds(length)), max(silences, key=lambda silence: silence.length)


def _silences(items: Iterable[Item], measure: Measure) -> Iterator[_Silence | None]:
    """Yield every silence in a score, and None for every sound."""
    source: Location | None = None
    for item in expand_periods(items, measure):
        if not isinstance(item, Say | Interval):
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
    """Return the location of a silent step, or of the heading for a silence between its turns."""
    location = silence.source or silence.previous_source or script.location
    if silence.source or location.file != script.location.file:
        return location
    headings = (part.location for part in own_body(script) if isinstance(part, Section))
    return [location, *(heading for heading in headings if heading.line < location.line)][-1]


def cues_fit_slow_voices(dry_run: DryRun) -> Iterator[Problem]:
    """Warn of a cue that may not fit with a voice that speaks longer than estimated."""
    careful = partial(estimate_carefully, language=dry_run.script.language)
    for planned_technique in dry_run.plan.techniques:
        if planned_technique.technique.location == dry_run.script.location:
            for problem in overlap_problems(write_technique_score(dry_run.plan, planned_technique), careful):
                location = Location(problem.file, problem.line, problem.column)
                message = problem.message.replace(" takes ", " may take ").replace(" lacks ", " may lack ")
                yield make_warning(location, message, f"With some voices it does not fit. {problem.hint}")


def length_suits_slow_voices(dry_run: DryRun) -> Iterator[Problem]:
    """Warn of a session whose length some voices cannot meet, since they speak longer than estimated."""
    script = dry_run.script
    if not isinstance(script, Session) or not script.length_location:
        return
    try:
        fit(dry_run.plan, partial(estimate_carefully, language=script.language))
    except RequestError as error:
        hint = f"Leave more time to the part that fills it. {error}"
        yield make_warning(script.length_location, "Some voices speak too long for this length.", hint)
    except ScriptError:
        return  # another warning names the cue


def cues_fit_all_limits(dry_run: DryRun) -> Iterator[Problem]:
    """Warn of a cue that does not fit at a limit of the value on which its time depends.

    Sound profiles and brief guidance need no separate check: automatic tones give way to words, and leaving
    out details makes more room.
    """
    for planned_technique in dry_run.plan.techniques:
        if planned_technique.technique.location == dry_run.script.location:
            for single_step in _split_by_step(planned_technique):
                yield from _limit_warnings(dry_run.plan, single_step, dry_run.measure)


def _split_by_step(planned_technique: PlannedTechnique) -> Iterator[PlannedTechnique]:
    """Yield the technique with each step alone, under its heading, since only that step decides what fits."""
    for body_part in planned_technique.technique.body:
        for step in walk_steps((body_part,)):
            body = (replace(body_part, body=(step,)) if isinstance(body_part, Section) else step,)
            yield replace(
                planned_technique, technique=replace(planned_technique.technique, notes=(), body=body)
            )


def _limit_warnings(plan: Plan, planned_technique: PlannedTechnique, measure: Measure) -> Iterator[Problem]:
    """Yield a warning for each cue that does not fit at a limit, with the nearest value at which all do."""
    for value in values_with_cues(planned_technique):
        for limit in {value.least, value.most} - {value.default}:
            if problems := overlap_problems(
                write_technique_score(plan, planned_technique.with_value(value.name, limit)), measure
            ):
                nearest = nearest_allowed(plan, planned_technique, value, limit, measure)
                yield from (_limit_warning(problem, value, limit, nearest) for problem in problems)


def _limit_warning(problem: Problem, value: Value, limit: int, nearest: int) -> Problem:
    limit_clause = f"but the limits of “{value.name}” allow {_format_seconds(limit)}."
    if limit < nearest:
        message = f"The words need ≈ {_format_seconds(nearest)}, {limit_clause}"
        hint = "Shorten them, or raise the lower limit."
    else:
        message = f"The words fit up to ≈ {_format_seconds(nearest)}, {limit_clause}"
        hint = "Shorten them, or lower the upper limit."
    return replace(problem, message=message, hint=hint, severity="warning")


def _format_seconds(length: int) -> str:
    return f"{units.to_seconds(length):g} s"
