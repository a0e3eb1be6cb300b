"""Sounds to encode, and independent MP3 decoders."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import soundfile
from mutagen.mp3 import MP3
from numpy.typing import NDArray

from tests.helpers import external_tools
from voiceguide.audio.mp3.frames import FRAME_BYTES
from voiceguide.audio.mp3.mp3_file import Mp3File
from voiceguide.audio.mp3.stitch import StitchedFrames
from voiceguide.units import SAMPLE_RATE

Waveform = NDArray[np.float64]
Decoder = Callable[[Path], Waveform]


def stitch_file(placed: Sequence[tuple[int, bytes]], total: int, tag: bytes = b"") -> Mp3File:
    """Write clips, each with the frame at which it sounds, as a file that plays `total` samples."""
    places = [(frame, len(clip) // FRAME_BYTES) for frame, clip in placed]
    return Mp3File(tag, total, StitchedFrames(places, total, lambda number: placed[number][1]))


def pcm_noise(length: int, seed: int = 0) -> bytes:
    """Return hard-edged noise, the worst case for a codec: 16-bit PCM of `length` samples."""
    wave = np.random.default_rng(seed).uniform(-0.5, 0.5, length)
    return (wave * 32767).astype("<i2").tobytes()


def libsndfile(path: Path) -> Waveform:
    return _assert_mono(*soundfile.read(path))


def ffmpeg(path: Path) -> Waveform:
    return np.frombuffer(_ffmpeg(path, "f64le"), "<f8")


def mpg123(path: Path) -> Waveform:
    program, wav = external_tools.require_program("mpg123"), path.with_suffix(".wav")
    report = subprocess.run([program, "-t", path], check=True, capture_output=True, text=True)
    assert not [word for word in ("warning", "error", "resync") if word in report.stderr.lower()], (
        report.stderr
    )
    subprocess.run([program, "-q", "-e", "f32", "-w", wav, path], check=True)
    return _assert_mono(*soundfile.read(wav))


def mutagen_seconds(path: Path) -> float:
    """Return the seconds that mutagen calculates from the Info frame."""
    info = MP3(path).info  # type: ignore[no-untyped-call]  # mutagen is typed in parts
    assert info is not None
    return float(info.length)


DECODERS: tuple[Decoder, ...] = (libsndfile, ffmpeg, mpg123)
"""Decoders, which agree on length and position. On noise ffmpeg differs from the others at about 6.9 kHz, stitched or
not: at 24 kHz a scale factor band begins at line 332 for the one and at line 330 for the others."""


def assert_valid_mp3(path: Path) -> None:
    """Assert that mp3val and ffmpeg find no fault. A missing tag and fewer than ten frames are allowed."""
    run = subprocess.run(
        [external_tools.require_program("mp3val"), path], check=True, capture_output=True, text=True
    )
    complaints = [line for line in run.stdout.splitlines() if line.startswith(("WARNING", "ERROR"))]
    assert not [
        line for line in complaints if "No supported tags" not in line and "Too few MPEG frames" not in line
    ]
    assert _ffmpeg(path, "null") == b""


def _ffmpeg(path: Path, output_format: str) -> bytes:
    command = [
        external_tools.require_program("ffmpeg"),
        "-v",
        "error",
        "-xerror",
        "-i",
        str(path),
        "-f",
        output_format,
        "-",
    ]
    run = subprocess.run(command, check=True, capture_output=True)
    assert run.stderr == b""
    return run.stdout


def _assert_mono(sound: Waveform, rate: int) -> Waveform:
    assert rate == SAMPLE_RATE
    assert sound.ndim == 1
    return sound
