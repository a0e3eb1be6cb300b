from __future__ import annotations

import runpy
import sys
from functools import cache
from itertools import combinations, product
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.helpers import signals
from voiceguide.audio import music_beds, settings, tone_table
from voiceguide.audio.samples import db_to_amplitude, from_pcm
from voiceguide.audio.settings import SPEECH_LUFS
from voiceguide.audio.tone_table import CHIMES, TONE_TABLE, tone_for_chime
from voiceguide.audio.tones import TONE_NAMES, synthesise_tone
from voiceguide.plan import sound_profiles
from voiceguide.score.items import TICKS
from voiceguide.units import SAMPLE_RATE

_STRUCK_TONES = ("chapter", "start", "end", "half", "still", "switch")
_SIGNALS = tuple(name for name in TONE_NAMES if name not in TICKS)
_every_tone = pytest.mark.parametrize(("name", "chime"), list(product(_SIGNALS, CHIMES)))
_every_tick = pytest.mark.parametrize(("name", "chime"), list(product(TICKS, CHIMES)))
_every_strike = pytest.mark.parametrize(("name", "chime"), list(product(_STRUCK_TONES, CHIMES)))
MAX_PEAK_DB = min(settings.TARGET_LUFS + 14, settings.CEILING_DBTP)
"""Bound of a tone's peak in dB of full scale, far enough from it that nothing is limited."""

_every_chime = pytest.mark.parametrize("chime", CHIMES)


@cache
def _play_tone(name: str, chime: str = "bowl") -> signals.Waveform:
    return from_pcm(synthesise_tone(name, chime))


def test_the_tones_are_those_a_session_knows() -> None:
    assert (*_STRUCK_TONES, "rise", "fall", *TICKS) == TONE_NAMES


def test_levels_of_tones_and_music_follow_the_target_loudness(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(settings.__file__).read_text(encoding="utf-8")
    louder_settings = ModuleType(settings.__name__)
    source = source.replace(
        f"TARGET_LUFS = {settings.TARGET_LUFS}", f"TARGET_LUFS = {settings.TARGET_LUFS + 3}"
    )
    exec(source, vars(louder_settings))  # noqa: S102 - our own module, with another number
    monkeypatch.setitem(sys.modules, settings.__name__, louder_settings)
    louder_tones = runpy.run_path(tone_table.__file__, run_name="louder_tones")["TONE_TABLE"]
    louder_beds = runpy.run_path(music_beds.__file__, run_name="louder_beds")
    assert [tone.loudness for tone in louder_tones.values()] == [
        tone.loudness + 3 for tone in TONE_TABLE.values()
    ]
    assert louder_beds["MUSIC_CEILING_DBTP"] == music_beds.MUSIC_CEILING_DBTP + 3
    assert vars(louder_settings)["SPEECH_LUFS"] == SPEECH_LUFS + 3
    assert vars(louder_settings)["COMPRESSOR_THRESHOLD_DBFS"] == settings.COMPRESSOR_THRESHOLD_DBFS + 3


@pytest.mark.parametrize(
    ("name", "shortest", "longest"),
    [
        ("chapter", 1.0, 1.8),
        ("start", 1.0, 1.8),
        ("end", 1.0, 1.8),
        ("half", 0.3, 1.0),
        ("still", 0.5, 1.0),
        ("switch", 1.0, 1.8),
        ("rise", 0.3, 0.7),
        ("fall", 0.3, 0.7),
    ],
)
def test_a_tone_has_the_length_of_its_part(name: str, shortest: float, longest: float) -> None:
    assert shortest <= len(_play_tone(name)) / SAMPLE_RATE <= longest


@_every_strike
def test_a_strike_sounds_at_once(name: str, chime: str) -> None:
    sound = np.abs(_play_tone(name, chime))
    assert np.flatnonzero(sound > sound.max() / 2)[0] <= 0.010 * SAMPLE_RATE


@_every_tone
def test_a_tone_has_decayed_when_it_ends(name: str, chime: str) -> None:
    sound = np.abs(_play_tone(name, chime))
    assert sound[-SAMPLE_RATE // 200 :].max() < sound.max() * db_to_amplitude(-60)
    assert sound[0] == sound[-1] == 0


@_every_tone
def test_a_tone_has_no_click(name: str, chime: str) -> None:
    # A step in a waveform, or in its slope, has energy up to the top of the spectrum.
    sound = _play_tone(name, chime)
    for start in range(0, len(sound) - 480, 240):
        spectrum = np.abs(np.fft.rfft(sound[start : start + 480] * np.hanning(480)))
        assert spectrum[160:].max() < 480 * db_to_amplitude(-80)  # from 8 kHz


@_every_tone
def test_a_tone_is_warm(name: str, chime: str) -> None:
    spectrum = np.abs(np.fft.rfft(_play_tone(name, chime)))
    frequencies = np.fft.rfftfreq(len(_play_tone(name, chime)), 1 / SAMPLE_RATE)
    assert 250 < (spectrum**2 * frequencies).sum() / (spectrum**2).sum() < 1200
    assert (spectrum[frequencies > 5000] ** 2).sum() < 1e-4 * (spectrum**2).sum()


@pytest.mark.parametrize("name", ["start", "half"])
def test_the_higher_a_partial_the_faster_it_fades(name: str) -> None:
    sound = _play_tone(name)
    tenth = len(sound) // 10
    early, late = (
        np.abs(np.fft.rfft(sound[start : start + 2 * tenth] * np.hanning(2 * tenth), SAMPLE_RATE))
        for start in (tenth, 4 * tenth)
    )
    pitch = early.argmax()
    faded = [
        20 * np.log10(early[at : at + 90].max() / late[at : at + 90].max())
        for at in (int(pitch * ratio) - 45 for ratio in (1, 2.83))
    ]
    assert 10 < faded[0] < faded[1] - 10


@_every_strike
def test_between_its_strikes_a_tone_only_fades(name: str, chime: str) -> None:
    strikes = tone_for_chime(name, chime).sounds
    assert isinstance(strikes, tuple)
    rises = np.flatnonzero(np.diff(signals.levels_over_time(_play_tone(name, chime), 0.02)) > 0.5) * 0.02
    assert all(any(0 <= rise + 0.04 - strike.start_seconds < 0.06 for strike in strikes) for rise in rises)


@_every_tone
def test_a_tone_stays_far_from_full_scale(name: str, chime: str) -> None:
    assert np.abs(_play_tone(name, chime)).max() < db_to_amplitude(MAX_PEAK_DB)


@_every_tick
def test_a_tick_is_short_and_leaves_no_step(name: str, chime: str) -> None:
    sound = np.abs(_play_tone(name, chime))
    assert 0.02 < len(sound) / SAMPLE_RATE < 0.12
    assert np.flatnonzero(sound > sound.max() / 2)[0] <= 0.010 * SAMPLE_RATE
    assert sound[-SAMPLE_RATE // 200 :].max() < sound.max() * db_to_amplitude(-40)
    assert sound[0] == sound[-1] == 0
    assert sound.max() < db_to_amplitude(MAX_PEAK_DB)


@_every_chime
def test_the_accent_is_louder_and_higher_than_the_tick(chime: str) -> None:
    tick, accent = (_play_tone(name, chime) for name in TICKS)
    low, high = (np.abs(np.fft.rfft(sound, SAMPLE_RATE)).argmax() for sound in (tick, accent))
    assert 1.2 * low < high
    assert 1.3 * np.abs(tick).max() < np.abs(accent).max()


@pytest.mark.judge
@pytest.mark.parametrize(
    ("name", "chime"),
    [
        *product(_SIGNALS, ["bowl"]),
        *product(["start", "still"], ["bell", "wood"]),
    ],  # the longest and the shortest decay
)
def test_after_mp3_a_tone_has_its_level_below_speech(name: str, chime: str) -> None:
    loudness, peak = signals.measure_loudness(
        signals.encode_mp3(synthesise_tone(name, chime)), pad_seconds=0.4
    )
    assert loudness == pytest.approx(TONE_TABLE[name].loudness, abs=1)
    assert SPEECH_LUFS - 12 < loudness < SPEECH_LUFS - 3
    assert peak < MAX_PEAK_DB


@pytest.mark.judge
def test_breathing_tones_are_softer_than_bells_and_equally_loud() -> None:
    loudness = {
        name: signals.measure_loudness(signals.encode_mp3(synthesise_tone(name)), pad_seconds=0.4)[0]
        for name in _SIGNALS
    }
    assert max(loudness["rise"], loudness["fall"]) < min(loudness[name] for name in _STRUCK_TONES) - 1
    assert loudness["rise"] == pytest.approx(loudness["fall"], abs=1)


def _onsets(sound: signals.Waveform) -> int:
    """Return the number of onsets: rises of the level by more than 6 dB that come near its maximum."""
    levels = np.pad(signals.levels_over_time(sound, 0.02), (3, 0), constant_values=-120)
    rising = (levels[3:] > levels[:-3] + 6) & (levels[3:] > levels.max() - 25)
    return int((np.diff(np.pad(rising.astype(int), (1, 0))) == 1).sum())


def _contour(sound: signals.Waveform) -> tuple[float, float]:
    """Return the pitch in semitones at the first and at the last moment within 20 dB of the maximum level."""
    window = SAMPLE_RATE // 20
    blocks = sound[: len(sound) // window * window].reshape(-1, window)
    top = np.abs(blocks).max(axis=1)
    heard = blocks[top > top.max() * db_to_amplitude(-20)]
    first, last = (
        np.abs(np.fft.rfft(block * np.hanning(window), SAMPLE_RATE)).argmax() for block in heard[[0, -1]]
    )
    return 12 * float(np.log2(first)), 12 * float(np.log2(last))


def _pattern(sound: signals.Waveform) -> tuple[int, int, bool]:
    """Return (strikes, direction of the pitch, short or long), which a listener distinguishes without training."""
    first, last = _contour(sound)
    return _onsets(sound), int(np.sign(round((last - first) / 3))), len(sound) < SAMPLE_RATE


def _are_distinct(one: signals.Waveform, other: signals.Waveform) -> bool:
    """Return whether tones differ in pattern and by three semitones in pitch, or by an octave in pitch."""
    apart = max(abs(a - b) for a, b in zip(_contour(one), _contour(other), strict=True))
    return (_pattern(one) != _pattern(other) and apart > 2.5) or apart > 11.5


@_every_chime
def test_tones_have_the_patterns_they_are_known_by(chime: str) -> None:
    dry = chime == "wood"  # wood decays quickly in all tones
    assert {name: _pattern(_play_tone(name, chime)) for name in _SIGNALS} == {
        "chapter": (3, -1, False),
        "start": (1, 0, dry),
        "end": (2, 0, dry),
        "half": (1, 0, True),
        "still": (3, 0, True),
        "switch": (2, 1, dry),
        "rise": (1, 1, True),
        "fall": (1, -1, True),
    }


@pytest.mark.parametrize(("one", "other"), list(combinations(_SIGNALS, 2)))
def test_any_two_tones_differ_in_pattern_and_pitch(one: str, other: str) -> None:
    assert all(_are_distinct(_play_tone(one, chime), _play_tone(other, chime)) for chime in CHIMES)


@_every_tone
def test_a_tone_does_not_differ_from_itself(name: str, chime: str) -> None:
    assert not _are_distinct(_play_tone(name, chime), 0.5 * _play_tone(name, chime))


@_every_tone
def test_every_chime_keeps_the_pitch_of_a_tone(name: str, chime: str) -> None:
    assert _contour(_play_tone(name, chime)) == pytest.approx(_contour(_play_tone(name)), abs=0.7)


def _overtones(sound: signals.Waveform, pitch: float) -> dict[float, float]:
    """Return the level of each partial of any chime in dB relative to the first, in the first tenth of a second."""
    spectrum = np.abs(
        np.fft.rfft(
            sound[: SAMPLE_RATE // 10] * np.hanning(SAMPLE_RATE // 5)[SAMPLE_RATE // 10 :], SAMPLE_RATE
        )
    )
    first = spectrum[round(pitch) - 8 : round(pitch) + 9].max()
    return {
        ratio: float(
            20 * np.log10(spectrum[round(ratio * pitch) - 8 : round(ratio * pitch) + 9].max() / first)
        )
        for ratio in (1.2, 2.0, 2.757, 2.828, 3.0)
    }


def _decay_seconds(sound: signals.Waveform) -> float:
    """Return the seconds until the level stays 40 dB below its maximum."""
    levels = signals.levels_over_time(sound)
    return float(np.flatnonzero(levels > levels.max() - 40)[-1] * 0.01)


def test_chimes_differ_in_overtones_and_decay_time() -> None:
    bowl, bell, wood = (_play_tone("start", chime) for chime in CHIMES)
    rings, heard = (
        [_decay_seconds(one) for one in (bowl, bell, wood)],
        [_overtones(one, 392) for one in (bowl, bell, wood)],
    )
    assert rings[1] > 1.2 * rings[0] > 1.2 * 2 * rings[2]
    # Only a bell has a third and an octave; wood's single overtone is stronger than a bowl's, at another ratio.
    assert [levels[2.0] > -15 for levels in heard] == [False, True, False]
    assert heard[1][3.0] > heard[0][2.828] + 2
    assert heard[2][2.757] > heard[0][2.828] + 2
    assert [levels[2.757] > levels[2.828] for levels in heard] == [False, False, True]


@pytest.mark.parametrize(("one", "other"), list(combinations(CHIMES, 2)))
def test_chimes_differ_in_every_tone(one: str, other: str) -> None:
    for name in TONE_NAMES:
        first, second = _play_tone(name, one), _play_tone(name, other)
        shorter = min(len(first), len(second), SAMPLE_RATE // 5)
        alike = np.corrcoef(first[:shorter], second[:shorter])[0, 1]
        assert alike < 0.99, name


def test_every_chime_can_be_chosen_as_an_option() -> None:
    assert tuple(CHIMES) == sound_profiles.CHIMES
