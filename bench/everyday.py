"""The everyday way to make such a file: pyttsx3 for each cue, pydub's `+=`, export through ffmpeg.

    python bench/everyday.py timeline.json out.mp3

Makes what `voiceguide show --json` describes, the way most scripts on the web would. Its one luxury is
that each cue is spoken a second time when pyttsx3 loses it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")

TRIES = 3


def main(timeline: Path, output: Path) -> None:
    """Reads the timeline, writes the MP3."""
    engine = system_voice()
    from pydub import AudioSegment  # noqa: PLC0415 - after the voice, as the library path needs
    from pydub.generators import Sine  # noqa: PLC0415 - as above

    session = AudioSegment.empty()
    with tempfile.TemporaryDirectory() as folder:
        for number, event in enumerate(json.loads(timeline.read_text(encoding="utf-8"))["events"]):
            length = round((event["end"] - event["start"]) * 1000)
            if event["kind"] == "silence":
                session += AudioSegment.silent(duration=length)
            elif event["kind"] == "tone":
                session += Sine(440).to_audio_segment(duration=length).fade_out(length)
            else:
                session += AudioSegment.from_wav(
                    speak(engine, event["spoken"], Path(folder) / f"{number}.wav")
                )
        session.export(output, format="mp3", bitrate="64k")


def system_voice() -> Any:  # noqa: ANN401 - pyttsx3 ships no types
    """An engine over espeak-ng, from its wheel where the system has none."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - as above

        import espeakng_loader  # noqa: PLC0415 - as above

        os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
        ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    import pyttsx3  # noqa: PLC0415 - as above

    engine = pyttsx3.init()
    engine.setProperty("rate", 150)
    return engine


def speak(engine: Any, text: str, path: Path) -> str:  # noqa: ANN401 - as above
    """One cue into one WAV file."""
    for _ in range(TRIES):
        engine.save_to_file(text, str(path))
        engine.runAndWait()
        if path.exists() and path.stat().st_size > 1000:  # noqa: PLR2004 - a lost cue is a bare header
            return str(path)
    raise SystemExit(f"pyttsx3 lost “{text}” {TRIES} times")


if __name__ == "__main__":
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - pyttsx3 prints a line for each file
    main(Path(sys.argv[1]), Path(sys.argv[2]))
