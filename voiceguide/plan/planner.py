"""Planning: session and choices → plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError, ScriptError
from voiceguide.language import LANGUAGES
from voiceguide.plan import overrides
from voiceguide.plan.circuits import unfold_circuits
from voiceguide.plan.overrides import Note
from voiceguide.plan.plan import Plan, PlannedTechnique
from voiceguide.plan.size_limit import size_problem
from voiceguide.script.did_you_mean import did_you_mean
from voiceguide.script.model import Use
from voiceguide.script.subjects import notes_about, session_subject
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.value_roles import fill_name
from voiceguide.script.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.options import Choices
    from voiceguide.script.library import Library
    from voiceguide.script.model import ScriptBody, Section, Session, Step, Technique, Text
    from voiceguide.script.shared_pages import SafetyNotes


def make_plan(session: Session, library: Library, choices: Choices) -> Plan:
    """Plan a session with a listener's choices.

    Raise RequestError for an unknown name or an amount outside its limits, ScriptError for a broken script, or
    for a plan that is longer than a day or has too many sounds.
    """
    techniques = library.resolve_techniques(session)
    _reject_unknown_names((*choices.skip, *choices.only), session)
    overrides.reject_duplicates(choices.overrides)
    notes = [Note(note) for note in _shadowing_notes(session, library) if note]
    planned_techniques, closing = _plan_techniques(session, techniques, library, choices, notes)
    planned_names = tuple(planned.technique.name for planned in planned_techniques)  # easier forms as well
    _reject_unknown_names(
        (override.technique for override in choices.overrides if not override.is_preference),
        session,
        planned_names,
    )
    if choices.skip or choices.always_skip or choices.only or choices.avoid:
        from voiceguide.plan.suitability import reject_without_point

        reject_without_point(session, planned_techniques, library, choices)
    overrides.reject_unused(choices.overrides, (planned.technique for planned in planned_techniques))
    length = choices.length or _default_length(session, planned_techniques, choices)
    if session.length and not length:
        notes.append(Note("Nothing is left to fill the time, so it lasts as long as it takes."))
    notes += _level_notes(planned_techniques, choices)
    if not length:
        planned_techniques = tuple(replace(planned, fill="") for planned in planned_techniques)
    subject = session_subject(session, (planned.technique for planned in planned_techniques))
    safety = notes_about(subject, library)
    planned_techniques = _with_closing(planned_techniques, safety, library)
    plan = Plan(
        session,
        planned_techniques,
        closing,
        safety,
        library.position_changes,
        choices,
        length,
        note_records=tuple(dict.fromkeys(notes)),
    )
    if length and not choices.length and choices.level != Level.STANDARD:
        plan = replace(plan, standard=make_plan(session, library, replace(choices, level=Level.STANDARD)))
    if not plan.teaches_signals:
        plan = _without_bells(plan)
    plan = _addressed(plan)
    if problem := size_problem(plan):
        raise ScriptError([problem])
    return plan


def _with_closing(
    planned_techniques: tuple[PlannedTechnique, ...], safety: SafetyNotes, library: Library
) -> tuple[PlannedTechnique, ...]:
    """Return the techniques, with the last words of the session's subject in place of those of the shipped closing.

    They stay as they are if the subject has none, or if the listener has a closing of their own.
    """
    _, closing = BOOKENDS
    if not safety.closing or library.shadowing_note("techniques", closing):
        return planned_techniques
    return tuple(
        replace(planned, technique=replace(planned.technique, body=safety.closing))
        if planned.technique.name == closing
        else planned
        for planned in planned_techniques
    )


def _level_notes(planned_techniques: tuple[PlannedTechnique, ...], choices: Choices) -> Iterator[Note]:
    """Yield a note if the listener asks for a level at which nothing differs."""
    is_asked = choices.level != Level.STANDARD and "level" not in choices.preference_fields
    values = (value for planned in planned_techniques for value in planned.technique.values)
    if is_asked and not any(choices.level in dict(value.levels) for value in values):
        yield Note(f"Nothing in it has a {choices.level} amount, so it is as at the standard level.")


def _without_bells(plan: Plan) -> Plan:
    """Return the plan without the technique that explains the signals, unless it has no other."""
    bells, _ = BOOKENDS
    explaining = [planned for planned in plan.techniques if planned.technique.name == bells]
    if all(planned.technique.name in BOOKENDS for planned in plan.techniques):
        return plan
    return replace(plan.without(*explaining), note_records=plan.note_records)


def _addressed(plan: Plan) -> Plan:
    """Return a plan whose texts address the listener as they chose."""
    address, familiar = LANGUAGES[plan.session.language].address, plan.choices.form == "du"
    if address is None:
        return plan
    from voiceguide.script.address import in_address

    return replace(
        plan,
        session=in_address(plan.session, address, familiar=familiar),
        techniques=in_address(plan.techniques, address, familiar=familiar),
        closing=in_address(plan.closing, address, familiar=familiar),
        safety=in_address(plan.safety, address, familiar=familiar),
        position_changes=in_address(plan.position_changes, address, familiar=familiar),
    )


def _plan_techniques(
    session: Session,
    techniques: tuple[Technique, ...],
    library: Library,
    choices: Choices,
    notes: list[Note],
) -> tuple[tuple[PlannedTechnique, ...], ScriptBody]:
    """Return the turns of the chosen techniques, or of their easier forms, and the session's closing parts."""
    used_names = {use.technique for use in session.uses}
    planned_techniques: list[PlannedTechnique] = []
    preamble: list[Text | Step | Section] = []
    pairs = iter(zip(session.uses, techniques, strict=True))
    forms: dict[int, Technique | None] = {}  # by the id() of the use: one of a circuit comes in every round
    for part, circuit in unfold_circuits(session):
        if not isinstance(part, Use):
            preamble.append(part)
            continue
        if id(part) not in forms:
            use, technique = next(pairs)
            forms[id(part)] = None
            if not _is_included(use.technique, choices):
                notes.append(Note.left_out(technique))
            elif form := _suitable_form(technique, library, choices, used_names, notes):
                forms[id(part)] = form
                used_names.add(form.name)  # one easier form of several is enough
        if form := forms[id(part)]:
            planned = _plan_technique(part, form, tuple(preamble), choices, notes)
            planned_techniques.append(replace(planned, circuit=circuit) if circuit else planned)
            preamble.clear()
    return tuple(planned_techniques), tuple(preamble)


def _suitable_form(
    technique: Technique, library: Library, choices: Choices, used_names: set[str], notes: list[Note]
) -> Technique | None:
    """Return what `suitability.suitable_form` returns, without its import for a listener who avoids nothing."""
    if not choices.avoid:
        return technique
    from voiceguide.plan.suitability import suitable_form

    return suitable_form(technique, library, choices.avoid, used_names, notes)


def _plan_technique(
    use: Use, technique: Technique, preamble: ScriptBody, choices: Choices, notes: list[Note]
) -> PlannedTechnique:
    origins = tuple(overrides.resolve_values(use, technique, choices, notes))
    values = tuple((name, amount) for name, amount, _ in origins)
    side_values = tuple(overrides.resolve_side_values(technique, dict(values), choices, notes))
    effective = tuple(overrides.effective_overrides(technique, choices))
    pinned = frozenset(override.name for override in effective if override.technique)
    overridden = frozenset(override.name for override in effective)
    fill = fill_name(technique) if use.fill else ""
    # A technique named by --only stays, even if it is optional.
    optional = use.optional and technique.name not in choices.only
    fill = "" if fill in overridden else fill
    return PlannedTechnique(
        technique, values, preamble, optional, fill, pinned, overridden, side_values, origins
    )


def _default_length(
    session: Session, planned_techniques: tuple[PlannedTechnique, ...], choices: Choices
) -> int:
    """Return the session's own length; 0 if the listener left out the technique that would fill it."""
    has_fill = any(planned.fill for planned in planned_techniques)
    declares_fill = any(use.fill for use in session.uses)
    always_skip = set(choices.always_skip) & {use.technique for use in session.uses}
    return (
        session.length
        if has_fill or not (declares_fill or choices.skip or choices.only or always_skip)
        else 0
    )


def _reject_unknown_names(names: Iterable[str], session: Session, extra_names: tuple[str, ...] = ()) -> None:
    """Raise RequestError for a name, other than "", that is neither used by the session nor in `extra_names`."""
    known_names = tuple(dict.fromkeys((*(use.technique for use in session.uses), *extra_names)))
    for name in names:
        if name and name not in known_names:
            hint = did_you_mean(name, known_names) or f"It uses {', '.join(known_names) or 'none'}."
            raise RequestError(f"“{session.name}” does not use “{name}”. {hint}")


def _is_included(name: str, choices: Choices) -> bool:
    """Return whether a technique is part of the plan.

    The bells and the closing stay unless they are skipped by name.
    """
    if name in choices.skip or name in set(choices.always_skip) - set(choices.only):
        return False
    return not choices.only or name in {*choices.only, *BOOKENDS}


def _shadowing_notes(session: Session, library: Library) -> Iterator[str]:
    """Yield a sentence, or "", for each script: whether it takes precedence over a shipped one of its name."""
    yield library.shadowing_note("sessions", session.name)
    for use in session.uses:
        yield library.shadowing_note("techniques", use.technique)
