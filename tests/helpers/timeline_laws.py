"""What is true of every timeline, whatever was written and chosen. Each law asserts."""

from __future__ import annotations

import json
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import frames
from voiceguide.plan.sound_profiles import MAX_SILENCE
from voiceguide.score.items import tone_sound
from voiceguide.score.timeline import timeline_to_dict

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.score.timeline import Event, Timeline

_PLACES = {"technique", "chapter", "step", "hold", "round", "side", "source"}


def events_touch_from_nothing_to_the_length(timeline: Timeline) -> None:
    assert timeline.events[0].start == 0
    assert timeline.events[-1].end == timeline.length
    assert all(event.start < event.end for event in timeline.events)
    assert all(first.end == second.start for first, second in pairwise(timeline.events))


def a_sound_begins_on_a_frame_and_its_clip_ends_before_the_next(timeline: Timeline) -> None:
    sounds = [event for event in timeline.events if event.sound]
    for event, following in pairwise(sounds):
        assert event.start % units.FRAME_SAMPLES == 0
        assert event.start + frames.clip_span(event.end - event.start) <= following.start


def chapters_touch_and_begin_at_their_first_sound(timeline: Timeline) -> None:
    assert timeline.chapters[0].start == next(event.start for event in timeline.events if event.sound)
    assert timeline.chapters[-1].end == timeline.length
    assert all(first.end == second.start for first, second in pairwise(timeline.chapters))
    for number, chapter in enumerate(timeline.chapters, 1):
        inside = [event for event in timeline.events if chapter.start <= event.start < chapter.end]
        assert inside[0].start == chapter.start
        assert inside[0].sound
        assert {event.context.chapter for event in inside} == {number}
        assert {event.context.technique for event in inside} <= {chapter.technique, ""}


def every_event_inside_a_hold_has_its_number_and_no_other(timeline: Timeline) -> None:
    numbers = [
        number for number, _ in groupby(timeline.events, key=lambda event: event.context.hold) if number
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    for inside in holds(timeline):
        after = next(event for event in timeline.events if event.start == inside[-1].end)
        assert inside[0].sound == tone_sound("start")
        assert after.sound == tone_sound("end")
        assert {event.role for event in inside} <= {"start", "hold", "mid", "half", "count"}
        assert (
            len(
                {
                    (event.context.technique, event.context.round, event.context.side)
                    for event in (*inside, after)
                }
            )
            == 1
        )


def in_a_hold_nobody_waits_too_long_for_a_sound(timeline: Timeline) -> None:
    for inside in holds(timeline):
        assert all(event.sound or event.end - event.start <= MAX_SILENCE for event in inside)


def the_json_tells_the_same_in_seconds(timeline: Timeline) -> None:
    data = json.loads(json.dumps(timeline_to_dict(timeline)))

    def samples(seconds: float) -> object:
        return round(seconds * data["sample_rate"])

    assert data["version"] == 1
    assert (data["session"], data["title"]) == (timeline.session, timeline.title)
    assert samples(data["length"]) == timeline.length
    for told, chapter in zip(data["chapters"], timeline.chapters, strict=True):
        assert [samples(told[end]) for end in ("start", "end")] == [chapter.start, chapter.end]
        assert (told["title"], told.get("technique", "")) == (chapter.title, chapter.technique)
    for told, event in zip(data["events"], timeline.events, strict=True):
        assert [samples(told[end]) for end in ("start", "end")] == [event.start, event.end]
        assert (told["kind"], told["role"]) == (event.kind, event.role)
        applying = {name: value for name in _PLACES if (value := getattr(event.context, name))}
        assert {name: told[name] for name in _PLACES & set(told)} == applying


LAWS: tuple[Callable[[Timeline], None], ...] = (
    events_touch_from_nothing_to_the_length,
    a_sound_begins_on_a_frame_and_its_clip_ends_before_the_next,
    chapters_touch_and_begin_at_their_first_sound,
    every_event_inside_a_hold_has_its_number_and_no_other,
    in_a_hold_nobody_waits_too_long_for_a_sound,
    the_json_tells_the_same_in_seconds,
)


def holds(timeline: Timeline) -> list[list[Event]]:
    """The events of each hold, in order."""
    found: dict[int, list[Event]] = {}
    for event in timeline.events:
        if event.context.hold:
            found.setdefault(event.context.hold, []).append(event)
    return list(found.values())
