from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voiceguide import units

YEAR = 365 * 24 * 3600 * units.SAMPLE_RATE
CLOCK_TEXTS = st.builds("{}:{:02}".format, st.integers(0, 1439), st.integers(0, 99)) | st.builds(
    "{}:{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 99), st.integers(0, 99)
)


@given(st.integers(0, YEAR))
def test_samples_survive_conversion_to_seconds(count: int) -> None:
    assert round(units.to_seconds(count) * units.SAMPLE_RATE) == count
    assert units.to_samples(Fraction(count, units.SAMPLE_RATE)) == count


@given(st.fractions(0, 10**6))
def test_seconds_are_rounded_by_half_a_sample_at_most(seconds: Fraction) -> None:
    assert abs(units.to_samples(seconds) - seconds * units.SAMPLE_RATE) <= Fraction(1, 2)


def test_half_a_sample_is_rounded_up() -> None:
    assert units.to_samples(Fraction(1, 2 * units.SAMPLE_RATE)) == 1
    assert units.to_samples(Fraction(3, 2 * units.SAMPLE_RATE)) == 2


@given(st.integers(0, YEAR))
def test_a_position_goes_to_the_nearest_frame_and_stays_there(position: int) -> None:
    placed = units.snap_to_frame(position)
    assert placed % units.FRAME_SAMPLES == 0
    assert (
        -units.FRAME_SAMPLES // 2 < position - placed <= units.FRAME_SAMPLES // 2
        or placed - position == units.FRAME_SAMPLES // 2
    )
    assert units.snap_to_frame(placed) == placed


@given(st.integers(0, YEAR))
def test_frames_are_just_enough(count: int) -> None:
    assert (
        (units.to_frames(count) - 1) * units.FRAME_SAMPLES
        < count
        <= units.to_frames(count) * units.FRAME_SAMPLES
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20s", 20),
        ("1.5 s", Decimal("1.5")),
        ("45 seconds", 45),
        ("1 second", 1),
        ("2 min", 120),
        ("0.5m", 30),
        ("1h", 3600),
        ("24 hours", 86400),
        ("1:30", 90),
        ("01:30", 90),
        ("90:00", 5400),
        ("1:02:03", 3723),
        (" 20s ", 20),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, seconds: int | Decimal) -> None:
    assert units.parse_duration(text) == units.to_samples(seconds)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "s",
            "20",
            "010s",
            "1e3",
            "1e3s",
            "nan",
            "nans",
            "inf",
            "-5s",
            "+5s",
            "−5s",
            "1,5s",
            ".5s",
            "5.s",
        ),
        *("20sx", "20 S", "20\ts", "1_0s", "0x10s", "20s 30s", "٢٠s", "1٠s", "١:٣٠", "٣ min", "½ min", "yes"),
        *("1:75", "1:60:00", "0:99:00", "1:2", "1:2:3", ":30", "1:", "1:30s", "1:30.5"),
        *("0s", "0:00", "0.00001s", "25h", "24:00:01", "1441 min", "9" * 40 + "h", "1" * 5000 + ":30"),
    ],
)
def test_text_is_refused_when_it_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"^“") as refused:
        units.parse_duration(text)
    assert str(refused.value).startswith(f"“{text}” ")
    assert str(refused.value).endswith((".", "1:30."))


@given(st.from_regex(re.compile(units.DURATION_PATTERN), fullmatch=True) | CLOCK_TEXTS)
@example("0:59")
@example("1:75")
@example("0s")
def test_what_the_pattern_matches_is_a_duration_or_refused_for_its_size(text: str) -> None:
    assert re.fullmatch(units.DURATION_PATTERN, text)
    try:
        assert 0 < units.parse_duration(text) <= units.MAX_DURATION
    except ValueError as error:
        assert "is not a duration" not in str(error)  # noqa: PT017 - it may be refused, in other words


@given(st.text("0129.:smh ", max_size=8))
@example("1.5 h")
def test_nothing_else_is_a_duration(text: str) -> None:
    try:
        count = units.parse_duration(text)
    except ValueError:
        count = 0
    assert not count or re.fullmatch(units.DURATION_PATTERN, text.strip())


@given(st.integers(1, units.MAX_DURATION * 1000 // units.SAMPLE_RATE))
def test_formatted_duration_reads_back_as_the_same(milliseconds: int) -> None:
    count = milliseconds * units.SAMPLE_RATE // 1000
    text = units.format_duration(count)
    assert re.fullmatch(units.DURATION_PATTERN, text)
    assert units.parse_duration(text) == count
    assert not re.search(r"\.\d*0s$", text)


@given(st.integers(0, YEAR))
def test_clock_is_rounded_to_the_nearest_second(count: int) -> None:
    hours, minutes, seconds = (int(part) for part in f"0:{units.format_clock(count)}".split(":")[-3:])
    assert 0 <= minutes < 60 > seconds >= 0
    assert abs((hours * 3600 + minutes * 60 + seconds) * units.SAMPLE_RATE - count) <= units.SAMPLE_RATE // 2


def test_the_clock_shows_hours_only_where_there_are_any() -> None:
    assert units.format_clock(59 * units.SAMPLE_RATE) == "0:59"
    assert units.format_clock(units.to_samples(Decimal("3599.4"))) == "59:59"
    assert units.format_clock(units.to_samples(Decimal("3599.5"))) == "1:00:00"
