"""Score + the length of each clip → timeline: what sounds at which sample. Silence is an event too.

Ideal positions are exact; a sound is placed on the frame boundary nearest to its ideal position, so
nothing drifts however long the session is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol

from voiceguide import units
from voiceguide.errors import Problem
from voiceguide.score.items import ChapterStart, EventContext, Interval, Item, Say, Sound, TimedSound
from voiceguide.script.source import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA_VERSION = 1
"""Of the JSON. It grows by fields; a change of meaning would raise it."""


class ClipLength(Protocol):
    """What a timeline needs to know of a clip: `length` as heard and `span` as occupied, in samples."""

    @property
    def length(self) -> int:
        """Samples that are heard."""

    @property
    def span(self) -> int:
        """Samples that are occupied: whole frames."""

    @property
    def spoken(self) -> str:
        """What the voice was given; "" for a tone."""


Measure = Callable[[Sound], ClipLength]


@dataclass(frozen=True, slots=True)
class Event:
    """Something heard, or a silence, from `start` up to `end` (samples, half-open)."""

    start: int
    end: int
    kind: Literal["speech", "tone", "silence"]
    role: str
    context: EventContext
    sound: Sound | None = None
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One technique on the timeline; it starts at its first sound."""

    start: int
    end: int
    title: str
    technique: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole session: events touch, the first starts at 0 and the last ends at `length`."""

    session: str
    title: str
    length: int
    chapters: tuple[Chapter, ...]
    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()


def score_length(items: Iterable[Item], measure: Measure) -> int:
    """How long a score lasts, in samples, exactly."""
    total = 0
    for item in items:
        if isinstance(item, Interval):
            total += item.length
        elif isinstance(item, Say):
            total += measure(item.sound).length
    return total


def audible_sounds(interval: Interval, measure: Measure) -> tuple[tuple[TimedSound, int], ...]:
    """The beats of a span that sound, each with the samples it lacks (0 for one that fits).

    Where two come too close, a tone nobody asked for gives way. What was asked for stays, and what it
    lacks is told: of words that step on the next sound, and of words that step on a tone.
    """
    required_offsets = [timed_sound.offset for timed_sound in interval.sounds if timed_sound.required]
    required_offsets.append(interval.length)
    audible = []
    free_from = next_required = 0
    for timed_sound in interval.sounds:
        next_required += timed_sound.required
        # A frame of reserve, since both sounds snap to the grid.
        end = timed_sound.offset + measure(timed_sound.sound).span + units.FRAME_SAMPLES
        limit = (
            interval.length
            if timed_sound.required and timed_sound.sound.kind != "speech"
            else required_offsets[next_required]
        )
        if timed_sound.required or (free_from <= timed_sound.offset and end <= limit):
            audible.append((timed_sound, max(free_from - timed_sound.offset, end - limit, 0)))
            free_from = min(end, limit)
    return tuple(audible)


_MAX_QUOTE_CHARS = 80
"""Characters of a cue in a message: enough to know it by."""


def overlap_problems(items: Iterable[Item], measure: Measure) -> tuple[Problem, ...]:
    """A Problem for each cue that does not fit where its author put it, with the seconds it lacks."""
    problems = []
    for item in items:
        if not (isinstance(item, Interval) and item.sounds):
            continue
        for timed_sound, overlap in audible_sounds(item, measure):
            if overlap:
                needed_seconds, missing_seconds = (
                    units.to_seconds(measure(timed_sound.sound).length),
                    -(-overlap * 10 // units.SAMPLE_RATE) / 10,
                )
                file, line, column = (timed_sound.source or item.context.source).rsplit(":", 2)
                message = f"“{printable(timed_sound.sound.text, _MAX_QUOTE_CHARS)}” takes {needed_seconds:.1f} s and lacks {missing_seconds:.1f} s here."
                hint = "Shorten the words, or give the step more time."
                problems.append(Problem(file, int(line), int(column), message, hint))
    return tuple(dict.fromkeys(problems))


@dataclass
class _Layout:
    """A cursor over the session: `ideal` is exact, `end` is where the last event ended."""

    measure: Measure
    ideal_position: int = 0
    end: int = 0
    events: list[Event] = field(default_factory=list)
    chapter_starts: list[tuple[int, ChapterStart]] = field(default_factory=list)
    pending_chapter: ChapterStart | None = None

    def add_sound(self, position: int, sound: Sound, role: str, context: EventContext) -> int:
        """Places a sound; its length."""
        start = units.snap_to_frame(position)
        if self.pending_chapter:
            self.chapter_starts.append((start, self.pending_chapter))
            self.pending_chapter = None
        clip = self.measure(sound)
        kind: Literal["speech", "tone"] = "tone" if sound.kind == "tone" else "speech"
        self.events.append(Event(start, start + clip.length, kind, role, context, sound, clip.spoken))
        self.end = start + clip.length
        return clip.length

    def add_silence(self, end: int, role: str, context: EventContext) -> None:
        if end > self.end:
            self.events.append(Event(self.end, end, "silence", role, context))
            self.end = end

    def add_say(self, item: Say) -> None:
        self.ideal_position += self.add_sound(self.ideal_position, item.sound, item.role, item.context)

    def add_interval(self, item: Interval) -> None:
        for timed_sound, _ in audible_sounds(item, self.measure) if item.sounds else ():
            position = self.ideal_position + timed_sound.offset
            self.add_silence(units.snap_to_frame(position), item.role, item.context)
            context = item.context.with_source(timed_sound.source) if timed_sound.source else item.context
            self.add_sound(position, timed_sound.sound, timed_sound.role, context)
        self.ideal_position += item.length
        self.add_silence(units.snap_to_frame(self.ideal_position), item.role, item.context)


def lay_out(
    session: str, title: str, items: Iterable[Item], measure: Measure, notes: tuple[str, ...] = ()
) -> Timeline:
    """Score → Timeline. The last item must be a Span: its end is the session's, to the sample."""
    layout = _Layout(measure)
    for item in items:
        if isinstance(item, ChapterStart):
            layout.pending_chapter = item
        elif isinstance(item, Say):
            layout.add_say(item)
        else:
            layout.add_interval(item)
    *events, last = layout.events
    length = layout.ideal_position
    final_event = replace(last, end=length)
    starts = [start for start, _ in layout.chapter_starts] + [length]
    chapters = tuple(
        Chapter(start, end, chapter_start.title, chapter_start.technique)
        for (start, chapter_start), end in zip(layout.chapter_starts, starts[1:], strict=True)
    )
    return Timeline(session, title, length, chapters, (*events, final_event), notes)


def timeline_to_dict(timeline: Timeline) -> dict[str, Any]:
    """The timeline as the versioned JSON contract: times in seconds, fields that do not apply absent."""
    return {
        "version": SCHEMA_VERSION,
        "session": timeline.session,
        "title": timeline.title,
        "sample_rate": units.SAMPLE_RATE,
        "length": units.to_seconds(timeline.length),
        "chapters": [
            _omit_empty(
                {
                    "start": units.to_seconds(chapter.start),
                    "end": units.to_seconds(chapter.end),
                    "title": chapter.title,
                    "technique": chapter.technique,
                }
            )
            for chapter in timeline.chapters
        ],
        "events": [_event_to_dict(event) for event in timeline.events],
    }


def _event_to_dict(event: Event) -> dict[str, Any]:
    speech = event.sound if event.kind == "speech" else None
    context = event.context
    return {"start": units.to_seconds(event.start), "end": units.to_seconds(event.end)} | _omit_empty(
        {
            "kind": event.kind,
            "role": event.role,
            "text": speech.text if speech else "",
            "spoken": event.spoken if speech else "",
            "tone": event.sound.text if event.sound and not speech else "",
            "technique": context.technique,
            "chapter": context.chapter,
            "step": context.step,
            "hold": context.hold,
            "round": context.round,
            "side": context.side,
            "source": context.source,
        }
    )


def _omit_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in {"", 0} or name == "start"}
