from __future__ import annotations

import io
import os
import subprocess
import sys
import tracemalloc
import wave
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from mutagen import wave as mutagen_wave

from tests.helpers import signals
from voiceguide.audio.mp3.id3_writer import TagChapter, Tags
from voiceguide.audio.samples import to_pcm
from voiceguide.audio.wav import read_wav, write_wav
from voiceguide.errors import AudioError
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path


def tags(length: int) -> Tags:
    """Return metadata of `length` samples, with one chapter."""
    return Tags("Shrug", "A", "B", 2026, "eng", length, "C", "D", chapters=(TagChapter(0, length, "Ö"),))


_TONE = signals.sine(400, 0.2, phase=np.pi / 2)


@pytest.mark.parametrize("rate", [8000, 22050, 24000, 48000])
def test_samples_survive_writing_and_reading(rate: int) -> None:
    spoken = np.rint(signals.noise(0.2, rate=rate) * 32767) / 32768
    samples, found = read_wav(signals.wav_file(spoken * 32768 / 32767, rate=rate))
    assert found == rate
    assert np.array_equal(samples, spoken)


def test_stereo_becomes_the_mean_of_its_channels() -> None:
    samples, _ = read_wav(signals.wav_file(_TONE, np.zeros_like(_TONE)))
    assert np.abs(samples - _TONE / 2).max() < 2 / 32768


@pytest.mark.parametrize("width", [1, 3, 4])
def test_other_widths_become_16_bits(width: int) -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(width)
        writer.setframerate(SAMPLE_RATE)
        half = b"\xc0" if width == 1 else bytes(width - 1) + b"\x40"  # 8 bits count from 128
        writer.writeframes(half * 100)
    samples, _ = read_wav(file.getvalue())
    assert np.array_equal(samples, np.full(100, 0.5))


_TONE_WAV = signals.wav_file(_TONE)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"RIFF",
        b"ID3\x03" + bytes(500),
        _TONE_WAV[:30],  # the header stops
        _TONE_WAV[:-1],  # half a sample
        _TONE_WAV[:20] + b"\x03\0" + _TONE_WAV[22:],  # floating point
        _TONE_WAV[:22] + b"\0\0" + _TONE_WAV[24:],  # no channel
        _TONE_WAV[:24] + bytes(4) + _TONE_WAV[28:],  # no rate
        _TONE_WAV[:24] + b"\1\0\0\0" + _TONE_WAV[28:],  # one sample a second
    ],
)
def test_file_is_refused_without_a_subprocess_when_it_is_no_wav(
    broken: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a program was started"))
    with pytest.raises(AudioError, match="The voice "):
        read_wav(broken)


def test_pydub_loads_without_a_warning_and_without_ffmpeg(tmp_path: Path) -> None:
    # A fresh cache for bytecode, because some warnings come only when pydub is compiled.
    environment = os.environ | {"PATH": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-c", "import voiceguide.audio.wav"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_a_whole_session_is_written_as_wav() -> None:
    chunks = [to_pcm(_TONE), bytes(2 * 12345), b"", to_pcm(-_TONE)]
    file = io.BytesIO()
    write_wav(file, iter(chunks), tags(sum(map(len, chunks)) // 2))
    file.seek(0)
    with wave.open(file) as reader:
        assert reader.getparams()[:3] == (1, 2, SAMPLE_RATE)
        assert reader.readframes(reader.getnframes()) == b"".join(chunks)


def test_metadata_follows_the_samples() -> None:
    file = io.BytesIO()
    write_wav(file, [bytes(6)], tags(3))
    data = file.getvalue()
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    for name, text in ((b"INAM", b"Shrug"), (b"IART", b"A"), (b"ICRD", b"2026"), (b"ISFT", b"D")):
        start = data.index(name, 50) + 8
        assert data[start : start + len(text) + 1] == text + b"\0"
    file.seek(0)
    tag: Any = mutagen_wave.WAVE(file).tags  # type: ignore[no-untyped-call]
    assert [frame.text[0] for frame in (tag["TIT2"], tag["CHAP:chapter0"].sub_frames["TIT2"])] == [
        "Shrug",
        "Ö",
    ]


@pytest.mark.parametrize("length", [2, 4])
def test_other_samples_than_planned_are_refused(length: int) -> None:
    with pytest.raises(AudioError, match=f"has 3 samples and {length} were planned"):
        write_wav(io.BytesIO(), [bytes(6)], tags(length))


def test_a_session_that_no_wav_can_hold_is_refused_at_once() -> None:
    file = io.BytesIO()
    with pytest.raises(AudioError, match="too long for a WAV"):
        write_wav(file, [], tags(2**31))
    assert file.getvalue() == b""


def test_writing_keeps_no_samples_in_memory(tmp_path: Path) -> None:
    second = bytes(2 * SAMPLE_RATE)
    with (tmp_path / "long.wav").open("wb") as file:
        tracemalloc.start()
        write_wav(file, (second for _ in range(600)), tags(600 * SAMPLE_RATE))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (tmp_path / "long.wav").stat().st_size > 44 + 600 * len(second)
    assert peak < 5 * len(second)
