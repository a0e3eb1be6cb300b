"""The core (script, plan, score, fit, stitching) runs without optional libraries and threads, as on a phone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.helpers import core_session
from voiceguide.export.clip_factory import ClipFactory
from voiceguide.export.clip_pack import clip_name, encode_pack
from voiceguide.export.session import lay_out_plan, resolve_session
from voiceguide.files.cache import Cache
from voiceguide.plan.planner import make_plan
from voiceguide.score.items import sound_sources
from voiceguide.speech import engines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from voiceguide.export.clips import Clip
    from voiceguide.score.items import Item, Sound


IMPORT_CORE = """
import importlib, pkgutil
from tests.helpers.core_session import block_optional_features
block_optional_features()
for name in ("script", "plan", "score", "fit", "language", "audio.mp3"):
    package = importlib.import_module(f"voiceguide.{name}")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
import voiceguide.audio.cache_inputs, voiceguide.audio.inaudible_tone, voiceguide.export.clip_pack
"""


def test_core_modules_are_imported_without_optional_libraries() -> None:
    subprocess.run([sys.executable, "-c", IMPORT_CORE], check=True)


@dataclass
class RecordingFactory(ClipFactory):
    """Source of clips that records the sounds it was asked for."""

    sounds: set[Sound] = field(default_factory=set)

    def prepare(self, items: Iterable[Item]) -> None:
        items = tuple(items)
        self.sounds |= sound_sources(items).keys()
        super().prepare(items)

    def clip(self, sound: Sound) -> Clip:
        self.sounds.add(sound)
        return super().clip(sound)


@pytest.mark.parametrize("options", [{"hold": "desk-twist=25s"}, {"length": "8:00"}], ids=["hold", "length"])
def test_core_stitches_session_from_pack_without_libraries_and_threads(
    options: dict[str, str], cache_dir: Path, tmp_path: Path
) -> None:
    name = "your-desk"
    output = tmp_path / "rendered.mp3"
    choices = core_session.parse_choices(options)
    plan = make_plan(*resolve_session(name), choices)
    factory = RecordingFactory(engines.open_voice("silent"), Cache(cache_dir))
    session = lay_out_plan(plan, factory)
    output.write_bytes(b"".join(session.mp3_file().read()))
    clips = {clip_name(sound, "bowl"): (factory.clip(sound), factory.data(sound)) for sound in factory.sounds}
    pack, cover = tmp_path / "clips.pack", tmp_path / f"{round(session.timeline.length / 24_000 / 60)}.jpg"
    pack.write_bytes(encode_pack(clips))
    cover.write_bytes(session.cover())

    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.helpers.core_session",
            name,
            json.dumps(options),
            str(pack),
            str(cover),
        ],
        env={**os.environ, "VOICEGUIDE_STORE": str(tmp_path / "empty")},  # so that scripts are parsed
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    assert run.stdout == output.read_bytes()
