"""Worker process of Piper, started by `worker_process.Worker`."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from voiceguide.speech import (  # before piper, which loads onnxruntime: no telemetry
    onnx,
    recording,
    worker_process,
)

from piper import PiperVoice, SynthesisConfig  # isort: skip
from piper.config import PiperConfig  # isort: skip

_LENGTH_VARIATION = 0.0
"""Random variation of the lengths of sounds. Without it the pace is reproducible, and DistillMOS rates the voice
no lower: six cues at length_scale 1.4 had 4.31, and 4.25 with Piper's own 0.8."""


def answer(question: worker_process.Question) -> bytes:
    """Return the WAV file for a question {text, model, speed}; `speed` is in hundredths."""
    voice = _load_voice(str(question["model"]))
    synthesis = SynthesisConfig(length_scale=100 / int(question["speed"]), noise_w_scale=_LENGTH_VARIATION)
    text = str(question["text"]).translate(str.maketrans("[]", "  "))  # [[…]] is markup for phonemes
    pcm = b"".join(part.audio_int16_bytes for part in voice.synthesize(text, synthesis))
    return recording.encode_wav(int(voice.config.sample_rate), pcm)


@functools.cache
def _load_voice(model: str) -> Any:  # noqa: ANN401 - with piper's own type, mypy would check piper too
    """Return the voice of an .onnx file. Raise VoiceNotFound if it cannot be loaded."""
    try:
        config = PiperConfig.from_dict(json.loads(Path(f"{model}.json").read_text(encoding="utf-8")))
        return PiperVoice(config=config, session=onnx.inference_session(Path(model)))
    except Exception as error:  # piper and onnxruntime may raise anything for an unusable file
        raise worker_process.VoiceNotFound(
            f"{model} and its .json can't be used as a Piper voice: {error!r}."
        ) from error


if __name__ == "__main__":
    worker_process.serve(answer)
