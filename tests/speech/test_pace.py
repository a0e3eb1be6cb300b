from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.fake_recordings import hum
from voiceguide.errors import VoiceError
from voiceguide.speech import recording
from voiceguide.speech.pace import AIM, FEW, NEAR, SLOWER, TRIES, Pacing, paced
from voiceguide.speech.phrases import Phrase, phrases
from voiceguide.units import RATE

AIMED = range(AIM - NEAR, AIM + NEAR + 1)
NINE = phrases("Let the weight of your arm take you further.")
TWO = phrases("Let your arm be heavy. Let it take you further.")
FEW_WORDS = phrases("Breathe into your ribs.")
STRESSED = phrases("Let the weight of *your whole arm* take you further.")


def _pace(cue: tuple[Phrase, ...], recorded: tuple[bytes, ...]) -> float:
    seconds = sum(recording.read(take).sounding() for take in recorded) + sum(p.pause for p in cue) / RATE
    return 60 * sum(len(phrase.text.split()) for phrase in cue) / seconds


def _said_at(text: str, words_a_minute: float) -> bytes:
    return hum(60 * len(text.split()) / words_a_minute)


@pytest.mark.parametrize("cue", [NINE, TWO], ids=["a sentence", "two sentences"])
@given(at_hundred=st.integers(60, 250))
def test_any_engine_that_slows_down_when_told_to_comes_near_our_pace(
    cue: tuple[Phrase, ...], at_hundred: int
) -> None:
    def take(text: str, setting: int) -> bytes:
        return _said_at(text, at_hundred * setting / 100)

    assert round(_pace(cue, paced(cue, take, Pacing(range(20, 400), 100)))) in AIMED


@pytest.mark.parametrize("aim", [100, 120, 144, 200])
def test_a_listener_may_want_another_pace(aim: int) -> None:
    for cue, calm in ((NINE, 100), (FEW_WORDS, 144)):
        recorded = paced(cue, _said_at, Pacing(range(20, 400), calm, aim=aim))
        assert abs(_pace(cue, recorded) - aim) <= NEAR + 1
    assert Pacing(range(9), 1, aim=aim).identity != Pacing(range(9), 1, aim=aim + 1).identity


def test_the_phrases_of_a_cue_are_said_at_one_setting() -> None:
    taken: list[int] = []

    def take(text: str, setting: int) -> bytes:
        taken.append(setting)
        return _said_at(text, 3 * setting)

    paced(TWO, take, Pacing(range(20, 100), 90))
    assert taken[::2] == taken[1::2]
    assert len(set(taken)) > 1


def test_the_nearest_take_wins_where_the_engine_jumps_over_our_pace() -> None:
    said = {setting: 131 if setting < 57 else 170 for setting in range(50, 86)}
    taken: list[int] = []

    def take(text: str, setting: int) -> bytes:
        taken.append(setting)
        return _said_at(text, said[setting])

    assert round(_pace(NINE, paced(NINE, take, Pacing(range(50, 86), 66)))) == 131
    assert len(taken) <= TRIES
    assert len(set(taken)) == len(taken)


@pytest.mark.parametrize(("pace", "end"), [(80, 9), (300, 1)])
def test_it_stops_at_the_end_of_the_settings(pace: int, end: int) -> None:
    taken: list[int] = []

    def take(text: str, setting: int) -> bytes:
        taken.append(setting)
        return _said_at(text, pace)

    paced(NINE, take, Pacing(range(1, 10), 5))
    assert taken[-1] == end
    assert len(taken) <= TRIES


def test_long_words_begin_at_a_faster_setting_than_short_ones() -> None:
    first: list[int] = []

    def take(text: str, setting: int) -> bytes:
        first.append(setting)
        return _said_at(text, AIM)

    short = "If it is so, go on as you do it."
    long = (
        "Breathlessness, trembling, dizziness, tingling, numbness, weakness, soreness, stiffness, cramping."
    )
    for text in (short, long):
        paced((Phrase(text, 0),), take, Pacing(range(1, 100), 50))
    assert first[0] < 50 < first[1]


def test_one_take_is_enough_when_it_is_near_or_the_words_are_few() -> None:
    taken: list[int] = []

    def take(text: str, setting: int) -> bytes:
        taken.append(setting)
        return _said_at(text, 80 if len(text.split()) <= FEW else AIM)

    paced(FEW_WORDS, take, Pacing(range(1, 100), 50))
    assert taken == [50]
    paced(NINE, take, Pacing(range(1, 100), 50))
    assert len(taken) == 2


def test_a_take_that_is_not_speech_is_refused() -> None:
    with pytest.raises(VoiceError):
        paced(NINE, lambda *_: hum(0.1), Pacing(range(1, 100), 50))


@pytest.mark.parametrize(
    "cue", [STRESSED, phrases("Let *it* go."), phrases("*Let the weight of your arm take you further.*")]
)
def test_slow_phrases_take_a_quarter_longer_and_the_others_as_long_as_ever(cue: tuple[Phrase, ...]) -> None:
    def take(text: str, setting: int) -> bytes:
        return _said_at(text, 2 * setting)

    usual = tuple(Phrase(phrase.text, phrase.pause) for phrase in cue)
    slow, plain = (paced(one, take, Pacing(range(10, 400), 100)) for one in (cue, usual))
    for phrase, with_stress, without in zip(cue, slow, plain, strict=True):
        if phrase.slow:
            longer = recording.read(with_stress).sounding() / recording.read(without).sounding()
            assert longer == pytest.approx(1 / SLOWER, rel=0.02)
        else:
            assert with_stress == without


def test_slow_phrases_stay_within_the_settings() -> None:
    taken: list[int] = []

    def take(text: str, setting: int) -> bytes:
        taken.append(setting)
        return _said_at(text, 250)

    paced(STRESSED, take, Pacing(range(50, 100), 60))
    assert min(taken) == taken[-1] == 50


def test_a_slow_take_that_is_not_speech_is_refused() -> None:
    with pytest.raises(VoiceError):
        paced(
            STRESSED,
            lambda text, setting: _said_at(text, 144) if setting > 40 else hum(0),
            Pacing(range(9, 99), 45),
        )


def test_a_language_with_longer_words_is_said_at_fewer_of_them() -> None:
    def take(text: str, setting: int) -> bytes:
        return _said_at(text, setting)

    recorded = paced(NINE, take, Pacing(range(20, 400), 150, word=1.25))
    assert round(_pace(NINE, recorded) * 1.25) in AIMED
