from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.fake_recordings import square_tone
from voiceguide.errors import VoiceError
from voiceguide.speech import recording
from voiceguide.speech.pace import (
    DEFAULT_RATE,
    MAX_ATTEMPTS,
    RATE_TOLERANCE,
    SHORT_CUE_WORDS,
    SLOW_SPEED_RATIO,
    Pacing,
    record_at_pace,
)
from voiceguide.speech.phrases import Phrase, split_into_phrases
from voiceguide.units import SAMPLE_RATE

TARGET_RANGE = range(DEFAULT_RATE - RATE_TOLERANCE, DEFAULT_RATE + RATE_TOLERANCE + 1)
NINE = split_into_phrases("Let the weight of your arm take you further.")
TWO = split_into_phrases("Let your arm be heavy. Let it take you further.")
FEW_WORDS = split_into_phrases("Breathe into your ribs.")
STRESSED = split_into_phrases("Let the weight of *your whole arm* take you further.")


def _words_a_minute(cue: tuple[Phrase, ...], recorded: tuple[bytes, ...]) -> float:
    seconds = (
        sum(recording.decode_recording(take).sound_seconds() for take in recorded)
        + sum(p.pause for p in cue) / SAMPLE_RATE
    )
    return 60 * sum(len(phrase.text.split()) for phrase in cue) / seconds


def _recording_at(text: str, words_a_minute: float) -> bytes:
    return square_tone(60 * len(text.split()) / words_a_minute)


@pytest.mark.parametrize("cue", [NINE, TWO], ids=["a sentence", "two sentences"])
@given(at_hundred=st.integers(60, 250))
def test_pace_is_near_target_for_any_engine_with_a_speed_setting(
    cue: tuple[Phrase, ...], at_hundred: int
) -> None:
    def record(text: str, speed: int) -> bytes:
        return _recording_at(text, at_hundred * speed / 100)

    assert (
        round(_words_a_minute(cue, record_at_pace(cue, record, Pacing(range(20, 400), 100)))) in TARGET_RANGE
    )


@pytest.mark.parametrize("aim", [100, 120, 144, 200])
def test_a_listener_may_want_another_pace(aim: int) -> None:
    for cue, calm in ((NINE, 100), (FEW_WORDS, 144)):
        recorded = record_at_pace(cue, _recording_at, Pacing(range(20, 400), calm, rate=aim))
        assert abs(_words_a_minute(cue, recorded) - aim) <= RATE_TOLERANCE + 1
    assert Pacing(range(9), 1, rate=aim).cache_input != Pacing(range(9), 1, rate=aim + 1).cache_input


def test_the_phrases_of_a_cue_are_said_at_one_setting() -> None:
    recorded_speeds: list[int] = []

    def record(text: str, speed: int) -> bytes:
        recorded_speeds.append(speed)
        return _recording_at(text, 3 * speed)

    record_at_pace(TWO, record, Pacing(range(20, 100), 90))
    assert recorded_speeds[::2] == recorded_speeds[1::2]
    assert len(set(recorded_speeds)) > 1


def test_nearest_recording_wins_when_engine_skips_the_target_pace() -> None:
    said = {speed: 131 if speed < 57 else 170 for speed in range(50, 86)}
    recorded_speeds: list[int] = []

    def record(text: str, speed: int) -> bytes:
        recorded_speeds.append(speed)
        return _recording_at(text, said[speed])

    assert round(_words_a_minute(NINE, record_at_pace(NINE, record, Pacing(range(50, 86), 66)))) == 131
    assert len(recorded_speeds) <= MAX_ATTEMPTS
    assert len(set(recorded_speeds)) == len(recorded_speeds)


@pytest.mark.parametrize(("pace", "end"), [(80, 9), (300, 1)])
def test_search_stops_at_the_last_setting(pace: int, end: int) -> None:
    recorded_speeds: list[int] = []

    def record(text: str, speed: int) -> bytes:
        recorded_speeds.append(speed)
        return _recording_at(text, pace)

    record_at_pace(NINE, record, Pacing(range(1, 10), 5))
    assert recorded_speeds[-1] == end
    assert len(recorded_speeds) <= MAX_ATTEMPTS


def test_long_words_begin_at_a_faster_setting_than_short_ones() -> None:
    first: list[int] = []

    def record(text: str, speed: int) -> bytes:
        first.append(speed)
        return _recording_at(text, DEFAULT_RATE)

    short = "If it is so, go on as you do it."
    long = (
        "Breathlessness, trembling, dizziness, tingling, numbness, weakness, soreness, stiffness, cramping."
    )
    for text in (short, long):
        record_at_pace((Phrase(text, 0),), record, Pacing(range(1, 100), 50))
    assert first[0] < 50 < first[1]


def test_one_recording_is_enough_when_near_target_or_short() -> None:
    recorded_speeds: list[int] = []

    def record(text: str, speed: int) -> bytes:
        recorded_speeds.append(speed)
        return _recording_at(text, 80 if len(text.split()) <= SHORT_CUE_WORDS else DEFAULT_RATE)

    record_at_pace(FEW_WORDS, record, Pacing(range(1, 100), 50))
    assert recorded_speeds == [50]
    record_at_pace(NINE, record, Pacing(range(1, 100), 50))
    assert len(recorded_speeds) == 2


def test_recording_is_refused_when_it_is_not_speech() -> None:
    with pytest.raises(VoiceError):
        record_at_pace(NINE, lambda *_: square_tone(0.1), Pacing(range(1, 100), 50))


@pytest.mark.parametrize(
    "cue",
    [
        STRESSED,
        split_into_phrases("Let *it* go."),
        split_into_phrases("*Let the weight of your arm take you further.*"),
    ],
)
def test_slow_phrases_take_a_quarter_longer_and_the_others_as_long_as_ever(cue: tuple[Phrase, ...]) -> None:
    def record(text: str, speed: int) -> bytes:
        return _recording_at(text, 2 * speed)

    usual = tuple(Phrase(phrase.text, phrase.pause) for phrase in cue)
    slow, plain = (record_at_pace(one, record, Pacing(range(10, 400), 100)) for one in (cue, usual))
    for phrase, with_stress, without in zip(cue, slow, plain, strict=True):
        if phrase.slow:
            longer = (
                recording.decode_recording(with_stress).sound_seconds()
                / recording.decode_recording(without).sound_seconds()
            )
            assert longer == pytest.approx(1 / SLOW_SPEED_RATIO, rel=0.02)
        else:
            assert with_stress == without


def test_slow_phrases_stay_within_the_settings() -> None:
    recorded_speeds: list[int] = []

    def record(text: str, speed: int) -> bytes:
        recorded_speeds.append(speed)
        return _recording_at(text, 250)

    record_at_pace(STRESSED, record, Pacing(range(50, 100), 60))
    assert min(recorded_speeds) == recorded_speeds[-1] == 50


def test_slow_recording_is_refused_when_it_is_not_speech() -> None:
    with pytest.raises(VoiceError):
        record_at_pace(
            STRESSED,
            lambda text, speed: _recording_at(text, 144) if speed > 40 else square_tone(0),
            Pacing(range(9, 99), 45),
        )


def test_a_language_with_longer_words_is_said_at_fewer_of_them() -> None:
    def record(text: str, speed: int) -> bytes:
        return _recording_at(text, speed)

    recorded = record_at_pace(NINE, record, Pacing(range(20, 400), 150, time_per_word=1.25))
    assert round(_words_a_minute(NINE, recorded) * 1.25) in TARGET_RANGE
