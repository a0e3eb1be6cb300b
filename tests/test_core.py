"""The core (script, plan, score, fit, stitching) runs without optional libraries and threads, as on a phone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.helpers import core_session
from voiceguide.cache import Cache
from voiceguide.export.clips import ClipEncoding, ClipKeys
from voiceguide.export.render import render
from voiceguide.speech import engines

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.score.items import Sound


IMPORT_CORE = """
import importlib, pkgutil
from tests.helpers.core_session import block_optional_features
block_optional_features()
for name in ("script", "plan", "score", "fit", "language", "audio.mp3"):
    package = importlib.import_module(f"voiceguide.{name}")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
import voiceguide.audio.tones, voiceguide.audio.mastering, voiceguide.audio.inaudible_tone, voiceguide.export.clips
"""


def test_core_modules_are_imported_without_optional_libraries() -> None:
    subprocess.run([sys.executable, "-c", IMPORT_CORE], check=True)


@pytest.mark.parametrize("options", [{"hold": "desk-twist=25s"}, {"length": "5:00"}], ids=["hold", "length"])
def test_core_stitches_cached_session_without_libraries_and_threads(
    options: dict[str, str], cache_dir: Path, tmp_path: Path
) -> None:
    name = "desk-break"
    output = tmp_path / "rendered.mp3"
    render(name, core_session.parse_choices(options), output, cache=Cache(cache_dir))

    voice = engines.open_voice("silent")
    clip_keys = ClipKeys(voice, "en", "bowl", ClipEncoding.MP3)
    keys: dict[Sound, str] = {}

    def record_key(sound: Sound) -> str:
        return keys.setdefault(sound, clip_keys.key(sound))

    assert (
        core_session.stitch_session(name, options, cache_dir, voice.name, record_key) == output.read_bytes()
    )

    manifest = {
        "session": name,
        "options": options,
        "cache": str(cache_dir),
        "voice": voice.name,
        "keys": [
            (sound.kind, sound.text, sound.respelled_text, clip_key) for sound, clip_key in keys.items()
        ],
    }
    manifest_file = tmp_path / "manifest.json"
    manifest_file.write_text(json.dumps(manifest), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "tests.helpers.core_session", str(manifest_file)],
        env={**os.environ, "VOICEGUIDE_STORE": str(tmp_path / "empty")},  # so that scripts are parsed
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    assert run.stdout == output.read_bytes()
