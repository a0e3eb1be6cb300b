"""Which words a turn has: all of them the first time, later a shorter line where the author wrote one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.script.vocabulary import INSIDE, ONLY, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script.model import Words


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that a step, or all under a heading, is done."""

    round: int = 1
    second: bool = False
    """On the second side."""
    last: bool = False
    """In the last of several rounds."""
    within: bool = False
    """All its rounds are on the second side, which is that of the heading above."""
    final: bool = True
    """Nothing of what is repeated comes after it."""


def taken(words: Sequence[Words], turn: Turn) -> tuple[Words, ...]:
    """Those of a step's words, or of paragraphs in a row, that are spoken ahead of what is done in a turn.

    The line for the second side comes before one for this round, that before one for the last round, and
    that before one for every later round. Where the rounds are within a side it comes last: in a later round
    nobody has just changed sides.
    """
    if all(each.mark.kind in _USUAL for each in words):
        return tuple(each for each in words if each.mark.kind not in INSIDE)
    side = ("other side", turn.second)
    rounds = (("round", True), ("last", turn.last), ("rounds", turn.round > 1))
    for kind, now in (*rounds, side) if turn.within else (side, *rounds):
        if now:
            fitting = [
                each for each in words if each.mark.kind == kind and each.mark.amount in {0, turn.round}
            ]
            if fitting:
                return tuple(fitting)
    return tuple(each for each in words if each.mark.kind in _OPENING)


_OPENING = frozenset({OPENING, *ONLY})
_USUAL = _OPENING | set(INSIDE)
"""A step with no other words says the same in every turn."""


def turns(least: int, most: int, sides: int) -> Iterator[Turn]:
    """The turns there can be with so many rounds at least and at most: enough to see what is heard."""
    for count in {*range(least, min(most, least + _FEW) + 1), most}:
        for number in {*range(1, min(count, _FEW) + 1), count}:
            for side in range(max(sides, 1)):
                yield Turn(number, second=side > 0, last=number == count > 1)


_FEW = 12
"""Rounds; nobody writes words of their own for more."""
