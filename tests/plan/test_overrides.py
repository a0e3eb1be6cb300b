"""What a listener asks of single values: relative to what they are, on one side, past what authors allow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.helpers.fitting import amount, fitted, refused, session
from tests.helpers.golden_timelines import choices_of, laid_out, planned
from tests.helpers.timeline_laws import holds
from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.export import file_tags

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan

LEANS = """---
title: Lean out
hold: 12s (6s-30s), gentle 9s
rounds: 2 (1-3)
---

- {rounds} x hold {hold}, each side, ready 2s
  - Lean to the {side} for {hold}.
  - @other side Now {hold}.
"""
DAY = session("- use leans, hold 14s")


def day(options: str) -> Plan:
    return fitted(DAY, options, leans=LEANS)


def held(plan: Plan) -> list[float]:
    """How long each hold lasts on the timeline, in seconds."""
    return [units.to_seconds(inside[-1].end - inside[0].start) for inside in holds(laid_out(plan))]


def said(plan: Plan) -> list[str]:
    return [event.sound.text for event in laid_out(plan).events if event.kind == "speech" and event.sound]


@pytest.mark.parametrize(
    ("options", "hold"),
    [
        ("--hold +10s", 24),
        ("--hold -5s", 9),
        ("--hold leans=−5s", 9),
        ("--set leans.hold=+1.5s", 15.5),
        ("--hold longer", 21),
        ("--hold leans=shorter", 9),
        ("--level gentle --hold +10s", 19),
        ("--hold +10s --hold leans=+2s", 16),
    ],
)
def test_more_or_less_is_meant_of_what_the_value_would_be(options: str, hold: float) -> None:
    plan = day(options)
    assert amount(plan, "leans", "hold") == round(hold * units.SAMPLE_RATE)
    assert held(plan) == pytest.approx([hold] * 4, abs=0.024)
    assert plan.notes == ()


@pytest.mark.parametrize("options", ["--hold +60s", "--hold 5:00", "--hold longer --set leans.rounds=1"])
def test_a_wish_for_all_goes_as_far_as_limits_allow(options: str) -> None:
    plan = day(options)
    assert amount(plan, "leans", "hold") == units.to_samples(21 if "longer" in options else 30)
    assert ("Lean out: hold stops at 30s (6s to 30s)." in plan.notes) == ("longer" not in options)


def test_longer_and_shorter_stop_at_limits_even_for_one_technique() -> None:
    plan = fitted(DAY.replace("14s", "8s"), "--hold leans=shorter", leans=LEANS)
    assert amount(plan, "leans", "hold") == units.to_samples(6)
    assert plan.notes == ("Lean out: hold stops at 6s (6s to 30s).",)


def test_so_much_less_that_nothing_is_left_is_refused() -> None:
    message = refused(DAY, "--hold leans=-20s", leans=LEANS)
    assert message.startswith("hold that much less is outside the limits of leans: 6s to 30s.")
    assert refused(DAY, "--hold leans=-20s --beyond-limits yes", leans=LEANS)


def test_each_side_keeps_its_own_time_and_words_name_it() -> None:
    plan = day("--hold leans.left=20s")
    assert held(plan) == pytest.approx([20, 14, 20, 14], abs=0.024)
    assert "Lean to the left for 20 seconds." in said(plan)
    assert "Now 14 seconds." in said(plan)
    both = day("--hold leans.left=20s --hold leans.right=+1s --hold leans=10s")
    assert held(both) == pytest.approx([20, 11, 20, 11], abs=0.024)
    assert "Now 11 seconds." in said(both)


def test_a_length_leaves_the_sides_as_they_were_asked_for() -> None:
    text = session("- use leans, hold 14s\n\n- use breath, fill", "3:00")
    plan = fitted(text, "--length 3:30 --hold leans.left=20s", leans=LEANS)
    assert held(plan) == pytest.approx([20, 14, 20, 14], abs=0.024)


def test_limits_are_passed_only_when_told_to_and_the_file_says_so() -> None:
    message = refused(DAY, "--hold leans=45s", leans=LEANS)
    assert message == (
        "hold 45s is outside the limits of leans: 6s to 30s. "
        "--beyond-limits goes further, at your own judgement."
    )
    plan = day("--hold leans=45s --beyond-limits yes")
    assert held(plan) == pytest.approx([45] * 4, abs=0.024)
    told = "Lean out: hold 45s is beyond its limits (6s to 30s)."
    assert plan.notes == (told,)
    assert told in file_tags.comment(laid_out(plan), plan, "silent")
    on_one_side = day("--hold leans.right=45s --beyond-limits yes")
    assert held(on_one_side) == pytest.approx([14, 45, 14, 45], abs=0.024)
    assert told in file_tags.comment(laid_out(on_one_side), on_one_side, "silent")


def test_going_beyond_limits_says_nothing_where_they_suffice() -> None:
    assert day("--hold 20s --beyond-limits yes").notes == ()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("--hold leens=20s", "“given” does not use “leens”. Did you mean “leans”?"),
        ("--set leans.hodl=20s", "“leans” has no value “hodl”. Did you mean “hold”?"),
        ("--hold leans=longr", "“longr” is not a duration. Did you mean “longer”?"),
        ("--hold leans.lift=20s", "“leans.lift=20s”: a side is left or right"),
        ("--hold .left=20s", "“.left=20s”: a side is left or right: write floor-twist.left=45s."),
        (
            "--hold leans.left=20s --hold leans.left=9s",
            "hold of leans on the left is asked for twice",
        ),
        ("--hold longer --hold +5s", "hold of all is asked for twice: keep one of the two."),
        ("--rounds leans=2 --set leans.rounds=3", "rounds of leans is asked for twice"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_meant(options: str, reason: str) -> None:
    with pytest.raises(RequestError, match=f"^{re.escape(reason)}"):
        planned(f"{DAY}\n- use settle\n", choices_of(f"choices: {options}"), leans=LEANS)
