"""List of sessions, programmes and techniques, with estimated lengths and values that can be changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.errors import VoiceguideError
from voiceguide.fit.fit import fit
from voiceguide.fit.word_room import practical_minimum, values_with_cues
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import overlap_problems, score_length
from voiceguide.score.score import write_technique_score
from voiceguide.script.uses import as_session
from voiceguide.script.value_roles import main_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.layout import Measure
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session, Technique, Value


def format_catalog(library: Library) -> str:
    """Return every session, programme and technique of a library, as text for people.

    No voice is loaded: a length that depends on one is an estimate, marked ≈. A script with errors is
    represented by its errors.
    """
    lines = ["SESSIONS"]
    for name in library.session_names:
        lines += [
            "",
            *_describe_or_report(name, partial(_describe_named_session, library)),
            *_indent(library.shadowing_note("sessions", name)),
        ]
    lines += ["", "PROGRAMMES"]
    for name in library.names("programmes"):
        lines += [
            "",
            *_describe_or_report(name, partial(_describe_programme, library)),
            *_indent(library.shadowing_note("programmes", name)),
        ]
    lines += ["", "TECHNIQUES"]
    for name in library.technique_names:
        shadowing_note = library.shadowing_note("techniques", name)
        lines += [
            "",
            *_describe_or_report(name, partial(_describe_named_technique, library)),
            *_indent(shadowing_note),
        ]
    return "\n".join(lines)


def _describe_or_report(name: str, describe: Callable[[str], Iterator[str]]) -> Iterator[str]:
    """Yield the description of a script, or its errors, so that one broken script does not hide the others."""
    try:
        yield from tuple(describe(name))
    except VoiceguideError as error:
        yield from (f"  {name}", *_indent(*str(error).split("\n")))


def _describe_named_session(library: Library, name: str) -> Iterator[str]:
    session = library.session(name)
    return _describe_session(session, library.for_language(session.language))


def _describe_named_technique(library: Library, name: str) -> Iterator[str]:
    technique = library.technique(name)
    return _describe_technique(technique, library.for_language(technique.language))


def _indent(*sentences: str) -> Iterator[str]:
    return (f"      {sentence}" for sentence in sentences if sentence)


def _describe_session(session: Session, library: Library) -> Iterator[str]:
    library.resolve_techniques(session)
    if session.length:
        clock_text = units.format_clock(session.length)
    else:
        measure = partial(estimate, language=session.language)
        clock_text = f"≈ {units.format_clock(fit(make_plan(session, library, Choices()), measure).length)}"
    yield f"  {session.name}  {clock_text}  {session.title}"
    if session.summary:
        yield f"      {session.summary}"
    use_texts = [
        use.technique
        + (" (may be left out)" if use.optional else "")
        + (" (fills the time)" if use.fill else "")
        for use in session.uses
    ]
    yield f"      {', '.join(use_texts)}"


def _describe_programme(library: Library, name: str) -> Iterator[str]:
    from voiceguide.checks.programme import AUTHORS_CHOICES, estimate_lengths
    from voiceguide.script.programme_library import find_programme

    programme, programme_library = find_programme(name, library)
    lengths = estimate_lengths(programme, programme_library, AUTHORS_CHOICES)
    weekly = [
        sum(
            lengths[line.location] * len(programme.times(line)) * len(line.weekdays)
            for line in week.lines
            if not line.optional
        )
        for week in programme.weeks
    ]
    weeks = programme.weeks[-1].last
    least, most = (round(length / (60 * units.SAMPLE_RATE)) for length in (min(weekly), max(weekly)))
    yield f"  {name}  {weeks} {'week' if weeks == 1 else 'weeks'}  {programme.title}"
    yield from _indent(programme.summary, f"{least} to {most} minutes a week")


def _describe_technique(technique: Technique, library: Library) -> Iterator[str]:
    plan = make_plan(as_session(technique), library, Choices())
    planned_technique = next(part for part in plan.techniques if part.technique.name == technique.name)
    measure = partial(estimate, language=technique.language)
    length = score_length(write_technique_score(plan, planned_technique), measure)
    yield f"  {technique.name}  ≈ {units.format_clock(length)}  {technique.title}"
    if technique.summary:
        yield f"      {technique.summary}"
    if technique.needs:
        yield f"      needs: {', '.join(technique.needs)}"
    if technique.avoid:
        easier_note = f"; easier: {technique.easier_form.name}" if technique.easier_form else ""
        yield f"      not for: {', '.join(technique.avoid)}{easier_note}"
    for value in technique.values:
        if value.least < value.most or value.levels:
            limits_text = "; ".join(
                (_format_limits(value, plan, planned_technique, measure), *_format_levels(value))
            )
            amount_text = _format_amount(value, value.default)
            yield f"      {value.name}: {amount_text} ({limits_text}){_main_note(value, technique)}"


def _main_note(value: Value, technique: Technique) -> str:
    """Return a note on a value that `--hold` or `--rounds` sets under another name, or ""."""
    options = ("hold", "rounds")
    return "".join(
        f", set by --{name}"
        for name in options
        if value.name != name and main_name(technique, name) == value.name
    )


def _format_levels(value: Value) -> Iterator[str]:
    return (f"{level} {_format_amount(value, amount)}" for level, amount in value.levels)


def _format_limits(value: Value, plan: Plan, planned_technique: PlannedTechnique, measure: Measure) -> str:
    limits = f"{_format_amount(value, value.least)} to {_format_amount(value, value.most)}"
    at_least_value = planned_technique.with_value(value.name, value.least)
    if value in values_with_cues(planned_technique) and overlap_problems(
        write_technique_score(plan, at_least_value), measure
    ):
        spoken_minimum = practical_minimum(plan, planned_technique, value, measure)
        return f"{limits}; its words need ≈ {_format_amount(value, spoken_minimum)}"
    return limits


def _format_amount(value: Value, amount: int) -> str:
    return units.format_duration(amount) if value.unit == "time" else str(amount)
