from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from tests.sound import signals
from voiceguide.sound.notes import SCORE
from voiceguide.sound.samples import decibels, from_pcm
from voiceguide.sound.settings import SPEECH
from voiceguide.sound.tones import TONES, tone, tone_identity
from voiceguide.units import RATE

_STRUCK = ("start", "end", "half", "still", "switch")
_every_tone = pytest.mark.parametrize("name", TONES)


@cache
def _played(name: str) -> signals.Signal:
    return from_pcm(tone(name))


def test_the_tones_are_those_a_session_knows() -> None:
    assert TONES == ("start", "end", "half", "still", "switch", "rise", "fall")


@pytest.mark.parametrize(
    ("name", "shortest", "longest"),
    [
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
    assert shortest <= len(_played(name)) / RATE <= longest


@pytest.mark.parametrize("name", _STRUCK)
def test_a_strike_sounds_at_once(name: str) -> None:
    sound = np.abs(_played(name))
    assert np.flatnonzero(sound > sound.max() / 2)[0] <= 0.010 * RATE


@_every_tone
def test_a_tone_has_decayed_when_it_ends(name: str) -> None:
    sound = np.abs(_played(name))
    assert sound[-RATE // 200 :].max() < sound.max() * decibels(-60)
    assert sound[0] == sound[-1] == 0


@_every_tone
def test_a_tone_has_no_click(name: str) -> None:
    # A jump in a wave, or in its slope, spreads to the top of the spectrum, wherever it happens.
    sound = _played(name)
    for start in range(0, len(sound) - 480, 240):
        spectrum = np.abs(np.fft.rfft(sound[start : start + 480] * np.hanning(480)))
        assert spectrum[160:].max() < 480 * decibels(-80)  # from 8 kHz


@_every_tone
def test_a_tone_is_warm(name: str) -> None:
    spectrum = np.abs(np.fft.rfft(_played(name)))
    frequencies = np.fft.rfftfreq(len(_played(name)), 1 / RATE)
    assert 250 < (spectrum**2 * frequencies).sum() / (spectrum**2).sum() < 1000
    assert (spectrum[frequencies > 5000] ** 2).sum() < 1e-4 * (spectrum**2).sum()


@pytest.mark.parametrize("name", ["start", "half"])
def test_the_higher_a_partial_the_faster_it_fades(name: str) -> None:
    sound = _played(name)
    tenth = len(sound) // 10
    early, late = (
        np.abs(np.fft.rfft(sound[start : start + 2 * tenth] * np.hanning(2 * tenth), RATE))
        for start in (tenth, 4 * tenth)
    )
    pitch = early.argmax()
    faded = [
        20 * np.log10(early[at : at + 90].max() / late[at : at + 90].max())
        for at in (int(pitch * ratio) - 45 for ratio in (1, 2.83))
    ]
    assert 10 < faded[0] < faded[1] - 10


@pytest.mark.parametrize("name", _STRUCK)
def test_between_its_strikes_a_tone_only_fades(name: str) -> None:
    strikes = SCORE[name].sounds
    assert isinstance(strikes, tuple)
    rises = np.flatnonzero(np.diff(signals.levels_over_time(_played(name))) > 0.5) * 0.01
    assert all(any(0 <= rise + 0.02 - strike.at < 0.05 for strike in strikes) for rise in rises)


@_every_tone
def test_a_tone_stays_far_from_full_scale(name: str) -> None:
    assert np.abs(_played(name)).max() < decibels(-6)


@pytest.mark.judge
@_every_tone
def test_after_mp3_a_tone_has_its_level_below_speech(name: str) -> None:
    loudness, peak = signals.judged(signals.mp3(tone(name)), pad=0.4)
    assert loudness == pytest.approx(SCORE[name].loudness, abs=1)
    assert SPEECH - 12 < loudness < SPEECH - 3
    assert peak < -6


@pytest.mark.judge
def test_signs_of_breathing_are_softer_than_bells_and_alike() -> None:
    loudness = {name: signals.judged(signals.mp3(tone(name)), pad=0.4)[0] for name in TONES}
    assert max(loudness["rise"], loudness["fall"]) < min(loudness[name] for name in _STRUCK) - 1
    assert loudness["rise"] == pytest.approx(loudness["fall"], abs=1)


def _onsets(sound: signals.Signal) -> int:
    """How many times the level rises out of what went before by more than 6 dB, near the top."""
    levels = np.pad(signals.levels_over_time(sound, 0.02), (3, 0), constant_values=-120)
    rising = (levels[3:] > levels[:-3] + 6) & (levels[3:] > levels.max() - 25)
    return int((np.diff(np.pad(rising.astype(int), (1, 0))) == 1).sum())


def _contour(sound: signals.Signal) -> tuple[float, float]:
    """The pitch, in semitones, where the tone is first within 20 dB of its top and where it is last."""
    window = RATE // 20
    blocks = sound[: len(sound) // window * window].reshape(-1, window)
    top = np.abs(blocks).max(axis=1)
    heard = blocks[top > top.max() * decibels(-20)]
    first, last = (np.abs(np.fft.rfft(block * np.hanning(window), RATE)).argmax() for block in heard[[0, -1]])
    return 12 * float(np.log2(first)), 12 * float(np.log2(last))


def _pattern(sound: signals.Signal) -> tuple[int, int, bool]:
    """(strikes, direction of the pitch, short or long): what the ear keeps without naming a note."""
    first, last = _contour(sound)
    return _onsets(sound), int(np.sign(round((last - first) / 3))), len(sound) < RATE


def _told_apart(one: signals.Signal, other: signals.Signal) -> bool:
    """By pattern, and by pitch as well: three semitones somewhere."""
    apart = max(abs(a - b) for a, b in zip(_contour(one), _contour(other), strict=True))
    return _pattern(one) != _pattern(other) and apart > 2.5


def test_tones_have_the_patterns_they_are_known_by() -> None:
    assert {name: _pattern(_played(name)) for name in TONES} == {
        "start": (1, 0, False),
        "end": (2, 0, False),
        "half": (1, 0, True),
        "still": (3, 0, True),
        "switch": (2, 1, False),
        "rise": (1, 1, True),
        "fall": (1, -1, True),
    }


@pytest.mark.parametrize(("one", "other"), list(combinations(TONES, 2)))
def test_any_two_tones_are_told_apart_by_pattern_and_by_pitch(one: str, other: str) -> None:
    assert _told_apart(_played(one), _played(other))


@_every_tone
def test_a_tone_is_not_told_apart_from_itself(name: str) -> None:
    assert not _told_apart(_played(name), 0.5 * _played(name))


def test_each_tone_has_its_own_identity() -> None:
    identities = [tone_identity(name) for name in TONES]
    assert len({str(sorted(identity.items())) for identity in identities}) == len(TONES)
    assert all({"tone", "synthesis", "numpy"} <= identity.keys() for identity in identities)
