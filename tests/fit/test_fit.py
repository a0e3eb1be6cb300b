from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.fixed_lengths import FixedClip, FixedMeasure, fixed_measure
from tests.helpers.golden_timelines import fit_and_lay_out, plan_script
from voiceguide import units
from voiceguide.errors import Location, ScriptError
from voiceguide.fit.durations import Durations
from voiceguide.fit.fill import compare_to_target, natural_length
from voiceguide.fit.fit import fit, fit_with_durations
from voiceguide.language import LANGUAGES, wording
from voiceguide.score.items import Say
from voiceguide.score.score import ScoreWriter, write_score
from voiceguide.script.model import Text

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan
    from voiceguide.score.items import Sound

from tests.helpers.fitting import HOLD_SCRIPT, fit_script, planned_amount, refusal, session_script

BREATH_SESSION = session_script("- use breath, fill", "2:00")
"""Session of 13.524 s plus 5 s for each breath: 2 breaths make 23.524 s, 20 make 113.524 s.

Seconds outside the breaths: 0.8 + 0.4, “Day, 2 minutes.” 1.2 + 1, 1.6 + 1, “First, breath.” 1.3, “Take 20 breaths.”
1.7, the end 1.6, “Good.” 0.9, 2, and the first frame of 24 ms. “About 2 minutes” has one word more."""


def test_without_a_length_it_takes_as_long_as_it_takes_in_whole_seconds() -> None:
    plan = fit_script(session_script("- use breath"))
    assert plan.length == units.to_samples(29)
    assert plan.trailing_silence == units.to_samples(Fraction("0.476"))


@pytest.mark.parametrize(("length", "times", "remainder"), [("1:00", 9, "1.476"), ("1:30", 15, "0.276")])
def test_breaths_fill_and_what_is_left_over_is_quiet(length: str, times: int, remainder: str) -> None:
    plan = fit_script(BREATH_SESSION, f"--length {length}")
    assert planned_amount(plan, "breath", "times") == times
    assert plan.trailing_silence == units.to_samples(Fraction(remainder))


def test_the_shortest_and_the_longest_are_named_and_can_be_had() -> None:
    message = refusal(BREATH_SESSION, "--length 9:00")
    assert message == "Day cannot last 9:00: the shortest is 0:24, the longest 1:54."
    assert refusal(BREATH_SESSION, "--length 0:23").endswith("the shortest is 0:24, the longest 1:54.")
    assert planned_amount(fit_script(BREATH_SESSION, "--length 0:24"), "breath", "times") == 2
    assert planned_amount(fit_script(BREATH_SESSION, "--length 1:54"), "breath", "times") == 20
    assert refusal(BREATH_SESSION, "--length 1:55")


def test_any_technique_may_be_dropped_before_length_is_refused() -> None:
    """Only without the second one does the session have the length; the usual order drops the last one first."""
    uses = [f"- use {name}, optional" for name in ("one", "two", "three", "four")]
    stays = {
        name: f"---\ntitle: {name}\n---\n\n- hold {seconds}s\n"
        for name, seconds in zip(("one", "two", "three", "four"), (15, 29, 53, 61), strict=True)
    }
    text = session_script("\n\n".join(uses))
    without = fit_script(text, "--skip two", fixed_measure, **stays)
    plan = fit_script(text, f"--length {units.format_clock(without.length)}", fixed_measure, **stays)
    assert [part.technique.name for part in plan.techniques] == ["one", "three", "four"]
    assert plan.notes == ("two left out.",)


def test_where_nothing_stretches_the_one_length_is_named() -> None:
    text = session_script("- use rigid")
    message = refusal(text, "--length 0:30", rigid=RIGID_SCRIPT)
    length = re.findall(r"\d:\d\d", message)[0]
    assert message == (
        f"Day lasts {length} and nothing in it stretches, so 0:30 is not possible. "
        "None of its times and numbers has limits such as (10s-30s), so none can be set."
    )
    assert fit_script(text, f"--length {length}", rigid=RIGID_SCRIPT).notes == ()


RIGID_SCRIPT = "---\ntitle: Rigid\n---\n\n- hold 10s\n"


def test_where_a_length_lies_between_two_the_nearest_are_named() -> None:
    text = session_script("- use rigid, optional\n\n- use breath, times 2")
    message = refusal(text, "--length 0:33", rigid=RIGID_SCRIPT)
    below, above = re.findall(r"\d:\d\d", message)[1:]
    assert message == f"Day cannot last 0:33: the nearest lengths are {below} and {above}."
    for length in (below, above):
        assert fit_script(text, f"--length {length}", rigid=RIGID_SCRIPT).length


def test_optional_techniques_are_dropped_last_first_as_needed() -> None:
    text = session_script("- use settle, optional\n\n- use twist, optional\n\n- use breath, fill", "4:00")
    assert fit_script(text).notes == ()
    filled = "Breath: times {} instead of 3, to fill the time."
    assert fit_script(text, "--length 1:30").notes == ("Twist left out.", filled.format(9))
    assert fit_script(text, "--length 0:50").notes == (
        "Twist left out.",
        "Settle left out.",
        filled.format(7),
    )


def test_an_optional_technique_stays_when_the_listener_set_it_or_named_it() -> None:
    text = session_script("- use settle, optional\n\n- use breath, fill", "2:00")
    assert fit_script(text, "--length 0:50").notes[0] == "Settle left out."
    assert refusal(text, "--length 0:50 --hold settle=11s")
    assert refusal(text, "--length 0:45 --only settle --only breath")


def test_fill_and_last_remaining_technique_are_never_dropped() -> None:
    text = session_script("- use breath, fill, optional", "2:00")
    assert "the shortest is 0:24" in refusal(text, "--length 0:10")
    assert "the shortest is 0:24" in refusal(session_script("- use breath, optional"), "--length 0:10")
    both = session_script("- use settle\n\n- use breath, fill, optional", "2:00")
    assert "Breath left out." not in fit_script(both, "--length 1:30").notes
    assert "the shortest is 0:47" in refusal(both, "--length 0:40")


def test_note_names_fill_when_listener_sets_the_length() -> None:
    text = session_script("- use settle\n\n- use breath, fill", "1:30")
    assert planned_amount(fit_script(text), "breath", "times") == 9
    assert fit_script(text).notes == ()
    told = "Breath: times {} instead of 3, to fill the time."
    assert fit_script(text, "--length 1:30").notes == (told.format(9),)
    assert fit_script(text, "--hold settle=15s").notes == (told.format(8),)
    assert fit_script(text, "--skip settle --length 1:30").notes == ("Settle left out.", told.format(15))
    assert fit_script(text, "--length 0:55").notes == (told.format(2),)
    assert fit_script(text, "--length 1:00").notes == ()  # three breaths, as their author has it


def test_rounds_become_fewer_when_nothing_else_helps_and_one_note_says_so() -> None:
    text = session_script("- use twist, rounds 3\n\n- use breath, fill", "4:00")
    assert fit_script(text).notes == ()
    plan = fit_script(text, "--length 1:30")
    assert plan.notes == (
        "Twist: rounds 1, to meet the length.",
        "Breath: times 4 instead of 3, to fill the time.",
    )
    assert "the shortest is 2:" in refusal(text, "--length 1:30 --rounds twist=2 --hold twist=10s")


def hold_seconds(plan: Plan) -> dict[str, float]:
    """Return the hold of each technique that has one, in seconds."""
    having = [part for part in plan.techniques if part.technique.value("hold")]
    return {part.technique.name: units.to_seconds(part.amount("hold")) for part in having}


def test_a_longer_session_stretches_holds_and_rests_as_it_is_longer_itself() -> None:
    text = session_script("- use settle\n\n- use twist\n\n- use breath, fill", "3:00")
    assert fit_script(text).notes == ()
    plan = fit_script(text, "--length 3:36")
    assert hold_seconds(plan) == {"settle": 12, "twist": 12}
    assert plan.notes == (
        "Settle: hold 12s instead of 10s, to meet the length.",
        "Twist: hold 12s instead of 10s, to meet the length.",
        "Breath: times 10 instead of 3, to fill the time.",
    )
    resting = "---\ntitle: Lie\npause: 10s (5s-20s)\n---\n\n- rest {pause}\n"
    text = session_script("- use lie\n\n- use breath, fill", "1:30")
    assert planned_amount(fit_script(text, "--length 1:39", lie=resting), "lie", "pause") == units.to_samples(
        11
    )


def test_holds_shrink_evenly_when_nothing_else_is_left() -> None:
    text = session_script("- use settle, optional\n\n- use twist\n\n- use lean\n\n- use breath, fill", "4:00")
    plan = fit_script(text, "--length 1:50")
    assert plan.notes[:2] == ("Settle left out.", "Twist: rounds 1, to meet the length.")
    assert hold_seconds(plan) == {"twist": 7, "lean": 7}
    assert planned_amount(plan, "breath", "times") == 2
    assert 0 <= plan.trailing_silence < units.to_samples(5)


def test_holds_meet_length_to_the_sample_when_there_is_no_fill() -> None:
    plan = fit_script(session_script("- use settle\n\n- use lean", "1:30"), "--length 1:47")
    assert plan.length == units.to_samples(107)
    assert plan.trailing_silence < 6
    assert 10 < hold_seconds(plan)["lean"] < 20
    assert hold_seconds(plan)["settle"] == pytest.approx(
        hold_seconds(plan)["lean"], abs=1 / units.SAMPLE_RATE
    )


def test_overridden_values_are_not_stretched() -> None:
    text = session_script("- use settle\n\n- use lean\n\n- use breath, fill", "2:30")
    assert hold_seconds(fit_script(text, "--length 3:00 --hold settle=10s")) == {"settle": 10, "lean": 12}
    assert hold_seconds(fit_script(text, "--length 3:00 --hold 10s")) == {"settle": 10, "lean": 10}
    assert "do not set" in refusal(session_script("- use settle\n\n- use lean"), "--length 1:10 --hold 10s")


@pytest.mark.parametrize("wish", ["12s", "longer"])
def test_override_for_all_applies_to_the_fill_too(wish: str) -> None:
    plan = fit_script(session_script("- use settle\n\n- use lean, fill", "2:30"), f"--hold {wish}")
    assert (
        hold_seconds(plan)["lean"]
        == hold_seconds(fit_script(session_script("- use lean"), f"--hold {wish}"))["lean"]
    )
    assert plan.notes[-1] == "Nothing is left to fill the time, so it lasts as long as it takes."


def test_words_within_a_hold_keep_it_from_shrinking_and_another_one_shrinks_more() -> None:
    text = session_script("- use sink\n\n- use reach")
    sink = "---\ntitle: Sink\nhold: 10s (1s-60s)\n---\n\n- hold {hold}\n"
    slow = FixedMeasure(Fraction("0.6"))
    plan = fit_script(text, "", slow, reach=HOLD_SCRIPT, sink=sink)
    assert hold_seconds(plan) == {"sink": 10, "reach": 20}
    shorter = units.format_duration(plan.length - units.to_samples(19))
    shortened = hold_seconds(fit_script(text, f"--length {shorter}", slow, reach=HOLD_SCRIPT, sink=sink))
    assert shortened["reach"] == pytest.approx(8, abs=0.05)
    assert 3 < shortened["sink"] < 4  # without its words, reach would have 7.7 s and sink 3.8 s


def test_a_refusal_names_the_smallest_change_that_helps() -> None:
    text = session_script("- use settle\n\n- use twist\n\n- use breath, fill", "3:00")
    assert refusal(text, "--length 1:15").endswith("It can without settle: --skip settle.")
    assert refusal(text, "--length 0:50").endswith("It can without twist: --skip twist.")
    message = refusal(text, "--length 1:45 --hold settle=40s")
    assert message.endswith("It can if you do not set “hold” of settle.")
    message = refusal(text, "--length 1:15 --hold settle=18s")
    assert message.endswith("It can without settle and your settings of it: --skip settle.")


def test_a_change_is_named_only_where_the_length_can_be_had_with_it() -> None:
    text = session_script("- use long\n\n- use rigid, optional\n\n- use other")
    long = RIGID_SCRIPT.replace("10s", "90s")
    skips = ("--skip long --skip rigid", "--skip long")
    short, longer = (
        fit_script(text, skip, rigid=RIGID_SCRIPT, other=RIGID_SCRIPT, long=long).length for skip in skips
    )
    for length, helps in ((short, True), (short + units.to_samples(5), False), (longer, True)):
        message = refusal(
            text,
            f"--length {units.format_duration(length)}",
            rigid=RIGID_SCRIPT,
            other=RIGID_SCRIPT,
            long=long,
        )
        assert message.endswith("It can without long: --skip long.") == helps


def test_suggestion_includes_override_for_all_when_needed() -> None:
    text = session_script("- use settle\n\n- use twist\n\n- use breath, fill", "3:00")
    told = refusal(text, "--length 0:50 --rounds 2")
    assert told.endswith("It can without twist and your settings of it: --skip twist.")
    assert fit_script(text, "--length 0:50 --skip twist").length == units.to_samples(50)


def test_suggestion_does_not_skip_a_replacement_by_its_own_name() -> None:
    rigid = RIGID_SCRIPT.replace("title: Rigid", "title: Rigid\navoid: osteoporosis\neasier: other")
    text = session_script("- use rigid\n\n- use third")
    told = refusal(
        text, "--length 0:24 --avoid osteoporosis", other=RIGID_SCRIPT, rigid=rigid, third=RIGID_SCRIPT
    )
    assert "is not possible." in told


class _SelfReferringDurations(Durations):
    """Session of 8 s without its spoken length; with “8” it lasts 10 s, with “10” 9 s, with “9” `seconds_to_name_9`."""

    seconds_to_name_9 = 9

    def total(self, plan: Plan) -> int:
        return units.to_samples(
            {0: 8, 8: 10, 10: 9, 9: self.seconds_to_name_9}[plan.length // units.SAMPLE_RATE]
        )


def test_natural_length_has_room_for_words_that_name_it() -> None:
    lengths = _SelfReferringDurations(fixed_measure)
    assert natural_length(plan_script(session_script("- use breath")), lengths) == units.to_samples(9)


def test_natural_length_is_rejected_when_its_words_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_SelfReferringDurations, "seconds_to_name_9", 10)
    assert natural_length(
        plan_script(session_script("- use breath")), _SelfReferringDurations(fixed_measure)
    ) == units.to_samples(10)


def test_suggestion_includes_override_for_one_side() -> None:
    text, bend = (
        session_script("- use bend"),
        "---\ntitle: Bend\nhold: 10s (5s-20s)\n---\n\n- hold {hold}, each side\n",
    )
    longest = fit_script(text, "--hold bend=20s", bend=bend).length
    asked = f"--length {units.format_duration(longest - units.to_samples(3))}"
    message = refusal(text, f"{asked} --hold bend.left=10s", bend=bend)
    assert message.endswith("It can if you do not set “hold” of bend.")
    assert hold_seconds(fit_script(text, asked, bend=bend))["bend"] > 18


@pytest.mark.slow
def test_search_is_bounded_when_many_techniques_are_optional(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Count the turns in all variants that are tried, in a session of hundreds of optional turns."""
    turns: list[int] = []

    def count_techniques(plan: Plan, *rest: Any) -> int:  # noqa: ANN401 - as `excess` takes it
        turns.append(len(plan.techniques))
        return compare_to_target(plan, *rest)

    monkeypatch.setattr("voiceguide.fit.fit.compare_to_target", count_techniques)
    for number in (20, 300):
        turns.clear()
        text = session_script("\n".join(["- use rigid, optional"] * number))
        refusal(text, "--length 4:07", rigid=RIGID_SCRIPT)
        assert number < sum(turns) < 30_000


def test_rounds_become_more_when_nothing_else_is_long_enough() -> None:
    text = session_script("- use twist, rounds 1, hold 18s", "1:30")
    plan = fit_script(text, "--length 2:10")
    assert plan.notes[0] == "Twist: rounds 2, to meet the length."
    assert plan.length == units.to_samples(130)


def test_a_hold_fills_to_the_sample() -> None:
    assert fit_script(session_script("- use settle, fill"), "--length 1:00").trailing_silence == 0
    six_holds = fit_script(session_script("- use twist, rounds 3, fill"), "--length 3:01")
    assert six_holds.trailing_silence < 6


def test_notes_do_not_mention_the_former_fill() -> None:
    slow = FixedMeasure(Fraction("0.9"))
    short = fit_script(session_script("- use reach, hold 5s"), voice=slow, reach=HOLD_SCRIPT)
    assert short.notes == ("Reach: hold 11s, the shortest its words allow.",)
    assert (
        fit_script(session_script("- use reach, hold 5s, fill", "0:40"), voice=slow, reach=HOLD_SCRIPT).notes
        == ()
    )


def test_a_length_within_a_second_is_named_as_it_was_asked() -> None:
    text = session_script("- use breath, times 2")
    message = refusal(text, "--length 23.6s")
    assert message == "Day cannot last 0:23.6: the shortest is 0:24, the longest 1:54."


@pytest.mark.parametrize("seconds", range(40, 140, 13))
def test_words_name_the_fitted_fill(seconds: int) -> None:
    wait = "---\ntitle: Wait\nhold: 10s (5s-2:00)\n---\n\n- hold {hold}\n  - Stay for {hold}.\n"
    plan = fit_script(session_script("- use wait, fill"), f"--length {seconds}s", wait=wait)
    texts = [event.sound.text for event in fit_and_lay_out(plan).events if event.sound]
    assert (
        f"Stay for {wording.describe_time(planned_amount(plan, 'wait', 'hold'), LANGUAGES['en'].wording)}."
        in texts
    )
    # “74 seconds” leave room for 74.4, but “about 74 seconds” for no more than 74.
    assert plan.trailing_silence in {0, units.to_samples(Fraction("0.4"))}


@dataclass(frozen=True)
class SlowOnThree:
    """Voice that takes ten seconds for “3”: the name “3” leaves time for two breaths, the name “2” for three."""

    def __call__(self, sound: Sound) -> FixedClip:
        take = fixed_measure(sound)
        return FixedClip(take.length + units.to_samples(10)) if "Take 3 " in sound.text else take


def test_spoken_fill_is_omitted_when_its_words_do_not_fit() -> None:
    length = "0:32"
    assert planned_amount(fit_script(BREATH_SESSION, f"--length {length}"), "breath", "times") == 3
    plan = fit_script(BREATH_SESSION, f"--length {length}", SlowOnThree())
    assert planned_amount(plan, "breath", "times") == 2
    assert plan.spoken_fill == 0


@dataclass(frozen=True)
class SlowOnSomeSeconds:
    """Voice a second slower for “29 seconds”: a session that names 29 s lasts 30, one that names 30 lasts 29."""

    def __call__(self, sound: Sound) -> FixedClip:
        slow = re.search("29 seconds|about 1 second", sound.text)
        return FixedClip(fixed_measure(sound).length + units.to_samples(1) * bool(slow))


def test_spoken_length_is_true_when_its_words_change_it() -> None:
    plan = fit_script(session_script("- use breath"), voice=SlowOnSomeSeconds())
    assert plan.length == units.to_samples(30)
    texts = [event.sound.text for event in fit_and_lay_out(plan, SlowOnSomeSeconds()).events if event.sound]
    assert "Day, 30 seconds." in texts


def test_a_cue_that_does_not_fit_matters_more_than_a_length_that_cannot_be_had() -> None:
    with pytest.raises(ScriptError):
        fit_script(
            session_script("- use settle\n\n- hold 5s\n  - @-1s Far too many words for a second.", "0:10")
        )


def test_words_that_name_the_length_must_fit_with_the_length_that_it_became() -> None:
    text = session_script("- use settle\n\n- hold 5s\n  - @-1.3s {length}")
    assert fit_script(text).length == units.to_samples(48)
    with pytest.raises(ScriptError, match=r"“about 1 and a half minutes” takes 2.4 s"):
        fit_script(text, "--hold 60s")


def test_a_fill_used_by_two_steps_still_meets_the_length() -> None:
    text = (
        "---\ntitle: Two\ntimes: 4 (2-20)\n---\n\n- breathe {times} times, in 2s, out 3s\n\n"
        "- reps {times}, up 1s, down 1.5s\n"
    )
    plan = fit_script(session_script("- use two, fill", "1:30"), two=text)
    assert 0 < plan.trailing_silence < units.to_samples(Fraction("7.5"))


WAIT_SCRIPT = """---
title: Wait
hold: 10s (5.001s-1:00)
---

- 2 x hold {hold}, each side, ready {hold}, switch {hold}
"""


@pytest.mark.parametrize("seconds", range(120, 140, 3))
def test_stretched_times_to_move_do_not_bend_the_length(seconds: int) -> None:
    plan = fit_script(
        session_script("- use wait, fill"), f"--length {seconds}s --moving 1.333x", wait=WAIT_SCRIPT
    )
    assert 0 <= plan.trailing_silence < 20


def test_pronunciation_does_not_change_the_spoken_length(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_script(HOLD_SCRIPT)
    lengths = Durations(fixed_measure)
    spoken, whole = (
        [item.sound for item in items if isinstance(item, Say)]
        for items in (lengths.items(plan), write_score(plan))
    )
    assert spoken == whole
    alone = fit(plan, fixed_measure)
    monkeypatch.setattr(ScoreWriter, "write_technique", None)
    assert fit_with_durations(plan, lengths) == alone


def test_a_technique_that_is_left_out_is_left_out_wherever_it_is_used() -> None:
    text = session_script("- use reach\n\n- use settle\n\n- use reach")
    told = refusal(text, "--length 0:40", reach=HOLD_SCRIPT.replace("(5s-30s)", "(15s-30s)"))
    assert told.endswith("It can without reach: --skip reach.")


def test_refusal_is_given_for_session_with_very_many_turns() -> None:
    """Each turn has optional rounds, so there are hundreds of variants."""
    rounds = HOLD_SCRIPT.replace("hold: 20s", "rounds: 1 (1-4)\nhold: 20s").replace(
        "- hold {hold}", "- {rounds} x hold {hold}"
    )
    told = refusal(session_script("\n\n".join(["- use reach"] * 120)), "--length 0:30", reach=rounds)
    assert "the shortest is" in told


def test_the_words_on_the_way_to_a_technique_may_name_the_length() -> None:
    plan = plan_script("---\ntitle: Reach\nposition: chair\n---\n\nReach.\n")
    (way,) = (change for change in plan.position_changes if change.goal == "chair" and not change.start)
    named = replace(way, body=(Text("For {length}.", Location("positions.md", 1, 1)),))
    done = fit(replace(plan, position_changes=(named,)), fixed_measure)
    said = f"For {units.to_seconds(done.length):.0f} seconds."
    assert said in {item.sound.text for item in write_score(done) if isinstance(item, Say)}


TIMES_SCRIPT = "---\ntitle: Times\ntimes: 5 (2-20)\n---\n\n- reps {times}, up 2s, down 2s\n"
WORK_SCRIPT = "---\ntitle: Work\nwork: 30s (10s-60s)\n---\n\n- go {work}\n"
PHASE_SCRIPT = "---\ntitle: Phase\npress: 5s (3s-9s)\n---\n\n- reps 4, press {press}, rest 3s\n"
ROUNDS_SCRIPT = "---\ntitle: Rounds\nsets: 3 (1-8)\n---\n\n- {sets} x go 20s, every 30s\n"


@pytest.mark.parametrize(
    ("script", "name"),
    [(TIMES_SCRIPT, "times"), (WORK_SCRIPT, "work"), (PHASE_SCRIPT, "press"), (ROUNDS_SCRIPT, "sets")],
)
@pytest.mark.parametrize("change", [Fraction(17, 20), Fraction(23, 20)])
def test_everything_with_limits_changes_towards_the_length(script: str, name: str, change: Fraction) -> None:
    text = session_script("- use one")
    usual = fit_script(text, one=script)
    length = int(usual.length * change) // units.SAMPLE_RATE
    if name in {"times", "sets"}:  # by whole repetitions and rounds
        message = refusal(text, f"--length {length}s", one=script)
        below, above = re.findall(r"(\d+):(\d\d)", message)[1:]
        minutes, seconds = above if change > 1 else below
        length = int(minutes) * 60 + int(seconds)
    fitted = fit_script(text, f"--length {length}s", one=script)
    before, after = (planned_amount(plan, "one", name) for plan in (usual, fitted))
    assert (after > before) if change > 1 else (after < before)


@pytest.mark.parametrize(
    ("script", "name"), [(TIMES_SCRIPT, "times"), (WORK_SCRIPT, "work"), (PHASE_SCRIPT, "press")]
)
def test_any_time_or_repetitions_can_fill(script: str, name: str) -> None:
    text = session_script("- use one, fill", "1:00")
    plan = fit_script(text, one=script)
    assert plan.length == units.to_samples(60)
    value = next(value for value in plan.techniques[0].technique.values if value.name == name)
    assert planned_amount(plan, "one", name) > value.default


@pytest.mark.parametrize(
    ("script", "name", "amount"), [(WORK_SCRIPT, "work", 45), (PHASE_SCRIPT, "press", 8)]
)
def test_hold_finds_the_main_time_whatever_its_name(script: str, name: str, amount: int) -> None:
    plan = fit_script(session_script("- use one"), "--hold longer", one=script)
    assert planned_amount(plan, "one", name) == units.to_samples(amount)


def test_rounds_are_found_whatever_their_name() -> None:
    assert (
        planned_amount(
            fit_script(session_script("- use one"), "--rounds 4", one=ROUNDS_SCRIPT), "one", "sets"
        )
        == 4
    )


def test_where_nothing_has_a_hold_the_message_lists_what_can_be_set() -> None:
    assert refusal(session_script("- use one"), "--hold 20s", one=TIMES_SCRIPT) == (
        "Nothing in this session has a value “hold”. It has one.times."
    )


def test_an_author_s_own_length_may_leave_more_to_the_fill_than_a_listener_s() -> None:
    breathing = "---\ntitle: Breathe\ntimes: 6 (6-60)\n---\n\n- breathe {times} times, in 4s, out 6s\n"
    session = session_script("- use breathe, fill", "9:00")
    assert fit_script(session, breathe=breathing).length == 9 * 60 * units.SAMPLE_RATE
    assert "the longest" in refusal(session_script("- use breathe, fill"), "--minutes 9", breathe=breathing)
