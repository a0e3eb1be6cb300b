"""Suitability: easier forms of what a listener should avoid, and refusal of a session that loses its point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import RequestError
from voiceguide.plan.overrides import Note
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.vocabulary import CONDITIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from voiceguide.plan.options import Choices
    from voiceguide.plan.plan import PlannedTechnique
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session, Technique


def suitable_form(
    technique: Technique,
    library: Library,
    avoid: tuple[str, ...],
    used_names: Collection[str],
    notes: list[Note],
) -> Technique | None:
    """Return the technique, or an easier form if the listener should avoid it; None if there is none.

    No form is returned that the listener should avoid too. A note on what changed is appended to `notes`.
    """
    seen = {technique.name}
    reasons: list[str] = []
    form = technique
    while conflicts := [reason for reason in avoid if reason in form.conditions]:
        reasons += conflicts
        easier = form.easier_form.name if form.easier_form else ""
        if not easier or easier in seen or easier in used_names:
            notes.append(Note.left_out(technique, f"not with {_name_conditions(reasons)}"))
            return None
        seen.add(easier)
        form = library.technique(easier)
    if form.title != technique.title:
        notes.append(
            Note(f"{form.title} in place of {technique.title}: not with {_name_conditions(reasons)}.")
        )
    return form


def reject_without_point(
    session: Session, techniques: tuple[PlannedTechnique, ...], library: Library, choices: Choices
) -> None:
    """Raise RequestError if a listener's omissions leave too little of a session.

    That is: only bells, fill and closing, or not what the session calls essential. The message names the nearest
    session that suits the listener.
    """
    names = {planned.technique.name for planned in techniques}
    if session.uses and names <= {*BOOKENDS}:
        hint = (
            _nearest_suggestion(session, library, choices) if choices.avoid else "leave out fewer techniques."
        )
        raise RequestError(f"Nothing is left of {session.title}: {hint}")
    if not choices.avoid:
        return
    wished_away = {*choices.skip, *choices.always_skip}
    missing = [
        library.technique(reference.name)
        for reference in session.essential
        if reference.name not in names | wished_away and (not choices.only or reference.name in choices.only)
    ]
    if missing:
        reasons = [reason for reason in choices.avoid if reason in missing[0].conditions]
        message = f"{session.title} needs {missing[0].title.lower()}, which is not for you with"
        raise RequestError(
            f"{message} {_name_conditions(reasons)}: {_nearest_suggestion(session, library, choices)}"
        )
    fill_names = {use.technique for use in session.uses if use.fill}
    main_names = {use.technique for use in session.uses} - fill_names - {*BOOKENDS}
    left = [planned for planned in techniques if not planned.fill and planned.technique.name not in BOOKENDS]
    if main_names and not left and not (choices.skip or choices.only):
        message = f"Nothing but {_titles(techniques)} is left of {session.title}"
        raise RequestError(f"{message}: {_nearest_suggestion(session, library, choices)}")


def _titles(techniques: Iterable[PlannedTechnique]) -> str:
    titles = [
        planned.technique.title.lower() for planned in techniques if planned.technique.name not in BOOKENDS
    ]
    return ", ".join(titles)


def _nearest_suggestion(session: Session, library: Library, choices: Choices) -> str:
    """Return what to do instead: render the session that has most in common with this one and suits the listener."""
    own_names = {use.technique for use in session.uses} - {*BOOKENDS}
    candidates = []
    for name in library.session_names:
        candidate = library.session(name)
        if name == session.name or candidate.language != session.language:
            continue
        techniques = library.resolve_techniques(candidate)
        forms = [suitable_form(technique, library, choices.avoid, (), []) for technique in techniques]
        changed = sum(form is not technique for form, technique in zip(forms, techniques, strict=True))
        kept_names = {form.name for form in forms if form} - {*BOOKENDS}
        if {reference.name for reference in candidate.essential} <= kept_names and kept_names:
            shared = len(kept_names & own_names)
            candidates.append((changed > 0, -shared, abs(candidate.length - session.length), changed, name))
    if not candidates:
        return "leave out fewer techniques, or ask a physiotherapist what suits you."
    *_, nearest = min(candidates)
    return f"try “{nearest}”."


def _name_conditions(reasons: list[str]) -> str:
    return ", ".join(dict.fromkeys(CONDITIONS[reason] for reason in reasons))
