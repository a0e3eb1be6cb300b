"""Preview of a session: a stretch of its timeline, from a chapter on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.score.items import INITIAL_SILENCE, Role
from voiceguide.score.timeline import Chapter, Event, Timeline
from voiceguide.script.did_you_mean import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Preview:
    """The first `length` samples from a chapter, given as a title, a technique or a number from 1."""

    length: int
    chapter: str = ""

    def extract_from(self, timeline: Timeline) -> Timeline:
        """Return the preview as a timeline, marked in its title and in a note.

        A sound that does not end within the length is omitted, with everything after it. Raise RequestError if
        the chapter does not exist, or if not even one sound fits.
        """
        index = self._chapter_index(timeline)
        start = timeline.chapters[index].start
        end = min(start + self.length - INITIAL_SILENCE, timeline.length)
        events = tuple(_events_between(timeline.events, start, end))
        if not events:
            raise RequestError(
                f"No sound fits in {units.format_duration(self.length)}. Choose a longer preview."
            )
        if events[-1].end < end:
            events = (*events, Event(events[-1].end, end, Role.PAUSE, events[-1].context))
        offset = start - INITIAL_SILENCE
        last_start = max(event.start for event in events if event.sound)
        chapters = (chapter for chapter in timeline.chapters[index:] if chapter.start <= last_start)
        opening_silence = Event(0, INITIAL_SILENCE, Role.PAUSE, replace(events[0].context, chapter=1))
        return replace(
            timeline,
            title=f"{timeline.title} (preview)",
            length=end - offset,
            chapters=tuple(_shift_chapter(chapter, offset, end) for chapter in chapters),
            events=(opening_silence, *(_shift_event(event, offset, index) for event in events)),
            notes=(*timeline.notes, self._preview_note(timeline, timeline.chapters[index], end - offset)),
        )

    def _chapter_index(self, timeline: Timeline) -> int:
        """Return the index of the chapter it begins with. Raise RequestError if there is none."""
        if not self.chapter:
            return 0
        query = self.chapter.strip().lower()
        for index, chapter in enumerate(timeline.chapters):
            if query in {chapter.title.lower(), chapter.technique, str(index + 1)}:
                return index
        titles = [chapter.title for chapter in timeline.chapters]
        lowercase_titles = {chapter.title.lower(): chapter.title for chapter in timeline.chapters}
        names = [chapter.technique for chapter in timeline.chapters if chapter.technique]
        hint = did_you_mean(query, (*lowercase_titles, *names)) or f"Choose one of: {', '.join(titles)}."
        raise RequestError(f"{timeline.title} has no chapter “{self.chapter}”. {hint}")

    def _preview_note(self, timeline: Timeline, chapter: Chapter, length: int) -> str:
        full_length = units.format_clock(timeline.length)
        return f"This is only a preview: {units.format_clock(length)} of {full_length}, from “{chapter.title}” on."


def _events_between(events: tuple[Event, ...], start: int, end: int) -> Iterator[Event]:
    """Yield the events from `start`, up to the first sound that ends after `end`; a silence is cut at `end`."""
    candidates = (event for event in events if event.start >= start)
    complete_events = tuple(
        takewhile(lambda event: event.start < end and not (event.sound and event.end > end), candidates)
    )
    if any(event.sound for event in complete_events):
        yield from (replace(event, end=min(event.end, end)) for event in complete_events)


def _shift_event(event: Event, offset: int, chapter_offset: int) -> Event:
    context = replace(event.context, chapter=event.context.chapter - chapter_offset)
    return replace(event, start=event.start - offset, end=event.end - offset, context=context)


def _shift_chapter(chapter: Chapter, offset: int, end: int) -> Chapter:
    return replace(chapter, start=chapter.start - offset, end=min(chapter.end, end) - offset)
