"""Laws that every timeline obeys, for any script and any choices. Each function asserts one."""

from __future__ import annotations

import json
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.audio.mp3 import frames
from voiceguide.plan.sound_profiles import MAX_SILENCE
from voiceguide.score.items import tone_sound
from voiceguide.score.timeline_json import timeline_to_dict

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.score.timeline import Event, Timeline

_CONTEXT_FIELDS = {"technique", "chapter", "step", "hold", "round", "side", "source"}


def check_events_are_contiguous(timeline: Timeline) -> None:
    assert timeline.events[0].start == 0
    assert timeline.events[-1].end == timeline.length
    assert all(event.start < event.end for event in timeline.events)
    assert all(first.end == second.start for first, second in pairwise(timeline.events))


def check_sounds_start_on_frames_without_overlap(timeline: Timeline) -> None:
    sounds = [event for event in timeline.events if event.sound]
    for event, following in pairwise(sounds):
        assert event.start % units.FRAME_SAMPLES == 0
        assert event.start + frames.clip_span(event.end - event.start) <= following.start


def check_chapters_are_contiguous(timeline: Timeline) -> None:
    assert timeline.chapters[0].start == next(event.start for event in timeline.events if event.sound)
    assert timeline.chapters[-1].end == timeline.length
    assert all(first.end == second.start for first, second in pairwise(timeline.chapters))
    for number, chapter in enumerate(timeline.chapters, 1):
        chapter_events = [event for event in timeline.events if chapter.start <= event.start < chapter.end]
        assert chapter_events[0].start == chapter.start
        assert chapter_events[0].sound
        assert {event.context.chapter for event in chapter_events} == {number}
        assert {event.context.technique for event in chapter_events} <= {chapter.technique, ""}


def check_holds_are_numbered(timeline: Timeline) -> None:
    numbers = [
        number for number, _ in groupby(timeline.events, key=lambda event: event.context.hold) if number
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    for hold_events in events_by_hold(timeline):
        end_event = next(event for event in timeline.events if event.start == hold_events[-1].end)
        if hold_events[0].tone:
            assert (hold_events[0].sound, end_event.sound) == (tone_sound("start"), tone_sound("end"))
        else:  # words in place of all tones
            assert (hold_events[0].role, end_event.role) == ("start", "end")
            assert not any(event.tone for event in timeline.events)
        assert {event.role for event in hold_events} <= {"start", "hold", "mid", "half", "count"}
        assert (
            len(
                {
                    (event.context.technique, event.context.round, event.context.side)
                    for event in (*hold_events, end_event)
                }
            )
            == 1
        )


def check_hold_silences_are_short(timeline: Timeline) -> None:
    for hold_events in events_by_hold(timeline):
        assert all(event.sound or event.end - event.start <= MAX_SILENCE for event in hold_events)


def check_json_matches_timeline(timeline: Timeline) -> None:
    data = json.loads(json.dumps(timeline_to_dict(timeline)))

    def to_length(seconds: float) -> object:
        return round(seconds * data["sample_rate"])

    assert data["version"] == 1
    assert (data["session"], data["title"]) == (timeline.session, timeline.title)
    assert to_length(data["length"]) == timeline.length
    for entry, chapter in zip(data["chapters"], timeline.chapters, strict=True):
        assert [to_length(entry[end]) for end in ("start", "end")] == [chapter.start, chapter.end]
        assert (entry["title"], entry.get("technique", "")) == (chapter.title, chapter.technique)
    for entry, event in zip(data["events"], timeline.events, strict=True):
        assert [to_length(entry[end]) for end in ("start", "end")] == [event.start, event.end]
        assert (entry["kind"], entry["role"]) == (event.kind, event.role)
        context = {name: value for name in _CONTEXT_FIELDS if (value := getattr(event.context, name))}
        context |= {"source": str(event.context.source)} if event.context.source else {}
        assert {name: entry[name] for name in _CONTEXT_FIELDS & set(entry)} == context


TIMELINE_INVARIANTS: tuple[Callable[[Timeline], None], ...] = (
    check_events_are_contiguous,
    check_sounds_start_on_frames_without_overlap,
    check_chapters_are_contiguous,
    check_holds_are_numbered,
    check_hold_silences_are_short,
    check_json_matches_timeline,
)


def events_by_hold(timeline: Timeline) -> list[list[Event]]:
    """Return the events of each hold, in order."""
    by_number: dict[int, list[Event]] = {}
    for event in timeline.events:
        if event.context.hold:
            by_number.setdefault(event.context.hold, []).append(event)
    return list(by_number.values())
