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
from voiceguide.score.items import Beat, Item, Opens, Say, Sound, Span, Tag
from voiceguide.script.source import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = 1
"""Of the JSON. It grows by fields; a change of meaning would raise it."""


class Take(Protocol):
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


Takes = Callable[[Sound], Take]


@dataclass(frozen=True, slots=True)
class Event:
    """Something heard, or a silence, from `start` up to `end` (samples, half-open)."""

    start: int
    end: int
    kind: Literal["speech", "tone", "silence"]
    role: str
    tag: Tag
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


def lasting(items: Iterable[Item], takes: Takes) -> int:
    """How long a score lasts, in samples, exactly."""
    total = 0
    for item in items:
        if isinstance(item, Span):
            total += item.length
        elif isinstance(item, Say):
            total += takes(item.sound).length
    return total


def kept(span: Span, takes: Takes) -> tuple[tuple[Beat, int], ...]:
    """The beats of a span that sound, each with the samples it lacks (0 for one that fits).

    Where two come too close, a tone nobody asked for gives way. What was asked for stays, and what it
    lacks is told: of words that step on the next sound, and of words that step on a tone.
    """
    asked = [beat.at for beat in span.beats if beat.asked]
    asked.append(span.length)
    room = []
    free = following = 0
    for beat in span.beats:
        following += beat.asked
        # A frame of reserve, since both sounds snap to the grid.
        end = beat.at + takes(beat.sound).span + units.FRAME
        limit = span.length if beat.asked and beat.sound.kind != "speech" else asked[following]
        if beat.asked or (free <= beat.at and end <= limit):
            room.append((beat, max(free - beat.at, end - limit, 0)))
            free = min(end, limit)
    return tuple(room)


_SHOWN = 80
"""Characters of a cue in a message: enough to know it by."""


def crowded(items: Iterable[Item], takes: Takes) -> tuple[Problem, ...]:
    """A Problem for each cue that does not fit where its author put it, with the seconds it lacks."""
    problems = []
    for item in items:
        if not (isinstance(item, Span) and item.beats):
            continue
        for beat, lack in kept(item, takes):
            if lack:
                needs, lacks = units.seconds(takes(beat.sound).length), -(-lack * 10 // units.RATE) / 10
                file, line, column = (beat.source or item.tag.source).rsplit(":", 2)
                message = (
                    f"“{shown(beat.sound.text, _SHOWN)}” takes {needs:.1f} s and lacks {lacks:.1f} s here."
                )
                hint = "Shorten the words, or give the step more time."
                problems.append(Problem(file, int(line), int(column), message, hint))
    return tuple(dict.fromkeys(problems))


@dataclass
class _Layout:
    """A cursor over the session: `ideal` is exact, `end` is where the last event ended."""

    takes: Takes
    ideal: int = 0
    end: int = 0
    events: list[Event] = field(default_factory=list)
    opened: list[tuple[int, Opens]] = field(default_factory=list)
    opening: Opens | None = None

    def sound(self, at: int, sound: Sound, role: str, tag: Tag) -> int:
        """Places a sound; its length."""
        start = units.on_grid(at)
        if self.opening:
            self.opened.append((start, self.opening))
            self.opening = None
        take = self.takes(sound)
        kind: Literal["speech", "tone"] = "tone" if sound.kind == "tone" else "speech"
        self.events.append(Event(start, start + take.length, kind, role, tag, sound, take.spoken))
        self.end = start + take.length
        return take.length

    def quiet(self, until: int, role: str, tag: Tag) -> None:
        if until > self.end:
            self.events.append(Event(self.end, until, "silence", role, tag))
            self.end = until

    def say(self, item: Say) -> None:
        self.ideal += self.sound(self.ideal, item.sound, item.role, item.tag)

    def span(self, item: Span) -> None:
        for beat, _ in kept(item, self.takes) if item.beats else ():
            at = self.ideal + beat.at
            self.quiet(units.on_grid(at), item.role, item.tag)
            tag = item.tag.at(beat.source) if beat.source else item.tag
            self.sound(at, beat.sound, beat.role, tag)
        self.ideal += item.length
        self.quiet(units.on_grid(self.ideal), item.role, item.tag)


def lay_out(
    session: str, title: str, items: Iterable[Item], takes: Takes, notes: tuple[str, ...] = ()
) -> Timeline:
    """Score → Timeline. The last item must be a Span: its end is the session's, to the sample."""
    layout = _Layout(takes)
    for item in items:
        if isinstance(item, Opens):
            layout.opening = item
        elif isinstance(item, Say):
            layout.say(item)
        else:
            layout.span(item)
    *events, last = layout.events
    length = layout.ideal
    ending = replace(last, end=length)
    starts = [start for start, _ in layout.opened] + [length]
    chapters = tuple(
        Chapter(start, end, opens.title, opens.technique)
        for (start, opens), end in zip(layout.opened, starts[1:], strict=True)
    )
    return Timeline(session, title, length, chapters, (*events, ending), notes)


def as_json(timeline: Timeline) -> dict[str, Any]:
    """The timeline as the versioned JSON contract: times in seconds, fields that do not apply absent."""
    return {
        "version": VERSION,
        "session": timeline.session,
        "title": timeline.title,
        "sample_rate": units.RATE,
        "length": units.seconds(timeline.length),
        "chapters": [
            _present(
                {
                    "start": units.seconds(chapter.start),
                    "end": units.seconds(chapter.end),
                    "title": chapter.title,
                    "technique": chapter.technique,
                }
            )
            for chapter in timeline.chapters
        ],
        "events": [_event(event) for event in timeline.events],
    }


def _event(event: Event) -> dict[str, Any]:
    speech = event.sound if event.kind == "speech" else None
    tag = event.tag
    return {"start": units.seconds(event.start), "end": units.seconds(event.end)} | _present(
        {
            "kind": event.kind,
            "role": event.role,
            "text": speech.text if speech else "",
            "spoken": event.spoken if speech else "",
            "tone": event.sound.text if event.sound and not speech else "",
            "technique": tag.technique,
            "chapter": tag.chapter,
            "step": tag.step,
            "hold": tag.hold,
            "round": tag.round,
            "side": tag.side,
            "source": tag.source,
        }
    )


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in {"", 0} or name == "start"}
