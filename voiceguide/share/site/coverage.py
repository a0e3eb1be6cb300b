"""Coverage: each sound that the choices of a page can lead to in a session, found by writing scores.

Choices that decide together which words are spoken are combined (level, guidance, announcements). The others, such as
signals, conditions and the side, are varied one at a time, and so are the values of a technique. Every change of
position, the greeting at each length, and each list of things to have ready are added.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import VoiceguideError
from voiceguide.plan.merge import make_choices
from voiceguide.plan.options import OPTIONS_BY_NAME
from voiceguide.plan.planner import make_plan
from voiceguide.score.items import Role, Sound, sound_sources
from voiceguide.score.placeholders import placeholder_names
from voiceguide.score.score import ScoreWriter
from voiceguide.score.score_builder import FIRST_SECTION, ScoreBuilder
from voiceguide.score.step_writer import StepWriter
from voiceguide.script.model import Text
from voiceguide.script.walk import walk_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.options import Choices
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.items import Item
    from voiceguide.script.library import Library
    from voiceguide.script.model import Session, Technique, Value

WORD_OPTIONS = ("level", "guidance", "announce-next")
"""Options that decide together which words are spoken."""

SINGLE_OPTIONS = ("note", "bells", "side", "sounds", "halfway", "countdown", "chime", "avoid")
"""Options that add or replace words and signals independently of each other."""

MAX_PROPS = 8
"""Upper bound of things to have ready in one session, each subset of which is one cue."""

_HALF_MINUTE = 30 * units.SAMPLE_RATE
_SECONDS_UP_TO = 90 * units.SAMPLE_RATE
"""Samples: shorter lengths are named to the second, others to the half minute (language/wording.py)."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Finder of the sounds of several sessions, which remembers those of techniques that sessions share."""

    _technique_sounds: dict[object, frozenset[Sound]] = field(default_factory=dict)

    def required_sounds(
        self, session: Session, library: Library, lengths: Iterable[int]
    ) -> dict[str, set[Sound]]:
        """Return the sounds of a session by the technique to which they belong; "" is for all others.

        `lengths` are the lengths in samples that a listener can ask for. The library must be that of the
        session's language.
        """
        sounds: dict[str, set[Sound]] = {"": set()}
        seen: set[object] = set()
        for plan in _plans(session, library):
            choices = replace(plan.choices, avoid=())
            for planned in plan.techniques:
                key = (planned.technique, planned.values, choices)
                if key not in self._technique_sounds:
                    self._technique_sounds[key] = frozenset(_technique_sounds(plan, planned))
                sounds.setdefault(planned.technique.name, set()).update(self._technique_sounds[key])
            names = tuple(planned.technique.name for planned in plan.techniques)
            words = tuple(getattr(choices, OPTIONS_BY_NAME[name].field) for name in (*WORD_OPTIONS, "note"))
            if (names, words) not in seen:
                seen.add((names, words))
                sounds[""] |= _session_sounds(plan)
        sounds[""] |= greetings(session, library, lengths)
        return sounds


def greetings(session: Session, library: Library, lengths: Iterable[int]) -> set[Sound]:
    """Return the sounds of the opening of a session with each of some lengths in samples."""
    plan, sounds = make_plan(session, library, make_choices({})), set[Sound]()
    for length in lengths:
        sounds |= sound_sources(
            ScoreWriter.for_plan(replace(plan, length=length)).write_opening().items
        ).keys()
    return sounds


def _plans(session: Session, library: Library) -> Iterator[Plan]:
    """Yield a plan for each combination of choices that may change a sound, but not those that are refused."""
    for choices in _choices():
        try:
            yield make_plan(session, library, choices)
        except VoiceguideError:
            continue


@cache
def _choices() -> tuple[Choices, ...]:
    """Return the combinations of choices that may change a sound."""
    words = map(_texts, WORD_OPTIONS)
    others = [{}, *chain.from_iterable(map(_texts, SINGLE_OPTIONS))]
    return tuple(
        make_choices({**dict(chain.from_iterable(map(dict.items, combined))), **other})
        for combined in product(*words)
        for other in others
    )


def _texts(option_name: str) -> list[dict[str, tuple[str, ...]]]:
    return [{option_name: (name,)} for name in OPTIONS_BY_NAME[option_name].names]


def _session_sounds(plan: Plan) -> set[Sound]:
    """Return the sounds of a plan outside its techniques: its own words, changes of position, lists of things."""
    writer = ScoreWriter.for_plan(plan)
    items: list[Item] = [*writer.write_opening().items, *writer.write_closing("").items]
    builder = ScoreBuilder()
    context = writer.session_context(FIRST_SECTION)
    step_writer = StepWriter.for_plan(plan, builder)
    for planned in plan.techniques:
        step_writer.write_parts(planned.preamble, context)
    positions = {
        position
        for planned in plan.techniques
        for position in (planned.technique.position, planned.technique.end_position)
    }
    for change in plan.position_changes:
        if change.goal in {"", *positions} and change.start in {"", *positions}:
            step_writer.write_parts(change.body, replace(context, needs_words=True))
    props = plan.needs[:MAX_PROPS]
    for count in range(1, len(props) + 1):
        for subset in combinations(props, count):
            writer.write_needs(builder, subset, context, Role.CUE)
    return set(sound_sources((*items, *builder.finish().items)))


def _technique_sounds(plan: Plan, planned: PlannedTechnique) -> set[Sound]:
    """Return the sounds of a technique with its announcements, at each amount that may change a word or a signal."""
    writer, sounds = ScoreWriter.for_plan(plan), set[Sound]()
    for variant, is_first in product(_value_variants(planned), (True, False)):
        builder = ScoreBuilder()
        writer.write_technique(builder, variant, variant.technique.position, is_first=is_first)
        sounds |= sound_sources(builder.finish().items).keys()
    return sounds


def _value_variants(planned: PlannedTechnique) -> Iterator[PlannedTechnique]:
    yield planned
    for value in planned.technique.values:
        for amount in _distinct_amounts(value, planned.technique):
            yield planned.with_value(value.name, amount)


def _distinct_amounts(value: Value, technique: Technique) -> Iterable[int]:
    if value.unit == "count":
        return range(value.least, value.most + 1)
    if value.name in _spoken_names(technique):
        return chain.from_iterable(
            (length, length + 1) for length in spoken_lengths((value.least, value.most))
        )
    return (value.least, value.most)


def _spoken_names(technique: Technique) -> set[str]:
    """Return the names in braces in a technique's words."""
    parts = (*technique.notes, *walk_parts(technique.body))
    texts = chain.from_iterable((part,) if isinstance(part, Text) else part.cues for part in parts)
    return {name for text in texts for name in placeholder_names(text.text)}


def spoken_lengths(lengths: Iterable[int]) -> Iterator[int]:
    """Yield a length in samples for each name that a length within a range has in words, “about” aside.

    The range is from the least to the most of `lengths`.
    """
    least, most = min(lengths), max(lengths)
    length = least // units.SAMPLE_RATE * units.SAMPLE_RATE
    while length <= most + _HALF_MINUTE:
        yield max(length, units.SAMPLE_RATE)
        length += units.SAMPLE_RATE if length < _SECONDS_UP_TO else _HALF_MINUTE - length % _HALF_MINUTE
