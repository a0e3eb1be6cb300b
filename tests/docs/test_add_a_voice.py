"""The steps of docs/add-a-voice.md add a voice that works."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
import soundfile

import voiceguide.speech
from tests.conftest import PROJECT_DIR
from voiceguide.export import voice_sample
from voiceguide.export.render import render
from voiceguide.plan.options import Choices
from voiceguide.speech import engines
from voiceguide.speech.voice import VoiceSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bee_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add the page's voice: one file and one row."""
    page = (PROJECT_DIR / "docs" / "add-a-voice.md").read_text("utf-8")
    file, row = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    folder = tmp_path / "speech"
    folder.mkdir()
    (folder / "buzz.py").write_text(file, "utf-8")
    monkeypatch.setattr(voiceguide.speech, "__path__", [*voiceguide.speech.__path__, str(folder)])
    added = eval(row, vars(engines))  # noqa: S307 - our own page
    monkeypatch.setattr(engines, "ENGINES", (*engines.ENGINES, added))
    yield
    sys.modules.pop("voiceguide.speech.buzz", None)


@pytest.mark.usefixtures("bee_voice")
def test_the_new_voice_is_listed_heard_and_speaks_a_session(shrug: Path, tmp_path: Path) -> None:
    assert "✓ buzz: a bee that knows your session" in "\n".join(voice_sample.describe_engines())
    words = "Sit tall, let both of your shoulders drop, and breathe out."
    usual, slow = (
        voice_sample.save_sample(words, "bee", VoiceSettings(rate=rate), tmp_path / "bee.mp3").seconds
        for rate in (144, 110)
    )
    assert 1.2 < slow / usual < 1.45
    done = render(str(shrug), Choices(voice="buzz"), tmp_path / "session.mp3")
    sound, _ = soundfile.read(done.path)
    assert len(sound) == done.laid_out_session.timeline.length
    assert done.laid_out_session.voice_name == "buzz:bee"
    first = next(event for event in done.laid_out_session.timeline.events if event.kind == "speech")
    assert abs(sound[first.start : first.end]).max() > 0.05
