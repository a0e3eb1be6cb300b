"""The computer's own voices: SAPI 5 on Windows, NSSpeech on macOS, espeak-ng elsewhere, all through pyttsx3.

Measured on Linux only (pyttsx3 2.99, espeak-ng 1.52; see `CALM`). For macOS and Windows it is written
after what the source of their drivers says, and was not tried there.
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
"""Words a minute as pyttsx3 counts them, which is not as people do. espeak-ng takes all below 80 for 80."""

CALM_SPEED = 127
"""Calm for short cues, and where the search for the right pace of the others begins.

Measured with espeak-ng's en-us over 42 cues of 8-17 words (see `hibari.CALM`), words a minute of cues
above eight words: at a fixed rate of 150, 145 to 230.
"""

if TYPE_CHECKING:
    from voiceguide.speech.voice import VoiceSettings

_LIST_TIMEOUT = 10.0
"""Seconds in which the voices must be told: a list is not worth more waiting."""

_WORKER_MODULE = "voiceguide.speech.system_worker"
_LINUX = sys.platform.startswith("linux")


def open_voice(speaker: str | None, settings: VoiceSettings) -> SubprocessVoice:
    """One of the system's voices, by its name or id there; None means the first of the language.

    A named one is the listener's choice, whatever its language. Whether there is such a voice shows at the
    first `record`. Off Linux the voices belong to the system, so its version stands for theirs.
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
    """What all system voices are called. Starts a process; raises VoiceError when there are none to ask."""
    with Worker(_WORKER_MODULE, _LIST_TIMEOUT) as worker:
        return tuple(json.loads(worker.ask({})))
