from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.errors import Location
from voiceguide.script.model import Beat, Phase, Reference, Series, Step, Use, Value, ValueSetting
from voiceguide.script.step_line import MAX_COUNT, parse_step, parse_value
from voiceguide.script.vocabulary import CHIME_TONES, STEP_KINDS, StepKind
from voiceguide.units import SAMPLE_RATE, Unit

_HERE = Location("a.md", 7, 3)


def _location(column: int) -> Location:
    return replace(_HERE, column=column)


def _step(kind: str, amount: object = 0, **parts: Any) -> Step:  # noqa: ANN401 - any field of a step
    return Step(kind, _HERE, amount, **parts)  # type: ignore[arg-type]


def _phases(*phases: tuple[str, int, int]) -> tuple[Phase, ...]:
    return tuple(Phase(name, seconds * SAMPLE_RATE, _location(column)) for name, seconds, column in phases)


_BOTH_SIDES = ("left", "right")
_STEP_LINES = {
    "hold 20s": _step("hold", 20 * SAMPLE_RATE),
    "hold 1.5 s": _step("hold", 36_000),
    "hold 45 seconds": _step("hold", 45 * SAMPLE_RATE),
    "hold 2 min": _step("hold", 120 * SAMPLE_RATE),
    "hold 1h": _step("hold", 3600 * SAMPLE_RATE),
    "hold 1:30": _step("hold", 90 * SAMPLE_RATE),
    "hold 0:05": _step("hold", 5 * SAMPLE_RATE),
    "hold 1:02:03": _step("hold", 3723 * SAMPLE_RATE),
    "hold {hold}": _step("hold", Reference("hold", _location(8))),
    "hold { long-hold }": _step("hold", Reference("long-hold", _location(8))),
    "hold 20s, each side": _step("hold", 20 * SAMPLE_RATE, each=_BOTH_SIDES),
    "hold 20s,each   side": _step("hold", 20 * SAMPLE_RATE, each=_BOTH_SIDES),
    "hold 20s, left first": _step("hold", 20 * SAMPLE_RATE, each=_BOTH_SIDES),
    "hold 20s, right first": _step("hold", 20 * SAMPLE_RATE, each=("right", "left")),
    "hold 20s, each side, right first": _step("hold", 20 * SAMPLE_RATE, each=("right", "left")),
    "2 x hold 20s": _step("hold", 20 * SAMPLE_RATE, rounds=2),
    "2x hold 20s": _step("hold", 20 * SAMPLE_RATE, rounds=2),
    "1000 x hold 20s": _step("hold", 20 * SAMPLE_RATE, rounds=1000),
    "{rounds} x hold 20s": _step("hold", 20 * SAMPLE_RATE, rounds=Reference("rounds", _HERE)),
    "2 x hold 20s, ready 5s, switch 6s, rest 8s": _step(
        "hold",
        20 * SAMPLE_RATE,
        rounds=2,
        ready=5 * SAMPLE_RATE,
        switch=6 * SAMPLE_RATE,
        rest=8 * SAMPLE_RATE,
    ),
    "hold 20s, rest {rest}, ready {ready}": _step(
        "hold",
        20 * SAMPLE_RATE,
        rest=Reference("rest", _location(18)),
        ready=Reference("ready", _location(32)),
    ),
    "go 60s": _step("go", 60 * SAMPLE_RATE),
    "move 15s": _step("move", 15 * SAMPLE_RATE),
    "rest 30s": _step("rest", 30 * SAMPLE_RATE),
    "pause 3s": _step("pause", 3 * SAMPLE_RATE),
    "reps 10": _step("reps", 10),
    "reps 10, pull 2s, hold 1s, back 2s": _step(
        "reps", 10, phases=_phases(("pull", 2, 12), ("hold", 1, 21), ("back", 2, 30))
    ),
    "reps 8, squeeze 5s, let go 3s, each side": _step(
        "reps", 8, phases=_phases(("squeeze", 5, 11), ("let go", 3, 23)), each=_BOTH_SIDES
    ),
    "reps {times}, restart 2s, don't 2s, rest 9s": _step(
        "reps",
        Reference("times", _location(8)),
        phases=_phases(("restart", 2, 17), ("don't", 2, 29), ("rest", 9, 39)),
    ),
    "reps 5, squeeze 10s, relax 10s": _step(
        "reps", 5, phases=_phases(("squeeze", 10, 11), ("relax", 10, 24))
    ),
    "reps 5, ready 10s, go 20s": _step("reps", 5, phases=_phases(("ready", 10, 11), ("go", 20, 22))),
    "reps 8, beat 2s, back 2s": _step("reps", 8, phases=_phases(("beat", 2, 11), ("back", 2, 20))),
    "reps 8, every 2s": _step("reps", 8, phases=_phases(("every", 2, 11))),
    "reps 8, one side 2s, other side 2s": _step(
        "reps", 8, phases=_phases(("one side", 2, 11), ("other side", 2, 24))
    ),
    "reps 5, up 2s, ready 10s": _step("reps", 5, phases=_phases(("up", 2, 11)), ready=10 * SAMPLE_RATE),
    "2 x reps 5, up 2s, rest 9s": _step(
        "reps", 5, rounds=2, phases=_phases(("up", 2, 15)), rest=9 * SAMPLE_RATE
    ),
    "8 x go 20s, every 30s, unannounced": _step(
        "go", 20 * SAMPLE_RATE, rounds=8, every=30 * SAMPLE_RATE, announced=False
    ),
    "go 60s, at once, beat 0.5s in 2": _step("go", 60 * SAMPLE_RATE, ready=0, beat=Beat(12_000, 2)),
    "hold 10s, each of forehead, back of the head, rest 5s": _step(
        "hold", 10 * SAMPLE_RATE, each=("forehead", "back of the head"), rest=5 * SAMPLE_RATE
    ),
    "hold 10s, each of left, right": _step("hold", 10 * SAMPLE_RATE, each=_BOTH_SIDES),
    "hold 10s, one side": _step("hold", 10 * SAMPLE_RATE, each=_BOTH_SIDES, one_side=True),
    "reps 6, up 2s, sides in turn": _step(
        "reps", 6, each=_BOTH_SIDES, in_turn=True, phases=_phases(("up", 2, 11))
    ),
    "reps 6, up 2s, each of a, b in turn": _step(
        "reps", 6, each=("a", "b"), in_turn=True, phases=_phases(("up", 2, 11))
    ),
    "reps 12 then 10 then 8, up 2s": _step("reps", Series((12, 10, 8)), phases=_phases(("up", 2, 27))),
    "reps 4 down to 1, up 2s": _step("reps", Series((4, 3, 2, 1)), phases=_phases(("up", 2, 21))),
    "hold 1:00 then 1:30": _step("hold", Series((60 * SAMPLE_RATE, 90 * SAMPLE_RATE))),
    "pause 2s, after each": _step("pause", 2 * SAMPLE_RATE, after_each=True),
    "breathe 5 min, in 5s, out 5s": _step(
        "breathe", 300 * SAMPLE_RATE, by_time=True, phases=_phases(("in", 5, 18), ("out", 5, 25))
    ),
    "3 x reps 8, each side, up 2s": _step(
        "reps", 8, rounds=3, each=_BOTH_SIDES, phases=_phases(("up", 2, 26))
    ),
    "breathe 12 times, in 4s, out 6s": _step("breathe", 12, phases=_phases(("in", 4, 21), ("out", 6, 28))),
    "breathe {times} times, in 4s, hold 2s, out 6s": _step(
        "breathe",
        Reference("times", _location(11)),
        phases=_phases(("in", 4, 26), ("hold", 2, 33), ("out", 6, 42)),
    ),
    "chime start": _step("chime", tone="start"),
}
_USES = {
    "use settle": Use("settle", _location(7)),
    "use cat-camel-2": Use("cat-camel-2", _location(7)),
    "use settle, optional": Use("settle", _location(7), optional=True),
    "use settle, fill, optional": Use("settle", _location(7), optional=True, fill=True),
    "use settle, hold 25s, rounds 3, fill": Use(
        "settle",
        _location(7),
        (
            ValueSetting("hold", "time", 25 * SAMPLE_RATE, _location(15)),
            ValueSetting("rounds", "count", 3, _location(25)),
        ),
        fill=True,
    ),
    "use optional": Use("optional", _location(7)),
}
_VALUES: dict[str, tuple[Unit, int, int, int]] = {
    "20s": ("time", 20 * SAMPLE_RATE, 20 * SAMPLE_RATE, 20 * SAMPLE_RATE),
    "20s (10s-30s)": ("time", 20 * SAMPLE_RATE, 10 * SAMPLE_RATE, 30 * SAMPLE_RATE),
    "20s ( 10s - 1:30 )": ("time", 20 * SAMPLE_RATE, 10 * SAMPLE_RATE, 90 * SAMPLE_RATE),
    "2": ("count", 2, 2, 2),
    "2 (1-4)": ("count", 2, 1, 4),
    "2(1-1000)": ("count", 2, 1, 1000),
    "30s (20s-10s)": ("time", 30 * SAMPLE_RATE, 20 * SAMPLE_RATE, 10 * SAMPLE_RATE),
}


@pytest.mark.parametrize(("line", "meant"), [*_STEP_LINES.items(), *_USES.items()])
def test_step_line_is_parsed_as(line: str, meant: Step | Use) -> None:
    assert parse_step(line, _HERE) == (meant, ())


@pytest.mark.parametrize(("text", "meant"), _VALUES.items())
def test_value_is_parsed_as(text: str, meant: tuple[Unit, int, int, int]) -> None:
    unit, default, least, most = meant
    assert parse_value("hold", text, _HERE) == (Value("hold", unit, default, least, most, _HERE), ())


def test_every_step_kind_and_chime_is_in_the_grammar() -> None:
    assert {meant.kind for meant in _STEP_LINES.values()} == set(STEP_KINDS)
    for tone in CHIME_TONES:
        assert parse_step(f"chime {tone}", _HERE) == (_step("chime", tone=tone), ())


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_example_of_each_step_kind_is_parsed(kind: StepKind) -> None:
    shown = STEP_KINDS[kind].description.split(": ", 1)[1]
    step, problems = parse_step(shown, _HERE)
    assert not problems
    assert isinstance(step, Step)
    assert step.kind is kind


@pytest.mark.parametrize("verb", [*STEP_KINDS, "use", "times", "ready", "optional"])
def test_keyword_with_an_extra_letter_is_not_a_keyword(verb: str) -> None:
    for line in (f"{verb}s 20s", f"hold 20s, {verb}s 4s", f"breathe 2 {verb}x, in 4s, out 4s"):
        [problem] = parse_step(line, _HERE)[1]
        assert "is not understood here" in problem.message


def test_number_is_refused_when_it_is_too_large() -> None:
    value, problems = parse_value("times", str(MAX_COUNT), _HERE)
    assert value
    assert (value.default, problems) == (MAX_COUNT, ())
    value, problems = parse_value("times", str(MAX_COUNT + 1), _HERE)
    assert value is None
    assert ["is too many" in problem.message for problem in problems] == [True]


_WORDS = """
use each side left right first times optional fill ready in up é ½ ٣
20s 1:30 1:75 0s 10 010 1e9 3 {hold} (10s-30s)
"""
_PIECES = st.sampled_from([*STEP_KINDS, *"xX,.:;()-–{} ", "each side", "right first", *_WORDS.split()])


@settings(deadline=None)
@given(st.lists(_PIECES | st.text(max_size=3), min_size=1, max_size=12).map(" ".join))
def test_any_line_is_a_step_or_has_problems_within_it(line: str) -> None:
    line = line.strip()
    step, problems = parse_step(line, _HERE)
    value, wrong = parse_value("hold", line, _HERE)
    assert step or problems
    assert (value is None) == bool(wrong)
    for found in (problems, wrong):
        columns = [problem.column for problem in found]
        assert len(columns) == len(set(columns))
        assert all(0 <= column - 3 <= len(line) for column in columns)
        assert all((problem.file, problem.line) == ("a.md", 7) and problem.message for problem in found)
