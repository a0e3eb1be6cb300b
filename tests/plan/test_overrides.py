"""Overrides of single values: relative ones, for one side, and beyond the limits of authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.helpers.fitting import fit_script, planned_amount, refusal, session_script
from tests.helpers.golden_timelines import fit_and_lay_out, parse_choices, plan_script
from tests.helpers.timeline_laws import events_by_hold
from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.export import file_tags

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan

LEANS_SCRIPT = """---
title: Lean out
hold: 12s (6s-30s), gentle 9s
rounds: 2 (1-3)
---

- {rounds} x hold {hold}, each side, ready 2s
  - Lean to the {side} for {hold}.
  - @other side Now {hold}.
"""
DAY_SESSION = session_script("- use leans, hold 14s")


def plan_day(options: str) -> Plan:
    return fit_script(DAY_SESSION, options, leans=LEANS_SCRIPT)


def hold_seconds(plan: Plan) -> list[float]:
    """Return the length of each hold on the timeline, in seconds."""
    return [
        units.to_seconds(inside[-1].end - inside[0].start) for inside in events_by_hold(fit_and_lay_out(plan))
    ]


def spoken_texts(plan: Plan) -> list[str]:
    return [
        event.sound.text for event in fit_and_lay_out(plan).events if event.kind == "speech" and event.sound
    ]


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
def test_relative_override_starts_from_the_effective_value(options: str, hold: float) -> None:
    plan = plan_day(options)
    assert planned_amount(plan, "leans", "hold") == round(hold * units.SAMPLE_RATE)
    assert hold_seconds(plan) == pytest.approx([hold] * 4, abs=0.024)
    assert plan.notes == ()


@pytest.mark.parametrize("options", ["--hold +60s", "--hold 5:00", "--hold longer --set leans.rounds=1"])
def test_override_for_all_stops_at_limits(options: str) -> None:
    plan = plan_day(options)
    assert planned_amount(plan, "leans", "hold") == units.to_samples(21 if "longer" in options else 30)
    assert ("Lean out: hold stops at 30s (6s to 30s)." in plan.notes) == ("longer" not in options)


def test_longer_and_shorter_stop_at_limits_even_for_one_technique() -> None:
    plan = fit_script(DAY_SESSION.replace("14s", "8s"), "--hold leans=shorter", leans=LEANS_SCRIPT)
    assert planned_amount(plan, "leans", "hold") == units.to_samples(6)
    assert plan.notes == ("Lean out: hold stops at 6s (6s to 30s).",)


def test_relative_override_is_refused_when_nothing_is_left() -> None:
    message = refusal(DAY_SESSION, "--hold leans=-20s", leans=LEANS_SCRIPT)
    assert message.startswith("hold that much less is outside the limits of leans: 6s to 30s.")
    assert refusal(DAY_SESSION, "--hold leans=-20s --beyond-limits yes", leans=LEANS_SCRIPT)


def test_each_side_keeps_its_own_time_and_words_name_it() -> None:
    plan = plan_day("--hold leans.left=20s")
    assert hold_seconds(plan) == pytest.approx([20, 14, 20, 14], abs=0.024)
    assert "Lean to the left for 20 seconds." in spoken_texts(plan)
    assert "Now 14 seconds." in spoken_texts(plan)
    both = plan_day("--hold leans.left=20s --hold leans.right=+1s --hold leans=10s")
    assert hold_seconds(both) == pytest.approx([20, 11, 20, 11], abs=0.024)
    assert "Now 11 seconds." in spoken_texts(both)


def test_a_length_leaves_the_sides_as_they_were_asked_for() -> None:
    text = session_script("- use leans, hold 14s\n\n- use breath, fill", "3:00")
    plan = fit_script(text, "--length 3:30 --hold leans.left=20s", leans=LEANS_SCRIPT)
    assert hold_seconds(plan) == pytest.approx([20, 14, 20, 14], abs=0.024)


def test_limits_are_exceeded_only_with_beyond_limits_and_noted_in_file() -> None:
    message = refusal(DAY_SESSION, "--hold leans=45s", leans=LEANS_SCRIPT)
    assert message == (
        "hold 45s is outside the limits of leans: 6s to 30s. "
        "--beyond-limits goes further, at your own discretion."
    )
    plan = plan_day("--hold leans=45s --beyond-limits yes")
    assert hold_seconds(plan) == pytest.approx([45] * 4, abs=0.024)
    told = "Lean out: hold 45s is beyond its limits (6s to 30s)."
    assert plan.notes == (told,)
    assert told in file_tags.comment(fit_and_lay_out(plan), plan, "silent")
    on_one_side = plan_day("--hold leans.right=45s --beyond-limits yes")
    assert hold_seconds(on_one_side) == pytest.approx([14, 45, 14, 45], abs=0.024)
    assert told in file_tags.comment(fit_and_lay_out(on_one_side), on_one_side, "silent")


def test_going_beyond_limits_says_nothing_where_they_suffice() -> None:
    assert plan_day("--hold 20s --beyond-limits yes").notes == ()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("--hold leens=20s", "“given” does not use “leens”. Did you mean “leans”?"),
        ("--set leans.hodl=20s", "“leans” has no value “hodl”. Did you mean “hold”?"),
        ("--hold leans=longr", "“longr” is not a duration. Did you mean “longer”?"),
        ("--hold leans.lift=20s", "“leans.lift=20s”: the side must be left or right"),
        ("--hold .left=20s", "“.left=20s”: the side must be left or right, as in floor-twist.left=45s."),
        (
            "--hold leans.left=20s --hold leans.left=9s",
            "hold of leans on the left is set twice",
        ),
        ("--hold longer --hold +5s", "hold of all is set twice: keep one of the two."),
        ("--rounds leans=2 --set leans.rounds=3", "rounds of leans is set twice"),
    ],
)
def test_invalid_override_is_refused_with_a_hint(options: str, reason: str) -> None:
    with pytest.raises(RequestError, match=f"^{re.escape(reason)}"):
        plan_script(
            f"{DAY_SESSION}\n- use settle\n", parse_choices(f"choices: {options}"), leans=LEANS_SCRIPT
        )


@pytest.mark.parametrize(
    ("value", "step", "longer"),
    [
        ("long: 20s (10s-40s)", "hold {long}", 30),
        ("long: 20s (10s-40s)", "go {long}", 30),
        ("long: 20s (10s-40s)", "reps 3, squeeze {long}, relax 5s", 30),
        ("long: 4s (2s-8s)", "pause {long}", 6),
        ("long: 4s (2s-8s)", "breathe 5 times, in {long}, out 6s", 6),
    ],
)
def test_hold_finds_the_main_time_whatever_it_is_called(value: str, step: str, longer: int) -> None:
    plan = plan_script(
        f"---\ntitle: Try\n{value}\n---\n\n- {step}\n", parse_choices("choices: --hold longer")
    )
    planned = next(part for part in plan.techniques if part.technique.name == "given")
    assert planned.amount("long") == units.to_samples(longer)
