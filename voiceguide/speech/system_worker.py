"""The process in which pyttsx3 speaks: one utterance, one file, one answer. Run by guard.Child only."""

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
    """A question → the bytes of a WAV file; {} → what all voices are called, as JSON.

    A question has text, speaker, language, setting (the rate), and may have pitch.
    """
    engine, failures = _start_engine()
    voices = engine.getProperty("voices")
    if not question:
        return json.dumps([_short_name(voice) for voice in voices]).encode()
    path = Path.cwd() / "take.wav"
    path.unlink(missing_ok=True)
    engine.setProperty("voice", _find_voice_id(str(question["speaker"]), str(question["language"]), voices))
    engine.setProperty("rate", question["setting"])  # after the voice, which brings a rate of its own
    if "pitch" in question:
        engine.setProperty("pitch", question["pitch"])
    engine.save_to_file(question["text"], str(path))
    engine.runAndWait()
    if failures:
        raise failures[0]
    recording = wav.decode_recording(path.read_bytes())  # macOS writes AIFF whatever the name
    return wav.encode_wav(recording.sample_rate, recording.samples.tobytes())


@functools.cache
def _start_engine() -> tuple[Any, list[Exception]]:
    """The engine, and the list its errors go to: pyttsx3 swallows what its queue raises."""
    if sys.platform.startswith("linux"):
        _use_bundled_espeak()
    engine = pyttsx3.init()
    failures: list[Exception] = []
    engine.connect("error", lambda name, exception: failures.append(exception))  # noqa: ARG005 - its names
    return engine, failures


def _use_bundled_espeak() -> None:
    """Use the espeak-ng of the espeakng-loader wheel, and wait for it.

    glibc takes a library that is already loaded for every later `dlopen` of its soname, which is what
    pyttsx3's binding does. The binding starts espeak-ng in a mode that returns before the speech is
    done (first texts come out empty, rates race); in synchronous mode they are right, but the event at
    the end that pyttsx3 waits for is never sent, so it is sent here.
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
        driver._onSynth(None, 0, end_events)  # noqa: SLF001 - as above

    espeak.EspeakDriver._start_synthesis = start_and_end  # noqa: SLF001 - as above


def _short_name(voice: Any) -> str:  # noqa: ANN401 - pyttsx3 has no types
    """The shortest by which `_chosen` finds it: espeak-ng's ids end in a code; elsewhere ids are long."""
    return str(voice.id.rpartition("/")[2] if sys.platform.startswith("linux") else voice.name)


def _find_voice_id(speaker: str, language: str, voices: Sequence[Any]) -> str:
    """The id of the wanted voice (named by its id, the end of its id, or its name), else of one that fits."""
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
    """The id of the first voice of a language, told as de, de-DE (Windows) or de_DE (macOS)."""
    for voice in voices:
        if re.match(rf"{language}(?![^\W_])", str((voice.languages or [""])[0]).lower()):
            return str(voice.id)
    raise worker_process.VoiceNotFound(
        f"This system has no voice for the language “{language}”. Install one in its settings, or name one "
        "with --voice pyttsx3:NAME."
    )


if __name__ == "__main__":
    worker_process.serve(answer)
