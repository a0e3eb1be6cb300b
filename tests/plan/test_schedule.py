"""The choices for each session of a programme, and the sessions that share a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.plan.merge import Preference
from voiceguide.plan.parsers import parse_override
from voiceguide.plan.preferences import Preferences
from voiceguide.plan.schedule import Listener, ScheduledSession, make_schedule
from voiceguide.script.library import open_library
from voiceguide.script.programme_reader import read_programme
from voiceguide.script.vocabulary import Guidance

if TYPE_CHECKING:
    from voiceguide.plan.options import Choices

HEADER = "---\ntitle: Month\nguidance: brief\n---\n\n## Week 1\n\n"


def schedule(*lines: str, listener: Listener | None = None) -> tuple[ScheduledSession, ...]:
    programme = read_programme(HEADER + "\n".join(f"- {line}" for line in lines), "month", "month.md")
    return make_schedule(programme, open_library(), listener or Listener({}))


def choices(line: str, **texts_by_option: str) -> Choices:
    listener = Listener({name.replace("_", "-"): (text,) for name, text in texts_by_option.items()})
    (scheduled,) = schedule(f"Monday: {line}", listener=listener)
    return scheduled.plan.choices


def test_a_line_takes_precedence_over_the_programme_and_the_listener_over_both() -> None:
    assert choices("desk-break").guidance == Guidance.BRIEF
    assert choices("desk-break, guidance names").guidance == Guidance.NAMES
    assert choices("desk-break, guidance names", guidance="full").guidance == Guidance.FULL
    assert choices("desk-break, minutes 4").length == 4 * 60 * units.SAMPLE_RATE
    assert choices("desk-break, minutes 4", length="3:30").length == 210 * units.SAMPLE_RATE


def test_lists_and_values_of_different_techniques_add_up() -> None:
    both = choices("upper-back-reset, skip bells, seated-twist.hold 25s, cat-camel.times 6", skip="closing")
    assert both.skip == ("bells", "closing")
    assert both.overrides == (parse_override("seated-twist.hold=25s"), parse_override("cat-camel.times=6"))
    changed = choices(
        "upper-back-reset, cat-camel.times 6, set seated-twist.hold=25s", set="cat-camel.times=8"
    )
    assert changed.overrides == (
        parse_override("cat-camel.times=8"),
        parse_override("seated-twist.hold=25s"),
    )


def test_a_switch_needs_no_value() -> None:
    assert choices("desk-break, trim-proof").trim_proof
    assert not choices("desk-break, announce-next no").announce_next


def test_remembered_choices_apply_where_the_programme_chooses_nothing() -> None:
    preferences = Preferences((Preference("", "level", ("gentle",)), Preference("", "guidance", ("names",))))
    (scheduled,) = schedule("Monday: desk-break", listener=Listener({}, None, preferences))
    assert (scheduled.plan.choices.level, scheduled.plan.choices.guidance) == ("gentle", "brief")


def test_options_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(RequestError, match="both set the length"):
        Listener({"minutes": ("4",), "length": ("5:00",)})


def test_lines_with_equal_choices_share_a_plan() -> None:
    sessions = schedule(
        "Monday to Wednesday: desk-break, minutes 4",
        "Thursday at 20:00: desk-break, length 4:00, optional",
        "Thursday: upper-back-reset",
        "Friday: upper-back-reset, minutes 10",
        "Friday: upper-back-reset, level gentle",
    )
    names = [(scheduled.day.number, scheduled.order, scheduled.number) for scheduled in sessions]
    assert names == [(1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 1, 4), (4, 2, 5), (5, 1, 6), (5, 2, 7)]
    by_plan = [[id(other.plan) for other in sessions].index(id(scheduled.plan)) for scheduled in sessions]
    assert by_plan == [0, 0, 0, 3, 0, 3, 6]
