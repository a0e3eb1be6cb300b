"""Walks over the parts of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from voiceguide.script.model import Circuit, Section, Step, Technique, Text, Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.script.model import Script, ScriptBody, Session

_Part = TypeVar("_Part")


def walk_parts(parts: Iterable[_Part]) -> Iterator[_Part | Text | Step]:
    """Yield each part in order; the parts of a section follow the section."""
    for part in parts:
        yield part
        if isinstance(part, Section):
            yield from part.body


def walk_steps(parts: Iterable[Text | Step | Section]) -> Iterator[Step]:
    """Return an iterator of all steps in order, including those under headings."""
    return (part for part in walk_parts(parts) if isinstance(part, Step))


def own_body(script: Script) -> ScriptBody:
    """Return the words, steps and headings of a script, without the techniques that it uses, in order."""
    if isinstance(script, Technique):
        return script.body
    parts = (part.heading if isinstance(part, Circuit) else part for part in script.body)
    return tuple(part for part in parts if not isinstance(part, Use))


def circuits(session: Session) -> tuple[Circuit, ...]:
    """Return the circuits of a session, in order."""
    return tuple(part for part in session.body if isinstance(part, Circuit))


def turn_count(session: Session) -> int:
    """Return the number of turns of a session's techniques: one of a circuit has as many as there are rounds."""
    counts = [len(session.uses)]
    for circuit in circuits(session):
        rounds = circuit.heading.rounds if isinstance(circuit.heading.rounds, int) else 1
        counts.append(sum(isinstance(part, Use) for part in circuit.parts) * (rounds - 1))
    return sum(counts)
