from __future__ import annotations

import json
import subprocess
import sys

import pytest

from voiceguide.errors import RequestError, VoiceError
from voiceguide.language import LANGUAGES
from voiceguide.speech import engines
from voiceguide.speech.voice import VoiceSettings

HEAVY = ["numpy", "onnxruntime", "hibari", "pyttsx3", "espeakng_loader", "num2words", "importlib.metadata"]


def _hide_packages(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None if name in packages else object())


@pytest.mark.parametrize("row", engines.ENGINES, ids=lambda row: row.name)
def test_every_engine_is_fully_described(row: engines.Engine) -> None:
    assert row.description
    assert row.licence
    assert row.install_hint or not row.required_packages
    assert row.voice_names()[0] == row.name


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("silent", "silent:hum"),
        ("hum", "silent:hum"),
        ("SILENT:hum", "silent:hum"),
        ("hibari", "hibari:heart"),
        ("Heart", "hibari:heart"),
        (" hibari:heart ", "hibari:heart"),
        ("pyttsx3:en-gb", "pyttsx3:en-gb"),
        ("emma", "hibari:emma"),
    ],
)
def test_a_voice_is_opened_by_engine_or_by_speaker(
    monkeypatch: pytest.MonkeyPatch, wanted: str, name: str
) -> None:
    _hide_packages(monkeypatch)
    voice = engines.open_voice(wanted)
    assert voice.name == name
    assert json.loads(json.dumps(voice.cache_inputs)) == voice.cache_inputs
    assert voice.cache_inputs["voice"] == name
    voice.close()


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("hibary", "hibari"),
        ("hart", "heart"),
        ("silence", "silent"),
        ("hibari:", "hibari"),
        ("", ""),
        ("sapi:x", ""),
    ],
)
def test_an_unknown_voice_is_refused_with_the_nearest_and_all_choices(wanted: str, near: str) -> None:
    with pytest.raises(RequestError) as caught:
        engines.open_voice(wanted)
    assert f"Did you mean {near}" in str(caught.value)
    for row in engines.ENGINES:
        assert row.name in str(caught.value)


def test_the_default_is_hibari(monkeypatch: pytest.MonkeyPatch) -> None:
    _hide_packages(monkeypatch)
    assert engines.open_voice().name == "hibari:heart"
    assert engines.default_voice_notice() == ""


def test_system_voice_is_the_default_when_hibari_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _hide_packages(monkeypatch, "onnxruntime")
    assert engines.open_voice().name.startswith("pyttsx3")
    assert "hibari" in engines.default_voice_notice()
    assert "pip install" in engines.default_voice_notice()


def test_german_uses_the_system_voice_without_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    for absent in ((), ("hibari",)):
        _hide_packages(monkeypatch, *absent)
        assert engines.open_voice(settings=VoiceSettings("de")).name.startswith("pyttsx3")
        assert engines.default_engine("de").name == "pyttsx3"
        assert engines.default_voice_notice("de") == ""


@pytest.mark.parametrize("wanted", ["hibari", "heart"])
def test_an_engine_that_does_not_speak_the_language_names_those_that_do(
    monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    _hide_packages(monkeypatch)
    with pytest.raises(
        RequestError, match="hibari speaks English only; for German there are: pyttsx3, silent"
    ):
        engines.open_voice(wanted, VoiceSettings("de"))


def test_an_unknown_language_is_refused_before_any_voice() -> None:
    with pytest.raises(RequestError, match="en, de"):
        engines.open_voice("nobody", VoiceSettings("xx"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_an_engine_to_speak_it(language: str) -> None:
    assert engines.default_engine(language).speaks(language)
    assert set(LANGUAGES) >= {code for row in engines.ENGINES for code in row.languages}


@pytest.mark.parametrize("wanted", ["silent", "pyttsx3"])
def test_voices_of_two_languages_have_separate_cache_inputs(
    monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    _hide_packages(monkeypatch)
    assert (
        engines.open_voice(wanted, VoiceSettings("de")).cache_inputs
        != engines.open_voice(wanted, VoiceSettings("en")).cache_inputs
    )


def test_an_engine_that_is_not_installed_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _hide_packages(monkeypatch, "hibari", "onnxruntime")
    with pytest.raises(VoiceError, match=r"needs hibari, onnxruntime: pip install"):
        engines.open_voice("hibari")


def test_error_recommends_best_engine_when_none_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    _hide_packages(monkeypatch, "hibari", "pyttsx3", "piper")
    with pytest.raises(VoiceError, match=r"^The voice hibari needs hibari: pip"):
        engines.open_voice()


def test_pitch_is_refused_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    _hide_packages(monkeypatch)
    for wanted in ("hibari", "piper", "silent", None):
        with pytest.raises(RequestError, match=r"can't be set\. Engines with a pitch: "):
            engines.open_voice(wanted, VoiceSettings(pitch=40))


@pytest.mark.parametrize("wanted", ["hibari", "pyttsx3", "silent"])
def test_every_engine_takes_a_rate(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    _hide_packages(monkeypatch)
    usual, slow = (engines.open_voice(wanted, VoiceSettings(rate=rate)).cache_inputs for rate in (144, 120))
    assert usual != slow


def test_choosing_and_opening_a_voice_loads_no_engine() -> None:
    script = (
        "import sys; from voiceguide.speech import engines\n"
        "[row.missing_packages() for row in engines.ENGINES]; engines.open_voice(); engines.open_voice('pyttsx3')\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not set(HEAVY) & set(loaded.split())
