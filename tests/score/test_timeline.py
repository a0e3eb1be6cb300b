from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.helpers.fixed_lengths import FixedMeasure, fixed_measure
from tests.helpers.golden_timelines import case_names, case_timeline, fit_and_lay_out, plan_script
from tests.helpers.timeline_laws import TIMELINE_INVARIANTS
from voiceguide import units
from voiceguide.errors import Location
from voiceguide.score.items import (
    EventContext,
    Interval,
    Item,
    Role,
    Say,
    Sound,
    SoundKind,
    TimedSound,
    tone_sound,
)
from voiceguide.score.layout import audible_sounds, lay_out, overlap_problems, score_length
from voiceguide.score.timeline_json import timeline_to_dict


@pytest.mark.parametrize("name", case_names())
def test_every_case_keeps_timeline_invariants(name: str) -> None:
    for law in TIMELINE_INVARIANTS:
        law(case_timeline(name))


def events_json(text: str) -> dict[str, dict[str, Any]]:
    """Return the events of a technique as JSON without times, by their text or else their role."""
    events = timeline_to_dict(fit_and_lay_out(plan_script(text)))["events"]
    return {
        event.get("text", event["role"]): {
            name: value for name, value in event.items() if name not in {"start", "end"}
        }
        for event in events
    }


def test_fields_that_do_not_apply_are_absent() -> None:
    events = events_json("---\ntitle: Hi\n---\n\nHello there.\n\n- move 2s\n")
    assert events["Hello there."] == {
        "kind": "speech",
        "role": "cue",
        "text": "Hello there.",
        "spoken": "hello there.",
        "technique": "given",
        "chapter": 3,
        "source": "given.md:5:1",
    }
    assert events["move"] == {
        "kind": "silence",
        "role": "move",
        "technique": "given",
        "chapter": 3,
        "step": 1,
        "source": "given.md:7:3",
    }
    assert events["greeting"] == {"kind": "tone", "role": "greeting", "tone": "chapter", "chapter": 1}


def test_opening_events_have_no_technique() -> None:
    data = timeline_to_dict(fit_and_lay_out(plan_script("---\ntitle: Hi\n---\n\nHello there.\n")))
    assert data["chapters"][0] == {"start": 0.024, "end": 6.024, "title": "Before you begin"}
    assert data["chapters"][1]["technique"] == "bells"


def test_text_has_its_braces_filled_and_spoken_is_what_the_voice_was_given() -> None:
    text = "---\ntitle: Hi\ntimes: 3 (2-4)\n---\n\n- reps {times}, up 1s\n  - Do it { times } times.\n"
    assert events_json(text)["Do it 3 times."]["spoken"] == "do it 3 times."


def test_a_cue_is_known_by_its_own_line_inside_a_hold_too() -> None:
    timeline = fit_and_lay_out(
        plan_script("---\ntitle: Hi\n---\n\n- hold 20s\n  - Go.\n  - @half Half.\n  - @end End.\n")
    )
    lines = {event.sound.text: str(event.context.source) for event in timeline.events if event.sound}
    assert [lines[text] for text in ("Go.", "Half.", "End.")] == [f"given.md:{line}:5" for line in (6, 7, 8)]


def test_positions_do_not_drift_in_long_sessions() -> None:
    tag = EventContext()
    words: tuple[Item, ...] = (
        Say(Sound(SoundKind.SPEECH, "one two three"), Role.CUE, tag),
        Interval(units.to_samples(1), Role.PAUSE, tag),
    )
    timeline = lay_out("long", "Long", words * 10_000, fixed_measure)
    assert timeline.length == units.to_samples(22_000)
    for number, event in enumerate(timeline.events[::2]):
        assert (
            abs(event.start - number * units.to_samples(2) - number * units.SAMPLE_RATE // 5)
            <= units.FRAME_SAMPLES // 2
        )
        assert event.end - event.start == fixed_measure(Sound(SoundKind.SPEECH, "one two three")).length


def test_a_score_lasts_what_its_silences_and_its_clips_last() -> None:
    tag = EventContext()
    span = Interval(100, Role.HOLD, tag, (TimedSound(0, tone_sound("start"), Role.START, required=True),))
    assert (
        score_length([Say(Sound(SoundKind.SPEECH, "one two"), Role.CUE, tag), span], fixed_measure)
        == units.to_samples(1) * 4 // 5 + 100
    )


def lay_out_interval(seconds: float, *sounds: tuple[float, str] | tuple[float, str, bool]) -> Interval:
    """Return an interval with required words, or with tones."""
    made = [
        TimedSound(
            round(beat[0] * units.SAMPLE_RATE),
            Sound(SoundKind.SPEECH, beat[1]),
            Role.MID,
            Location("file.md", 3, 5),
            required=True,
        )
        if len(beat) == 2
        else TimedSound(
            round(beat[0] * units.SAMPLE_RATE), tone_sound(beat[1]), Role(beat[1]), required=beat[2]
        )
        for beat in sounds
    ]
    return Interval(
        round(seconds * units.SAMPLE_RATE),
        Role.HOLD,
        EventContext(source=Location("file.md", 2, 3)),
        tuple(made),
    )


@pytest.mark.parametrize(
    ("span", "sounding"),
    [
        (lay_out_interval(10, (0, "start", True), (5, "half", False)), ["start", "half"]),
        (lay_out_interval(10, (0, "start", True), (0.5, "half", False)), ["start"]),
        (lay_out_interval(10, (5, "one two"), (5.5, "half", False)), ["one two"]),
        (lay_out_interval(10, (5, "half", False), (5.5, "one two")), ["one two"]),
        (lay_out_interval(10, (4, "half", False), (5.5, "one two")), ["half", "one two"]),
        (lay_out_interval(10, (9.7, "half", False)), []),
        (lay_out_interval(10, (4, "half", False), (4.3, "half", False)), ["half"]),
        (lay_out_interval(10), []),
    ],
)
def test_automatic_tone_is_dropped_when_it_overlaps(span: Interval, sounding: list[str]) -> None:
    assert [beat.sound.text for beat, _ in audible_sounds(span, fixed_measure)] == sounding
    assert not overlap_problems([span], fixed_measure)


@pytest.mark.parametrize(
    ("span", "messages"),
    [
        # Two words take 0.8 s: 36 frames with what the codec adds, and one of reserve, make 0.888 s.
        (lay_out_interval(10, (9, "one two")), []),
        (lay_out_interval(10, (9.5, "one two")), ["“one two” takes 0.8 s and lacks 0.4 s here."]),
        (lay_out_interval(10, (9.112, "one two")), []),
        (lay_out_interval(10, (9.113, "one two")), ["“one two” takes 0.8 s and lacks 0.1 s here."]),
        (
            lay_out_interval(10, (5, "one two"), (5.5, "three")),
            ["“one two” takes 0.8 s and lacks 0.4 s here."],
        ),
        (
            lay_out_interval(10, (0, "start", True), (0.5, "one two")),
            ["“one two” takes 0.8 s and lacks 0.6 s here."],
        ),
        (
            lay_out_interval(10, (-2, "one two"), (0, "start", True)),
            ["“one two” takes 0.8 s and lacks 2.0 s here."],
        ),
        (lay_out_interval(0.5, (0, "start", True)), ["The tone “start” takes 1.0 s and lacks 0.6 s here."]),
    ],
)
def test_overlapping_words_are_reported_with_missing_seconds(span: Interval, messages: list[str]) -> None:
    problems = overlap_problems([span], fixed_measure)
    assert [problem.message for problem in problems] == messages
    assert {(problem.file, problem.column) for problem in problems} <= {("file.md", 5), ("file.md", 3)}
    assert len(audible_sounds(span, fixed_measure)) == len(span.sounds)


def test_a_problem_knows_its_line_in_a_path_with_colons() -> None:
    beat = TimedSound(
        0, Sound(SoundKind.SPEECH, "too long"), Role.MID, Location("C:\\a\\b.md", 12, 5), required=True
    )
    (problem,) = overlap_problems([Interval(100, Role.HOLD, EventContext(), (beat,))], fixed_measure)
    assert (problem.file, problem.line, problem.column) == ("C:\\a\\b.md", 12, 5)


def test_overlap_is_reported_when_voice_is_slower() -> None:
    span = lay_out_interval(10, (8, "one two three"))
    assert not overlap_problems([span], fixed_measure)
    assert overlap_problems([span], FixedMeasure(Fraction(1)))
