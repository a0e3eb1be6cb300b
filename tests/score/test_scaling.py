"""Long sessions take time in proportion to their length, and no more memory to read."""

from __future__ import annotations

import sys
import tracemalloc

import pytest

from voiceguide.audio.mp3 import frames
from voiceguide.audio.mp3.stitch import StitchedFrames
from voiceguide.checks.estimate import estimate
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.library import open_library
from voiceguide.script.reader import read_technique
from voiceguide.script.uses import as_session
from voiceguide.units import MAX_DURATION, SAMPLE_RATE

pytestmark = pytest.mark.slow

STEP = "- hold 5s, each side\n  - Lift your left arm, and {word}.\n  - @end Let it sink.\n\n"


def lay_out_steps(count: int) -> int:
    """Read, plan, fit and lay out a technique of `count` steps; return the number of events."""
    steps = "".join(STEP.format(word="breathe" if number % 2 else "smile") for number in range(count))
    technique = read_technique(f"---\ntitle: Long\n---\n\n{steps}", "long", "long.md")
    library = open_library().with_technique(technique)
    plan = fit(make_plan(as_session(technique), library, Choices()), estimate)
    return len(lay_out("long", "Long", write_score(plan), estimate).events)


def count_calls(step_count: int) -> int:
    calls = 0

    def watch(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(watch)
    try:
        lay_out_steps(step_count)
    finally:
        sys.setprofile(None)
    return calls


def test_a_session_of_four_times_the_steps_takes_four_times_the_calls() -> None:
    lay_out_steps(20)  # fills the caches
    assert lay_out_steps(120) > 1_000
    assert count_calls(120) < 4.4 * count_calls(30)


def test_a_day_of_ten_thousand_clips_is_read_in_the_memory_of_a_minute() -> None:
    clip = bytes(40 * frames.FRAME_BYTES)

    def peak_bytes(length: int, clip_count: int) -> int:
        step = frames.session_frame_count(length) // (clip_count + 1)
        placements = ((1 + number * step, 40) for number in range(clip_count))
        tracemalloc.start()
        stitched = StitchedFrames(placements, length, lambda _: clip)
        size = sum(map(len, stitched.read_frames(0, stitched.frame_count)))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert size == stitched.frame_count * frames.FRAME_BYTES
        return peak

    minute = peak_bytes(60 * SAMPLE_RATE, 10)
    assert peak_bytes(MAX_DURATION, 10_000) < minute + 10_000 * 24  # placements are in the memory
