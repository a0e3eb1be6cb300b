"""Select the cues of a turn: all cues the first time, later a shorter one if the author wrote one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.script.vocabulary import LEVEL_MARKS, CueKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script.model import Text


@dataclass(frozen=True, slots=True)
class Turn:
    """One repetition of a step, or of all parts under a heading, by round and side."""

    round: int = 1
    is_second_side: bool = False
    """True on the second side, and for each of several after the first."""
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
    if any(cue.timing.kind in _TURN_KINDS for cue in cues):
        for kind in _kinds_by_precedence(turn):
            matches = [
                cue for cue in cues if cue.timing.kind == kind and cue.timing.amount in {0, turn.round}
            ]
            if matches:
                return tuple(matches)
    return tuple([cue for cue in cues if cue.timing.kind in _DEFAULT_KINDS])


_DEFAULT_KINDS = frozenset({CueKind.FIRST, *LEVEL_MARKS})
_TURN_KINDS = frozenset({CueKind.OTHER_SIDE, CueKind.OTHERS, CueKind.ROUND, CueKind.LAST, CueKind.ROUNDS})
"""Kinds of cues for some turns only. A step without them has the same cues in every turn."""


def _kinds_by_precedence(turn: Turn) -> Iterator[CueKind]:
    """Yield those of `_TURN_KINDS` that apply to a turn."""
    if turn.is_second_side and not turn.rounds_within_side:
        yield from (CueKind.OTHER_SIDE, CueKind.OTHERS)
    yield CueKind.ROUND
    if turn.is_last_round:
        yield CueKind.LAST
    if turn.round > 1:
        yield CueKind.ROUNDS
    if turn.is_second_side and turn.rounds_within_side:
        yield from (CueKind.OTHER_SIDE, CueKind.OTHERS)


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
