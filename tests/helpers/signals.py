"""Sounds to process, and their measurement by ffmpeg."""

from __future__ import annotations

import io
import re
import subprocess
import wave

import lameenc
import numpy as np
from numpy.typing import NDArray

from tests.helpers import external_tools
from voiceguide.units import SAMPLE_RATE

Waveform = NDArray[np.float64]


def sine(
    frequency: float, seconds: float, peak: float = 0.5, rate: int = SAMPLE_RATE, phase: float = 0.0
) -> Waveform:
    return peak * np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate + phase)


def noise(seconds: float, deviation: float = 0.1, seed: int = 0, rate: int = SAMPLE_RATE) -> Waveform:
    return np.random.default_rng(seed).normal(0.0, deviation, round(seconds * rate))


def silence(seconds: float, rate: int = SAMPLE_RATE) -> Waveform:
    return np.zeros(round(seconds * rate))


def speech(seconds: float, rate: int = SAMPLE_RATE, pitch: float = 170.0) -> Waveform:
    """Return a signal like speech to a level meter: voice pulses, syllables, a steep spectrum, high peaks."""
    time = np.arange(round(seconds * rate)) / rate
    count = int(rate / 2.2 / pitch)
    # Phases after Schroeder (1970), which spread the pulse as a mouth does.
    voiced = sum(np.sin(2 * np.pi * n * pitch * time - np.pi * n**2 / count) / n for n in range(1, count))
    hiss = noise(seconds, 0.3, rate=rate) * (np.sin(2 * np.pi * 1.3 * time) > 0.8)
    syllables = np.sin(np.pi * 3.5 * time) ** 2 * (0.6 + 0.4 * np.sin(2 * np.pi * 0.7 * time))
    sound = (voiced + hiss) * syllables
    return np.asarray(0.3 * sound / np.abs(sound).max())


def wav_file(*channels: Waveform, rate: int = SAMPLE_RATE) -> bytes:
    """Return a 16-bit PCM WAV file of one or more channels."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(len(channels))
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(np.rint(np.stack(channels, axis=1) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def encode_mp3(pcm: bytes) -> bytes:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_bit_rate(64)
    encoder.set_quality(2)
    return bytes(encoder.encode(pcm) + encoder.flush())


def measure_loudness(audio: bytes, pad_seconds: float = 0.0) -> tuple[float, float]:
    """Return (integrated loudness in LUFS, true peak in dBTP) by ffmpeg, between `pad` seconds of silence."""
    filters = f"adelay={round(pad_seconds * 1000)},apad=pad_dur={pad_seconds}," if pad_seconds else ""
    filters += "ebur128=peak=true:metadata=1,ametadata=print:key=lavfi.r128.I:file=-"
    command = [
        external_tools.require_program("ffmpeg"),
        "-hide_banner",
        "-nostats",
        "-i",
        "-",
        "-af",
        filters,
        "-f",
        "null",
        "-",
    ]
    run = subprocess.run(command, input=audio, capture_output=True, check=True)
    loudness = re.findall(rb"r128\.I=(\S+)", run.stdout)[-1]
    peak = re.findall(rb"Peak:\s+(\S+) dBFS", run.stderr)[-1]
    return float(loudness), float(peak)


def levels_over_time(samples: Waveform, step: float = 0.01) -> Waveform:
    """Return the RMS of each `step` seconds, in dB of full scale, at least −120."""
    block_length = round(step * SAMPLE_RATE)
    blocks = samples[: len(samples) // block_length * block_length].reshape(-1, block_length)
    return np.asarray(10 * np.log10(np.maximum((blocks**2).mean(axis=1), 1e-12)))
