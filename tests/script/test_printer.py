from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.without_locations import repr_without_locations
from voiceguide import units
from voiceguide.errors import Location
from voiceguide.script import printer, vocabulary
from voiceguide.script.model import (
    Amount,
    Beat,
    CueTiming,
    Phase,
    Reference,
    Section,
    Series,
    Step,
    Text,
    Use,
    Value,
    ValueSetting,
)
from voiceguide.script.reader import read_technique
from voiceguide.script.step_line import MAX_COUNT, parse_heading, parse_step, parse_value
from voiceguide.units import SAMPLE_RATE, Unit

if TYPE_CHECKING:
    from voiceguide.errors import Problem

_Read = TypeVar("_Read")


def _parsed_value(read: tuple[_Read | None, tuple[Problem, ...]]) -> _Read:
    """Return the result of parsing a line, after asserting that it has no problems."""
    found, problems = read
    assert found is not None
    assert not problems
    return found


def _parse_step(line: str) -> Step | Use:
    step, problems = parse_step(line, _HERE)
    assert step
    assert not problems
    return step


_HERE = Location("a.md", 7, 3)


@pytest.mark.parametrize(
    ("samples", "written"),
    [
        (20 * SAMPLE_RATE, "20s"),
        (36_000, "1.5s"),
        (30_000, "1.25s"),
        (90 * SAMPLE_RATE, "90s"),
        (119 * SAMPLE_RATE, "119s"),
        (120 * SAMPLE_RATE, "2:00"),
        (150 * SAMPLE_RATE, "2:30"),
        (150 * SAMPLE_RATE + SAMPLE_RATE // 2, "150.5s"),
        (600 * SAMPLE_RATE, "10:00"),
        (3600 * SAMPLE_RATE, "1:00:00"),
        (3723 * SAMPLE_RATE, "1:02:03"),
        (SAMPLE_RATE // 3, "0.33333s"),
        (24, "0.001s"),
        (12, "0.0005s"),
        (1, "0.00004s"),
    ],
)
def test_time_is_formatted(samples: int, written: str) -> None:
    assert printer.format_time(samples) == written


def test_length_is_formatted_as_clock_time() -> None:
    lengths = (600 * SAMPLE_RATE, 50 * SAMPLE_RATE, SAMPLE_RATE // 2)
    assert [printer.format_length(samples) for samples in lengths] == ["10:00", "0:50", "0.5s"]


@given(st.integers(1, units.MAX_DURATION))
def test_a_time_reads_back_to_the_sample(samples: int) -> None:
    assert (
        units.parse_duration(printer.format_time(samples))
        == units.parse_duration(printer.format_length(samples))
        == samples
    )


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        (
            "{ rounds } x hold {hold},counted, rest 8 s, switch 0:06, right first,  ready 5s",
            "{rounds} x hold {hold}, each side, right first, ready 5s, switch 6s, rest 8s, counted",
        ),
        ("1 x hold 0:20, left first", "hold 20s, each side"),
        ("2x reps 10, each  side, up 2 s,let  go 3s", "2 x reps 10, up 2s, let go 3s, each side"),
        ("breathe {times} times, in 4s, out 6s, by  tones", "breathe {times} times, in 4s, out 6s, by tones"),
        ("chime  start", "chime start"),
        ("rest 2 min", "rest 2:00"),
        ("use  settle , fill,rounds 3, hold 25 s,optional", "use settle, rounds 3, hold 25s, optional, fill"),
    ],
)
def test_step_line_is_formatted(written: str, spelt: str) -> None:
    assert printer.format_step(_parse_step(written)) == spelt


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("Twist", "Twist"),
        ("Twist,1 x", "Twist"),
        (
            "Twist , rest 8s,right first,switch 6 s, {rounds}x",
            "Twist, {rounds} x, each side, right first, switch 6s, rest 8s",
        ),
    ],
)
def test_heading_is_formatted(written: str, spelt: str) -> None:
    assert printer.format_heading(_parsed_value(parse_heading(written, _HERE))) == spelt


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("20 s( 10s - 0:30 ) ,strong 25s, gentle 15 sec", "20s (10s-30s), strong 25s, gentle 15s"),
        ("20s (20s-20s)", "20s"),
        ("1:30 (30s-3 min)", "90s (30s-3:00)"),
        ("2(1-4)", "2 (1-4)"),
    ],
)
def test_value_is_formatted(written: str, spelt: str) -> None:
    assert printer.format_value(_parsed_value(parse_value("a", written, _HERE))) == spelt


# Round trips ---------------------------------------------------------------------------------------------

_TIMES = st.integers(1, 300).map(lambda seconds: seconds * SAMPLE_RATE) | st.integers(1, units.MAX_DURATION)
_COUNTS = st.integers(1, MAX_COUNT)
_NAMES = st.sampled_from(["hold", "rounds", "lang-halten", "don't"])
_REFERENCES = _NAMES.map(lambda name: Reference(name, _HERE))
_SERIES_OF_TIMES = st.lists(_TIMES, min_size=2, max_size=4).map(lambda times: Series(tuple(times)))
_LENGTHS: st.SearchStrategy[Amount] = _TIMES | _REFERENCES | _SERIES_OF_TIMES
_OPTIONAL_LENGTHS = st.none() | _LENGTHS
_SERIES_OF_COUNTS = st.lists(_COUNTS, min_size=2, max_size=4).map(lambda counts: Series(tuple(counts)))
_NUMBERS: st.SearchStrategy[Amount] = _COUNTS | _REFERENCES | _SERIES_OF_COUNTS
_PHASES = st.builds(
    Phase, st.sampled_from(["up", "let go", "hold", "don't", "zurück ganz langsam"]), _LENGTHS, st.just(_HERE)
)
_SIDES = (("left", "right"), ("right", "left"))
_CUE_STYLES = st.sampled_from([None, *vocabulary.CueStyle])


@st.composite
def _repetitions(draw: st.DrawFn, rounds: st.SearchStrategy[Amount]) -> dict[str, Any]:
    """Draw the fields of a repetition."""
    each = draw(st.sampled_from([(), *_SIDES, ("forehead", "back of the head"), ("a", "b", "c")]))
    is_list = bool(each) and not set(each) <= set(vocabulary.Side)
    return {
        "rounds": draw(rounds),
        "each": each,
        "in_turn": bool(each) and draw(st.booleans()),
        "switch": draw(_OPTIONAL_LENGTHS),
        "rest": draw(_OPTIONAL_LENGTHS),
        "every": draw(_OPTIONAL_LENGTHS),
        "announced": draw(st.booleans()) or is_list,
    }


@st.composite
def _steps(draw: st.DrawFn) -> Step:
    """Draw a step that the grammar allows, even if the rules do not."""
    verb = draw(st.sampled_from(sorted(vocabulary.STEP_KINDS)))
    counts = verb in {"reps", "breathe"}
    repetition = draw(_repetitions(_NUMBERS))
    if verb == "reps":  # in a set without rounds or sides, these are phases
        repetition["rest"] = None if repetition["rounds"] == 1 else repetition["rest"]
        repetition["switch"] = repetition["switch"] if repetition["each"] else None
    return Step(
        verb,
        _HERE,
        0 if verb == "chime" else draw(_NUMBERS if counts else _LENGTHS),
        tuple(draw(st.lists(_PHASES, max_size=3))) if counts else (),
        draw(st.sampled_from(vocabulary.CHIME_TONES)) if verb == "chime" else "",
        draw(_OPTIONAL_LENGTHS | st.just(0)),
        draw(_CUE_STYLES),
        draw(st.none() | st.builds(Beat, _LENGTHS, st.integers(2, 8) | st.just(0))),
        after_each=draw(st.booleans()),
        **repetition,
    )


@st.composite
def _values(draw: st.DrawFn) -> Value:
    unit: Unit = draw(st.sampled_from(get_args(Unit)))
    amounts = _TIMES if unit == "time" else _COUNTS
    default, least, most = (draw(amounts) for _ in range(3))
    limits = draw(st.sampled_from([(least, most), (default, default), (default, most)]))
    levels = draw(st.dictionaries(st.sampled_from(["gentle", "strong"]), amounts))
    return Value("a", unit, default, *limits, _HERE, tuple(levels.items()))


_SETTINGS = st.tuples(_NAMES, st.sampled_from(get_args(Unit)), _COUNTS).map(
    lambda parts: ValueSetting(
        parts[0], parts[1], parts[2] * (SAMPLE_RATE if parts[1] == "time" else 1), _HERE
    )
)
_USES = st.builds(
    Use,
    st.sampled_from(["settle", "cat-camel-2", "optional"]),
    st.just(_HERE),
    st.lists(_SETTINGS, unique_by=lambda setting: setting.name).map(tuple),
    st.booleans(),
    st.booleans(),
)
_SECTIONS = st.builds(
    Section,
    st.sampled_from(["Twist", "Roll – and rest", "Hold 20s"]),
    st.just(_HERE),
    st.just(()),
)


@settings(deadline=None)
@given(_steps() | _USES)
def test_any_step_line_reads_back_as_the_same(step: Step | Use) -> None:
    line = printer.format_step(step)
    assert repr_without_locations(_parse_step(line)) == repr_without_locations(step)
    assert printer.format_step(_parse_step(line)) == line


@settings(deadline=None)
@given(_SECTIONS, _repetitions(_NUMBERS))
def test_any_heading_reads_back_as_the_same(section: Section, repetition: dict[str, Any]) -> None:
    group = replace(section, **repetition)
    assert repr_without_locations(
        _parsed_value(parse_heading(printer.format_heading(group), _HERE))
    ) == repr_without_locations(group)


@settings(deadline=None)
@given(_values())
def test_any_value_reads_back_as_the_same(value: Value) -> None:
    assert _parsed_value(parse_value("a", printer.format_value(value), _HERE)) == value


@pytest.mark.parametrize("kind", [vocabulary.CueKind.FIRST, *vocabulary.MARKS])
@pytest.mark.parametrize("seconds", [2, 3, 150])
@pytest.mark.parametrize("is_always", [False, True])
def test_any_mark_reads_back_as_the_same(kind: str, seconds: int, *, is_always: bool) -> None:
    if kind == vocabulary.CueKind.ALWAYS:
        kind, is_always = vocabulary.CueKind.FIRST, True
    timed = kind in {"before end", "after", "every"}
    amount = seconds * SAMPLE_RATE if timed else min(seconds, 3) if kind in {"round", "rep"} else 0
    cue = Text("Breathe.", _HERE, timing=CueTiming(kind, amount), is_always=is_always)
    dose = "- 3 x reps 8, up 2s, down 2s, each side" if kind == "rep" else "- 3 x hold 160s, each side"
    marks = [*printer.format_marks(cue)]
    text = f"---\ntitle: A\n---\n\n{dose}\n  - {' '.join((*marks, 'Breathe.'))}\n"
    (step,) = read_technique(text, "a", "a.md").body
    assert isinstance(step, Step)
    assert [(cue.timing, cue.is_always) for cue in step.cues] == [(cue.timing, is_always)]
    assert len(marks) == is_always + (kind != vocabulary.CueKind.FIRST)
