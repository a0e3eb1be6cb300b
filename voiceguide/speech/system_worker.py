"""Worker process of pyttsx3, started by `worker_process.Worker`: one WAV file for each question."""

from __future__ import annotations

import difflib
import functools
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyttsx3

from voiceguide.speech import recording as wav
from voiceguide.speech import worker_process

if TYPE_CHECKING:
    from collections.abc import Sequence


def answer(question: worker_process.Question) -> bytes:
    """Return the WAV file for a question, or the names of all voices as JSON for an empty one.

    A question has text, speaker, language, speed, and may have pitch.
    """
    engine, failures = _start_engine()
    voices = engine.getProperty("voices")
    if not question:
        return json.dumps([_short_name(voice) for voice in voices]).encode()
    path = Path.cwd() / "take.wav"
    path.unlink(missing_ok=True)
    engine.setProperty("voice", _find_voice_id(str(question["speaker"]), str(question["language"]), voices))
    engine.setProperty("rate", question["speed"])  # after the voice, which sets its own rate
    if "pitch" in question:
        engine.setProperty("pitch", question["pitch"])
    engine.save_to_file(question["text"], str(path))
    engine.runAndWait()
    if failures:
        raise failures[0]
    recording = wav.decode_recording(path.read_bytes())  # macOS writes AIFF whatever the suffix
    return wav.encode_wav(recording.sample_rate, recording.samples.tobytes())


@functools.cache
def _start_engine() -> tuple[Any, list[Exception]]:
    """Return the engine, and a list that receives its errors: pyttsx3 discards exceptions in its queue."""
    if sys.platform.startswith("linux"):
        _use_bundled_espeak()
    engine = pyttsx3.init()
    failures: list[Exception] = []
    engine.connect("error", lambda name, exception: failures.append(exception))  # noqa: ARG005 - pyttsx3 passes both by name
    return engine, failures


def _use_bundled_espeak() -> None:
    """Make pyttsx3 use the espeak-ng of the espeakng-loader wheel, synchronously.

    pyttsx3's binding opens the library by its soname with `dlopen`, and glibc returns the library with this
    soname that is already loaded. The binding starts espeak-ng in a mode that returns before the speech is
    complete: first texts are empty, and changes of the rate race. Synchronous mode avoids both, but does not
    send the final event that pyttsx3 waits for, so this function sends it.
    """
    import ctypes

    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path())

    from pyttsx3.drivers import _espeak, espeak

    _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
    start_synthesis = espeak.EspeakDriver._start_synthesis  # noqa: SLF001 - there is no public way in
    end_events = (_espeak.EVENT * 2)()
    end_events[0].type, end_events[1].type = _espeak.EVENT_MSG_TERMINATED, _espeak.EVENT_LIST_TERMINATED

    def start_and_end(driver: Any, text: str) -> None:  # noqa: ANN401 - pyttsx3 has no types
        start_synthesis(driver, text)
        driver._onSynth(None, 0, end_events)  # noqa: SLF001 - there is no public way in

    espeak.EspeakDriver._start_synthesis = start_and_end  # noqa: SLF001 - there is no public way in


def _short_name(voice: Any) -> str:  # noqa: ANN401 - pyttsx3 has no types
    """Return the shortest name that `_find_voice_id` finds: the end of espeak-ng's id, elsewhere the name."""
    return str(voice.id.rpartition("/")[2] if sys.platform.startswith("linux") else voice.name)


def _find_voice_id(speaker: str, language: str, voices: Sequence[Any]) -> str:
    """Return the id of a voice given by id, end of id or name; without one, of the first of the language.

    Raise VoiceNotFound if there is none.
    """
    if not speaker:
        return _find_voice_id_by_language(language, voices)
    name = speaker.lower()
    for voice in voices:
        if name in (voice.id.lower(), voice.id.lower().rpartition("/")[2], voice.name.lower()):
            return str(voice.id)
    nearest = difflib.get_close_matches(name, [voice.id for voice in voices], n=3, cutoff=0)
    raise worker_process.VoiceNotFound(
        f"This system has no voice “{speaker}”. The nearest are: {', '.join(nearest)}."
    )


def _find_voice_id_by_language(language: str, voices: Sequence[Any]) -> str:
    """Return the id of the first voice of a language, listed as de, de-DE (Windows) or de_DE (macOS).

    Raise VoiceNotFound if there is none.
    """
    for voice in voices:
        if re.match(rf"{language}(?![^\W_])", str((voice.languages or [""])[0]).lower()):
            return str(voice.id)
    raise worker_process.VoiceNotFound(
        f"This system has no voice for the language “{language}”. Install one in its settings, or name one "
        "with --voice pyttsx3:NAME."
    )


if __name__ == "__main__":
    worker_process.serve(answer)
