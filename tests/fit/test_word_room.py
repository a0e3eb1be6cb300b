from __future__ import annotations

import re
from fractions import Fraction

import pytest

from tests.helpers.fitting import HOLD_SCRIPT, fit_script, planned_amount, refusal, session_script
from tests.helpers.fixed_lengths import FixedMeasure, fixed_measure
from tests.helpers.golden_timelines import plan_script
from voiceguide import units
from voiceguide.errors import RequestError, ScriptError
from voiceguide.fit.word_room import practical_minimum, values_with_cues


def test_a_cue_that_does_not_fit_the_written_hold_is_an_error_at_its_line() -> None:
    with pytest.raises(ScriptError) as caught:
        fit_script(HOLD_SCRIPT.replace("20s", "5s").replace("ribs", "tight ribs"))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("given.md", 7, 5)
    assert problem.message == "“Breathe slowly into all your tight ribs.” takes 2.8 s and lacks 0.4 s here."
    assert problem.hint == "Shorten the words, or give the step more time."


def test_default_hold_must_fit_its_words_when_session_sets_longer() -> None:
    tight = HOLD_SCRIPT.replace("20s", "5s").replace("ribs", "tight ribs")
    with pytest.raises(ScriptError):
        fit_script(session_script("- use reach, hold 20s"), reach=tight)


@pytest.mark.parametrize("options", ["--hold 5s", "--hold 6s"])
def test_hold_is_not_set_below_what_its_words_need(options: str) -> None:
    slow = FixedMeasure(Fraction("0.6"))
    plan = fit_script(HOLD_SCRIPT, options, slow)
    assert planned_amount(plan, "given", "hold") == units.to_samples(8)
    assert plan.notes == ("Reach: hold 8s, the shortest its words allow.",)


def test_override_below_both_limits_gives_one_note() -> None:
    assert fit_script(HOLD_SCRIPT, "--hold 1s", FixedMeasure(Fraction("0.6"))).notes == (
        "Reach: hold 8s, the shortest its words allow.",
    )


def test_a_hold_for_one_technique_is_exact_or_refused() -> None:
    slow = FixedMeasure(Fraction("0.6"))
    message = refusal(HOLD_SCRIPT, "--hold given=6s", slow)
    assert message == "hold 6s is too short for the words of given: it must be at least 8s here."
    assert planned_amount(
        fit_script(HOLD_SCRIPT, "--hold given=8s", slow), "given", "hold"
    ) == units.to_samples(8)


def test_a_fill_shrinks_only_as_far_as_its_words_allow() -> None:
    slow = FixedMeasure(Fraction("0.6"))
    text = session_script("- use reach, fill", "1:00")
    shortest = re.findall(r"\d:\d\d", refusal(text, "--length 0:10", slow, reach=HOLD_SCRIPT))[1]
    plan = fit_script(text, f"--length {shortest}", slow, reach=HOLD_SCRIPT)
    assert units.to_samples(8) <= planned_amount(plan, "reach", "hold") < units.to_samples(9)


def test_one_value_is_not_raised_for_the_words_of_another() -> None:
    text = (
        "---\ntitle: Two\nfirst: 20s (5s-30s)\nsecond: 20s (5s-30s)\n---\n\n- hold {first}\n  - Go.\n\n"
        "- hold {second}\n  - @half Breathe into your ribs slowly and stay.\n"
    )
    plan = fit_script(text, "--set given.first=5s")
    assert (planned_amount(plan, "given", "first"), plan.notes) == (units.to_samples(5), ())
    with pytest.raises(RequestError, match=r"^second 5s is too short"):
        fit_script(text, "--set given.first=5s --set given.second=5s")
    plan = fit_script(session_script("- use two, first 5s, second 5s"), two=text)
    assert planned_amount(plan, "two", "first") == units.to_samples(5)
    assert plan.notes == ("Two: second 6s, the shortest its words allow.",)


CROSSING_CUES = """---
title: Cross
hold: 8s (3s-30s)
---

- hold {hold}
  - @half One, two.
  - @-6s Three, four.
"""
# In 8 s the words for the end come first, after 2 s; in 20 s they come last, after 14 s. In 12 s they meet.


def test_longer_hold_may_fit_fewer_words() -> None:
    plan = fit_script(session_script("- use cross"), "--hold 12s", cross=CROSSING_CUES)
    assert planned_amount(plan, "cross", "hold") == units.to_samples(10)
    assert plan.notes == ("Cross: hold 10s, the longest its words allow.",)
    message = refusal(session_script("- use cross"), "--hold cross=12s", cross=CROSSING_CUES)
    assert message == "hold 12s is too long for the words of cross: it must be at most 10s here."
    assert (
        planned_amount(
            fit_script(session_script("- use cross"), "--hold 20s", cross=CROSSING_CUES), "cross", "hold"
        )
        == 480_000
    )
    assert "the longest 0:2" in refusal(
        session_script("- use cross, fill"), "--length 0:35", cross=CROSSING_CUES
    )


def test_phase_has_a_practical_minimum() -> None:
    text = "---\ntitle: Pull\npull: 4s (1s-6s)\n---\n\n- reps 4, pull very hard {pull}, back 2s\n"
    message = refusal(text, "--set given.pull=1s")
    assert message == "pull 1s is too short for the words of given: it must be at least 2s here."


def test_practical_minimum_is_the_first_from_which_all_fit() -> None:
    plan = plan_script(HOLD_SCRIPT)
    part = next(part for part in plan.techniques if part.technique.name == "given")
    (value,) = values_with_cues(part)
    assert value.name == "hold"
    assert practical_minimum(plan, part, value, FixedMeasure(Fraction("0.6"))) == units.to_samples(8)
    assert practical_minimum(plan, part, value, FixedMeasure(Fraction("0.5"))) == units.to_samples(7)
    assert practical_minimum(plan, part, value, fixed_measure) == units.to_samples(5)
    assert practical_minimum(plan, part, value, FixedMeasure(Fraction("0.1"))) == units.to_samples(5)


def test_a_limit_within_a_second_is_reached() -> None:
    plan = plan_script(HOLD_SCRIPT.replace("5s-", "5.5s-"))
    part = next(part for part in plan.techniques if part.technique.name == "given")
    (value,) = values_with_cues(part)
    assert practical_minimum(plan, part, value, FixedMeasure(Fraction("0.43"))) == units.to_samples(
        Fraction("5.5")
    )


@pytest.mark.parametrize(
    ("cue", "seconds"), [("@-15s Words.", "5.0"), ("@-10s Words.", "1.1"), ("@-9.5s Words.", "0.6")]
)
def test_words_before_the_start_of_the_hold_or_on_its_tone_are_an_error(cue: str, seconds: str) -> None:
    with pytest.raises(ScriptError, match=re.escape(f"“Words.” takes 0.4 s and lacks {seconds} s here.")):
        fit_script(f"---\ntitle: Early\n---\n\n- hold 10s\n  - {cue}\n")


def test_a_sessions_own_step_is_checked_too() -> None:
    with pytest.raises(ScriptError) as caught:
        fit_script(session_script("- use settle\n\n- hold 5s\n  - @-1s Far too many words for a second."))
    assert [problem.line for problem in caught.value.problems] == [9]
