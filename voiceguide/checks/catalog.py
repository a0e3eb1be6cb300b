"""What there is to hear: sessions and techniques, about how long they last, and what can be changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.errors import VoiceguideError
from voiceguide.fit.fit import fit
from voiceguide.fit.word_room import held, real_minimum
from voiceguide.plan.choices import Choices
from voiceguide.plan.plan import make_plan
from voiceguide.score.score import score_of
from voiceguide.score.timeline import crowded, lasting
from voiceguide.script.uses import alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.plan.plan import Part, Plan
    from voiceguide.score.timeline import Takes
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session, Technique, Value


def overview(library: Library) -> str:
    """Every session and technique of a library, as text for people.

    No voice is loaded: what depends on one is an estimate, marked ≈. A broken script has its problems in its
    place.
    """
    lines = ["SESSIONS"]
    for name in library.sessions:
        lines += [
            "",
            *_told(name, partial(_named_session, library)),
            *_indented(library.instead("sessions", name)),
        ]
    lines += ["", "TECHNIQUES"]
    for name in library.techniques:
        own = library.instead("techniques", name)
        lines += ["", *_told(name, partial(_named_technique, library)), *_indented(own)]
    return "\n".join(lines)


def _told(name: str, tell: Callable[[str], Iterator[str]]) -> Iterator[str]:
    """What there is to tell of a script; of a broken one, what is wrong, so that it hides no other."""
    try:
        yield from tuple(tell(name))
    except VoiceguideError as error:
        yield from (f"  {name}", *_indented(*str(error).split("\n")))


def _named_session(library: Library, name: str) -> Iterator[str]:
    session = library.session(name)
    return _session(session, library.speaking(session.language))


def _named_technique(library: Library, name: str) -> Iterator[str]:
    technique = library.technique(name)
    return _technique(technique, library.speaking(technique.language))


def _indented(*sentences: str) -> Iterator[str]:
    return (f"      {sentence}" for sentence in sentences if sentence)


def _session(session: Session, library: Library) -> Iterator[str]:
    library.join(session)
    if session.length:
        length = units.clock(session.length)
    else:
        takes = partial(estimate, language=session.language)
        length = f"≈ {units.clock(fit(make_plan(session, library, Choices()), takes).length)}"
    yield f"  {session.name}  {length}  {session.title}"
    if session.summary:
        yield f"      {session.summary}"
    uses = [
        use.technique
        + (" (may be left out)" if use.optional else "")
        + (" (fills the time)" if use.fill else "")
        for use in session.uses
    ]
    yield f"      {', '.join(uses)}"


def _technique(technique: Technique, library: Library) -> Iterator[str]:
    plan = make_plan(alone(technique), library, Choices())
    part = next(part for part in plan.parts if part.technique.name == technique.name)
    takes = partial(estimate, language=technique.language)
    yield f"  {technique.name}  ≈ {units.clock(lasting(score_of(plan, part), takes))}  {technique.title}"
    if technique.summary:
        yield f"      {technique.summary}"
    if technique.needs:
        yield f"      needs: {', '.join(technique.needs)}"
    if technique.avoid:
        instead = f"; easier: {technique.easier.name}" if technique.easier else ""
        yield f"      not for: {', '.join(technique.avoid)}{instead}"
    for value in technique.values:
        if value.least < value.most or value.levels:
            limits = "; ".join((_limits(value, plan, part, takes), *_levels(value)))
            yield f"      {value.name}: {_shown(value, value.default)} ({limits})"


def _levels(value: Value) -> Iterator[str]:
    return (f"{level} {_shown(value, amount)}" for level, amount in value.levels)


def _limits(value: Value, plan: Plan, part: Part, takes: Takes) -> str:
    limits = f"{_shown(value, value.least)} to {_shown(value, value.most)}"
    shortest = part.having(value.name, value.least)
    if value in held(part) and crowded(score_of(plan, shortest), takes):
        needed = real_minimum(plan, part, value, takes)
        return f"{limits}; its words need ≈ {_shown(value, needed)}"
    return limits


def _shown(value: Value, amount: int) -> str:
    return units.written(amount) if value.unit == "time" else str(amount)
