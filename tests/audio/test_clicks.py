"""Joins do not click, according to a measure that finds planted clicks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests.helpers import external_tools, signals
from tests.helpers.clicks import CLICK_DB, find_joins, high_frequency_peak
from voiceguide.audio.settings import TARGET_LUFS
from voiceguide.export.render import render
from voiceguide.plan.options import Choices
from voiceguide.script.vocabulary import Guidance

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.score.timeline import Timeline

DecodedSession = tuple[signals.Waveform, "Timeline"]


@pytest.fixture(scope="module")
def decoded_session(tmp_path_factory: pytest.TempPathFactory) -> DecodedSession:
    external_tools.require_package("hibari")
    done = render("desk-break", Choices(), tmp_path_factory.mktemp("clicks") / "a.mp3")
    return soundfile.read(done.path)[0], done.laid_out_session.timeline


def test_no_join_of_a_session_clicks(decoded_session: DecodedSession) -> None:
    sound, timeline = decoded_session
    assert len(find_joins(timeline)) > 60
    assert high_frequency_peak(sound, find_joins(timeline)) < CLICK_DB


@pytest.mark.parametrize("number", [3, 20, 41])
@pytest.mark.parametrize("length", [1, 120])
def test_a_planted_click_is_found_at_any_join(
    decoded_session: DecodedSession, number: int, length: int
) -> None:
    sound, timeline = decoded_session[0].copy(), decoded_session[1]
    place = find_joins(timeline)[number]
    sound[place : place + length] += 0.03
    assert high_frequency_peak(sound, [place]) > CLICK_DB
    assert high_frequency_peak(sound, find_joins(timeline)) > CLICK_DB


def test_a_hard_edge_is_still_a_click_after_mp3() -> None:
    bell = np.concatenate([np.zeros(2400), signals.sine(300, 0.3, peak=0.3, phase=np.pi / 2), np.zeros(2400)])
    pcm = np.rint(bell * 32767).astype("<i2").tobytes()
    decoded, _ = soundfile.read(io.BytesIO(signals.encode_mp3(pcm)))
    place = int(np.flatnonzero(np.abs(decoded) > 0.1)[0])
    assert high_frequency_peak(decoded, [place]) > CLICK_DB


@pytest.mark.judge
def test_system_voice_has_same_loudness_and_no_clicks(tmp_path: Path) -> None:
    external_tools.require_package("pyttsx3")
    script = tmp_path / "short.md"
    script.write_text(
        "---\ntitle: Short\nposition: chair\nhold: 10s (5s-20s)\n---\n\n> Stop if it hurts.\n\nSit tall.\n\n"
        "- hold {hold}\n  - Lift your shoulders toward your ears.\n  - @end Let them drop.\n",
        encoding="utf-8",
    )
    done = render(str(script), Choices(voice="pyttsx3", guidance=Guidance.BRIEF), tmp_path / "a.mp3")
    sound, _ = soundfile.read(done.path)
    assert high_frequency_peak(sound, find_joins(done.laid_out_session.timeline)) < CLICK_DB
    loudness, peak = signals.measure_loudness(done.path.read_bytes())
    assert loudness == pytest.approx(TARGET_LUFS, abs=0.5)
    assert peak <= -1
