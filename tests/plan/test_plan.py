from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.helpers.golden_timelines import parse_choices, plan_script
from voiceguide import units
from voiceguide.errors import RequestError, ScriptError
from voiceguide.script.vocabulary import CONDITIONS, POSITION_CONDITIONS, POSITIONS

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan

TWO_SESSION = "---\ntitle: Two\n---\n\n- use settle\n\n- use twist, hold 12s\n"
FILL_SESSION = "---\ntitle: Filled\nlength: 2:00\n---\n\n- use twist\n\n- use settle, fill\n"


def plan_with(text: str, options: str = "") -> Plan:
    return plan_script(text, parse_choices(f"choices: {options}"))


def hold_seconds(plan: Plan, technique: str) -> int:
    return next(part for part in plan.techniques if part.technique.name == technique).amount("hold")


@pytest.mark.parametrize(
    ("options", "settle", "twist"),
    [
        ("", 10, 12),
        ("--hold 15s", 15, 15),
        ("--hold 15s --hold twist=9s", 15, 9),
        ("--hold twist=9s --hold 15s", 15, 9),
    ],
)
def test_more_specific_override_wins(options: str, settle: int, twist: int) -> None:
    plan = plan_with(TWO_SESSION, options)
    assert hold_seconds(plan, "settle") == units.to_samples(settle)
    assert hold_seconds(plan, "twist") == units.to_samples(twist)
    assert plan.notes == ()


@pytest.mark.parametrize(
    "options",
    ["--hold 15s --hold 16s", "--hold twist=9s --set twist.hold=8s", "--hold twist=9s --hold twist=9s"],
)
def test_duplicate_override_is_refused(options: str) -> None:
    with pytest.raises(RequestError, match=r"^hold of (all|twist) is set twice"):
        plan_with(TWO_SESSION, options)


def test_override_for_all_stops_at_each_limit_with_a_note() -> None:
    plan = plan_with(TWO_SESSION, "--hold 30s --rounds 9")
    assert hold_seconds(plan, "settle") == units.to_samples(30)
    assert hold_seconds(plan, "twist") == units.to_samples(20)
    assert plan.techniques[1].amount("rounds") == 3
    assert plan.notes == ("Twist: hold stops at 20s (5s to 20s).", "Twist: rounds stops at 3 (1 to 3).")


def test_override_for_one_replaces_override_for_all_without_a_note() -> None:
    assert plan_with(TWO_SESSION, "--hold 30s --hold twist=9s").notes == ()


def test_a_note_is_said_once_when_a_technique_comes_twice() -> None:
    plan = plan_with("---\ntitle: Twice\n---\n\n- use twist\n\n- use twist\n", "--hold 30s")
    assert plan.notes == ("Twist: hold stops at 20s (5s to 20s).",)


def test_what_the_listener_set_for_one_technique_is_pinned() -> None:
    plan = plan_with(TWO_SESSION, "--hold 11s --hold twist=9s")
    assert [part.pinned for part in plan.techniques] == [frozenset(), frozenset({"hold"})]


def test_skipped_techniques_leave_their_session_words_behind() -> None:
    text = "---\ntitle: Words\n---\n\nOne.\n\n- use settle\n\nTwo.\n\n- use twist\n\nThree.\n"
    plan = plan_with(text, "--skip settle")
    assert [[words.location.line for words in part.preamble] for part in plan.techniques] == [[5, 9]]
    assert [words.location.line for words in plan.closing] == [13]
    assert plan.notes == ("Settle left out.",)
    assert plan_with(text, "--only settle").notes == ("Twist left out.",)
    assert [words.location.line for words in plan_with(text, "--only settle").closing] == [9, 13]


def test_dropped_optional_technique_keeps_its_session_words() -> None:
    text = "---\ntitle: Words\n---\n\nOne.\n\n- use settle\n\nTwo.\n\n- use twist\n\nThree.\n"
    plan = plan_with(text)
    first, last = plan.without(plan.techniques[0]), plan.without(plan.techniques[1])
    assert [words.location.line for words in first.techniques[0].preamble] == [5, 9]
    assert [words.location.line for words in last.closing] == [9, 13]
    assert first.notes == ("Settle left out.",)


@pytest.mark.parametrize(
    ("options", "seconds", "fills"),
    [
        ("", 120, True),
        ("--length 3:00", 180, True),
        ("--skip twist", 120, True),
        ("--hold twist=20s", 120, True),
        ("--skip settle", 0, False),
        ("--only twist", 0, False),
        ("--hold settle=15s", 0, False),
        ("--hold settle=15s --length 3:00", 180, False),
    ],
)
def test_a_session_keeps_its_length_as_long_as_something_can_meet_it(
    options: str, seconds: int, *, fills: bool
) -> None:
    plan = plan_with(FILL_SESSION, options)
    assert plan.length == units.to_samples(seconds)
    assert (plan.fill_technique is not None) == fills


def test_nothing_fills_where_no_length_is_asked_for() -> None:
    text = FILL_SESSION.replace("length: 2:00\n", "")
    assert plan_with(text).fill_technique is None
    assert plan_with(text, "--length 2:00").fill_technique is not None


def test_what_the_listener_named_is_not_optional() -> None:
    text = FILL_SESSION.replace("use twist", "use twist, optional")
    assert plan_with(text).techniques[0].optional
    assert not plan_with(text, "--only twist --only settle").techniques[0].optional


def test_one_note_on_a_value_takes_the_place_of_another() -> None:
    plan = plan_with(TWO_SESSION, "--hold 1s")
    part = plan.techniques[0]
    changed = plan.replace_technique(part, part.with_value("hold", 7), "hold", "7s, because.")
    assert changed.techniques[0].amount("hold") == 7
    assert changed.notes == ("Twist: hold stops at 5s (5s to 20s).", "Settle: hold 7s, because.")


def test_a_plan_is_the_same_for_the_same_choices() -> None:
    assert plan_with(FILL_SESSION, "--hold 20s") == plan_with(FILL_SESSION, "--hold 20s")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("--skip twits", "“given” does not use “twits”. Did you mean “twist”?"),
        ("--only neck", "“given” does not use “neck”. It uses settle, twist."),
        ("--hold neck=9s", "“given” does not use “neck”."),
        ("--skip settle --skip twist", "Nothing is left of Two: leave out fewer techniques."),
        ("--hold twist=45s", "hold 45s is outside the limits of twist: 5s to 20s."),
        ("--rounds twist=9", "rounds 9 is outside the limits of twist: 1 to 3."),
        ("--set twist.hold=9", "“hold” of twist is a time."),
        ("--set twist.rounds=9s", "“rounds” of twist is a number."),
        ("--set twist.round=2", "“twist” has no value “round”. Did you mean “rounds”?"),
        ("--set twist.x=2", "“twist” has no value “x”. It has hold, rounds."),
        ("--only settle --rounds 2", "Nothing in this session has a value “rounds”."),
        ("--only settle --hold twist=9s", "“twist” is left out, so its “hold” cannot be set."),
    ],
)
def test_impossible_choices_are_refused_with_a_reason(options: str, reason: str) -> None:
    with pytest.raises(RequestError, match=f"^{re.escape(reason)}"):
        plan_with(TWO_SESSION, options)


def test_a_technique_without_values_says_so() -> None:
    with pytest.raises(RequestError, match=re.escape("“given” has no value “hold”. It has none.")):
        plan_with("---\ntitle: Still\n---\n\n- hold 20s\n", "--hold given=9s")


def test_a_session_of_an_unknown_technique_is_an_error_at_its_line() -> None:
    with pytest.raises(ScriptError) as caught:
        plan_with(TWO_SESSION.replace("use settle", "use setle"))
    assert [problem.line for problem in caught.value.problems] == [5]


LEVELLED_SCRIPT = """---
title: Lift
hold: 20s (5s-30s), gentle 10s, strong 30s
rest: 8s (5s-9s)
---

- hold {hold}

- rest {rest}
"""
DAY_SESSION = "---\ntitle: Day\n---\n\n- use lift, hold 15s\n"


@pytest.mark.parametrize(
    ("options", "hold"),
    [
        ("", 15),
        ("--level standard", 15),
        ("--level gentle", 10),
        ("--level strong", 30),
        ("--level strong --hold 25s", 25),
        ("--level strong --hold lift=25s", 25),
    ],
)
def test_a_level_comes_before_the_session_and_behind_the_listener(options: str, hold: int) -> None:
    plan = plan_script(DAY_SESSION, parse_choices(f"choices: {options}"), lift=LEVELLED_SCRIPT)
    assert hold_seconds(plan, "lift") == units.to_samples(hold)
    assert plan.techniques[0].amount("rest") == units.to_samples(8)


ROLL_SCRIPT = "---\ntitle: Roll\navoid: osteoporosis, blood clot\neasier: lean\n---\n\nRoll.\n"
LEAN_SCRIPT = "---\ntitle: Lean\navoid: blood clot\neasier: settle\nhold: 9s (5s-20s)\n---\n\n- hold {hold}\n"


@pytest.mark.parametrize(
    ("options", "titles", "note"),
    [
        ("", ["Roll", "Twist"], ""),
        ("--avoid pregnancy", ["Roll", "Twist"], ""),
        ("--avoid osteoporosis", ["Lean", "Twist"], "Lean in place of Roll: not with osteoporosis."),
        ("--avoid 'blood clot'", ["Settle", "Twist"], "Settle in place of Roll: not with a blood clot."),
    ],
)
def test_an_easier_form_takes_the_place_of_what_a_listener_should_avoid(
    options: str, titles: list[str], note: str
) -> None:
    text = "---\ntitle: Day\n---\n\n- use roll\n\n- use twist\n"
    plan = plan_script(text, parse_choices(f"choices: {options}"), roll=ROLL_SCRIPT, lean=LEAN_SCRIPT)
    assert [part.technique.title for part in plan.techniques] == titles
    assert plan.notes == ((note,) if note else ())


def test_an_easier_form_of_two_techniques_is_done_once() -> None:
    text = "---\ntitle: Day\n---\n\n- use roll\n\n- use rock\n"
    plan = plan_script(
        text,
        parse_choices("choices: --avoid osteoporosis"),
        roll=ROLL_SCRIPT,
        rock=ROLL_SCRIPT.replace("title: Roll", "title: Rock"),
        lean=LEAN_SCRIPT,
    )
    assert [planned.technique.title for planned in plan.techniques] == ["Lean"]
    assert plan.notes == (
        "Lean in place of Roll: not with osteoporosis.",
        "Rock left out: not with osteoporosis.",
    )


@pytest.mark.parametrize(
    ("key", "position", "conditions"),
    [
        ("position", "chair", ()),
        ("position", "all-fours", ("floor",)),
        ("position", "sitting-floor", ("floor",)),
        ("position", "lying-back", ("floor", "lying flat")),
        ("ends", "lying-front", ("floor", "lying flat")),
    ],
)
def test_a_position_excludes_who_cannot_take_it(key: str, position: str, conditions: tuple[str, ...]) -> None:
    roll = f"---\ntitle: Roll\n{key}: {position}\neasier: twist\n---\n\nRoll.\n"
    text = "---\ntitle: Day\n---\n\n- use roll\n\n- use settle\n"
    for condition in CONDITIONS:
        plan = plan_script(text, parse_choices(f"choices: --avoid '{condition}'"), roll=roll)
        expected = "Twist" if condition in conditions else "Roll"
        assert plan.techniques[0].technique.title == expected, condition


def test_every_position_on_the_floor_excludes_who_cannot_get_there() -> None:
    on_the_floor = {position for position, conditions in POSITION_CONDITIONS.items() if "floor" in conditions}
    assert {*POSITIONS} - on_the_floor == {"standing", "chair", "wheelchair", "bed"}
    assert {name for conditions in POSITION_CONDITIONS.values() for name in conditions} <= {*CONDITIONS}


@pytest.mark.parametrize("easier", ["", "easier: twist\n", "easier: lean\n"])
def test_what_has_no_easier_form_left_is_left_out_and_its_words_stay(easier: str) -> None:
    lean = LEAN_SCRIPT.replace("easier: settle", "easier: roll")
    roll = ROLL_SCRIPT.replace("easier: lean\n", easier)
    text = "---\ntitle: Day\n---\n\nFirst.\n\n- use roll\n\n- use twist\n"
    plan = plan_script(text, parse_choices("choices: --avoid 'blood clot'"), roll=roll, lean=lean)
    assert [part.technique.title for part in plan.techniques] == ["Twist"]
    assert plan.notes == ("Roll left out: not with a blood clot.",)
    assert [words.text for words in plan.techniques[0].preamble] == ["First."]  # type: ignore[union-attr]  # it is prose


def test_a_setting_for_what_was_avoided_is_not_one_for_its_easier_form() -> None:
    roll = ROLL_SCRIPT.replace("title: Roll", "title: Roll\nhold: 9s (5s-20s)").replace(
        "Roll.", "- hold {hold}"
    )
    plan = plan_script(
        "---\ntitle: Day\n---\n\n- use roll, hold 12s\n",
        parse_choices("choices: --avoid osteoporosis"),
        roll=roll,
        lean=LEAN_SCRIPT,
    )
    assert hold_seconds(plan, "lean") == units.to_samples(9)


def test_an_easier_form_may_be_set_by_its_own_name() -> None:
    text = "---\ntitle: Day\n---\n\n- use roll\n"
    asked = "choices: --avoid osteoporosis --hold lean=12s"
    assert hold_seconds(
        plan_script(text, parse_choices(asked), roll=ROLL_SCRIPT, lean=LEAN_SCRIPT), "lean"
    ) == units.to_samples(12)
    with pytest.raises(RequestError, match="does not use “lean”"):
        plan_script(text, parse_choices("choices: --hold lean=12s"), roll=ROLL_SCRIPT, lean=LEAN_SCRIPT)


def test_when_everything_is_to_be_avoided_nothing_is_left() -> None:
    text = "---\ntitle: Day\n---\n\n- use roll\n"
    with pytest.raises(RequestError, match="Nothing is left of Day"):
        plan_script(
            text,
            parse_choices("choices: --avoid osteoporosis"),
            roll=ROLL_SCRIPT.replace("easier: lean\n", ""),
        )


def test_a_level_at_which_nothing_differs_is_noted() -> None:
    (note,) = plan_with(TWO_SESSION, "--level gentle").notes
    assert note == "Nothing in it has a gentle amount, so it is as at the standard level."
    assert plan_with(TWO_SESSION).notes == ()
