"""Words are understood with music under them: the finished MP3, decoded and heard by others than us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests import judges, recogniser
from voiceguide import units
from voiceguide.render import render
from voiceguide.session.choices import Choices
from voiceguide.session.preview import Preview
from voiceguide.sound import beds

if TYPE_CHECKING:
    from pathlib import Path

AROUND = units.RATE // 4
TASTE = 50 * units.RATE
CHAPTERS = ("", "cat-camel", "seated-twist")


@pytest.mark.judge
def test_a_recogniser_understands_the_words_over_every_bed(tmp_path: Path) -> None:
    """At most 5 % word errors over all; another part of the usual session on each bed."""
    recogniser.needed()
    judges.package("av")
    cues = []
    for bed, chapter in zip(beds.BEDS, CHAPTERS, strict=True):
        done = render(choices=Choices(music=bed), output=tmp_path / "a.mp3", preview=Preview(TASTE, chapter))
        audio, _ = soundfile.read(done.path, dtype="float32")
        for event in done.performance.timeline.events:
            if event.sound and event.kind == "speech":
                clip = audio[max(event.start - AROUND, 0) : event.end + AROUND]
                assert np.abs(clip[-AROUND // 2 :]).max() > 0  # there is music
                cues.append((clip, event.sound.text))
    wrong, words, misheard = recogniser.errors(cues)
    assert words > 150
    assert wrong <= 0.05 * words, misheard
