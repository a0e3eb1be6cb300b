from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.helpers import signals
from voiceguide.audio.loudness import (
    SILENCE,
    clip_loudness,
    integrated_loudness,
    limit_peaks,
    normalise_loudness,
    true_peak,
)
from voiceguide.audio.samples import db_to_amplitude
from voiceguide.audio.settings import CEILING_DBTP, ENCODER_LOSS_DB, LIMITER_LOOK_AHEAD
from voiceguide.errors import AudioError
from voiceguide.units import SAMPLE_RATE


def test_the_reference_tone_has_the_loudness_of_the_standard() -> None:
    # BS.1770-4: 997 Hz at full scale in one channel is −3.01 LKFS.
    assert integrated_loudness(signals.sine(997, 5.0, peak=1.0)) == pytest.approx(-3.01, abs=0.01)


_SIGNALS = {
    "low": signals.sine(60, 3),
    "middle": signals.sine(1500, 3),
    "high": signals.sine(9000, 3),
    "noise": signals.noise(3),
    "speech": signals.speech(6),
    "speech and long silences": np.concatenate(
        [
            signals.silence(2),
            signals.speech(3),
            signals.silence(4),
            0.3 * signals.speech(2),
            signals.silence(1.27),
        ]
    ),
    "steps through both gates": np.concatenate(
        [signals.noise(2, spread) for spread in (0.1, 0.02, 0.2, 1e-5)]
    ),
}


@pytest.mark.judge
@pytest.mark.parametrize("name", _SIGNALS)
def test_loudness_agrees_with_ffmpeg(name: str) -> None:
    judged, _ = signals.measure_loudness(signals.wav_file(_SIGNALS[name]))
    assert integrated_loudness(_SIGNALS[name]) == pytest.approx(judged, abs=0.1)


@pytest.mark.judge
@pytest.mark.parametrize("name", ["low", "middle", "speech"])
def test_true_peak_agrees_with_ffmpeg(name: str) -> None:
    _, judged = signals.measure_loudness(signals.wav_file(_SIGNALS[name]))
    assert true_peak(_SIGNALS[name]) == pytest.approx(judged, abs=0.2)


def test_the_gates_leave_out_what_is_quiet() -> None:
    loud = signals.sine(997, 4)
    assert integrated_loudness(np.concatenate([loud, signals.silence(60)])) == pytest.approx(
        integrated_loudness(loud), abs=0.3
    )
    murmur = signals.sine(997, 20, peak=0.02)
    assert integrated_loudness(np.concatenate([loud, murmur])) == pytest.approx(
        integrated_loudness(loud), abs=0.3
    )


@given(st.floats(-40, 0))
@settings(max_examples=20)
def test_a_decibel_is_a_loudness_unit(change: float) -> None:
    sound = signals.noise(1.5)
    assert integrated_loudness(sound * db_to_amplitude(change)) == pytest.approx(
        integrated_loudness(sound) + change, abs=0.01
    )


@pytest.mark.parametrize(
    "quiet", [np.zeros(0), np.zeros(SAMPLE_RATE), signals.noise(1, 1e-5), signals.noise(0.39)]
)
def test_silence_has_no_loudness(quiet: signals.Waveform) -> None:
    assert integrated_loudness(quiet) == SILENCE


def test_clip_loudness_averages_over_its_possible_gating_offsets() -> None:
    word = signals.speech(0.35)
    placed = [integrated_loudness(np.pad(word, (9600 + at, 12_000))) for at in range(0, 2400, 240)]
    assert clip_loudness(word) == pytest.approx(np.mean(placed), abs=0.2)


def test_a_true_peak_lies_between_the_samples() -> None:
    between = signals.sine(SAMPLE_RATE / 4, 1, peak=1.0, phase=np.pi / 4)
    assert np.abs(between).max() == pytest.approx(db_to_amplitude(-3.01), abs=1e-3)
    assert true_peak(between[1000:-1000] * np.hanning(len(between) - 2000)) == pytest.approx(0, abs=0.1)
    assert true_peak(np.zeros(100)) == SILENCE


@given(arrays.arrays(np.float64, st.integers(0, 3000), elements=st.floats(-8, 8), fill=st.floats(-1, 1)))
def test_no_sample_passes_the_limiter_above_the_ceiling(wild: signals.Waveform) -> None:
    tame = limit_peaks(wild)
    assert len(tame) == len(wild)
    assert np.abs(tame).max(initial=0) <= db_to_amplitude(CEILING_DBTP) + 1e-9
    assert (np.abs(tame) <= np.abs(wild) + 1e-9).all()


@pytest.mark.parametrize("sound", [signals.speech(2) * 8, signals.noise(1, 0.5), signals.sine(5000, 1, 3.0)])
def test_no_true_peak_passes_the_limiter(sound: signals.Waveform) -> None:
    assert true_peak(sound) > 0
    assert CEILING_DBTP - 1 < true_peak(limit_peaks(sound)) < CEILING_DBTP + 0.1


def test_the_limiter_leaves_alone_what_is_below_the_ceiling() -> None:
    calm = signals.speech(1)
    assert limit_peaks(calm) is calm


def test_the_limiter_is_smooth_and_stays_near_the_peak() -> None:
    sound = signals.sine(200, 1, peak=0.5)
    sound[SAMPLE_RATE // 2 :][:20] *= 4
    change = limit_peaks(sound) / np.where(sound == 0, 1, sound)
    change[sound == 0] = np.interp(np.flatnonzero(sound == 0), np.flatnonzero(sound), change[sound != 0])
    far = np.abs(np.arange(SAMPLE_RATE) - SAMPLE_RATE // 2 - 10) > 2 * LIMITER_LOOK_AHEAD + 30
    assert np.abs(change[far] - 1).max() < 1e-9
    assert change.min() < db_to_amplitude(CEILING_DBTP) / 1.5
    assert np.abs(np.diff(change)).max() < 2 / LIMITER_LOOK_AHEAD


@pytest.mark.parametrize("sound", [signals.speech(0.35), signals.speech(4), signals.noise(1, 1e-3)])
@pytest.mark.parametrize("target", [-19.0, -30.0])
def test_levelling_reaches_the_target_and_makes_up_for_the_encoder(
    sound: signals.Waveform, target: float
) -> None:
    level = normalise_loudness(sound, target)
    assert clip_loudness(level) == pytest.approx(target + ENCODER_LOSS_DB, abs=0.1)
    assert true_peak(level) < CEILING_DBTP + 0.1


def test_the_ceiling_goes_before_the_target() -> None:
    clicks = np.zeros(SAMPLE_RATE)
    clicks[::6000] = 0.5
    level = normalise_loudness(clicks, -19.0)
    assert true_peak(level) < CEILING_DBTP + 0.1
    assert clip_loudness(level) < -19


@pytest.mark.parametrize("nothing", [np.zeros(0), np.zeros(SAMPLE_RATE), signals.noise(2, 1e-5)])
def test_silence_cannot_be_levelled(nothing: signals.Waveform) -> None:
    with pytest.raises(AudioError, match="nothing in it can be heard"):
        normalise_loudness(nothing, -19.0)
