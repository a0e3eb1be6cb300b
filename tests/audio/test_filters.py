from __future__ import annotations

import numpy as np
import pytest

from tests.helpers import signals
from voiceguide.audio.filters import Biquad, apply_filters, high_pass, peaking_eq
from voiceguide.audio.settings import HIGH_PASS_HZ, PRESENCE_GAIN_DB, PRESENCE_HZ, PRESENCE_Q
from voiceguide.units import SAMPLE_RATE


def _gain(section: Biquad, frequency: float) -> float:
    """Return the gain of a filter at a frequency in dB, measured with a sine."""
    sound = signals.sine(frequency, 2.0)
    middle = slice(SAMPLE_RATE // 2, -SAMPLE_RATE // 2)
    after = apply_filters(sound, (section,))[middle]
    return float(10 * np.log10((after**2).mean() / (sound[middle] ** 2).mean()))


@pytest.mark.parametrize(
    ("frequency", "gain", "near"),
    [
        (HIGH_PASS_HZ / 4, -24, 0.3),
        (HIGH_PASS_HZ / 2, -12.3, 0.3),
        (HIGH_PASS_HZ, -3, 0.1),
        (2 * HIGH_PASS_HZ, -0.26, 0.1),
        (1000, 0, 0.01),
    ],
)
def test_rumble_is_rolled_off_and_voices_are_not(frequency: float, gain: float, near: float) -> None:
    assert _gain(high_pass(HIGH_PASS_HZ), frequency) == pytest.approx(gain, abs=near)


def test_presence_is_boosted_and_other_frequencies_are_not() -> None:
    presence = peaking_eq(PRESENCE_HZ, PRESENCE_GAIN_DB, PRESENCE_Q)
    assert _gain(presence, PRESENCE_HZ) == pytest.approx(PRESENCE_GAIN_DB, abs=0.05)
    assert 0.5 < _gain(presence, PRESENCE_HZ / 2) < 1.5
    assert abs(_gain(presence, 200)) < 0.1
    assert abs(_gain(presence, 11_000)) < 0.3


def test_a_filter_gives_what_its_recursion_gives() -> None:
    sound = signals.noise(0.2)
    (b0, b1, b2), (a0, a1, a2) = section = peaking_eq(3000, 4, 0.7)
    wanted = np.zeros_like(sound)
    for at in range(len(sound)):
        past = [sound[at - n] if at >= n else 0.0 for n in (0, 1, 2)]
        before = [wanted[at - n] if at >= n else 0.0 for n in (1, 2)]
        wanted[at] = (b0 * past[0] + b1 * past[1] + b2 * past[2] - a1 * before[0] - a2 * before[1]) / a0
    assert np.abs(apply_filters(sound, (section,)) - wanted).max() < 1e-9


def test_filter_is_causal() -> None:
    click = np.zeros(SAMPLE_RATE)
    click[SAMPLE_RATE // 2] = 1
    assert np.abs(apply_filters(click, (high_pass(HIGH_PASS_HZ),))[: SAMPLE_RATE // 2 - 1]).max() < 1e-9
