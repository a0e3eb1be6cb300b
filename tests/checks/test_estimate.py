from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from voiceguide.audio import tones
from voiceguide.checks.estimate import estimate
from voiceguide.export.clip_factory import ClipFactory
from voiceguide.files.cache import Cache
from voiceguide.plan.sound_profiles import CHIMES
from voiceguide.score.items import Sound, SoundKind
from voiceguide.speech.silent import SilentVoice

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.parametrize(("name", "chime"), list(product(tones.TONE_NAMES, CHIMES)))
def test_a_tone_is_known_to_the_sample_before_it_is_made(cache_dir: Path, name: str, chime: str) -> None:
    made = ClipFactory(SilentVoice(), Cache(cache_dir), chime=chime).clip(Sound(SoundKind.TONE, name))
    told = estimate(Sound(SoundKind.TONE, name), chime=chime)
    assert (told.length, told.span, told.spoken) == (made.length, made.span, made.spoken)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["Sit tall.", "Hold for 20 seconds… Then rest. And breathe."])
def test_words_are_as_long_as_the_silent_voice_takes_for_them(cache_dir: Path, text: str) -> None:
    made = ClipFactory(SilentVoice(), Cache(cache_dir)).clip(Sound(SoundKind.SPEECH, text))
    told = estimate(Sound(SoundKind.SPEECH, text))
    assert told.spoken == made.spoken
    # Trimming takes the silence off the ends of the hum: two margins of 10 ms at the most.
    assert abs(told.length - made.length) <= 480
