"""Turns of a step or a heading: round by round, and within a round for each side or each of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.score.placeholders import changing_placeholders, side_placeholders
from voiceguide.script.model import Section, Step, Text
from voiceguide.script.turns import Turn
from voiceguide.script.vocabulary import Side
from voiceguide.script.walk import walk_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.score.context import WriterContext


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """One time through a step or section that is repeated, with its context.

    `name` is the side in words, or the one of several that has its turn, "" if there is only one.
    """

    name: str
    context: WriterContext
    is_first: bool = False
    begins_round: bool = False
    ends_round: bool = False


def repeat_turns(part: Step | Section, chosen_side: str, context: WriterContext) -> Iterator[Repeat]:
    """Yield the turns of a step or section, round by round, each of several within each round.

    `chosen_side` is the listener's, for a part that is done on one side.
    """
    cases = (chosen_side,) if part.one_side else () if part.in_turn else part.each
    cases = cases or ("",)
    round_count = context.resolve_amount(part.rounds)
    only_round = part.only_round if isinstance(part, Section) else 0
    for number in (only_round,) if only_round else range(1, round_count + 1):
        for index, case in enumerate(cases):
            place = _Place(number, round_count, index, len(cases))
            case_context = place.context(part, case, context)
            yield Repeat(
                case_name(case, case_context),
                case_context,
                is_first=number == 1 and index == 0,
                begins_round=index == 0,
                ends_round=index == len(cases) - 1,
            )


@dataclass(frozen=True, slots=True)
class _Place:
    """Place of a turn: its round from 1, and its index from 0 among those of the round."""

    round: int
    round_count: int
    index: int
    case_count: int

    def turn(self, part: Step | Section, outer: Turn) -> Turn:
        """Return the turn of a part within an outer turn."""
        is_last = self.round == self.round_count and self.index == self.case_count - 1
        turn, is_final = outer, outer.is_final and is_last
        if part.rounds != 1:
            is_last_round = self.round == self.round_count > 1
            turn = Turn(self.round, outer.is_second_side, is_last_round, outer.is_second_side, is_final)
        if part.each and not part.in_turn:
            turn = Turn(turn.round, self.index > 0, turn.is_last_round, is_final=is_final)
        return turn

    def context(self, part: Step | Section, case: str, outer: WriterContext) -> WriterContext:
        """Return the context of a part within an outer one, for one side or one of several (`case`)."""
        turn, placeholders = self.turn(part, outer.turn), dict(outer.placeholders)
        if part.rounds != 1:
            side = case if case in set(Side) else outer.event.side
            numbers = {"round": str(self.round), "rounds": str(self.round_count)}
            placeholders |= numbers | changing_placeholders(self.round, side, outer.values, outer.wording)
        number = turn.round if self.round_count > 1 or case else outer.event.round
        event = outer.event.in_turn(number, outer.event.side, outer.event.each)
        result = outer.in_turn(event, placeholders, turn)
        return in_case(case, result) if case else result


def in_case(case: str, context: WriterContext) -> WriterContext:
    """Return the context of one side, or of one of several: its event context and its placeholders."""
    event, placeholders = context.event, dict(context.placeholders)
    if case in set(Side):
        placeholders |= side_placeholders(case, context.values, context.wording)
        event = event.in_turn(event.round, case, event.each)
    else:
        event = event.in_turn(event.round, event.side, case)
    if "each" not in context.values.amounts:  # a value of that name takes precedence
        placeholders["each"] = case_name(case, context)
    return context.in_turn(event, placeholders, context.turn)


def case_name(case: str, context: WriterContext) -> str:
    """Return a side in words of the session's language, or one of several as its author wrote it."""
    return context.wording.sides.get(case, case)


def words_name_each(part: Step | Section) -> bool:
    """Return whether the words of a step, or under a heading, name the one of several that has its turn."""
    texts = part.cues if isinstance(part, Step) else _texts(part)
    return any("{" in text.text and "each" in text.text for text in texts)


def _texts(section: Section) -> Iterator[Text]:
    for part in walk_parts(section.body):
        if isinstance(part, Text):
            yield part
        elif isinstance(part, Step):
            yield from part.cues
