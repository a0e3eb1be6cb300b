from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import signals
from voiceguide.audio.samples import (
    db_to_amplitude,
    fade_edges,
    from_pcm,
    join_phrases,
    resample,
    to_pcm,
    trim_silence,
)
from voiceguide.audio.settings import PHRASE_FADE, TRIM_MARGIN_SECONDS
from voiceguide.errors import AudioError
from voiceguide.units import SAMPLE_RATE


@given(st.lists(st.integers(-32768, 32767), max_size=50))
def test_pcm_comes_back_as_it_was(values: list[int]) -> None:
    pcm = np.array(values, dtype="<i2").tobytes()
    assert to_pcm(from_pcm(pcm)) == pcm


def test_samples_are_rounded_to_the_nearest() -> None:
    assert to_pcm(np.array([0.4, 0.6, -0.6]) / 32768) == np.array([0, 1, -1], dtype="<i2").tobytes()


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 48000])
def test_resampling_keeps_pitch_level_and_time(rate: int) -> None:
    moved = resample(signals.sine(1000, 1.0, rate=rate), rate, SAMPLE_RATE)
    middle = slice(SAMPLE_RATE // 4, -SAMPLE_RATE // 4)
    assert len(moved) == SAMPLE_RATE
    assert np.abs(moved - signals.sine(1000, 1.0))[middle].max() < 1e-4


def test_resampling_leaves_no_image() -> None:
    moved = resample(signals.sine(3000, 1.0, rate=8000), 8000, SAMPLE_RATE) * np.hanning(SAMPLE_RATE)
    spectrum = np.abs(np.fft.rfft(moved))
    assert spectrum[4500:].max() < spectrum[3000] * db_to_amplitude(-100)


def test_the_same_rate_needs_no_resampling() -> None:
    samples = signals.noise(0.1)
    assert resample(samples, SAMPLE_RATE, SAMPLE_RATE) is samples


@given(st.integers(0, 5000), st.integers(0, 5000), st.sampled_from([8000, 22050, 24000]))
def test_silence_around_a_phrase_goes_but_for_a_margin(before: int, after: int, rate: int) -> None:
    margin = int(rate * TRIM_MARGIN_SECONDS)
    spoken = np.concatenate([np.zeros(before), np.ones(700), np.zeros(after)])
    kept = trim_silence(spoken, rate)
    assert len(kept) == min(before, margin) + 700 + min(after, margin)
    assert (kept[min(before, margin) :][:700] == 1).all()


@pytest.mark.parametrize(
    ("level", "length"), [(-45, 4500), (-55, 500 + 2 * int(SAMPLE_RATE * TRIM_MARGIN_SECONDS))]
)
@pytest.mark.parametrize("loudness", [0.9, 0.02])
def test_the_edge_is_50_db_below_the_peak_of_the_phrase(level: float, length: int, loudness: float) -> None:
    murmur = np.full(2000, db_to_amplitude(level))
    kept = trim_silence(np.concatenate([murmur, np.ones(500), murmur]) * loudness, SAMPLE_RATE)
    assert len(kept) == length


@pytest.mark.parametrize("nothing", [np.zeros(0), np.zeros(5000), signals.sine(300, 1, peak=2 / 32768)])
def test_a_phrase_without_sound_is_refused(nothing: signals.Waveform) -> None:
    with pytest.raises(AudioError, match="silence"):
        trim_silence(nothing, SAMPLE_RATE)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 100_000)), max_size=6))
def test_joining_is_exact_to_the_sample(lengths: list[tuple[int, int]]) -> None:
    whole = join_phrases([(np.full(length, float(n)), pause) for n, (length, pause) in enumerate(lengths, 1)])
    at = 0
    for n, (length, pause) in enumerate(lengths, 1):
        assert (whole[at : at + length] == n).all()
        at += length
        assert not whole[at : at + pause].any() or n == len(lengths)
        at += pause
    assert len(whole) == at - (lengths[-1][1] if lengths else 0)


def test_a_fade_touches_only_the_edges() -> None:
    flat = np.ones(5000)
    soft = fade_edges(flat)
    assert soft[0] == soft[-1] == 0
    assert (np.diff(soft[: PHRASE_FADE + 1]) > 0).all()
    assert (np.diff(soft[-PHRASE_FADE - 1 :]) < 0).all()
    assert (soft[PHRASE_FADE:-PHRASE_FADE] == 1).all()
    assert (flat == 1).all()


@given(st.integers(0, 3 * PHRASE_FADE))
def test_a_fade_keeps_the_length_of_even_the_shortest(length: int) -> None:
    soft = fade_edges(np.ones(length))
    assert len(soft) == length
    assert length < 2 or soft[0] == soft[-1] == 0
    assert np.array_equal(soft, soft[::-1])


def test_six_decibels_are_a_factor_of_two() -> None:
    assert db_to_amplitude(6.0206) == pytest.approx(2, abs=1e-5)
    assert db_to_amplitude(0) == 1
