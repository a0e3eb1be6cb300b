from __future__ import annotations

import numpy as np
import pytest

from tests.helpers import signals
from voiceguide.audio.filters import Section, bell, filtered, high_pass
from voiceguide.audio.settings import PRESENCE, PRESENCE_GAIN, PRESENCE_WIDTH, RUMBLE
from voiceguide.units import RATE


def _gain(section: Section, frequency: float) -> float:
    """What a filter does to a steady sine, in dB."""
    sound = signals.sine(frequency, 2.0)
    middle = slice(RATE // 2, -RATE // 2)
    after = filtered(sound, (section,))[middle]
    return float(10 * np.log10((after**2).mean() / (sound[middle] ** 2).mean()))


@pytest.mark.parametrize(
    ("frequency", "gain", "near"),
    [
        (RUMBLE / 4, -24, 0.3),
        (RUMBLE / 2, -12.3, 0.3),
        (RUMBLE, -3, 0.1),
        (2 * RUMBLE, -0.26, 0.1),
        (1000, 0, 0.01),
    ],
)
def test_rumble_is_rolled_off_and_voices_are_not(frequency: float, gain: float, near: float) -> None:
    assert _gain(high_pass(RUMBLE), frequency) == pytest.approx(gain, abs=near)


def test_presence_is_lifted_by_so_much_and_the_rest_is_left() -> None:
    presence = bell(PRESENCE, PRESENCE_GAIN, PRESENCE_WIDTH)
    assert _gain(presence, PRESENCE) == pytest.approx(PRESENCE_GAIN, abs=0.05)
    assert 0.5 < _gain(presence, PRESENCE / 2) < 1.5
    assert abs(_gain(presence, 200)) < 0.1
    assert abs(_gain(presence, 11_000)) < 0.3


def test_a_filter_gives_what_its_recursion_gives() -> None:
    sound = signals.noise(0.2)
    (b0, b1, b2), (a0, a1, a2) = section = bell(3000, 4, 0.7)
    wanted = np.zeros_like(sound)
    for at in range(len(sound)):
        past = [sound[at - n] if at >= n else 0.0 for n in (0, 1, 2)]
        before = [wanted[at - n] if at >= n else 0.0 for n in (1, 2)]
        wanted[at] = (b0 * past[0] + b1 * past[1] + b2 * past[2] - a1 * before[0] - a2 * before[1]) / a0
    assert np.abs(filtered(sound, (section,)) - wanted).max() < 1e-9


def test_nothing_sounds_before_it_began() -> None:
    click = np.zeros(RATE)
    click[RATE // 2] = 1
    assert np.abs(filtered(click, (high_pass(RUMBLE),))[: RATE // 2 - 1]).max() < 1e-9
