from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import signals
from voiceguide.audio.samples import decibels, faded, from_pcm, resampled, to_pcm
from voiceguide.audio.settings import FADE
from voiceguide.units import RATE


@given(st.lists(st.integers(-32768, 32767), max_size=50))
def test_pcm_comes_back_as_it_was(values: list[int]) -> None:
    pcm = np.array(values, dtype="<i2").tobytes()
    assert to_pcm(from_pcm(pcm)) == pcm


def test_samples_are_rounded_to_the_nearest() -> None:
    assert to_pcm(np.array([0.4, 0.6, -0.6]) / 32768) == np.array([0, 1, -1], dtype="<i2").tobytes()


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 48000])
def test_resampling_keeps_pitch_level_and_time(rate: int) -> None:
    moved = resampled(signals.sine(1000, 1.0, rate=rate), rate, RATE)
    middle = slice(RATE // 4, -RATE // 4)
    assert len(moved) == RATE
    assert np.abs(moved - signals.sine(1000, 1.0))[middle].max() < 1e-4


def test_resampling_leaves_no_image() -> None:
    moved = resampled(signals.sine(3000, 1.0, rate=8000), 8000, RATE) * np.hanning(RATE)
    spectrum = np.abs(np.fft.rfft(moved))
    assert spectrum[4500:].max() < spectrum[3000] * decibels(-100)


def test_the_same_rate_needs_no_resampling() -> None:
    samples = signals.noise(0.1)
    assert resampled(samples, RATE, RATE) is samples


def test_a_fade_touches_only_the_edges() -> None:
    flat = np.ones(5000)
    soft = faded(flat)
    assert soft[0] == soft[-1] == 0
    assert (np.diff(soft[: FADE + 1]) > 0).all()
    assert (np.diff(soft[-FADE - 1 :]) < 0).all()
    assert (soft[FADE:-FADE] == 1).all()
    assert (flat == 1).all()


@given(st.integers(0, 3 * FADE))
def test_a_fade_keeps_the_length_of_even_the_shortest(length: int) -> None:
    soft = faded(np.ones(length))
    assert len(soft) == length
    assert length < 2 or soft[0] == soft[-1] == 0
    assert np.array_equal(soft, soft[::-1])


def test_six_decibels_are_a_factor_of_two() -> None:
    assert decibels(6.0206) == pytest.approx(2, abs=1e-5)
    assert decibels(0) == 1
