"""Which words a turn has: all of them the first time, later a shorter line where the author wrote one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.script.vocabulary import LEVEL_MARKS, CueKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script.model import Text


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that a step, or all under a heading, is done."""

    round: int = 1
    is_second_side: bool = False
    """On the second side."""
    is_last_round: bool = False
    """In the last of several rounds."""
    rounds_within_side: bool = False
    """All its rounds are on the second side, which is that of the heading above."""
    is_final: bool = True
    """Nothing of what is repeated comes after it."""


def cues_for_turn(cues: Sequence[Text], turn: Turn) -> tuple[Text, ...]:
    """Those of a step's words, or of paragraphs in a row, that are spoken ahead of what is done in a turn.

    The line for the second side comes before one for this round, that before one for the last round, and
    that before one for every later round. Where the rounds are within a side it comes last: in a later round
    nobody has just changed sides.
    """
    if all(cue.timing.kind in _DEFAULT_KINDS or cue.timing.is_timed for cue in cues):
        return tuple(cue for cue in cues if not cue.timing.is_timed)
    side = (CueKind.OTHER_SIDE, turn.is_second_side)
    rounds = (
        (CueKind.ROUND, True),
        (CueKind.LAST, turn.is_last_round),
        (CueKind.ROUNDS, turn.round > 1),
    )
    for kind, applies in (*rounds, side) if turn.rounds_within_side else (side, *rounds):
        if applies:
            matches = [
                cue for cue in cues if cue.timing.kind == kind and cue.timing.amount in {0, turn.round}
            ]
            if matches:
                return tuple(matches)
    return tuple(cue for cue in cues if cue.timing.kind in _DEFAULT_KINDS)


_DEFAULT_KINDS = frozenset({CueKind.FIRST, *LEVEL_MARKS})


def possible_turns(min_rounds: int, max_rounds: int, side_count: int) -> Iterator[Turn]:
    """The turns there can be with so many rounds at least and at most: enough to see what is heard."""
    for round_count in {
        *range(min_rounds, min(max_rounds, min_rounds + _MAX_DISTINCT_ROUNDS) + 1),
        max_rounds,
    }:
        for number in {*range(1, min(round_count, _MAX_DISTINCT_ROUNDS) + 1), round_count}:
            for side in range(max(side_count, 1)):
                yield Turn(number, is_second_side=side > 0, is_last_round=number == round_count > 1)


_MAX_DISTINCT_ROUNDS = 12
"""Rounds; nobody writes words of their own for more."""
