"""Engine of the system's voices: SAPI 5 on Windows, NSSpeech on macOS, espeak-ng elsewhere, through pyttsx3.

Measured on Linux only (pyttsx3 2.99, espeak-ng 1.52; see `CALM_SPEED`). The code for macOS and Windows follows
the source of their drivers and has not been run there.
"""

from __future__ import annotations

import json
import platform
import sys
from typing import TYPE_CHECKING

from voiceguide.language import LANGUAGES
from voiceguide.speech import pace
from voiceguide.speech.subprocess_voice import SubprocessVoice
from voiceguide.speech.worker_process import Worker
from voiceguide.versions import installed_versions

SPEEDS = range(80, 301)
"""Speeds in pyttsx3's words a minute, which are not spoken words. espeak-ng clamps them to at least 80."""

CALM_SPEED = 127
"""Speed of short cues, and the first attempt for longer ones (`pace.record_at_pace`).

Measured with espeak-ng's en-us over 42 cues of 8-17 words as for `hibari.CALM_SPEED`: at a fixed speed of 150,
cues above eight words have 145 to 230 words a minute.
"""

if TYPE_CHECKING:
    from voiceguide.speech.voice import VoiceSettings

_LIST_TIMEOUT = 10.0
"""Seconds within which the worker must list the voices."""

_WORKER_MODULE = "voiceguide.speech.system_worker"
_LINUX = sys.platform.startswith("linux")


def open_voice(speaker: str | None, settings: VoiceSettings) -> SubprocessVoice:
    """Open a voice of the system by its name or id; None is the first one of the language.

    A named voice may speak any language. A missing voice fails at the first `record`. Outside Linux the
    `cache_inputs` contain the system's version in place of the voices' own.
    """
    language = settings.language
    speaker = speaker or (LANGUAGES[language].espeak_voice if _LINUX else "")
    question: dict[str, str | int] = {"speaker": speaker, "language": language}
    if settings.pitch is not None:
        question["pitch"] = settings.pitch
    return SubprocessVoice(
        name=f"pyttsx3:{speaker}".rstrip(":"),
        worker_module=_WORKER_MODULE,
        base_question=question,
        pacing=pace.Pacing(SPEEDS, CALM_SPEED, LANGUAGES[language].time_per_word, settings.rate),
        extra_cache_inputs=lambda: {
            **installed_versions("pyttsx3"),
            **(installed_versions("espeakng-loader") if _LINUX else {"system": platform.platform()}),
        },
    )


def speakers() -> tuple[str, ...]:
    """Return the names of the system's voices, from a worker process. Raise VoiceError if it fails."""
    with Worker(_WORKER_MODULE, _LIST_TIMEOUT) as worker:
        return tuple(json.loads(worker.ask({})))
