"""No join clicks, by a measure that finds planted ones."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests.helpers import external_tools, signals
from tests.helpers.clicks import CLICK, joins, loudest
from voiceguide.export.render import render
from voiceguide.plan.choices import Choices

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.score.timeline import Timeline

Heard = tuple[signals.Signal, "Timeline"]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    external_tools.package("hibari")
    done = render("desk-break", Choices(), tmp_path_factory.mktemp("clicks") / "a.mp3")
    return soundfile.read(done.path)[0], done.laid_out_session.timeline


def test_no_join_of_a_session_clicks(heard: Heard) -> None:
    sound, timeline = heard
    assert len(joins(timeline)) > 60
    assert loudest(sound, joins(timeline)) < CLICK


@pytest.mark.parametrize("number", [3, 20, 41])
@pytest.mark.parametrize("length", [1, 120])
def test_a_planted_click_is_found_at_any_join(heard: Heard, number: int, length: int) -> None:
    sound, timeline = heard[0].copy(), heard[1]
    place = joins(timeline)[number]
    sound[place : place + length] += 0.03
    assert loudest(sound, [place]) > CLICK
    assert loudest(sound, joins(timeline)) > CLICK


def test_a_hard_edge_is_still_a_click_after_mp3() -> None:
    bell = np.concatenate([np.zeros(2400), signals.sine(300, 0.3, peak=0.3, phase=np.pi / 2), np.zeros(2400)])
    pcm = np.rint(bell * 32767).astype("<i2").tobytes()
    decoded, _ = soundfile.read(io.BytesIO(signals.mp3(pcm)))
    place = int(np.flatnonzero(np.abs(decoded) > 0.1)[0])
    assert loudest(decoded, [place]) > CLICK


@pytest.mark.judge
def test_the_systems_voice_is_as_loud_and_clicks_as_little(tmp_path: Path) -> None:
    external_tools.package("pyttsx3")
    script = tmp_path / "short.md"
    script.write_text(
        "---\ntitle: Short\nposition: chair\nhold: 10s (5s-20s)\n---\n\n> Stop if it hurts.\n\nSit tall.\n\n"
        "- hold {hold}\n  - Lift your shoulders toward your ears.\n  - @end Let them drop.\n",
        encoding="utf-8",
    )
    done = render(str(script), Choices(voice="pyttsx3", guidance="brief"), tmp_path / "a.mp3")
    sound, _ = soundfile.read(done.path)
    assert loudest(sound, joins(done.laid_out_session.timeline)) < CLICK
    loudness, peak = signals.judged(done.path.read_bytes())
    assert loudness == pytest.approx(-19, abs=0.5)
    assert peak <= -1
