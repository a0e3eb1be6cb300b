from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.plan import parsers
from voiceguide.plan.options import OPTIONS_BY_NAME
from voiceguide.plan.parsers import OverrideMode, ValueOverride

if TYPE_CHECKING:
    from collections.abc import Callable


def test_minutes_are_numbers() -> None:
    assert parsers.parse_minutes("10") == units.to_samples(600)
    assert parsers.parse_minutes("12.5") == units.to_samples(750)
    assert parsers.parse_minutes("0.001") == 1440
    assert parsers.parse_minutes("1440") == units.MAX_DURATION


@pytest.mark.parametrize(
    "text", ["", "ten", "0", "0.0", "-1", "10m", "10:00", "nan", "inf", "1e3", "1e-99999999", " 10"]
)
def test_what_is_no_number_of_minutes_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match=re.escape(f"“{text}” is not a number of minutes")):
        parsers.parse_minutes(text)


@pytest.mark.parametrize("text", ["1440.1", "100000"])
def test_more_minutes_than_a_day_has_are_refused_as_such(text: str) -> None:
    with pytest.raises(RequestError, match=f"^“{text}” minutes are more than a day: the maximum is 1440"):
        parsers.parse_minutes(text)


def test_lengths_are_durations() -> None:
    assert parsers.parse_length("9:59") == units.to_samples(599)
    assert parsers.parse_length("12 min") == units.to_samples(720)


@pytest.mark.parametrize("text", ["", "10", "0:00", "0s", "1:60", "25:00:00", "ten minutes"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match=f"^“{text}” "):
        parsers.parse_length(text)


def test_a_hold_is_for_all_or_for_one() -> None:
    assert parsers.parse_hold("30s") == ValueOverride("", "hold", units.to_samples(30), "time")
    assert parsers.parse_hold("seated-twist=25s") == ValueOverride(
        "seated-twist", "hold", units.to_samples(25), "time"
    )


def test_rounds_are_for_all_or_for_one() -> None:
    assert parsers.parse_rounds("3") == ValueOverride("", "rounds", 3, "count")
    assert parsers.parse_rounds("seated-twist=3") == ValueOverride("seated-twist", "rounds", 3, "count")
    assert parsers.parse_rounds("+1") == ValueOverride("", "rounds", 1, "count", mode=OverrideMode.ADD)
    assert parsers.parse_override("row.times=-2") == ValueOverride(
        "row", "times", -2, "count", mode=OverrideMode.ADD
    )


def test_a_setting_names_its_technique_and_value() -> None:
    assert parsers.parse_override("a-b.let-go=2s") == ValueOverride(
        "a-b", "let-go", units.to_samples(2), "time"
    )
    assert parsers.parse_override("a.times=12") == ValueOverride("a", "times", 12, "count")


def test_moving_takes_so_much_longer() -> None:
    assert parsers.parse_factor("1.5x") == Fraction(3, 2)
    assert parsers.parse_factor("0.5") == Fraction(1, 2)
    assert parsers.parse_factor("4x") == 4


@pytest.mark.parametrize(
    ("parse", "text", "reason"),
    [
        (parsers.parse_hold, "=30s", "“=30s” names no technique: write seated-twist=25s, or 25s for all."),
        (parsers.parse_hold, "twist=", "“” is not a duration"),
        (parsers.parse_hold, "twist", "“twist” is not a duration"),
        (parsers.parse_hold, "30", "“30” is not a duration"),
        (parsers.parse_rounds, "=3", "“=3” names no technique: write seated-twist=3, or 3 for all."),
        (parsers.parse_rounds, "twist=", "“twist=” needs a whole number from 1."),
        (parsers.parse_rounds, "0", "“0” needs a whole number from 1."),
        (parsers.parse_rounds, "2.5", "“2.5” needs a whole number from 1."),
        (parsers.parse_rounds, "99999", "“99999” needs a whole number from 1."),
        (parsers.parse_override, "hold=30s", "“hold=30s” is not a setting: write TECHNIQUE.NAME=VALUE"),
        (parsers.parse_override, "twist.hold", "“twist.hold” is not a setting"),
        (parsers.parse_override, "twist.hold=", "“twist.hold=” is not a setting"),
        (parsers.parse_override, "twist.times=0", "“twist.times=0” needs a whole number from 1."),
        (parsers.parse_override, "twist.hold=soon", "“soon” is not a duration"),
        (OPTIONS_BY_NAME["chime"].parse, "bel", "“bel” is not a chime. Did you mean “bell”?"),
        (OPTIONS_BY_NAME["chime"].parse, "", "“” is not a chime. Choose one of: bowl, bell, wood, none."),
        (
            parsers.parse_factor,
            "fast",
            "“fast” is not a factor: write a number from 0.5x to 4x, such as 1.5x.",
        ),
        (parsers.parse_factor, "0.4x", "“0.4x” is not a factor"),
        (parsers.parse_factor, "4.1x", "“4.1x” is not a factor"),
        (parsers.parse_factor, "-1x", "“-1x” is not a factor"),
    ],
)
def test_malformed_choice_is_refused_with_an_example(
    parse: Callable[[str], object], text: str, reason: str
) -> None:
    with pytest.raises(RequestError, match=f"^{re.escape(reason)}"):
        parse(text)
