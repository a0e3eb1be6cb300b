from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.helpers import external_tools, signals
from voiceguide.audio import mastering, settings
from voiceguide.audio.samples import db_to_amplitude, from_pcm, to_pcm
from voiceguide.errors import AudioError
from voiceguide.units import SAMPLE_RATE

_BREATHE_WAV = signals.wav_file(
    np.concatenate([signals.silence(0.25), signals.speech(1.3), signals.silence(0.34)])
)
_HOLD_WAV = signals.wav_file(
    np.concatenate([signals.silence(0.3), signals.speech(0.31, rate=22050)]), rate=22050
)


def _length(phrases: list[tuple[bytes, int]]) -> int:
    return len(mastering.master_cue(phrases)) // 2


def _sound(clip: bytes) -> tuple[signals.Waveform, np.intp, np.intp]:
    """Return (samples, first and last index within 50 dB of the peak)."""
    samples = from_pcm(clip)
    heard = np.flatnonzero(np.abs(samples) > np.abs(samples).max() * db_to_amplitude(-50))
    return samples, heard[0], heard[-1]


@pytest.mark.parametrize("wav", [_BREATHE_WAV, _HOLD_WAV, signals.wav_file(signals.sine(500, 0.5))])
def test_a_clip_begins_and_ends_with_its_sound_and_softly(wav: bytes) -> None:
    samples, first, last = _sound(mastering.master_cue([(wav, 0)]))
    assert first <= 0.015 * SAMPLE_RATE
    assert len(samples) - 1 - last <= 0.020 * SAMPLE_RATE
    assert samples[0] == samples[-1] == 0
    assert np.abs(samples[:24]).max() < 0.03 * np.abs(samples).max()  # 1 ms
    assert np.abs(samples[-24:]).max() < 0.03 * np.abs(samples).max()


def test_pauses_are_exact_and_the_last_is_left_to_the_timeline() -> None:
    apart = _length([(_BREATHE_WAV, 0)]) + _length([(_HOLD_WAV, 0)])
    for pause in (0, 1, 12_001, 100_000):
        assert _length([(_BREATHE_WAV, pause), (_HOLD_WAV, 77)]) == apart + pause


def test_a_pause_is_digital_silence() -> None:
    first = _length([(_BREATHE_WAV, 0)])
    samples = from_pcm(mastering.master_cue([(_BREATHE_WAV, 12_000), (_HOLD_WAV, 0)]))
    assert not samples[first : first + 12_000].any()


def test_another_rate_becomes_24_khz_at_the_same_pitch() -> None:
    samples = from_pcm(
        mastering.master_cue([(signals.wav_file(signals.sine(440, 1, rate=22050), rate=22050), 0)])
    )
    assert len(samples) == SAMPLE_RATE
    assert np.abs(np.fft.rfft(samples)).argmax() == 440


_PHRASES = st.builds(
    lambda rate, before, words, after, peak: signals.wav_file(
        np.concatenate(
            [np.zeros(before), peak * signals.noise(words, 0.3, rate=rate).clip(-1, 1), np.zeros(after)]
        ),
        rate=rate,
    ),
    rate=st.sampled_from([8000, 22050, 24000, 44100]),
    before=st.integers(0, 3000),
    words=st.floats(0.02, 0.4),
    after=st.integers(0, 3000),
    peak=st.floats(0.05, 1),
)


@given(st.lists(st.tuples(_PHRASES, st.integers(0, 20_000)), min_size=1, max_size=3))
@hypothesis_settings(max_examples=40, deadline=None)
def test_a_clip_never_clips_and_never_grows(phrases: list[tuple[bytes, int]]) -> None:
    samples = from_pcm(mastering.master_cue(phrases))
    spoken = sum(len(wav) // 2 * SAMPLE_RATE / int.from_bytes(wav[24:28], "little") for wav, _ in phrases)
    assert len(samples) <= spoken + sum(pause for _, pause in phrases[:-1])
    assert 0 < np.abs(samples).max() <= db_to_amplitude(settings.CEILING_DBTP) + 1 / 32768


@pytest.mark.parametrize(
    "phrases",
    [
        [],
        [(signals.wav_file(np.zeros(SAMPLE_RATE)), 0)],
        [(_HOLD_WAV, 9), (signals.wav_file(np.zeros(9)), 0)],
    ],
)
def test_cue_fails_when_its_recording_is_silent(phrases: list[tuple[bytes, int]]) -> None:
    with pytest.raises(AudioError, match="silence"):
        mastering.master_cue(phrases)


def _plosives() -> signals.Waveform:
    """Return speech with strong plosives, whose peaks are far above its loudness."""
    sound = 0.2 * signals.speech(3)
    for at in range(2000, len(sound) - 500, 9000):
        sound[at : at + 400] += (
            0.6 * np.exp(-np.arange(400) / 60) * signals.noise(400 / SAMPLE_RATE, 0.5, seed=at)
        )
    return sound.clip(-1, 1)


@pytest.mark.judge
@pytest.mark.parametrize(
    "phrases",
    [
        [(_HOLD_WAV, 0)],
        [(_BREATHE_WAV, 12_000), (_HOLD_WAV, 24_000), (_BREATHE_WAV, 0)],
        [(signals.wav_file(signals.speech(5, pitch=95)), 0)],
        [(signals.wav_file(_plosives()), 0)],
    ],
    ids=["short", "with pauses", "low voice", "plosives"],
)
def test_after_mp3_a_cue_has_its_loudness_and_clips_nowhere(phrases: list[tuple[bytes, int]]) -> None:
    loudness, peak = signals.measure_loudness(
        signals.encode_mp3(mastering.master_cue(phrases)), pad_seconds=0.4
    )
    assert loudness == pytest.approx(settings.SPEECH_LUFS, abs=0.5)
    assert peak <= -1


@pytest.mark.judge
@pytest.mark.parametrize("sound", [signals.speech(4), signals.speech(4, pitch=95), signals.sine(600, 4, 0.2)])
def test_gain_compensates_for_loss_in_encoder(sound: signals.Waveform) -> None:
    before, _ = signals.measure_loudness(signals.wav_file(sound))
    after, _ = signals.measure_loudness(signals.encode_mp3(to_pcm(sound)))
    assert before - after == pytest.approx(settings.ENCODER_LOSS_DB, abs=0.15)


@pytest.mark.judge
@pytest.mark.parametrize(
    "words", ["Hold.", "Turn your chest slowly to the left, until you feel a gentle pull."]
)
def test_a_real_voice_after_mp3(words: str) -> None:
    speak = external_tools.require_package("hibari").Hibari()
    clip = mastering.master_cue([(signals.wav_file(speak(words, speed=0.7, seed=0).astype(float)), 0)])
    samples, first, last = _sound(clip)
    assert first <= 0.015 * SAMPLE_RATE
    assert len(samples) - 1 - last <= 0.020 * SAMPLE_RATE
    loudness, peak = signals.measure_loudness(signals.encode_mp3(clip), pad_seconds=0.4)
    assert loudness == pytest.approx(settings.SPEECH_LUFS, abs=0.5)
    assert peak <= -1


def test_a_long_cue_is_mastered_in_parts_and_joined_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MASTERED_SECONDS", 2)
    loud, soft = ((signals.wav_file(level * signals.speech(0.9)), SAMPLE_RATE // 2) for level in (0.9, 0.1))
    phrases = [loud, loud, soft, soft, loud]
    clip = from_pcm(mastering.master_cue(phrases))
    lengths = [_length([phrase]) for phrase in phrases]
    assert len(clip) == sum(lengths) + 4 * SAMPLE_RATE // 2
    last = clip[-lengths[-1] :]
    assert np.array_equal(last, from_pcm(mastering.master_cue(phrases[-1:])))
    assert not clip[-lengths[-1] - SAMPLE_RATE // 2 : -lengths[-1]].any()


def test_memory_of_a_cue_does_not_grow_with_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MASTERED_SECONDS", 2)
    phrase = (signals.wav_file(signals.speech(0.9)), SAMPLE_RATE // 2)

    def peak_bytes(count: int) -> int:
        tracemalloc.start()
        mastering.master_cue([phrase] * count)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    peak_bytes(4)  # fills the caches of filters
    assert peak_bytes(12) < 1.3 * peak_bytes(4)
