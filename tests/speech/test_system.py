from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.helpers import external_tools
from tests.helpers.fake_recordings import record_phrase, square_tone
from voiceguide.errors import RequestError, VoiceError
from voiceguide.language import LANGUAGES
from voiceguide.language.normalise import normalise_text, strip_stress
from voiceguide.speech import recording as wav
from voiceguide.speech import subprocess_voice, system
from voiceguide.speech.phrases import Phrase, split_into_phrases
from voiceguide.speech.voice import VoiceSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.speech.subprocess_voice import SubprocessVoice
    from voiceguide.speech.worker_process import Question

CUE = "Arch your upper back over the edge of the chair, hands behind your head."


@pytest.fixture
def voice() -> SubprocessVoice:
    external_tools.require_package("pyttsx3")
    if not sys.platform.startswith("linux"):
        pytest.skip("measured with espeak-ng only")
    external_tools.require_package("espeakng_loader")
    return system.open_voice(None, VoiceSettings())


def test_a_phrase_keeps_the_target_pace_and_prints_nothing(
    voice: SubprocessVoice, capfd: pytest.CaptureFixture[str]
) -> None:
    seconds = wav.decode_recording(record_phrase(voice, CUE)).sound_seconds()
    assert 120 <= 60 * len(CUE.split()) / (seconds + 0.5) < 60 * len(CUE.split()) / seconds <= 160
    assert capfd.readouterr() == ("", "")


def test_the_same_phrase_has_the_same_samples_whatever_was_said_before(voice: SubprocessVoice) -> None:
    once = record_phrase(voice, "Half way.")
    record_phrase(voice, "Breathe out.")
    assert record_phrase(voice, "Half way.") == once


def test_any_system_voice_can_speak_by_its_id_or_name(voice: SubprocessVoice) -> None:
    known = system.speakers()
    assert {"en-us", "en-gb-x-rp", "de"} <= set(known)
    assert len(set(known)) == len(known)
    british = record_phrase(system.open_voice("en-gb-x-rp", VoiceSettings()), "Half way.")
    assert british == record_phrase(
        system.open_voice("English (Received Pronunciation)", VoiceSettings()), "Half way."
    )
    assert british != record_phrase(voice, "Half way.")


@pytest.mark.usefixtures("voice")
def test_pitch_and_rate_are_heard() -> None:
    usual, high, fast = (
        wav.decode_recording(record_phrase(system.open_voice(None, manner), CUE))
        for manner in (VoiceSettings(), VoiceSettings(pitch=90), VoiceSettings(rate=180))
    )
    assert usual != high
    assert fast.sound_seconds() < 0.9 * usual.sound_seconds()
    assert _pitch(high) > 1.2 * _pitch(usual)


def _pitch(recording: wav.Recording) -> float:
    """Return the fundamental frequency of a recording in Hz, by autocorrelation."""
    sound = np.array(recording.samples, dtype=float)
    likeness = np.fft.irfft(np.abs(np.fft.rfft(sound, 2 * len(sound))) ** 2)
    shortest = recording.sample_rate // 400
    return recording.sample_rate / float(shortest + likeness[shortest : recording.sample_rate // 60].argmax())


GERMAN_CUE = "Dreh die Brust *langsam* nach links, bis du einen sanften Zug spürst, und bleib dort."


@pytest.mark.usefixtures("voice")
def test_german_cue_is_speech_at_target_pace_in_a_german_voice() -> None:
    cue = split_into_phrases(normalise_text(GERMAN_CUE, "de"))
    voice = system.open_voice(None, VoiceSettings("de"))
    assert voice.name == "pyttsx3:de"
    recorded = voice.record(cue)
    seconds = sum(
        wav.speech_seconds(phrase.text, wav.decode_recording(take))
        for phrase, take in zip(cue, recorded, strict=True)
    )
    assert 110 <= 60 * len(strip_stress(normalise_text(GERMAN_CUE, "de")).split()) / (seconds + 0.5) <= 150
    assert recorded == voice.record(cue)
    assert not set(recorded) & set(system.open_voice(None, VoiceSettings("en")).record(cue))


@pytest.mark.usefixtures("voice")
def test_german_letters_reach_the_voice() -> None:
    voice = system.open_voice(None, VoiceSettings("de"))
    takes = {record_phrase(voice, word) for word in ("Müssen", "Mussen", "Grüße", "Grüsse")}
    assert len(takes) >= 3


def test_a_slow_phrase_is_slower(voice: SubprocessVoice) -> None:
    cue = split_into_phrases("Turn your chest *slowly and gently* to the left, and stay there.")
    usual = tuple(Phrase(phrase.text, phrase.pause) for phrase in cue)
    slow, plainly = (wav.decode_recording(voice.record(one)[1]).sound_seconds() for one in (cue, usual))
    assert slow >= 1.15 * plainly


@pytest.mark.usefixtures("voice")
def test_a_language_that_the_system_does_not_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_LINUX", False)  # elsewhere the worker looks for the first of the language
    monkeypatch.setattr(LANGUAGES, "codes", (*LANGUAGES, "tlh"))
    monkeypatch.setitem(sys.modules, "voiceguide.language.tlh", sys.modules["voiceguide.language.en"])
    with pytest.raises(RequestError, match="no voice for the language “tlh”"):
        record_phrase(system.open_voice(None, VoiceSettings("tlh")), "Half way.")


@pytest.mark.usefixtures("voice")
def test_off_linux_the_first_voice_of_the_language_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    german = record_phrase(system.open_voice(None, VoiceSettings("de")), "Halbzeit.")
    monkeypatch.setattr(system, "_LINUX", False)
    assert record_phrase(system.open_voice(None, VoiceSettings("de")), "Halbzeit.") == german


@pytest.mark.usefixtures("voice")
def test_an_unknown_speaker_is_refused_with_the_nearest() -> None:
    with pytest.raises(RequestError, match=r"no voice “en-su”.* gmw/en-us"):
        record_phrase(system.open_voice("en-su", VoiceSettings()), "Half way.")


def _replace_worker(monkeypatch: pytest.MonkeyPatch, respond: Callable[[Question], bytes]) -> list[int]:
    """Replace the worker by `respond`; return a list that counts the workers started."""
    workers: list[int] = []

    class FakeWorker:
        def __init__(self, _: str) -> None:
            workers.append(1)

        def __enter__(self) -> FakeWorker:  # noqa: PYI034 - a stand-in for one test
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def ask(self, question: Question) -> bytes:
            return respond(question)

    monkeypatch.setattr(subprocess_voice, "Worker", FakeWorker)
    return workers


def test_bad_recording_is_retried_once_in_a_new_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    takes = iter([square_tone(0), square_tone(0.78)])
    workers = _replace_worker(monkeypatch, lambda _: next(takes))
    assert record_phrase(system.open_voice("x", VoiceSettings()), "Half way.") == square_tone(0.78)
    assert len(workers) == 2


def test_two_bad_recordings_are_a_voice_error(monkeypatch: pytest.MonkeyPatch) -> None:
    workers = _replace_worker(monkeypatch, lambda _: square_tone(0.78)[:-100])
    with pytest.raises(VoiceError, match="promises"):
        record_phrase(system.open_voice("x", VoiceSettings()), "Half way.")
    assert len(workers) == 2


def test_a_phrase_that_could_crash_the_engine_never_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    workers = _replace_worker(monkeypatch, lambda _: square_tone(1))
    with pytest.raises(VoiceError, match="too long"):
        record_phrase(system.open_voice(None, VoiceSettings()), "word " * 40)
    assert not workers


def test_cache_inputs_name_the_system_off_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_LINUX", False)
    voice = system.open_voice(None, VoiceSettings())
    assert voice.name == "pyttsx3"
    assert voice.cache_inputs["system"]
    assert "espeakng-loader" not in voice.cache_inputs
    voice.close()
