"""Handout of a session: a Markdown page to print, with its words, activities, sides and times."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import LANGUAGES
from voiceguide.score.activities import find_activities
from voiceguide.score.context import TechniqueValues
from voiceguide.score.items import Role
from voiceguide.script.model import Series, Step
from voiceguide.script.walk import walk_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.language import Language
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.activities import Activity
    from voiceguide.score.timeline import Event, Timeline
    from voiceguide.script.model import Amount

_OMITTED_ROLES = {Role.NEXT, Role.COUNT, Role.REP, Role.HALF, Role.BREATHE, Role.START, Role.END}
"""Roles of words for listeners only."""

_MARKDOWN_CHARACTERS = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def handout_markdown(timeline: Timeline, plan: Plan) -> str:
    """Return a session as a Markdown page, with the words, activities and times of each chapter.

    A chapter has its activities in bold below its heading. Safety notes are quoted. The page omits tones,
    silences, announcements, and words that are already in the chapter. The safety note is always the full one.
    """
    language = LANGUAGES[plan.session.language]
    short_note = frozenset(note.text for note in plan.safety.short) if timeline.unspoken_note else frozenset()
    return _HandoutWriter(timeline, language, dict(_source_steps(timeline, plan)), short_note).to_markdown()


@dataclass(frozen=True, slots=True)
class _SourceStep:
    """A step as its author wrote it, and the planned technique that has its values, if there is one."""

    step: Step
    planned: PlannedTechnique | None = None

    def resolve_amount(self, amount: Amount, round_number: int) -> int:
        """Return an amount for this listener in a round from 1, in samples or as a count."""
        if isinstance(amount, int):
            return amount
        if isinstance(amount, Series):
            return amount.in_round(round_number)
        return (
            TechniqueValues.from_plan(self.planned).amount(amount.name, "", round_number)
            if self.planned
            else 0
        )


def _source_steps(timeline: Timeline, plan: Plan) -> Iterator[tuple[tuple[int, int], _SourceStep]]:
    """Yield the steps by the numbers of their chapter and step in the events."""
    planned_techniques, technique_steps = list(plan.techniques), {}
    session_parts = chain(plan.closing, *(planned.preamble for planned in plan.techniques))
    session_steps = {step.location: _SourceStep(step) for step in walk_steps(session_parts)}
    for chapter_number, chapter in enumerate(timeline.chapters, 1):
        planned = next(
            (planned for planned in planned_techniques if planned.technique.name == chapter.technique), None
        )
        if planned:
            planned_techniques.remove(planned)
            for step in walk_steps(planned.technique.body):
                technique_steps[chapter_number, step.location] = _SourceStep(step, planned)
    for event in timeline.events:
        context = event.context
        if context.source is None:
            continue
        source_step = technique_steps.get((context.chapter, context.source))
        if source_step := source_step or session_steps.get(context.source):
            yield (context.chapter, context.step), source_step


@dataclass(frozen=True, slots=True)
class _HandoutWriter:
    """Writer of a timeline's page in its language."""

    timeline: Timeline
    language: Language
    source_steps: dict[tuple[int, int], _SourceStep]
    short_note: frozenset[str]
    """Paragraphs of the short safety note, which the page replaces by the full one."""

    def to_markdown(self) -> str:
        """Return the whole page."""
        total = self.language.handout.total.format(length=units.format_clock(self.timeline.length))
        blocks = [f"# {_escape_markdown(self.timeline.title)}", total]
        activities_by_start = {activity.start: activity for activity in find_activities(self.timeline.events)}
        starts = [event.start for event in self.timeline.events]
        for chapter in self.timeline.chapters:
            start, end = units.format_clock(chapter.start), units.format_clock(chapter.end)
            blocks.append(f"## {_escape_markdown(chapter.title)} ({start}–{end})")
            events = self.timeline.events[
                bisect_left(starts, chapter.start) : bisect_left(starts, chapter.end)
            ]
            chapter_activities = [
                (event, activities_by_start[event.start])
                for event in events
                if event.start in activities_by_start
            ]
            lines = _format_list(self.page_lines(events, activities_by_start))
            blocks += filter(None, [self.activity_summary(chapter_activities), "\n".join(lines).strip("\n")])
        return "\n\n".join(blocks) + "\n"

    def activity_summary(self, activities: list[tuple[Event, Activity]]) -> str:
        """Count activities of equal text in the order of first appearance: “**2 × hold 20 s, each side**”."""
        side_counts: dict[str, Counter[str]] = {}
        for event, activity in activities:
            side_counts.setdefault(self.format_activity(event, activity), Counter())[activity.side] += 1
        return "\\\n".join(
            f"**{_escape_markdown(self.format_repeats(text, sides))}**" for text, sides in side_counts.items()
        )

    def format_repeats(self, text: str, sides: Counter[str]) -> str:
        """Return an activity's text with its number and its side."""
        left, right = sides["left"], sides["right"]
        if left == right and not sides[""]:
            count, side_names = left, [self.language.handout.each_side]
        else:
            count = sides.total()
            side_names = [self.side_name(side) for side in sides if side and len(sides) == 1]
        return ", ".join([f"{count} × {text}" if count > 1 else text, *side_names])

    def format_activity(self, event: Event, activity: Activity) -> str:
        """Return an activity without its side: “hold 20 s”, “8 times up 3 s, down 3 s”."""
        handout = self.language.handout
        source_step = self.source_steps.get((event.context.chapter, event.context.step))
        if source_step and source_step.step.phases:
            is_breathing = activity.role is Role.BREATHE
            phase_names = handout.phases if is_breathing else {}
            number = max(event.context.round, 1)
            lengths = [source_step.resolve_amount(phase.length, number) for phase in source_step.step.phases]
            phases = (
                f"{phase_names.get(phase.name, phase.name)} {self.format_time(length)}"
                for phase, length in zip(source_step.step.phases, lengths, strict=True)
            )
            count = source_step.resolve_amount(source_step.step.amount, number)
            count = count // sum(lengths) if source_step.step.by_time else count
            template = (handout.breaths if is_breathing else handout.repetitions)[count != 1]
            return template.format(count=count, phases=", ".join(phases))
        template = handout.hold if activity.role is Role.HOLD else handout.go
        return template.format(time=self.format_time(activity.end - activity.start))

    def format_time(self, length: int) -> str:
        """Format samples as 20 s, 1.5 s or 1:10, with the decimal mark of the language."""
        return units.format_elapsed(length).replace(".", self.language.handout.decimal_mark)

    def side_name(self, side: str) -> str:
        """Return the name of a side in the language; "" for no side."""
        return self.language.wording.sides.get(side, "")

    def page_lines(
        self, events: tuple[Event, ...], activities_by_start: dict[int, Activity]
    ) -> Iterator[tuple[bool, str]]:
        """Yield the lines below a heading: whether each is a safety note, and its Markdown."""
        printed_texts: set[str] = set()
        for event in events:
            time = units.format_clock(event.start)
            if activity := activities_by_start.get(event.start):
                description = ", ".join(
                    filter(None, (self.format_activity(event, activity), self.side_name(activity.side)))
                )
                yield False, f"{time} **{_escape_markdown(description)}**"
            elif event.role is Role.REST and not event.sound:
                rest_time = self.format_time(event.end - event.start)
                yield False, f"{time} {self.language.handout.rest.format(time=rest_time)}"
            if not event.text or event.role in _OMITTED_ROLES or event.text in printed_texts:
                continue
            printed_texts.add(event.text)
            if event.text in self.short_note and event.role is Role.SAFETY:
                yield from ((True, _escape_markdown(text)) for text in self.timeline.unspoken_note)
                printed_texts.update(self.short_note)
                continue
            text = _escape_markdown(event.text)
            yield (True, text) if event.role is Role.SAFETY else (False, f"{time} {text}")


def _format_list(lines: Iterable[tuple[bool, str]]) -> Iterator[str]:
    """Yield list items, and quotations of safety notes with a blank line before and after."""
    was_note = False
    for is_note, text in lines:
        if is_note != was_note:
            yield ""
        was_note = is_note
        yield f"> {text}  " if is_note else f"- {text}"


def _escape_markdown(text: str) -> str:
    """Escape the characters of Markdown's markup."""
    return _MARKDOWN_CHARACTERS.sub(r"\\\1", text)
