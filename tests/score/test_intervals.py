"""Times that an author writes, whatever the words take: intervals, series, beats, steps that begin at once."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.helpers.golden_timelines import fit_and_lay_out, plan_script
from voiceguide import units
from voiceguide.errors import ScriptError
from voiceguide.language.normalise import normalise_text
from voiceguide.plan.merge import make_choices
from voiceguide.speech import pace

if TYPE_CHECKING:
    from voiceguide.score.timeline import Event

FRAME_SECONDS = units.to_seconds(units.FRAME_SAMPLES)


def events_of(body: str, *values: str, **options: str) -> tuple[Event, ...]:
    """Return the events of a technique with a body and values."""
    text = "\n".join(("---", "title: Try", *values, "---", "", "> Stop if it hurts.", "", body, ""))
    choices = make_choices({name: (option,) for name, option in options.items()})
    timeline = fit_and_lay_out(plan_script(text, choices))
    return tuple(event for event in timeline.events if event.context.technique == "given")


def starts_of(events: tuple[Event, ...], tone: str) -> list[float]:
    return [units.to_seconds(event.start) for event in events if event.tone == tone]


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(times)]


def words_of(events: tuple[Event, ...]) -> list[str]:
    return [event.text for event in events if event.text and event.role not in {"next", "safety"}]


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ("- 4 x go 20s, every 30s\n  - Run.", 30),
        ("- 2 x go 20s, each of squats, push-ups, every 30s\n  - {each}.", 30),
        ("- 2 x hold 20s, each side, every 29s\n  - Your {side} leg.", 29),
        ("- 3 x go 60s, at once\n  - Go on, as long as you can.", 60),
        (
            "- 4 x go 45s, every 1 min\n  - Row.\n  - @-5s Five more.\n  - @end Well done.\n  - @rest Drink.",
            60,
        ),
        ("- go 30s\n  - Walk.\n\n- go 30s, at once\n  - Run.\n\n- go 30s, at once\n  - Walk.", 30),
    ],
)
@pytest.mark.parametrize("sounds", ["calm", "guided", "minimal"])
def test_from_one_start_to_the_next_is_exactly_what_is_written(body: str, seconds: int, sounds: str) -> None:
    starts = starts_of(events_of(body, sounds=sounds), "start")
    assert len(starts) >= 3
    assert all(abs(gap - seconds) <= FRAME_SECONDS for gap in gaps(starts))


def test_rounds_of_a_heading_begin_at_their_interval() -> None:
    body = "## Circuit, 3 x, every 60s\n\n- go 10s\n  - Jump.\n\n- go 10s\n  - Rest."
    jumps = [
        units.to_seconds(event.start) for event in events_of(body) if event.text in {"Round 2.", "Round 3."}
    ]
    assert abs(gaps(jumps)[0] - 60) <= FRAME_SECONDS


def test_bells_and_the_number_of_the_round_give_way_to_words_where_an_interval_is_short() -> None:
    roomy = events_of("- 2 x go 20s, every 40s\n  - Run as fast as you can.")
    tight = events_of("- 2 x go 20s, every 25s\n  - Run as fast as you can.")
    assert "Round 2." in words_of(roomy)
    assert "Round 2." not in words_of(tight)
    assert words_of(tight).count("Run as fast as you can.") == 2


def test_words_that_do_not_fit_an_interval_are_an_error_at_its_line() -> None:
    with pytest.raises(ScriptError) as raised:
        events_of("- 2 x go 20s, every 22s\n  - Run as fast as you can until you hear the bell.")
    (problem,) = raised.value.problems
    assert (problem.line, problem.message) == (
        7,
        "From one start to the next are 22 s here, but what is done and heard takes 26.5 s.",
    )
    assert problem.hint == "Write “every 27s” or more, or shorten the words."


def test_the_countdown_to_a_start_comes_out_of_the_rest() -> None:
    events = events_of("- 2 x go 20s, every 40s\n  - Run.", sounds="guided")
    second_start = starts_of(events, "start")[1]
    counts = [
        round(second_start - units.to_seconds(event.start), 1)
        for event in events
        if event.role == "count"
        and event.text in {"1", "2", "3"}
        and event.end < second_start * units.SAMPLE_RATE
    ]
    assert counts[-3:] == pytest.approx([3, 2, 1], abs=FRAME_SECONDS)


def test_amounts_change_from_round_to_round() -> None:
    def rises(body: str, *values: str) -> list[int]:
        events = events_of(body, *values)
        return [
            len(
                {
                    event.start
                    for event in events
                    if event.role == "rep" and event.sound and event.context.round == number
                }
            )
            for number in (1, 2, 3)
        ]

    assert rises("- reps 3 then 2 then 1, up 2s") == [3, 2, 1]
    assert rises("- reps 3 down to 1, up 2s") == [3, 2, 1]
    assert rises("- 3 x reps 3 then 1, up 2s") == [3, 1, 1]
    assert rises("- reps {times}, up 2s", "times: 3 then 2 then 1 (1-5)") == [3, 2, 1]
    assert rises("## Set, 3 x\n\n- reps {times}, up 2s", "times: 3 then 2 then 1 (1-5)") == [3, 2, 1]


def test_holds_change_from_round_to_round_and_are_named() -> None:
    values = ("hold: 15s then 20s then 25s (10s-60s), gentle 10s then 15s then 20s",)
    for level, lengths in (("standard", [15, 20, 25]), ("gentle", [10, 15, 20])):
        events = events_of("- hold {hold}\n  - For {hold}.", *values, level=level)
        starts, ends = starts_of(events, "start"), starts_of(events, "end")
        assert [end - start for start, end in zip(starts, ends, strict=True)] == pytest.approx(
            lengths, abs=FRAME_SECONDS
        )
        assert [word for word in words_of(events) if word.startswith("For")] == [
            f"For {seconds} seconds." for seconds in lengths
        ]


def test_sides_in_turn_alternate_within_a_set() -> None:
    events = events_of("- reps 2, reach 2s, back 2s, sides in turn\n  - Reach.")
    leads = [event.text or event.tone for event in events if event.role == "rep" and event.sound]
    assert leads == ["Left.", "Back.", "Right.", "Back.", "Left.", "fall", "Right.", "fall"]


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_side_is_the_listener_s(side: str) -> None:
    events = events_of("- hold 20s, one side\n  - Your {side} leg.", side=side)
    assert words_of(events) == [f"Your {side} leg."]
    assert len(starts_of(events, "start")) == 1


def test_each_of_several_is_named_unless_the_words_do() -> None:
    assert words_of(events_of("- hold 20s, each of brow, back\n  - Press.")) == [
        *("Brow.", "Press."),
        *("Back.", "Press."),
    ]
    assert words_of(
        events_of("- hold 20s, each of brow, back\n  - The {each}.\n  - @others Now the {each}.")
    ) == [
        "The brow.",
        "Now the back.",
    ]


@pytest.mark.parametrize(("period", "samples"), [("0.5s", 12_000), ("0.55s", 13_200), ("0.501s", 12_024)])
def test_a_beat_is_exact_to_the_sample_over_an_hour(period: str, samples: int) -> None:
    events = events_of(f"- go 60 min, beat {period} in 4, in silence\n  - Walk.")
    ticks = [
        (event.start + event.sound.delay, event.tone)
        for event in events
        if event.sound and event.sound.is_tick
    ]
    start = next(event.start for event in events if event.tone == "start")
    first = ticks[0][0]
    assert len(ticks) > 3600 * units.SAMPLE_RATE / samples - 6
    assert all(abs(at - first) % samples == 0 for at, _ in ticks)
    assert (first - start + units.FRAME_SAMPLES) % samples < 2 * units.FRAME_SAMPLES
    accents = [at for at, tone in ticks if tone == "accent"]
    assert {later - earlier for earlier, later in pairwise(accents)} == {4 * samples}


def test_cues_of_one_interval_take_turns_and_name_the_time() -> None:
    events = events_of(
        "- go 70s\n  - @every 15s On.\n  - @every 15s {elapsed} done, {remaining} to go.\n  - Go."
    )
    assert words_of(events) == [
        "Go.",
        "On.",
        "30 seconds done, 40 seconds to go.",
        "On.",
        "1 minute done, 10 seconds to go.",
    ]


def test_an_interval_bell_is_a_mark() -> None:
    events = events_of("- go 50s\n  - @every 20s chime switch\n  - Go.")
    assert len(starts_of(events, "switch")) == 2


def test_words_are_said_one_by_one() -> None:
    events = events_of("- pause 2s, after each\n  - Thumb.\n  - Palm.", guidance="names")
    assert words_of(events) == ["Thumb.", "Palm."]
    assert [units.to_seconds(event.end - event.start) for event in events if event.role == "pause"][
        -1
    ] == pytest.approx(2, abs=FRAME_SECONDS)


def test_breathing_by_time_has_whole_breaths_and_lasts_that_long() -> None:
    events = events_of("- breathe 35s, in 3s, in 1s, out 6s")
    breaths = [event for event in events if event.role == "breathe"]
    assert [event.text for event in breaths[:6:2]] == ["Breathe in.", "In.", "Breathe out."]
    assert units.to_seconds(breaths[-1].end - breaths[0].start) == pytest.approx(35, abs=FRAME_SECONDS)
    assert [event.tone for event in breaths].count("fall") == 2


def test_a_tone_too_long_for_its_phase_becomes_a_tick() -> None:
    leads = [
        event.tone
        for event in events_of("- reps 10, on 0.5s, by tones")
        if event.role == "rep" and event.tone
    ]
    assert leads == ["tick"] * 9


def test_long_phases_have_the_signals_of_a_hold() -> None:
    events = events_of("- reps 1, walk 40s, run 20s\n  - Start.", sounds="guided")
    assert words_of(events) == ["Start.", "Walk.", "Halfway.", *"321", "Run.", "Halfway.", *"321"]


def test_more_than_three_phases_are_led_by_words() -> None:
    events = events_of("- reps 2, a 2s, b 2s, c 2s, d 2s")
    leads = [event.text or event.tone for event in events if event.role == "rep" and event.sound]
    assert leads == ["A.", "B.", "C.", "D.", "rise", "B.", "C.", "fall"]


def test_unannounced_rounds_have_no_bells_and_no_number() -> None:
    events = events_of("- 3 x hold 20s, unannounced\n  - Again.")
    assert words_of(events) == ["Again."] * 3
    assert starts_of(events, "switch") == []


def test_a_value_may_be_called_each() -> None:
    events = events_of("- hold {each}, each side\n  - For {each}.", "each: 20s (10s-30s)")
    assert words_of(events).count("For 20 seconds.") == 2


def test_short_phases_have_a_tick_for_each_glide() -> None:
    for body in ("- reps 30, a 0.5s, by tones", "- reps 30, a 0.6s, by tones"):
        tones = [event.tone for event in events_of(body) if event.role == "rep" and event.tone]
        assert tones == ["tick"] * 29  # the name leads the first


def test_each_ellipsis_is_a_second() -> None:
    def length(text: str) -> float:
        (event,) = (event for event in events_of(text) if event.role == "cue" and event.text)
        return pace.spoken_length(normalise_text(event.text, "en"), "en") / units.SAMPLE_RATE

    assert length("Wrist. … … … Palm.") - length("Wrist. … Palm.") == pytest.approx(2, abs=0.05)
