from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.golden_timelines import fit_and_lay_out, plan_script
from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.score.preview import Preview

SESSION = "---\ntitle: Two\n---\n\n- use settle\n\n- use twist\n"
FULL_TIMELINE = fit_and_lay_out(plan_script(SESSION))


@given(seconds=st.integers(3, 300), chapter=st.sampled_from(["", "1", "2", "Settle", "twist"]))
def test_a_preview_is_a_timeline_of_whole_sounds(seconds: int, chapter: str) -> None:
    taste = Preview(seconds * units.SAMPLE_RATE, chapter).extract_from(FULL_TIMELINE)
    assert taste.length <= seconds * units.SAMPLE_RATE
    assert taste.events[0].start == 0
    assert taste.events[-1].end == taste.length
    assert all(one.end == other.start for one, other in pairwise(taste.events))
    sounds = [event for event in taste.events if event.sound]
    whole = [event for event in FULL_TIMELINE.events if event.sound]
    first = next(
        number
        for number, event in enumerate(whole)
        if event.sound == sounds[0].sound and event.context.technique == sounds[0].context.technique
    )
    for taken, event in zip(sounds, whole[first:], strict=False):
        assert (taken.sound, taken.end - taken.start) == (event.sound, event.end - event.start)
        assert taken.start - sounds[0].start == event.start - whole[first].start
    assert all(event.start % units.FRAME_SAMPLES == 0 for event in sounds)
    assert [chapter.title for chapter in taste.chapters] == list(
        dict.fromkeys(taste.chapters[event.context.chapter - 1].title for event in sounds)
    )
    assert taste.chapters[-1].end == taste.length


def test_preview_title_says_it_is_a_preview() -> None:
    taste = Preview(30 * units.SAMPLE_RATE, "twist").extract_from(FULL_TIMELINE)
    assert taste.title == "Two (preview)"
    assert (
        taste.notes[-1]
        == f"This is only a preview: 0:30 of {units.format_clock(FULL_TIMELINE.length)}, from “Twist” on."
    )
    assert taste.length == 30 * units.SAMPLE_RATE


def test_preview_is_refused_when_chapter_is_unknown_or_length_too_short() -> None:
    with pytest.raises(RequestError, match=r"has no chapter “twits”\. Did you mean “twist”"):
        Preview(units.SAMPLE_RATE, "twits").extract_from(FULL_TIMELINE)
    with pytest.raises(RequestError, match=r"No sound fits in 0\.5s\. Choose a longer preview\."):
        Preview(units.SAMPLE_RATE // 2).extract_from(FULL_TIMELINE)
