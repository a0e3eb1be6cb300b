from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import external_tools
from tests.helpers.silence_trimmers import RATE, TRIM_RULES, TrimRule, trimmed_fraction
from voiceguide.audio import inaudible_tone
from voiceguide.audio.mp3 import frames, stitch
from voiceguide.audio.samples import db_to_amplitude, from_pcm
from voiceguide.export.render import render
from voiceguide.language import LANGUAGES
from voiceguide.plan.options import Choices

if TYPE_CHECKING:
    from pathlib import Path

TRIM_PROOF_CHOICES = Choices(voice="silent", trim_proof=True)
each_rule = pytest.mark.parametrize("rule", TRIM_RULES, ids=lambda rule: rule.name)


@pytest.fixture(scope="module")
def decoded_sounds(tmp_path_factory: pytest.TempPathFactory) -> tuple[np.ndarray, np.ndarray]:
    """Return a session with and without the inaudible tone, decoded by libsndfile."""
    folder = tmp_path_factory.mktemp("proof")
    with_it, without = (
        render("desk-break", replace(TRIM_PROOF_CHOICES, trim_proof=tone), folder / f"{tone}.mp3").path
        for tone in (True, False)
    )
    return soundfile.read(with_it)[0], soundfile.read(without)[0]


@each_rule
def test_trim_rules_cut_silence_only(rule: TrimRule) -> None:
    loud, quiet = np.full(3 * RATE, 0.1), np.zeros(7 * RATE)
    assert trimmed_fraction(np.concatenate([loud, quiet, loud]), rule) == pytest.approx(
        (7 - rule.remaining_silence) / 13, abs=0.01
    )
    assert trimmed_fraction(loud, rule) == 0


@each_rule
def test_trim_proof_session_is_hardly_trimmed(
    rule: TrimRule, decoded_sounds: tuple[np.ndarray, np.ndarray]
) -> None:
    with_it, without = decoded_sounds
    assert len(with_it) == len(without)
    assert trimmed_fraction(without, rule) > 0.15
    assert trimmed_fraction(with_it, rule) < 0.01


def test_words_and_bells_are_as_they_were(decoded_sounds: tuple[np.ndarray, np.ndarray]) -> None:
    with_it, without = decoded_sounds
    sounding = np.abs(without) > 0.1
    assert sounding.mean() > 0.1
    assert np.abs(with_it - without)[sounding].max() < 1e-4


@pytest.mark.judge
def test_real_voice_is_not_trimmed_by_the_commonest_player(tmp_path: Path) -> None:
    external_tools.require_package("hibari")
    asked = Choices(trim_proof=True)
    sound, _ = soundfile.read(render("desk-break", asked, tmp_path / "a.mp3").path)
    assert [trimmed_fraction(sound, rule) < 0.01 for rule in TRIM_RULES] == [True, True, True]


def test_trim_proof_wav_is_not_trimmed_and_tag_says_so(shrug: Path, tmp_path: Path) -> None:
    done = render(str(shrug), TRIM_PROOF_CHOICES, tmp_path / "a.wav")
    assert max(trimmed_fraction(soundfile.read(done.path)[0], rule) for rule in TRIM_RULES) < 0.01
    mp3 = render(str(shrug), TRIM_PROOF_CHOICES, tmp_path / "a.mp3").path
    comment = external_tools.require_package("mutagen.id3").ID3(mp3).getall("COMM")[0].text[0]
    assert comment.endswith(LANGUAGES["en"].trim_proof_note)


def test_the_tone_is_too_low_for_a_phone_and_too_soft_to_count() -> None:
    tone = from_pcm(inaudible_tone.synthesise(10 * RATE))
    spectrum = np.abs(np.fft.rfft(tone * np.hanning(len(tone)))) ** 2
    low = np.fft.rfftfreq(len(tone), 1 / RATE) < 40
    assert spectrum[~low].sum() < 1e-6 * spectrum[low].sum()
    assert np.abs(tone).max() == pytest.approx(db_to_amplitude(inaudible_tone.PEAK_DBFS), rel=1e-3)
    assert tone[0] == tone[-1] == 0


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=8), st.integers(0, 60))
def test_gaps_are_filled_as_far_as_clips_go(gaps_and_clips: list[tuple[int, int]], after: int) -> None:
    placed, free = [], 0
    for gap, count in gaps_and_clips:
        placed.append((free + gap + 1, count))
        free += gap + count
    total = (free + after) * 576 - frames.DECODER_DELAY
    taken = [(at - 1, at - 1 + count) for at, count in placed]
    for at, length in stitch.clips_in_gaps(placed, max(total, 1), 40 * 576):
        taken.append((at - 1, at - 1 + frames.clip_frame_count(length)))
        assert 0 < length <= 40 * 576
    taken.sort()
    assert all(before[1] <= behind[0] for before, behind in pairwise(taken))
    unfilled = [behind[0] - before[1] for before, behind in pairwise(taken)]
    assert all(gap < 2 for gap in unfilled)
