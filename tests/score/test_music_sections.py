from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from voiceguide import units
from voiceguide.score.items import Beat, Item, Opens, Say, Sound, Span, Tag, tone
from voiceguide.score.music_sections import LEAST_END, SHORTEST, Passage, passages, whole
from voiceguide.score.timeline import Timeline, lasting, lay_out

SECOND = units.RATE


@dataclass(frozen=True)
class Take:
    length: int
    spoken: str = "words"

    @property
    def span(self) -> int:
        return units.frames(self.length) * units.FRAME


def takes(sound: Sound) -> Take:
    return Take(int(sound.text) if sound.kind == "speech" else SECOND)


def turn(tag: Tag, words: int, hold: int) -> tuple[Item, ...]:
    """Words, time to get there, a hold from tone to tone."""
    bells = (Beat(0, tone("start"), "start"), Beat(hold // 2, tone("half"), "half"))
    return (
        Say(Sound("speech", str(words)), "cue", tag),
        Span(SECOND // 2, "pause", tag),
        Span(hold, "hold", tag, bells),
        Say(tone("end"), "end", tag),
        Span(SECOND, "pause", tag),
    )


def session(turns: list[tuple[int, int]], ending: int = 5 * SECOND) -> tuple[Item, ...]:
    """Chapters of two sides each."""
    items: list[Item] = [Span(units.FRAME, "pause", Tag())]
    for number, (words, hold) in enumerate(turns):
        tag = Tag(f"technique-{number // 2}", number // 2 + 1, round=1, side=("left", "right")[number % 2])
        items += [] if number % 2 else [Opens("Title", tag.technique)]
        items += turn(tag, words, hold)
    return (*items, Span(ending, "pause", Tag()))


def laid_out(items: tuple[Item, ...]) -> Timeline:
    return lay_out("s", "S", items, takes)


def parts(timeline: Timeline) -> list[list[tuple[int, int, str]]]:
    """What sounds in each passage, by its own clock."""
    starts = [passage.start for passage in passages(timeline)]
    found = []
    for start, end in pairwise([*starts, timeline.length]):
        inside = (event for event in timeline.events if event.sound and start <= event.start < end)
        found.append([(event.start - start, event.end - start, event.role) for event in inside])
    return found


TURNS = st.lists(
    st.tuples(st.integers(SECOND, 5 * SECOND), st.integers(SHORTEST, 2 * SHORTEST)), min_size=2, max_size=8
)


@given(TURNS, st.integers(1, 20 * SECOND), st.data())
def test_a_longer_hold_moves_what_follows_and_changes_none_of_it(
    turns: list[tuple[int, int]], more: int, data: st.DataObject
) -> None:
    which = data.draw(st.integers(0, len(turns) - 1))
    longer = [(words, hold + more * (number == which)) for number, (words, hold) in enumerate(turns)]
    before, after = (parts(laid_out(whole(session(each), takes))) for each in (turns, longer))
    assert len(before) == len(after) == len(turns)
    assert [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] in (
        [],
        [which],
    )


@given(TURNS)
def test_passages_last_whole_frames_and_the_session_as_long_as_ever(turns: list[tuple[int, int]]) -> None:
    items = session(turns)
    found = whole(items, takes)
    assert lasting(found, takes) == lasting(items, takes)
    at = 0
    for item, other in zip(items, found, strict=True):
        if isinstance(item, Say) and item.role == "cue":
            assert at % units.FRAME == 0
        at += lasting((other,), takes)
        if isinstance(item, Span) and item is not items[-1]:
            assert other == replace(item, length=lasting((other,), takes))
            assert abs(lasting((other,), takes) - item.length) <= units.FRAME // 2
        elif item is not items[-1]:
            assert other == item


def test_a_session_whose_end_has_no_room_stays_as_it_is() -> None:
    items = session([(SECOND + 400, SHORTEST)] * 8, ending=LEAST_END)
    assert lasting(whole(items, takes), takes) == lasting(items, takes)
    assert whole(items, takes) == items
    assert whole(session([(SECOND + 400, SHORTEST)] * 8), takes) != session([(SECOND + 400, SHORTEST)] * 8)


def test_quick_sides_share_a_passage_and_a_chapter_begins_one() -> None:
    quick = laid_out(session([(SECOND, SECOND)] * 4))
    assert len(passages(quick)) == 2
    slow = laid_out(session([(SECOND, SHORTEST)] * 4))
    assert len(passages(slow)) == 4
    assert passages(slow)[0].start == 0


def test_a_passage_is_named_for_what_is_done_not_for_where_it_stands() -> None:
    whole_session = passages(laid_out(session([(SECOND, SHORTEST)] * 4)))
    assert len({passage.name for passage in whole_session}) == 4
    tag = Tag("technique-1", 1, round=1, side="left")
    alone = laid_out((Opens("T"), *turn(tag, SECOND, SHORTEST)))
    assert passages(alone) == (Passage(0, whole_session[2].name),)
    words = laid_out((Opens("T"), *turn(Tag(chapter=1), SECOND, SHORTEST)))
    assert passages(words) == (Passage(0, ""),)


def test_a_passage_that_no_quiet_stands_before_stays_where_it_falls() -> None:
    left, right = (Tag("t", 1, round=1, side=side) for side in ("left", "right"))
    items = (Opens("T"), *turn(left, SECOND + 1, SHORTEST)[:-1], *turn(right, SECOND, SHORTEST))
    assert whole(items, takes) == items
    assert len(passages(laid_out(items))) == 2
