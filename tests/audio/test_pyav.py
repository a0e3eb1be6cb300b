"""Reading of music through PyAV: equal to other decoders, and an error for anything without audio."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests.helpers import external_tools, signals
from voiceguide.audio import pyav, samples
from voiceguide.audio.samples import from_pcm
from voiceguide.errors import RequestError
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from voiceguide.audio.samples import Samples

pytestmark = pytest.mark.judge

SOURCE_RATE = 44_100


@pytest.fixture(autouse=True)
def _require_pyav() -> None:
    external_tools.require_package("av")


def _stereo() -> Samples:
    """Return five seconds of noise in two different channels."""
    return np.stack(
        [signals.sine(220, 5, rate=SOURCE_RATE) * 0.5, signals.sine(330, 5, rate=SOURCE_RATE) * 0.3], axis=1
    )


def _write_file(path: Path) -> Path:
    if path.suffix == ".m4a":
        soundfile.write(path.with_suffix(".wav"), _stereo(), SOURCE_RATE)
        command = [
            external_tools.require_program("ffmpeg"),
            "-v",
            "error",
            "-i",
            str(path.with_suffix(".wav")),
            str(path),
        ]
        subprocess.run(command, check=True)
    else:
        soundfile.write(path, _stereo(), SOURCE_RATE)
    return path


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3", "m4a", "aiff"])
def test_any_format_becomes_the_mean_of_its_channels(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    music = _write_file(tmp_path / f"music.{kind}")
    monkeypatch.setenv("PATH", "")  # no ffmpeg program is found
    sound, expected = (
        from_pcm(pyav.read_music(music, 60)),
        samples.resample(_stereo().mean(axis=1), SOURCE_RATE, SAMPLE_RATE),
    )
    # An encoder may insert samples at the start; they are left out, as in players.
    assert len(sound) == pytest.approx(len(expected), abs=1700)
    part = sound[
        SAMPLE_RATE : SAMPLE_RATE + 8000
    ]  # longer products are computed by several threads, which is slower here
    off = max(np.dot(part, expected[at : at + 8000]) for at in range(SAMPLE_RATE - 900, SAMPLE_RATE + 900, 3))
    assert off == pytest.approx(np.dot(part, part), rel=0.02)


@pytest.mark.parametrize("kind", ["wav", "mp3"])
def test_reading_stops_at_the_requested_length(kind: str, tmp_path: Path) -> None:
    whole = pyav.read_music(_write_file(tmp_path / f"music.{kind}"), 60)
    pcm = pyav.read_music(tmp_path / f"music.{kind}", 2)
    assert len(pcm) == 2 * 2 * SAMPLE_RATE
    assert whole.startswith(pcm)


def test_broken_packets_are_skipped(tmp_path: Path) -> None:
    music = _write_file(tmp_path / "music.mp3")
    data = bytearray(music.read_bytes())
    half = len(data) // 2
    data[half : half + 3000] = b"\0" * 3000
    music.write_bytes(data[:-100])
    assert 4 * SAMPLE_RATE < len(pyav.read_music(music, 60)) // 2 <= 5.2 * SAMPLE_RATE


@pytest.mark.parametrize(("kind", "seconds"), [("mp3", 8), ("ogg", 5)])
def test_file_is_read_whole_when_rate_or_timestamps_change(kind: str, seconds: int, tmp_path: Path) -> None:
    """Concatenated frames are read completely; of concatenated streams, the first one is read."""
    music, more = _write_file(tmp_path / f"music.{kind}"), tmp_path / f"more.{kind}"
    soundfile.write(more, signals.sine(220, 3, rate=22_050), 22_050)
    music.write_bytes(music.read_bytes() + more.read_bytes())
    assert len(pyav.read_music(music, 60)) // 2 == pytest.approx(seconds * SAMPLE_RATE, abs=5000)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows none of these names")
@pytest.mark.parametrize("name", ["Bach: Air.wav", "#1 – “ü”?.wav", "-a.wav", "two\nlines.wav", "50%20.wav"])
def test_a_file_may_have_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write_file(tmp_path / "music.wav").rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert len(pyav.read_music(Path(name), 60)) // 2 == pytest.approx(5 * SAMPLE_RATE, abs=100)


@pytest.mark.parametrize("what", ["words", "nothing", "a folder", "a picture", "cut", "a coder nobody has"])
def test_file_is_refused_when_it_has_no_sound(what: str, tmp_path: Path) -> None:
    path = tmp_path / "music.mp3"
    if what == "a folder":
        path.mkdir()
    elif what == "a picture":
        image = external_tools.require_package("PIL.Image")
        image.new("RGB", (64, 64)).save(path, format="JPEG")
    elif what == "cut":
        path.write_bytes(_write_file(tmp_path / "whole.flac").read_bytes()[:60])
    elif what == "a coder nobody has":
        data = bytearray(_write_file(tmp_path / "whole.wav").read_bytes())
        data[20:22] = b"\x34\x12"  # the format code
        path.write_bytes(data)
    else:
        path.write_text("Lie down on the floor.\n" * 40 if what == "words" else "")
    with pytest.raises(RequestError, match=r"^The music .*music\.mp3 can't be read"):
        pyav.read_music(path, 60)
