"""Select the cues of a turn: all cues the first time, later a shorter one if the author wrote one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.script.vocabulary import LEVEL_MARKS, TIMED_MARKS, CueKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script.model import Text


@dataclass(frozen=True, slots=True)
class Turn:
    """One repetition of a step, or of all parts under a heading, by round and side."""

    round: int = 1
    is_second_side: bool = False
    """True on the second side."""
    is_last_round: bool = False
    """True in the last of several rounds."""
    rounds_within_side: bool = False
    """True if all rounds are on the second side of the heading above."""
    is_final: bool = True
    """True if no other turn follows."""


def cues_for_turn(cues: Sequence[Text], turn: Turn) -> tuple[Text, ...]:
    """Return the cues of a step, or of consecutive paragraphs, that are spoken at the start of a turn.

    If several kinds apply, the first of these wins: second side, this round, last round, later rounds. If the
    rounds are within a side, the second side comes last, because the sides do not change between rounds.
    """
    if all(cue.timing.kind in _KINDS_OF_ANY_TURN for cue in cues):
        return tuple([cue for cue in cues if cue.timing.kind in _DEFAULT_KINDS])
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
_KINDS_OF_ANY_TURN = _DEFAULT_KINDS | TIMED_MARKS
"""Kinds of cues that are alike in every turn."""


def possible_turns(min_rounds: int, max_rounds: int, side_count: int) -> Iterator[Turn]:
    """Yield the distinct turns that are possible with `min_rounds` to `max_rounds` rounds."""
    for round_count in {
        *range(min_rounds, min(max_rounds, min_rounds + _MAX_DISTINCT_ROUNDS) + 1),
        max_rounds,
    }:
        for number in {*range(1, min(round_count, _MAX_DISTINCT_ROUNDS) + 1), round_count}:
            for side in range(max(side_count, 1)):
                yield Turn(number, is_second_side=side > 0, is_last_round=number == round_count > 1)


_MAX_DISTINCT_ROUNDS = 12
"""Rounds that are distinguished; further ones except the last are alike."""
