"""Speech over music: the MP3 is decoded independently, and its words are recognised."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests.helpers import external_tools, recogniser
from voiceguide import units
from voiceguide.audio import music_beds
from voiceguide.export.render import render
from voiceguide.plan.options import Choices
from voiceguide.score.preview import Preview

if TYPE_CHECKING:
    from pathlib import Path

LOG = logging.getLogger(__name__)
MARGIN_LENGTH = units.SAMPLE_RATE // 4
EXCERPT_LENGTH = 50 * units.SAMPLE_RATE
CHAPTERS = ("", "cat-camel", "seated-twist", "shoulder-blade-squeeze")


def _write_tune(path: Path) -> str:
    """Return a music file: plucked strings over slow chords, in the frequency range of voices."""
    notes = np.random.default_rng(7)
    sound = np.zeros(30 * units.SAMPLE_RATE)
    for beat in range(0, 28 * units.SAMPLE_RATE, units.SAMPLE_RATE // 2):
        for pitch in notes.choice([131, 165, 196, 220, 262, 330, 392, 440, 523, 659], 3, replace=False):
            time = np.arange(2 * units.SAMPLE_RATE) / units.SAMPLE_RATE
            waves = sum(np.sin(2 * np.pi * pitch * part * time) / part for part in (1, 2, 3, 4))
            sound[beat : beat + len(time)] += waves * np.exp(-2 * time) * np.minimum(time * 200, 1)
    soundfile.write(path, 0.5 * sound / np.abs(sound).max(), units.SAMPLE_RATE)
    return str(path)


@pytest.mark.judge
def test_a_recogniser_understands_the_words_over_every_bed_and_over_a_tune(tmp_path: Path) -> None:
    """Assert at most 5 % word errors over all beds, each with another part of the default session."""
    recogniser.require_recogniser()
    external_tools.require_package("av")
    cues = []
    for bed, chapter in zip((*music_beds.BEDS, _write_tune(tmp_path / "tune.mp3")), CHAPTERS, strict=True):
        done = render(
            choices=Choices(music=bed), output=tmp_path / "a.mp3", preview=Preview(EXCERPT_LENGTH, chapter)
        )
        audio, _ = soundfile.read(done.path, dtype="float32")
        for event in done.laid_out_session.timeline.events:
            if event.sound and event.kind == "speech":
                clip = audio[max(event.start - MARGIN_LENGTH, 0) : event.end + MARGIN_LENGTH]
                assert np.abs(clip[-MARGIN_LENGTH // 2 :]).max() > 0  # there is music
                cues.append((clip, event.sound.text))
    wrong, words, misheard = recogniser.count_word_errors(cues)
    LOG.info("%d of %d words misheard", wrong, words)
    assert words > 200
    assert wrong <= 0.05 * words, misheard
