from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import soundfile

from tests.helpers import external_tools
from voiceguide.errors import FileError, RequestError, VoiceError
from voiceguide.export import voice_sample
from voiceguide.speech import engines, system
from voiceguide.speech.phrases import Phrase
from voiceguide.speech.voice import VoiceSettings

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Let your arms rest, and breathe slowly for 20s."


@pytest.mark.parametrize("name", ["a.mp3", "a.wav"])
def test_a_sample_is_saved_as_it_would_be_heard(tmp_path: Path, name: str) -> None:
    saved = voice_sample.save_sample(TEXT, "silent", VoiceSettings(), tmp_path / name)
    sound, rate = soundfile.read(saved.path)
    lead = 576 if name.endswith("mp3") else 0
    assert len(sound) == round(saved.seconds * rate) + lead
    assert saved.voice == "silent:hum"
    assert abs(sound).max() > 0.05


def test_sample_is_named_after_voice_when_no_output_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saved = voice_sample.save_sample(TEXT, "silent", VoiceSettings())
    assert saved.path.as_posix() == "output/sample-silent-hum.mp3"
    assert saved.path.is_file()


def test_a_slower_sample_is_longer(tmp_path: Path) -> None:
    usual, slow = (
        voice_sample.save_sample(TEXT, "silent", VoiceSettings(rate=rate), tmp_path / "a.mp3").seconds
        for rate in (144, 120)
    )
    assert slow / usual == pytest.approx(1.2, abs=0.01)


def test_sample_error_is_reported_when_text_or_output_is_invalid(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="can't be spoken"):
        voice_sample.save_sample("你好", "silent", VoiceSettings(), tmp_path / "a.mp3")
    with pytest.raises(RequestError, match="must end in"):
        voice_sample.save_sample(TEXT, "silent", VoiceSettings(), tmp_path / "a.ogg")
    with pytest.raises(FileError, match="cannot be written"):
        voice_sample.save_sample(TEXT, "silent", VoiceSettings(), tmp_path / "none" / "a.mp3")
    with pytest.raises(RequestError, match="languages are: en, de"):
        voice_sample.save_sample(TEXT, "silent", VoiceSettings("xx"), tmp_path / "a.mp3")
    assert list(tmp_path.iterdir()) == []


def test_every_engine_is_listed_with_its_names_and_licence() -> None:
    told = "\n".join(voice_sample.describe_engines())
    for engine in engines.ENGINES:
        assert f" {engine.name}" in told
        assert engine.licence in told
        assert all(name in told for name in (*engine.voice_names(), *engine.downloadable_speakers))
    assert "✓ silent" in told


def test_system_voices_are_listed_by_their_option_value() -> None:
    external_tools.require_package("pyttsx3")
    told = "\n".join(voice_sample.describe_engines())
    names = [name.strip() for name in told.partition("voices: ")[2].split("·")]
    voice = engines.open_voice(f"pyttsx3:{names[0]}")
    assert voice.record((Phrase("Half.", 0),))


def test_other_engines_are_listed_when_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> tuple[str, ...]:
        raise VoiceError("The voice's own process gave no answer within 10 s.")

    monkeypatch.setattr(engines, "find_spec", lambda _: object())
    monkeypatch.setattr(system, "speakers", fail)
    told = "\n".join(voice_sample.describe_engines())
    assert "could not be listed: The voice's own process gave no answer" in told
    assert "✓ silent" in told


def test_missing_engine_is_listed_with_its_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None if name == "piper" else object())
    told = "\n".join(voice_sample.describe_engines())
    assert "✗ piper" in told
    assert 'pip install "voiceguide[piper]"' in told


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_systems_own_voice_gives_a_sample(tmp_path: Path, language: str) -> None:
    external_tools.require_package("pyttsx3")
    saved = voice_sample.save_sample("Half.", "pyttsx3", VoiceSettings(language), tmp_path / "a.mp3")
    assert saved.seconds > 0.2
