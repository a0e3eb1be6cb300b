from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.hums import say
from voiceguide.errors import AskedError, VoiceError
from voiceguide.units import RATE
from voiceguide.voice import silent, wav
from voiceguide.voice.phrases import SENTENCE

CUE = "Turn your chest slowly to the left, until you feel a gentle pull."


def test_it_hums_as_long_as_it_says_from_the_first_sample_to_the_last() -> None:
    recording = wav.read(say(silent.open_voice(None), CUE))
    assert recording.rate == RATE
    assert len(recording.samples) == silent.phrase_length(CUE)
    assert len(recording.samples) - recording.sounding() * RATE < 3  # the zeros where it begins and ends
    assert 0.15 < max(recording.samples) / 32768 < 0.25


def test_the_hum_passes_for_speech_and_is_the_same_every_time() -> None:
    voice = silent.open_voice("hum")
    assert wav.speech(CUE, wav.read(say(voice, CUE))) > 0
    assert say(voice, CUE) == say(silent.open_voice(None), CUE)
    voice.close()


def test_a_cue_is_its_phrases_and_the_pauses_between_them() -> None:
    assert silent.spoken_length(f"{CUE} Rest.") == (
        silent.phrase_length(CUE) + SENTENCE + silent.phrase_length("Rest.")
    )
    assert silent.spoken_length("") == 0


@given(st.lists(st.from_regex(r"[a-z]{2,7}", fullmatch=True), min_size=9, max_size=20))
def test_cues_above_eight_words_keep_our_pace(words: list[str]) -> None:
    phrase = " ".join(words)[:180].rpartition(" ")[0]
    assert 120 <= 60 * RATE * len(phrase.split()) / silent.phrase_length(phrase) <= 160


def test_it_has_nothing_to_hum_without_words_and_one_speaker_only() -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        say(silent.open_voice(None), "…")
    with pytest.raises(AskedError, match="emma"):
        silent.open_voice("emma")
