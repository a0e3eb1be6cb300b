from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from voiceguide import units
from voiceguide.score.items import (
    ChapterStart,
    EventContext,
    Interval,
    Item,
    Role,
    Say,
    Sound,
    SoundKind,
    TimedSound,
    tone_sound,
)
from voiceguide.score.layout import lay_out, score_length
from voiceguide.score.music_sections import (
    MIN_FINAL_SILENCE,
    MIN_SECTION_LENGTH,
    MusicSection,
    align_sections_to_frames,
    find_music_sections,
)

if TYPE_CHECKING:
    from voiceguide.score.timeline import Timeline

SECOND_LENGTH = units.SAMPLE_RATE


@dataclass(frozen=True)
class FixedClip:
    length: int
    spoken: str = "words"

    @property
    def span(self) -> int:
        return units.to_frames(self.length) * units.FRAME_SAMPLES


def fake_measure(sound: Sound) -> FixedClip:
    return FixedClip(int(sound.text) if sound.kind is SoundKind.SPEECH else SECOND_LENGTH)


def turn_items(tag: EventContext, words: int, hold: int) -> tuple[Item, ...]:
    """Return words, a pause, and a hold with its tones."""
    bells = (
        TimedSound(0, tone_sound("start"), Role.START),
        TimedSound(hold // 2, tone_sound("half"), Role.HALF),
    )
    return (
        Say(Sound(SoundKind.SPEECH, str(words)), Role.CUE, tag),
        Interval(SECOND_LENGTH // 2, Role.PAUSE, tag),
        Interval(hold, Role.HOLD, tag, bells),
        Say(tone_sound("end"), Role.END, tag),
        Interval(SECOND_LENGTH, Role.PAUSE, tag),
    )


def session_items(turns: list[tuple[int, int]], end_silence: int = 5 * SECOND_LENGTH) -> tuple[Item, ...]:
    """Return chapters of two sides each."""
    items: list[Item] = [Interval(units.FRAME_SAMPLES, Role.PAUSE, EventContext())]
    for number, (words, hold) in enumerate(turns):
        tag = EventContext(
            f"technique-{number // 2}", number // 2 + 1, round=1, side=("left", "right")[number % 2]
        )
        items += [] if number % 2 else [ChapterStart("Title", tag.technique)]
        items += turn_items(tag, words, hold)
    return (*items, Interval(end_silence, Role.PAUSE, EventContext()))


def lay_out_items(items: tuple[Item, ...]) -> Timeline:
    return lay_out("s", "S", items, fake_measure)


def sounds_by_section(timeline: Timeline) -> list[list[tuple[int, int, Role]]]:
    """Return the events of each section, timed from its start."""
    starts = [section.start for section in find_music_sections(timeline)]
    found = []
    for start, end in pairwise([*starts, timeline.length]):
        inside = (event for event in timeline.events if event.sound and start <= event.start < end)
        found.append([(event.start - start, event.end - start, event.role) for event in inside])
    return found


TURN_LISTS = st.lists(
    st.tuples(
        st.integers(SECOND_LENGTH, 5 * SECOND_LENGTH), st.integers(MIN_SECTION_LENGTH, 2 * MIN_SECTION_LENGTH)
    ),
    min_size=2,
    max_size=8,
)


@given(TURN_LISTS, st.integers(1, 20 * SECOND_LENGTH), st.data())
def test_a_longer_hold_moves_what_follows_and_changes_none_of_it(
    turns: list[tuple[int, int]], more: int, data: st.DataObject
) -> None:
    which = data.draw(st.integers(0, len(turns) - 1))
    longer = [(words, hold + more * (number == which)) for number, (words, hold) in enumerate(turns)]
    before, after = (
        sounds_by_section(lay_out_items(align_sections_to_frames(session_items(each), fake_measure)))
        for each in (turns, longer)
    )
    assert len(before) == len(after) == len(turns)
    assert [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] in (
        [],
        [which],
    )


@given(TURN_LISTS)
def test_music_sections_last_whole_frames_and_keep_session_length(turns: list[tuple[int, int]]) -> None:
    items = session_items(turns)
    found = align_sections_to_frames(items, fake_measure)
    assert score_length(found, fake_measure) == score_length(items, fake_measure)
    at = 0
    for item, other in zip(items, found, strict=True):
        if isinstance(item, Say) and item.role == "cue":
            assert at % units.FRAME_SAMPLES == 0
        at += score_length((other,), fake_measure)
        if isinstance(item, Interval) and item is not items[-1]:
            assert other == replace(item, length=score_length((other,), fake_measure))
            assert abs(score_length((other,), fake_measure) - item.length) <= units.FRAME_SAMPLES // 2
        elif item is not items[-1]:
            assert other == item


def test_session_is_unchanged_when_its_end_has_no_silence() -> None:
    items = session_items([(SECOND_LENGTH + 400, MIN_SECTION_LENGTH)] * 8, end_silence=MIN_FINAL_SILENCE)
    assert score_length(align_sections_to_frames(items, fake_measure), fake_measure) == score_length(
        items, fake_measure
    )
    assert align_sections_to_frames(items, fake_measure) == items
    assert align_sections_to_frames(
        session_items([(SECOND_LENGTH + 400, MIN_SECTION_LENGTH)] * 8), fake_measure
    ) != session_items([(SECOND_LENGTH + 400, MIN_SECTION_LENGTH)] * 8)


def test_short_sides_share_a_music_section_and_chapters_start_one() -> None:
    quick = lay_out_items(session_items([(SECOND_LENGTH, SECOND_LENGTH)] * 4))
    assert len(find_music_sections(quick)) == 2
    slow = lay_out_items(session_items([(SECOND_LENGTH, MIN_SECTION_LENGTH)] * 4))
    assert len(find_music_sections(slow)) == 4
    assert find_music_sections(slow)[0].start == 0


def test_music_section_key_does_not_depend_on_its_position() -> None:
    whole_session = find_music_sections(
        lay_out_items(session_items([(SECOND_LENGTH, MIN_SECTION_LENGTH)] * 4))
    )
    assert len({passage.digest for passage in whole_session}) == 4
    tag = EventContext("technique-1", 1, round=1, side="left")
    alone = lay_out_items((ChapterStart("T"), *turn_items(tag, SECOND_LENGTH, MIN_SECTION_LENGTH)))
    assert find_music_sections(alone) == (MusicSection(0, whole_session[2].digest),)
    words = lay_out_items(
        (ChapterStart("T"), *turn_items(EventContext(chapter=1), SECOND_LENGTH, MIN_SECTION_LENGTH))
    )
    assert find_music_sections(words) == (MusicSection(0, ""),)


def test_music_section_is_not_moved_when_no_silence_precedes_it() -> None:
    left, right = (EventContext("t", 1, round=1, side=side) for side in ("left", "right"))
    items = (
        ChapterStart("T"),
        *turn_items(left, SECOND_LENGTH + 1, MIN_SECTION_LENGTH)[:-1],
        *turn_items(right, SECOND_LENGTH, MIN_SECTION_LENGTH),
    )
    assert align_sections_to_frames(items, fake_measure) == items
    assert len(find_music_sections(lay_out_items(items))) == 2
