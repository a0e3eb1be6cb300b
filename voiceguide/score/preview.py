"""Just a taste of a session: so many seconds of its timeline, from a chapter on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import AskedError
from voiceguide.score.score import FIRST
from voiceguide.score.timeline import Chapter, Event, Timeline
from voiceguide.script.grammar import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Preview:
    """So many samples of a session; `chapter` is where it begins: a title, a technique or a number from 1."""

    length: int
    chapter: str = ""

    def of(self, timeline: Timeline) -> Timeline:
        """That much of a timeline, as one of its own: its title and a note say what it is.

        No sound is cut short: one that does not end in time is left out, with all that follows. Raises
        AskedError for a chapter that is not there, and where not even one sound has room.
        """
        number = self._number(timeline)
        start = timeline.chapters[number].start
        end = min(start + self.length - FIRST, timeline.length)
        events = tuple(_cut(timeline.events, start, end))
        if not events:
            raise AskedError(f"Nothing is heard whole in {units.written(self.length)}: ask for more.")
        if events[-1].end < end:
            events = (*events, Event(events[-1].end, end, "silence", "pause", events[-1].tag))
        offset = start - FIRST
        last = max(event.start for event in events if event.sound)
        chapters = (chapter for chapter in timeline.chapters[number:] if chapter.start <= last)
        lead = Event(0, FIRST, "silence", "pause", replace(events[0].tag, chapter=1))
        return replace(
            timeline,
            title=f"{timeline.title} (preview)",
            length=end - offset,
            chapters=tuple(_moved(chapter, offset, end) for chapter in chapters),
            events=(lead, *(_shifted(event, offset, number) for event in events)),
            notes=(*timeline.notes, self._note(timeline, timeline.chapters[number], end - offset)),
        )

    def _number(self, timeline: Timeline) -> int:
        """Which chapter it begins with, counted from 0."""
        if not self.chapter:
            return 0
        wanted = self.chapter.strip().lower()
        for number, chapter in enumerate(timeline.chapters):
            if wanted in {chapter.title.lower(), chapter.technique, str(number + 1)}:
                return number
        titles = [chapter.title for chapter in timeline.chapters]
        known = {chapter.title.lower(): chapter.title for chapter in timeline.chapters}
        names = [chapter.technique for chapter in timeline.chapters if chapter.technique]
        hint = nearest(wanted, (*known, *names)) or f"There are: {', '.join(titles)}."
        raise AskedError(f"{timeline.title} has no chapter “{self.chapter}”. {hint}")

    def _note(self, timeline: Timeline, chapter: Chapter, length: int) -> str:
        whole = units.clock(timeline.length)
        return f"This is only a preview: {units.clock(length)} of {whole}, from “{chapter.title}” on."


def _cut(events: tuple[Event, ...], start: int, end: int) -> Iterator[Event]:
    """The events from start on, up to the first sound that does not end by `end`; silence is cut there."""
    inside = (event for event in events if event.start >= start)
    whole = tuple(
        takewhile(lambda event: event.start < end and not (event.sound and event.end > end), inside)
    )
    if any(event.sound for event in whole):
        yield from (replace(event, end=min(event.end, end)) for event in whole)


def _shifted(event: Event, offset: int, chapters: int) -> Event:
    tag = replace(event.tag, chapter=event.tag.chapter - chapters)
    return replace(event, start=event.start - offset, end=event.end - offset, tag=tag)


def _moved(chapter: Chapter, offset: int, end: int) -> Chapter:
    return replace(chapter, start=chapter.start - offset, end=min(chapter.end, end) - offset)
