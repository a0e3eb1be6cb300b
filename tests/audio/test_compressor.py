from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import signals
from voiceguide.audio.compressor import compress
from voiceguide.audio.samples import db_to_amplitude
from voiceguide.audio.settings import COMPRESSOR_KNEE_DB, COMPRESSOR_RATIO, COMPRESSOR_THRESHOLD_DBFS
from voiceguide.units import SAMPLE_RATE


def _level(sound: signals.Waveform) -> float:
    middle = sound[len(sound) // 4 : -len(sound) // 4]
    return float(10 * np.log10((middle**2).mean()))


def _steady_sine(level: float) -> signals.Waveform:
    return signals.sine(300, 1.0, peak=db_to_amplitude(level) * 2**0.5)


@pytest.mark.parametrize("level", [-60.0, -40.0, COMPRESSOR_THRESHOLD_DBFS - COMPRESSOR_KNEE_DB / 2])
def test_compressor_leaves_level_below_threshold(level: float) -> None:
    assert np.allclose(compress(_steady_sine(level)), _steady_sine(level), rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize("above", [COMPRESSOR_KNEE_DB / 2, 10.0, 15.0])
def test_compressor_reduces_level_above_threshold(above: float) -> None:
    assert _level(compress(_steady_sine(COMPRESSOR_THRESHOLD_DBFS + above))) == pytest.approx(
        COMPRESSOR_THRESHOLD_DBFS + above / COMPRESSOR_RATIO, abs=0.1
    )


@given(st.integers(1, 4000), st.floats(0.001, 2))
@settings(max_examples=30)
def test_nothing_becomes_louder_or_longer(length: int, spread: float) -> None:
    sound = signals.noise(length / SAMPLE_RATE, spread)
    after = compress(sound)
    assert len(after) == len(sound)
    assert (np.abs(after) <= np.abs(sound) * (1 + 1e-9)).all()


def test_the_gain_moves_softly_even_where_the_level_jumps() -> None:
    sound = np.concatenate([_steady_sine(-40), _steady_sine(-6), _steady_sine(-40)]) + 1e-9
    gain = compress(sound) / sound
    assert np.abs(np.diff(20 * np.log10(gain))).max() < 0.02  # dB from one sample to the next


def test_compressor_narrows_the_level_range_of_speech() -> None:
    speech = signals.speech(4)
    speech *= db_to_amplitude(COMPRESSOR_THRESHOLD_DBFS - _level(speech))
    spread = [
        float(np.subtract(*np.percentile(levels[levels > -50], (95, 50))))
        for levels in map(signals.levels_over_time, (speech, compress(speech)))
    ]
    assert 0.5 < spread[0] - spread[1] < 4
