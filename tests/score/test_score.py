from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.golden_timelines import CASES_DIR, case_names, case_timeline, parse_choices, plan_script
from voiceguide import units
from voiceguide.plan.sound_profiles import MAX_SILENCE
from voiceguide.score.items import (
    ChapterStart,
    Interval,
    Item,
    Period,
    Say,
    Slack,
    Sound,
    SoundKind,
    TimedSound,
    tone_sound,
)
from voiceguide.score.score import write_score, write_technique_score
from voiceguide.score.step_writer import DEFAULT_READY_LENGTH

ROLES = {
    *("greeting", "safety", "cue", "mid", "half", "count", "start", "end", "hold", "ready", "move"),
    *("switch", "rest", "pause", "go", "breathe", "rep", "next"),
}
"""Roles in the JSON schema."""


def technique_script(body: str, front: str = "") -> str:
    return f"---\ntitle: Reach\n{front}---\n\n{body}\n"


def score_technique(body: str, front: str = "", options: str = "") -> tuple[Item, ...]:
    """Return the score of the technique without opening and closing."""
    plan = plan_script(technique_script(body, front), parse_choices(f"choices: {options}"))
    part = next(part for part in plan.techniques if part.technique.name == "given")
    return write_technique_score(plan, part)


def spoken_texts(items: tuple[Item, ...], role: str = "cue") -> list[str]:
    return [item.sound.text for item in items if isinstance(item, Say) and item.role == role]


def intervals(items: tuple[Item, ...], role: str) -> list[Interval]:
    return [item for item in items if isinstance(item, Interval) and item.role == role]


@pytest.mark.parametrize("name", case_names())
def test_every_role_is_one_of_the_contract(name: str) -> None:
    assert {event.role for event in case_timeline(name).events} <= ROLES


def test_items_are_says_intervals_and_chapter_starts() -> None:
    assert set(get_args(Item)) == {Say, Interval, ChapterStart, Slack, Period}


def test_ready_is_four_seconds_where_the_script_says_nothing() -> None:
    assert units.to_samples(4) == DEFAULT_READY_LENGTH
    assert [span.length for span in intervals(score_technique("- hold 20s"), "ready")] == [
        DEFAULT_READY_LENGTH
    ]
    assert [span.length for span in intervals(score_technique("- hold 20s, ready 9s"), "ready")] == [
        units.to_samples(9)
    ]


def test_moving_scales_move_ready_and_switch_and_nothing_else() -> None:
    body = "- move 10s\n\n- 2 x hold 20s, each side, ready 6s, switch 8s, rest 5s\n\n- rest 3s"
    plain, slow = score_technique(body), score_technique(body, options="--moving 1.5x")
    for role, factor in (("move", 1.5), ("ready", 1.5), ("switch", 1.5), ("hold", 1), ("rest", 1)):
        lengths = [[span.length for span in intervals(items, role)] for items in (plain, slow)]
        assert [length * factor for length in lengths[0]] == lengths[1]
        assert lengths[0]


def test_a_time_to_move_is_called_what_it_is_after_stretching() -> None:
    body = "You have {go-there}, then {hold}.\n\n- hold {hold}, ready {go-there}"
    items = score_technique(body, "go-there: 10s\nhold: 20s\n", "--moving 1.5x")
    assert spoken_texts(items) == ["You have 15 seconds, then 20 seconds."]
    assert intervals(items, "ready")[0].length == units.to_samples(15)


@pytest.mark.parametrize(
    ("cues", "heard"),
    [
        ("Words.", ["Words.", "Words.", "Words.", "Words."]),
        ("Words.|@other side Other.", ["Words.", "Other.", "Words.", "Other."]),
        ("Words.|@rounds Again.", ["Words.", "Words.", "Again.", "Again."]),
        ("Words.|@round 2 Second.", ["Words.", "Words.", "Second.", "Second."]),
        ("Words.|@last Again.|@other side Other.", ["Words.", "Other.", "Again.", "Other."]),
        (
            "Words.|@rounds Again.|@other side Other {side}.",
            ["Words.", "Other right.", "Again.", "Other right."],
        ),
    ],
)
def test_a_later_side_or_round_has_its_own_line_or_the_words_again(cues: str, heard: list[str]) -> None:
    nested = "\n".join(f"  - {cue}" for cue in cues.split("|"))
    assert spoken_texts(score_technique(f"- 2 x hold 20s, each side\n{nested}")) == heard


def test_round_numbers_are_said_from_the_second_on() -> None:
    assert spoken_texts(score_technique("- 3 x hold 20s"), "count") == ["Round 2.", "Round 3."]


def test_rest_stands_between_rounds_and_not_behind_the_last() -> None:
    assert len(intervals(score_technique("- 3 x hold 20s, rest 5s"), "rest")) == 2


def test_holds_and_steps_are_counted_through_the_session() -> None:
    text = "---\ntitle: Two\n---\n\nHello.\n\n- use twist, rounds 1\n\n- pause 2s\n\n- use settle\n"
    items = write_score(plan_script(text))
    assert [span.context.hold for span in intervals(items, "hold")] == [1, 2, 3]
    steps = [item.context.step for item in items if isinstance(item, Interval) and item.context.step]
    assert sorted(set(steps)) == [1, 2, 3, 4, 5]
    assert steps == sorted(steps)


def test_automatic_words_belong_to_no_step() -> None:
    items = write_score(plan_script("---\ntitle: Two\n---\n\n- use twist\n\n- use settle\n"))
    automatic = [
        item for item in items if isinstance(item, Say) and item.role in {"next", "greeting", "safety"}
    ]
    assert {item.context.step for item in automatic} == {0}


def test_a_sessions_own_words_belong_to_no_technique_but_to_a_chapter() -> None:
    text = "---\ntitle: Two\n---\n\nOne.\n\n- use settle\n\nTwo.\n\n- use twist\n\nThree.\n"
    cues = {
        item.sound.text: item.context
        for item in write_score(plan_script(text))
        if isinstance(item, Say) and item.sound.text in {"One.", "Two.", "Three."}
    }
    assert [(tag.technique, tag.chapter, tag.step) for tag in cues.values()] == [
        ("", 1, 0),
        ("", 2, 0),
        ("", 3, 0),
    ]


def test_only_an_authors_words_have_their_braces_filled() -> None:
    plan = plan_script(technique_script("Go."))
    plan = replace(plan, session=replace(plan.session, title="A {brace}"))
    assert "A {brace}, about 1 second." in spoken_texts(write_score(plan), "greeting")


def test_position_change_depends_on_current_position() -> None:
    def transition_texts(session: str) -> list[str]:
        return spoken_texts(write_score(plan_script(f"---\ntitle: Move\n---\n\n{session}")))

    assert transition_texts("- use twist, rounds 1\n")[0] == "Sit."
    assert transition_texts("- use settle\n\n- use twist, rounds 1\n")[:5] == [
        "Lie back.",
        "Let go.",
        "Good.",
        "Roll over.",
        "Rise, and sit.",
    ]
    assert transition_texts("- use twist\n\n- use twist\n").count("Sit.") == 1


def test_position_change_is_empty_when_technique_has_no_position() -> None:
    told = spoken_texts(
        write_score(plan_script("---\ntitle: Move\n---\n\n- use settle\n\n- use breath\n\n- use settle\n"))
    )
    assert told.count("Lie back.") == 1


def test_needs_are_said_once_each() -> None:
    items = write_score(plan_script("---\ntitle: Two\n---\n\n- use settle\n\n- use twist\n\n- use settle\n"))
    assert "You will need a mat and a chair." in spoken_texts(items, "greeting")


def test_phases_are_named_once_then_a_tone_rises_and_one_falls() -> None:
    (span,) = intervals(score_technique("- reps 2, up 2s, hold 1s, down 3s"), "rep")
    assert [(beat.offset // units.SAMPLE_RATE, beat.sound.text) for beat in span.sounds] == [
        (0, "Up."),
        (2, "Hold."),
        (3, "Down."),
        (6, "rise"),
        (9, "fall"),
    ]
    assert span.length == units.to_samples(12)


def test_a_phase_alone_rises() -> None:
    (span,) = intervals(score_technique("- reps 3, circle 2s"), "rep")
    assert [beat.sound.text for beat in span.sounds] == ["Circle.", "rise", "rise"]


def test_one_breath_is_led_by_words_and_the_others_by_tones() -> None:
    (span,) = intervals(score_technique("- breathe 3 times, in 2s, hold 1s, out 3s"), "breathe")
    assert [beat.sound.text for beat in span.sounds] == [
        *("Breathe in.", "Hold.", "Breathe out."),
        *("rise", "fall") * 2,
    ]


def hold_script(seconds: str, *cues: str) -> tuple[TimedSound, ...]:
    (span,) = intervals(
        score_technique("\n".join((f"- hold {seconds}", *(f"  - {cue}" for cue in cues)))), "hold"
    )
    return span.sounds


def test_half_way_tone_is_omitted_when_words_are_there_or_follow() -> None:
    def halves(*cues: str) -> int:
        return [beat.sound for beat in hold_script("20s", *cues)].count(tone_sound("half"))

    assert halves() == halves("@-7s Late.") == halves("@-12s Early.") == 1
    assert halves("@half Half.") == halves("@-10s Just then.") == halves("@-9s Soon.") == 0


@pytest.mark.parametrize(
    ("step", "options", "expected"),
    [
        (
            "- hold 70s",
            "15s",
            {10: "1 minute left.", 25: "45 seconds left.", 40: "30 seconds left.", 55: "15 seconds left."},
        ),
        ("- hold 12s", "15s", {}),
        ("- hold 15s", "15s", {}),  # the start is no news
        ("- hold 30s\n  - @half Breathe.", "15s", {}),  # an author's words come first
        ("- hold 30s\n  - @12s Breathe.", "15s", {15: "15 seconds left."}),
        ("- hold 30s\n  - @14s Breathe.", "15s", {}),
        (
            "- hold 20s",
            "5s --countdown 3",
            {5: "15 seconds left.", 10: "10 seconds left."},
        ),  # numbers follow at 17
        (
            "- hold 2 min",
            "15s",
            {
                30: "1 and a half minutes left.",
                45: "75 seconds left.",
                60: "1 minute left.",
                75: "45 seconds left.",
                90: "30 seconds left.",
                105: "15 seconds left.",
            },
        ),
        ("- go 60s", "15s", {}),
        ("- hold 60s, in silence", "15s", {}),
        ("- hold 60s", "none", {}),
    ],
)
def test_time_left_is_said_at_multiples_before_the_end(
    step: str, options: str, expected: dict[int, str]
) -> None:
    (span,) = (
        item
        for item in score_technique(step, options=f"--remaining {options}")
        if isinstance(item, Interval) and item.role in {"hold", "go"}
    )
    said = {
        beat.offset / units.SAMPLE_RATE: beat.sound.text for beat in span.sounds if "left" in beat.sound.text
    }
    assert {round(offset): text for offset, text in said.items()} == expected
    assert not any(offset % 1 for offset in said)


def test_half_way_tone_gives_way_to_the_time_left() -> None:
    for options, count in (("", 1), ("--remaining 15s", 0), ("--remaining 20s", 1)):
        (span,) = intervals(score_technique("- hold 30s", options=options), "hold")
        assert [beat.sound for beat in span.sounds].count(tone_sound("half")) == count


@pytest.mark.parametrize("options", ["--countdown 5 --halfway word", "--sounds guided", "--remaining 15s"])
def test_silent_hold_has_only_its_own_words(
    options: str,
) -> None:
    (settled,) = intervals(
        score_technique("- hold 40s, in silence\n  - @10s Breathe.", options=options), "hold"
    )
    assert [(beat.offset, beat.role, beat.sound.text) for beat in settled.sounds] == [
        (0, "start", "start"),
        (units.to_samples(10), "mid", "Breathe."),
    ]
    (long,) = intervals(score_technique("- hold 50s, in silence", options=options), "hold")
    assert [beat.sound for beat in long.sounds] == [tone_sound("start")]
    (free,) = intervals(score_technique("- go 50s, in silence", options=options), "go")
    assert [beat.sound for beat in free.sounds] == [tone_sound("start")]


@given(st.integers(2, 400), st.lists(st.integers(1, 400), max_size=3))
def test_in_a_hold_no_two_sounds_begin_more_than_half_a_minute_apart(length: int, before: list[int]) -> None:
    cues = [f"@-{early}s Words." for early in before if early <= length]
    ats = [beat.offset for beat in hold_script(f"{length}s", *cues)]
    assert ats == sorted(ats)
    assert ats[0] == 0
    assert all(end - start <= MAX_SILENCE for start, end in pairwise((*ats, units.to_samples(length))))


def test_trailing_silence_follows_last_fill_step_only() -> None:
    body = "- hold {hold}\n  - One.\n\n- hold {hold}\n  - Two.\n  - @end Three."
    plan = plan_script(
        technique_script(body, "hold: 20s (10s-30s)\n"), parse_choices("choices: --length 2:00")
    )
    items = write_score(replace(plan, trailing_silence=5))
    (quiet,) = intervals(items, "rest")
    assert quiet.length == 5
    before = items[items.index(quiet) - 2]
    assert isinstance(before, Say)
    assert before.sound == Sound(SoundKind.SPEECH, "Three.")


def test_whole_breaths_leave_silence_after_the_last_words() -> None:
    steps = "- breathe {times} times, in 4s, out 6s\n  - @end Let your breath find its own pace."
    plan = plan_script(technique_script(steps, "times: 6 (2-20)\n"))
    plan = replace(
        plan, techniques=tuple(replace(part, fill="times" * bool(part.values)) for part in plan.techniques)
    )
    items = write_score(replace(plan, trailing_silence=5))
    (breaths,), (quiet,) = intervals(items, "breathe"), intervals(items, "rest")
    assert (breaths.length, quiet.length) == (units.to_samples(60), 5)
    *_, last_words, _pause = items[items.index(breaths) : items.index(quiet)]
    assert isinstance(last_words, Say)
    assert last_words.sound.text == "Let your breath find its own pace."


def test_words_lead_a_breath_again_every_two_minutes() -> None:
    plan = plan_script(technique_script("- breathe 30 times, in 4s, out 6s"))
    (breaths,) = intervals(write_score(plan), "breathe")
    words = [units.to_seconds(timed.offset) for timed in breaths.sounds if timed.sound.text == "Breathe in."]
    assert words == [0, 120, 240]
    assert len(breaths.sounds) == 60


def test_trailing_silence_ends_session_when_there_is_no_fill() -> None:
    plan = plan_script(technique_script("Go."))
    *_, last = write_score(replace(plan, trailing_silence=5))
    *_, usual = write_score(plan)
    assert isinstance(last, Interval)
    assert isinstance(usual, Interval)
    assert last.length == usual.length + 5


def test_the_same_plan_gives_the_same_score() -> None:
    plan = plan_script((CASES_DIR / "positions.md").read_text(encoding="utf-8"))
    assert write_score(plan) == write_score(plan)
