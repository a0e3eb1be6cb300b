from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.fake_recordings import record_phrase
from voiceguide.errors import RequestError, VoiceError
from voiceguide.language import LANGUAGES
from voiceguide.speech import pace, silent
from voiceguide.speech import recording as wav
from voiceguide.speech.phrases import SENTENCE_PAUSE, STRESS_PAUSE, Phrase, split_into_phrases
from voiceguide.speech.voice import VoiceSettings
from voiceguide.units import SAMPLE_RATE

CUE = "Turn your chest slowly to the left, until you feel a gentle pull."


def test_hum_fills_the_estimated_length() -> None:
    recording = wav.decode_recording(record_phrase(silent.open_voice(None, VoiceSettings()), CUE))
    assert recording.sample_rate == SAMPLE_RATE
    assert len(recording.samples) == pace.phrase_length(Phrase(CUE, 0))
    assert (
        len(recording.samples) - recording.sound_seconds() * SAMPLE_RATE < 3
    )  # the zeros where it begins and ends
    assert 0.15 < max(recording.samples) / 32768 < 0.25


def test_the_hum_passes_for_speech_and_is_the_same_every_time() -> None:
    voice = silent.open_voice("hum", VoiceSettings())
    assert wav.speech_seconds(CUE, wav.decode_recording(record_phrase(voice, CUE))) > 0
    assert record_phrase(voice, CUE) == record_phrase(silent.open_voice(None, VoiceSettings()), CUE)
    voice.close()


def test_a_cue_is_its_phrases_and_the_pauses_between_them() -> None:
    rest = pace.phrase_length(Phrase("Rest.", 0))
    assert pace.spoken_length(f"{CUE} Rest.") == pace.phrase_length(Phrase(CUE, 0)) + SENTENCE_PAUSE + rest
    assert pace.spoken_length("") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cue_is_hummed_as_long_as_it_is_reckoned_in_any_language(language: str) -> None:
    cue = split_into_phrases("Turn *slowly and gently* to the left.")
    voice = silent.open_voice(None, VoiceSettings(language))
    hums = sum(len(wav.decode_recording(hum).samples) for hum in voice.record(cue))
    assert hums + 2 * STRESS_PAUSE == pace.spoken_length("Turn *slowly and gently* to the left.", language)
    assert json.loads(json.dumps(voice.cache_inputs)) == voice.cache_inputs
    assert voice.cache_inputs["language"] == language


def test_slow_words_take_a_quarter_longer_and_german_ones_a_tenth() -> None:
    usual = pace.phrase_length(Phrase(CUE, 0))
    assert pace.phrase_length(Phrase(CUE, 0, slow=True)) / usual == pytest.approx(1.25, abs=0.01)
    assert 1.05 < pace.phrase_length(Phrase(CUE, 0), "de") / usual <= 1.1


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=7), min_size=9, max_size=20))
def test_cues_above_eight_words_keep_the_target_pace(words: list[str]) -> None:
    phrase = " ".join(words)[:180].rpartition(" ")[0]
    assert 120 <= 60 * SAMPLE_RATE * len(phrase.split()) / pace.phrase_length(Phrase(phrase, 0)) <= 160


def test_silent_voice_refuses_empty_text_and_unknown_speakers() -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        record_phrase(silent.open_voice(None, VoiceSettings()), "…")
    with pytest.raises(RequestError, match="emma"):
        silent.open_voice("emma", VoiceSettings())
