from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.hums import hum
from voiceguide.errors import VoiceError
from voiceguide.voice import wav
from voiceguide.voice.pace import AIM, NEAR, TAKES, paced

NINE = "Let the weight of your arm take you further."


def _pace(recorded: bytes) -> float:
    return 60 * len(NINE.split()) / wav.read(recorded).sounding()


@given(st.integers(50, 250))
def test_any_engine_that_slows_down_when_told_to_comes_near_our_pace(at_hundred: int) -> None:
    def take(setting: int) -> bytes:
        return hum(60 * 9 / (at_hundred * setting / 100))

    assert round(_pace(paced(NINE, take, range(20, 400), 100))) in NEAR


def test_the_nearest_take_wins_where_the_engine_jumps_over_our_pace() -> None:
    said = {setting: 142 if setting < 57 else 170 for setting in range(50, 86)}
    taken: list[int] = []

    def take(setting: int) -> bytes:
        taken.append(setting)
        return hum(60 * 9 / said[setting])

    assert round(_pace(paced(NINE, take, range(50, 86), 66))) == 142
    assert len(taken) <= TAKES
    assert len(set(taken)) == len(taken)


@pytest.mark.parametrize(("pace", "end"), [(80, 9), (300, 1)])
def test_it_stops_at_the_end_of_the_settings(pace: int, end: int) -> None:
    taken: list[int] = []

    def take(setting: int) -> bytes:
        taken.append(setting)
        return hum(60 * 9 / pace)

    paced(NINE, take, range(1, 10), 5)
    assert taken[0] == 5
    assert taken[-1] == end
    assert len(taken) <= TAKES


def test_one_take_is_enough_when_it_is_near() -> None:
    takes = iter([hum(60 * 9 / AIM)])
    assert round(_pace(paced(NINE, lambda _: next(takes), range(1, 100), 50))) == AIM


def test_a_take_that_is_not_speech_is_refused() -> None:
    with pytest.raises(VoiceError):
        paced(NINE, lambda _: hum(0.1), range(1, 100), 50)
