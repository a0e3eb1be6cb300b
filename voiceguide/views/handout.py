"""A session as a page to print: its words, doses, sides and times, as Markdown."""

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
from voiceguide.script.model import Step, walk_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.language.base import Language
    from voiceguide.plan.plan import Plan, PlannedTechnique
    from voiceguide.score.activities import Activity
    from voiceguide.score.timeline import Event, Timeline
    from voiceguide.script.model import Amount

_OMITTED_ROLES = {"next", "count", "rep", "half", "breathe"}
"""The roles of words that lead somebody who listens."""

_MARKDOWN_CHARACTERS = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def handout_markdown(timeline: Timeline, plan: Plan) -> str:
    """A heading for each chapter, in bold what is done in it; below that, what is said and done when.

    Safety notes are quoted. Left out is what says nothing on paper: tones, silences, the name of what comes
    next, and words that stand in the same chapter already.
    """
    return _HandoutWriter(
        timeline, LANGUAGES[plan.session.language], dict(_source_steps(timeline, plan))
    ).to_markdown()


@dataclass(frozen=True, slots=True)
class _SourceStep:
    """A step as its author wrote it, and the part of the session that has its values, if there is one."""

    step: Step
    planned: PlannedTechnique | None = None

    def resolve_amount(self, amount: Amount) -> int:
        """What an amount is for this listener."""
        if isinstance(amount, int):
            return amount
        return self.planned.amount(amount.name) if self.planned else 0


def _source_steps(timeline: Timeline, plan: Plan) -> Iterator[tuple[tuple[int, int], _SourceStep]]:
    """What was asked for in each chapter and step, as events number them."""
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
    """What is printed of a timeline, in words of its language."""

    timeline: Timeline
    language: Language
    source_steps: dict[tuple[int, int], _SourceStep]

    def to_markdown(self) -> str:
        """All of it."""
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
            blocks += filter(None, [self.activity_summary(chapter_activities)])
            blocks += filter(
                None, ["\n".join(_format_list(self.page_lines(events, activities_by_start))).strip("\n")]
            )
        return "\n\n".join(blocks) + "\n"

    def activity_summary(self, activities: list[tuple[Event, Activity]]) -> str:
        """“**2 × hold 20 s, each side**”: alike ones together, in the order in which they first come."""
        side_counts: dict[str, Counter[str]] = {}
        for event, activity in activities:
            side_counts.setdefault(self.format_activity(event, activity), Counter())[activity.side] += 1
        return "\\\n".join(
            f"**{_escape_markdown(self.format_repeats(text, sides))}**" for text, sides in side_counts.items()
        )

    def format_repeats(self, text: str, sides: Counter[str]) -> str:
        """How often, and on which side."""
        left, right = sides["left"], sides["right"]
        if left == right and not sides[""]:
            count, side_names = left, [self.language.handout.each_side]
        else:
            count, side_names = (
                sides.total(),
                [self.side_name(side) for side in sides if side and len(sides) == 1],
            )
        return ", ".join([f"{count} × {text}" if count > 1 else text, *side_names])

    def format_activity(self, event: Event, activity: Activity) -> str:
        """What is done, without its side: “hold 20 s”, “8 times up 3 s, down 3 s”."""
        source_step = self.source_steps.get((event.context.chapter, event.context.step))
        if source_step and source_step.step.phases:
            phase_names = self.language.handout.phases if activity.role == "breathe" else {}
            phases = (
                f"{phase_names.get(phase.name, phase.name)} {self.format_time(source_step.resolve_amount(phase.length))}"
                for phase in source_step.step.phases
            )
            templates = (
                self.language.handout.breaths
                if activity.role == "breathe"
                else self.language.handout.repetitions
            )
            count = source_step.resolve_amount(source_step.step.amount)
            return templates[count != 1].format(count=count, phases=", ".join(phases))
        template = self.language.handout.hold if activity.role == "hold" else self.language.handout.go
        return template.format(time=self.format_time(activity.end - activity.start))

    def format_time(self, length: int) -> str:
        """Samples → 20 s, 1.5 s, 1:10."""
        return units.format_elapsed(length).replace(".", self.language.handout.decimal_mark)

    def side_name(self, side: str) -> str:
        """Its name in this language; "" for none."""
        return self.language.wording.sides.get(side, "")

    def page_lines(
        self, events: tuple[Event, ...], activities_by_start: dict[int, Activity]
    ) -> Iterator[tuple[str, str]]:
        """What stands below a heading: the role of each line (“safety”, “cue”, “dose”) and its Markdown."""
        printed_texts: set[str] = set()
        for event in events:
            time = units.format_clock(event.start)
            if activity := activities_by_start.get(event.start):
                description = ", ".join(
                    filter(None, (self.format_activity(event, activity), self.side_name(activity.side)))
                )
                yield "dose", f"{time} **{_escape_markdown(description)}**"
            elif event.role == "rest" and event.kind == "silence":
                yield (
                    "dose",
                    f"{time} {self.language.handout.rest.format(time=self.format_time(event.end - event.start))}",
                )
            if event.kind != "speech" or not event.sound or event.role in _OMITTED_ROLES:
                continue
            if event.sound.text in printed_texts:
                continue
            printed_texts.add(event.sound.text)
            text = _escape_markdown(event.sound.text)
            yield ("safety", text) if event.role == "safety" else ("cue", f"{time} {text}")


def _format_list(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """An item for each thing to notice; a quotation begins and ends with a blank line."""
    previous_role = "cue"
    for role, text in lines:
        if "safety" in {role, previous_role} and role != previous_role:
            yield ""
        previous_role = role
        yield f"> {text}  " if role == "safety" else f"- {text}"


def _escape_markdown(text: str) -> str:
    """Text that Markdown takes for nothing but text."""
    return _MARKDOWN_CHARACTERS.sub(r"\\\1", text)
