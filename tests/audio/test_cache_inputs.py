from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from itertools import product

import pytest

from voiceguide.audio import cache_inputs, settings
from voiceguide.audio.cache_inputs import encoder_inputs, mastering_inputs, tone_inputs
from voiceguide.audio.tone_table import CHIMES
from voiceguide.audio.tones import TONE_NAMES
from voiceguide.errors import AudioError


def test_inputs_name_every_setting_and_library_of_mastering(monkeypatch: pytest.MonkeyPatch) -> None:
    before = mastering_inputs()
    assert {"numpy", "pydub", "soxr", "SPEECH_LUFS", "CEILING_DBTP", "PROCESSING_VERSION"} <= before.keys()
    monkeypatch.setattr(settings, "PHRASE_FADE", 480)
    after = mastering_inputs()
    assert {key for key in before if before[key] != after[key]} == {"PHRASE_FADE"}


def test_each_tone_of_each_chime_has_its_own_inputs() -> None:
    identities = [tone_inputs(name, chime) for name, chime in product(TONE_NAMES, CHIMES)]
    assert len({str(sorted(identity.items())) for identity in identities}) == len(TONE_NAMES) * len(CHIMES)
    assert all({"tone", "synthesis", "numpy"} <= identity.keys() for identity in identities)


def test_inputs_name_the_encoder_and_every_setting_of_it() -> None:
    version = metadata.version("lameenc")
    assert encoder_inputs() == {"encoder": f"lameenc {version}", "bitrate": "64", "quality": "2"}


def test_inputs_fail_when_the_encoder_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_inputs, "installed_version", lambda _: "none")
    with pytest.raises(AudioError, match="not installed"):
        encoder_inputs()


def test_inputs_and_stitching_load_no_library() -> None:
    code = (
        "import sys; from voiceguide.audio import cache_inputs; from voiceguide.audio.mp3 import id3_writer, stitch;"
        "cache_inputs.mastering_inputs(); cache_inputs.tone_inputs('start'); cache_inputs.encoder_inputs();"
        "print(*{'lameenc', 'numpy', 'pydub', 'soxr'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.split() == []
