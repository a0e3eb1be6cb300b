"""Baselines for bench/run.py: render a timeline as typical scripts on the web do, with pyttsx3 for each cue.

    python bench/baselines.py everyday|linear|mixed timeline.json out.mp3

everyday    pydub's `+=` for each event, export through ffmpeg
linear      pydub's segments joined once, export through ffmpeg
mixed       samples placed in one numpy array, encoded once with lameenc

The timeline is the output of `voiceguide show --json`. Unlike typical scripts, these speak a cue again when
pyttsx3 loses it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

warnings.simplefilter("ignore")

MAX_ATTEMPTS = 3
RATE = 24_000


def main(method: str, timeline: Path, output: Path) -> None:
    """Read the timeline, and write the MP3."""
    engine = open_pyttsx3()
    events = json.loads(timeline.read_text(encoding="utf-8"))["events"]
    with tempfile.TemporaryDirectory() as folder:
        {"everyday": append_and_export, "linear": join_and_export, "mixed": mix_and_export}[method](
            events, audio_segments(engine, events, folder), output
        )


def audio_segments(engine: Any, events: list[dict[str, Any]], folder: str) -> Iterator[Any]:  # noqa: ANN401 - pyttsx3 and pydub ship no types
    """Yield each event as a pydub AudioSegment."""
    from pydub import AudioSegment
    from pydub.generators import Sine

    for number, event in enumerate(events):
        length = round((event["end"] - event["start"]) * 1000)
        if event["kind"] == "silence":
            yield AudioSegment.silent(duration=length)
        elif event["kind"] == "tone":
            yield Sine(440).to_audio_segment(duration=length).fade_out(length)
        else:
            yield AudioSegment.from_wav(
                speak_to_file(engine, event["spoken"], Path(folder) / f"{number}.wav")
            )


def append_and_export(_events: list[dict[str, Any]], segments: Iterator[Any], output: Path) -> None:
    """Append the segments one by one: each `+=` copies the whole session so far."""
    from pydub import AudioSegment

    session = AudioSegment.empty()
    for segment in segments:
        session += segment
    session.export(output, format="mp3", bitrate="64k")


def join_and_export(_events: list[dict[str, Any]], segments: Iterator[Any], output: Path) -> None:
    """Join the segments at one sample rate, all at once."""
    from pydub import AudioSegment

    data = b"".join(segment.set_frame_rate(RATE).set_channels(1).raw_data for segment in segments)
    session = AudioSegment(data, sample_width=2, frame_rate=RATE, channels=1)
    session.export(output, format="mp3", bitrate="64k")


def mix_and_export(events: list[dict[str, Any]], segments: Iterator[Any], output: Path) -> None:
    """Add the audible segments to an array of zeros, and encode it."""
    import lameenc
    import numpy as np

    session = np.zeros(round(events[-1]["end"] * RATE) + RATE, dtype="<i2")
    for event, segment in zip(events, segments, strict=True):
        if event["kind"] != "silence":
            samples = np.frombuffer(segment.set_frame_rate(RATE).set_channels(1).raw_data, dtype="<i2")
            start = round(event["start"] * RATE)
            audible_samples = samples[: len(session) - start]
            session[start : start + len(audible_samples)] = audible_samples
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_bit_rate(64)
    output.write_bytes(encoder.encode(session.tobytes()) + encoder.flush())


def open_pyttsx3() -> Any:  # noqa: ANN401 - pyttsx3 ships no types
    """Open an engine over espeak-ng, on Linux from the wheel espeakng_loader."""
    if sys.platform == "linux":
        import ctypes

        import espeakng_loader

        os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
        ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    import pyttsx3

    engine = pyttsx3.init()
    engine.setProperty("rate", 150)
    return engine


def speak_to_file(engine: Any, text: str, path: Path) -> str:  # noqa: ANN401 - pyttsx3 ships no types
    """Speak a cue into a WAV file, and return its path. Raise SystemExit if no attempt succeeds."""
    for _ in range(MAX_ATTEMPTS):
        engine.save_to_file(text, str(path))
        engine.runAndWait()
        if path.exists() and path.stat().st_size > 1000:  # noqa: PLR2004 - a lost cue is a bare header
            return str(path)
    raise SystemExit(f"pyttsx3 lost “{text}” {MAX_ATTEMPTS} times")


if __name__ == "__main__":
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - pyttsx3 prints a line for each file
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
