from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from voiceguide import units
from voiceguide.score.items import (
    ChapterStart,
    EventContext,
    Interval,
    Item,
    Say,
    Sound,
    TimedSound,
    tone_sound,
)
from voiceguide.score.music_sections import (
    MIN_FINAL_SILENCE,
    MIN_SECTION_LENGTH,
    MusicSection,
    align_sections_to_frames,
    find_music_sections,
)
from voiceguide.score.timeline import Timeline, lay_out, score_length

SECOND = units.SAMPLE_RATE


@dataclass(frozen=True)
class FixedClip:
    length: int
    spoken: str = "words"

    @property
    def span(self) -> int:
        return units.to_frames(self.length) * units.FRAME_SAMPLES


def takes(sound: Sound) -> FixedClip:
    return FixedClip(int(sound.text) if sound.kind == "speech" else SECOND)


def turn(tag: EventContext, words: int, hold: int) -> tuple[Item, ...]:
    """Words, time to get there, a hold from tone to tone."""
    bells = (TimedSound(0, tone_sound("start"), "start"), TimedSound(hold // 2, tone_sound("half"), "half"))
    return (
        Say(Sound("speech", str(words)), "cue", tag),
        Interval(SECOND // 2, "pause", tag),
        Interval(hold, "hold", tag, bells),
        Say(tone_sound("end"), "end", tag),
        Interval(SECOND, "pause", tag),
    )


def session(turns: list[tuple[int, int]], ending: int = 5 * SECOND) -> tuple[Item, ...]:
    """Chapters of two sides each."""
    items: list[Item] = [Interval(units.FRAME_SAMPLES, "pause", EventContext())]
    for number, (words, hold) in enumerate(turns):
        tag = EventContext(
            f"technique-{number // 2}", number // 2 + 1, round=1, side=("left", "right")[number % 2]
        )
        items += [] if number % 2 else [ChapterStart("Title", tag.technique)]
        items += turn(tag, words, hold)
    return (*items, Interval(ending, "pause", EventContext()))


def laid_out(items: tuple[Item, ...]) -> Timeline:
    return lay_out("s", "S", items, takes)


def parts(timeline: Timeline) -> list[list[tuple[int, int, str]]]:
    """What sounds in each passage, by its own clock."""
    starts = [passage.start for passage in find_music_sections(timeline)]
    found = []
    for start, end in pairwise([*starts, timeline.length]):
        inside = (event for event in timeline.events if event.sound and start <= event.start < end)
        found.append([(event.start - start, event.end - start, event.role) for event in inside])
    return found


TURNS = st.lists(
    st.tuples(st.integers(SECOND, 5 * SECOND), st.integers(MIN_SECTION_LENGTH, 2 * MIN_SECTION_LENGTH)),
    min_size=2,
    max_size=8,
)


@given(TURNS, st.integers(1, 20 * SECOND), st.data())
def test_a_longer_hold_moves_what_follows_and_changes_none_of_it(
    turns: list[tuple[int, int]], more: int, data: st.DataObject
) -> None:
    which = data.draw(st.integers(0, len(turns) - 1))
    longer = [(words, hold + more * (number == which)) for number, (words, hold) in enumerate(turns)]
    before, after = (
        parts(laid_out(align_sections_to_frames(session(each), takes))) for each in (turns, longer)
    )
    assert len(before) == len(after) == len(turns)
    assert [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] in (
        [],
        [which],
    )


@given(TURNS)
def test_passages_last_whole_frames_and_the_session_as_long_as_ever(turns: list[tuple[int, int]]) -> None:
    items = session(turns)
    found = align_sections_to_frames(items, takes)
    assert score_length(found, takes) == score_length(items, takes)
    at = 0
    for item, other in zip(items, found, strict=True):
        if isinstance(item, Say) and item.role == "cue":
            assert at % units.FRAME_SAMPLES == 0
        at += score_length((other,), takes)
        if isinstance(item, Interval) and item is not items[-1]:
            assert other == replace(item, length=score_length((other,), takes))
            assert abs(score_length((other,), takes) - item.length) <= units.FRAME_SAMPLES // 2
        elif item is not items[-1]:
            assert other == item


def test_a_session_whose_end_has_no_room_stays_as_it_is() -> None:
    items = session([(SECOND + 400, MIN_SECTION_LENGTH)] * 8, ending=MIN_FINAL_SILENCE)
    assert score_length(align_sections_to_frames(items, takes), takes) == score_length(items, takes)
    assert align_sections_to_frames(items, takes) == items
    assert align_sections_to_frames(session([(SECOND + 400, MIN_SECTION_LENGTH)] * 8), takes) != session(
        [(SECOND + 400, MIN_SECTION_LENGTH)] * 8
    )


def test_quick_sides_share_a_passage_and_a_chapter_begins_one() -> None:
    quick = laid_out(session([(SECOND, SECOND)] * 4))
    assert len(find_music_sections(quick)) == 2
    slow = laid_out(session([(SECOND, MIN_SECTION_LENGTH)] * 4))
    assert len(find_music_sections(slow)) == 4
    assert find_music_sections(slow)[0].start == 0


def test_a_passage_is_named_for_what_is_done_not_for_where_it_stands() -> None:
    whole_session = find_music_sections(laid_out(session([(SECOND, MIN_SECTION_LENGTH)] * 4)))
    assert len({passage.digest for passage in whole_session}) == 4
    tag = EventContext("technique-1", 1, round=1, side="left")
    alone = laid_out((ChapterStart("T"), *turn(tag, SECOND, MIN_SECTION_LENGTH)))
    assert find_music_sections(alone) == (MusicSection(0, whole_session[2].digest),)
    words = laid_out((ChapterStart("T"), *turn(EventContext(chapter=1), SECOND, MIN_SECTION_LENGTH)))
    assert find_music_sections(words) == (MusicSection(0, ""),)


def test_a_passage_that_no_quiet_stands_before_stays_where_it_falls() -> None:
    left, right = (EventContext("t", 1, round=1, side=side) for side in ("left", "right"))
    items = (
        ChapterStart("T"),
        *turn(left, SECOND + 1, MIN_SECTION_LENGTH)[:-1],
        *turn(right, SECOND, MIN_SECTION_LENGTH),
    )
    assert align_sections_to_frames(items, takes) == items
    assert len(find_music_sections(laid_out(items))) == 2
