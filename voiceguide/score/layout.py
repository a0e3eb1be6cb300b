"""Score + the length of each clip → timeline.

Ideal positions are exact; a sound is placed on the frame boundary nearest to its ideal position, so nothing
drifts however long the session is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from voiceguide import units
from voiceguide.plan.sound_profiles import MAX_SILENCE
from voiceguide.score.items import (
    ChapterStart,
    Interval,
    Period,
    Role,
    Say,
    Slack,
    Sound,
    SoundKind,
    TimedSound,
)
from voiceguide.score.timeline import Chapter, Event, Timeline
from voiceguide.script.source import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.errors import Location, Problem
    from voiceguide.score.items import EventContext, Item


class ClipLength(Protocol):
    """Extent and words of a clip, as far as a timeline needs them."""

    @property
    def length(self) -> int:
        """Samples heard."""

    @property
    def span(self) -> int:
        """Samples occupied: whole frames."""

    @property
    def spoken(self) -> str:
        """Text that the voice was given; "" for a tone."""


Measure = Callable[[Sound], ClipLength]
"""Function that returns the extent of a sound's clip."""


def score_length(items: Iterable[Item], measure: Measure) -> int:
    """Return the exact length of a score in samples."""
    total = 0
    for item in items:
        if isinstance(item, Interval | Period):
            total += item.length
        elif isinstance(item, Say):
            total += measure(item.sound).length
    return total


def expand_periods(items: Iterable[Item], measure: Measure) -> Iterator[Item]:
    """Yield the items of a score with those of each period in its place, its slack as intervals."""
    for item in items:
        if isinstance(item, Period):
            yield from expand_periods(_fill_period(item, measure)[0], measure)
        else:
            yield item


def _fill_period(period: Period, measure: Measure) -> tuple[tuple[Item, ...], int]:
    """Return the items of a period with intervals in place of slack, and the samples it lacks (0 if all fits).

    Optional sounds are dropped where there is no room, the last one first.
    """
    items = list(period.items)
    room = period.length - score_length(items, measure)
    while room < 0 and (optional := _last_optional(items)) is not None:
        room += score_length(items[optional : optional + 2], measure)
        del items[optional : optional + 2]
    missing, room = max(-room, 0), max(room, 0)
    lengths = [min(item.most, room) for item in items if isinstance(item, Slack) and item.most is not None]
    room -= sum(lengths)  # there is at most one with a limit
    limited = iter(lengths)
    filled: list[Item] = []
    for item in items:
        if not isinstance(item, Slack):
            filled.append(item)
            continue
        length = room if item.most is None else next(limited)
        countdown = (replace(sound, offset=length + sound.offset) for sound in item.countdown)
        sounds = tuple(sound for sound in countdown if sound.offset >= 0)
        if item.reminder:
            sounds = reminders(length, item.reminder)
        filled.append(Interval(length, item.role, item.context, sounds))
    return tuple(filled), missing


def reminders(length: int, sound: Sound) -> tuple[TimedSound, ...]:
    """Return a sound at equal distances in a silence of `length` samples that is longer than MAX_SILENCE."""
    part_count = -(-length // MAX_SILENCE)
    return tuple(
        TimedSound(length * number // part_count, sound, Role.REST) for number in range(1, part_count)
    )


def _last_optional(items: list[Item]) -> int | None:
    """Return the index of the last optional sound, which a pause follows, or None."""
    indices = (index for index, item in enumerate(items) if isinstance(item, Say) and item.optional)
    return max(indices, default=None)


def audible_sounds(interval: Interval, measure: Measure) -> tuple[tuple[TimedSound, int], ...]:
    """Return the sounds of an interval that are heard, each with the samples it lacks (0 if it fits).

    Where two are too close, a sound that is not required is dropped. A required one stays, and lacks the
    samples by which words overlap the next required sound, or by which they overlap it from before.
    """
    sounds = _with_resolved_chains(interval.sounds, measure)
    required_offsets = [timed_sound.offset for timed_sound in sounds if timed_sound.required]
    required_offsets.append(interval.length)
    audible = []
    free_from = next_required = 0
    for timed_sound in sounds:
        next_required += timed_sound.required
        # A frame in reserve, since both sounds snap to the grid: a tick to the boundary before its offset, so that
        # it needs half a frame more.
        is_tick = timed_sound.sound.is_tick
        reserve = units.FRAME_SAMPLES + is_tick * units.FRAME_SAMPLES // 2
        if is_tick and free_from > max(timed_sound.offset - units.FRAME_SAMPLES // 2, 0):
            continue
        end = timed_sound.offset + measure(timed_sound.sound).span + reserve
        may_overlap_next = timed_sound.required and timed_sound.sound.kind is not SoundKind.SPEECH
        limit = interval.length if may_overlap_next else required_offsets[next_required]
        if timed_sound.required or (free_from <= timed_sound.offset and end <= limit):
            audible.append((timed_sound, max(free_from - timed_sound.offset, end - limit, 0)))
            free_from = min(end, limit)
    return tuple(audible)


def _with_resolved_chains(sounds: tuple[TimedSound, ...], measure: Measure) -> tuple[TimedSound, ...]:
    """Return timed sounds with the offset of each that follows another: as soon as that one has ended."""
    if not any(timed_sound.follows for timed_sound in sounds):
        return sounds
    resolved: list[TimedSound] = []
    end = 0
    for timed_sound in sounds:
        offset = end if timed_sound.follows else timed_sound.offset
        clip = measure(timed_sound.sound)
        end = offset + max(clip.length + CHAIN_PAUSE, clip.span + units.FRAME_SAMPLES)
        resolved.append(replace(timed_sound, offset=offset, follows=False))
    return tuple(sorted(resolved, key=lambda timed_sound: timed_sound.offset))


CHAIN_PAUSE = units.to_samples(Fraction(2, 5))
"""Samples of silence between sounds that follow each other inside an interval."""

_MAX_QUOTE_CHARS = 80
"""Characters of a cue in a message: enough to recognise it."""


def overlap_problems(items: Iterable[Item], measure: Measure) -> tuple[Problem, ...]:
    """Return a Problem for each cue that does not fit its interval, with the seconds it lacks."""
    return tuple(dict.fromkeys(_overlap_problems(items, measure)))


def _overlap_problems(items: Iterable[Item], measure: Measure) -> Iterator[Problem]:
    for item in items:
        if isinstance(item, Period):
            filled, missing = _fill_period(item, measure)
            if missing and item.context.source:
                yield _period_problem(item, missing, item.context.source)
            yield from _overlap_problems(filled, measure)
            continue
        if not (isinstance(item, Interval) and item.sounds):
            continue
        sounds = audible_sounds(item, measure)
        for index, (timed_sound, overlap) in enumerate(sounds):
            location = timed_sound.source or item.context.source
            if overlap and location:
                next_sound = sounds[index + 1][0] if index + 1 < len(sounds) else None
                yield _overlap_problem(timed_sound, next_sound, overlap, location, measure)


def _overlap_problem(
    timed_sound: TimedSound, next_sound: TimedSound | None, overlap: int, location: Location, measure: Measure
) -> Problem:
    """Return the Problem of a sound that lacks `overlap` samples, or that another cue follows too soon."""
    length = measure(timed_sound.sound).length
    quote = printable(timed_sound.sound.text, _MAX_QUOTE_CHARS)
    subject = f"“{quote}” takes {units.to_seconds(length):.1f} s"
    if timed_sound.sound.kind is not SoundKind.SPEECH:
        subject = f"The tone {subject}"
    if next_sound and next_sound.source and next_sound.source != location and next_sound.role is Role.MID:
        gap = next_sound.offset - timed_sound.offset
        if gap < length:
            other = printable(next_sound.sound.text, _MAX_QUOTE_CHARS)
            seconds = units.to_seconds(gap)
            moment = f"{seconds:.1f} s later" if seconds else "at the same moment"
            hint = "Give one of the two another moment, or shorten the words."
            return location.problem(f"{subject}, and “{other}” is due {moment}.", hint)
    missing_seconds = -(-overlap * 10 // units.SAMPLE_RATE) / 10
    hint = "Shorten the words, or give the step more time."
    return location.problem(f"{subject} and lacks {missing_seconds:.1f} s here.", hint)


def _period_problem(period: Period, missing: int, location: Location) -> Problem:
    """Return the Problem of a period whose items need more time than it has."""
    length, needed = units.to_seconds(period.length), units.to_seconds(period.length + missing)
    seconds = -(-(period.length + missing) // units.SAMPLE_RATE)
    message = (
        f"From one start to the next are {length:g} s here, but what is done and heard takes {needed:.1f} s."
    )
    return location.problem(message, f"Write “every {seconds}s” or more, or shorten the words.")


def lay_out(
    session: str, title: str, items: Iterable[Item], measure: Measure, notes: tuple[str, ...] = ()
) -> Timeline:
    """Lay out a score as a timeline. The last item must be an Interval, which ends it to the sample."""
    layout = _Layout(measure)
    for item in expand_periods(items, measure):
        if isinstance(item, ChapterStart):
            layout.pending_chapter = item
        elif isinstance(item, Say):
            layout.add_say(item)
        elif isinstance(item, Interval):
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


@dataclass(eq=False)
class _Layout:
    """A cursor over the session: `ideal_position` is exact, `end` is where the last event ended."""

    measure: Measure
    ideal_position: int = 0
    end: int = 0
    events: list[Event] = field(default_factory=list)
    chapter_starts: list[tuple[int, ChapterStart]] = field(default_factory=list)
    pending_chapter: ChapterStart | None = None

    def add_sound(self, position: int, sound: Sound, role: Role, context: EventContext) -> int:
        """Place a sound on the frame nearest to a position; return its length in samples.

        A tick is on the frame that begins before its position, after a silence within its clip.
        """
        start = units.snap_to_frame(position)
        if sound.is_tick:
            delay = position % units.FRAME_SAMPLES
            start, sound = position - delay, replace(sound, delay=delay)
        if self.pending_chapter:
            self.chapter_starts.append((start, self.pending_chapter))
            self.pending_chapter = None
        clip = self.measure(sound)
        self.end = start + clip.length
        self.events.append(Event(start, self.end, role, context, sound, clip.spoken))
        return clip.length

    def add_silence(self, end: int, role: Role, context: EventContext) -> None:
        """Add the silence from the end of the last event to `end`, if there is any."""
        if end > self.end:
            self.events.append(Event(self.end, end, role, context))
            self.end = end

    def add_say(self, item: Say) -> None:
        """Add a sound that lasts as long as its clip."""
        self.ideal_position += self.add_sound(self.ideal_position, item.sound, item.role, item.context)

    def add_interval(self, item: Interval) -> None:
        """Add an interval, with the sounds in it that are heard."""
        for timed_sound, _ in audible_sounds(item, self.measure) if item.sounds else ():
            position = self.ideal_position + timed_sound.offset
            start = position if timed_sound.sound.is_tick else units.snap_to_frame(position)
            self.add_silence(start // units.FRAME_SAMPLES * units.FRAME_SAMPLES, item.role, item.context)
            context = item.context.with_source(timed_sound.source) if timed_sound.source else item.context
            self.add_sound(position, timed_sound.sound, timed_sound.role, context)
        self.ideal_position += item.length
        self.add_silence(units.snap_to_frame(self.ideal_position), item.role, item.context)
