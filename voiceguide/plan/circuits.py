"""Circuits of a session, unfolded round by round."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from voiceguide.plan.plan import CircuitTurn
from voiceguide.script.model import Circuit, CueTiming, Section, Step, Text, Use
from voiceguide.script.vocabulary import CueKind, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.script.model import Session

    _Part = Text | Step | Section | Use


def unfold_circuits(session: Session) -> Iterator[tuple[_Part, CircuitTurn | None]]:
    """Yield the parts of a session in the order in which they are heard, the uses of a circuit with their round."""
    for part in session.body:
        if isinstance(part, Circuit):
            yield from _unfold(part)
        else:
            yield part, None


def _unfold(circuit: Circuit) -> Iterator[tuple[_Part, CircuitTurn | None]]:
    heading = circuit.heading
    round_count, every = _literal(heading.rounds), _literal(heading.every)
    last_use = [part for part in circuit.parts if isinstance(part, Use)][-1]
    rest_cues = [cue for cue in heading.cues if cue.timing.kind == CueKind.REST]
    body = [part for part in circuit.parts if part not in rest_cues]
    for number in range(1, round_count + 1):
        rest = None
        if number > 1:
            words = tuple(replace(cue, timing=CueTiming()) for cue in rest_cues)
            rest = Step(
                kind=StepKind.REST,
                location=heading.location,
                amount=_literal(heading.rest),
                cues=words,
            )
            if not (rest.amount or rest.cues):
                rest = None
            else:
                yield rest, None
            if isinstance(body[0], Use):  # the number of the round is announced all the same
                yield replace(heading, body=(), only_round=number), None
        for is_use, run in groupby(body, key=lambda part: isinstance(part, Use)):
            if not is_use:
                words_of_round = tuple(part for part in run if not isinstance(part, Use))
                is_first = words_of_round[0] is body[0]
                announced = heading.announced and is_first
                yield replace(heading, body=words_of_round, only_round=number, announced=announced), None
                continue
            for use in run:
                is_last = number == round_count and use is last_use
                turn = CircuitTurn(heading.location, use.location, number, 0 if is_last else every, rest)
                yield use, turn


def _literal(amount: object) -> int:
    """Return an amount of a session, which has no values; 0 if there is none."""
    return amount if isinstance(amount, int) else 0
