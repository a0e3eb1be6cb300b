"""Engine that misbehaves in a chosen way, in a worker process as real engines are."""

from __future__ import annotations

import math
import os
import random
import struct
import sys
import time
from array import array

from voiceguide.speech import recording, worker_process

RATE = 16_000
PERIOD = 100
_LETTER_SECONDS = 0.11


def speech(text: str, level: float = 0.3) -> array[int]:
    """Return a tone as long as a text would take, which the checks of recordings accept."""
    period = array(
        "h",
        (int(32767 * max(-1.0, min(1.0, level * math.sin(math.tau * i / PERIOD)))) for i in range(PERIOD)),
    )
    return period * int(sum(map(str.isalnum, text)) * _LETTER_SECONDS * RATE / PERIOD)


def answer(question: worker_process.Question) -> bytes:  # noqa: C901, PLR0911, PLR0912 - a branch for each fault
    """Return a recording of the question's text, or misbehave as the question's `fault` says."""
    samples = speech(str(question["text"]))
    wav = recording.encode_wav(RATE, samples.tobytes())
    match question["fault"]:
        case "hang":
            time.sleep(600)
        case "crash":
            os.abort()
        case "exit 0":
            os._exit(0)
        case "raise":
            raise RuntimeError("the engine is sad")
        case "empty":
            return b""
        case "no samples":
            return recording.encode_wav(RATE, b"")
        case "silence":
            return recording.encode_wav(RATE, bytes(2 * len(samples)))
        case "noise":
            noise = random.Random(1)
            samples = array("h", (noise.randint(-9000, 9000) for _ in samples))
        case "clipped":
            samples = speech(str(question["text"]), 20.0)
        case "not a number":
            data = struct.pack("<f", math.nan) * len(samples)
            return (
                wav[:20]
                + struct.pack("<2H2I2H", 3, 1, RATE, RATE * 4, 4, 32)
                + wav[36:40]
                + struct.pack("<I", len(data))
                + data
            )
        case "half a file":
            return wav[: len(wav) // 2]
        case "half the words":
            samples = samples[: len(samples) // 6]
        case "wrong rate":
            return recording.encode_wav(RATE * 6, samples.tobytes())
        case "slow":
            time.sleep(0.3)
        case "different each time":
            samples = speech(str(question["text"]), 0.1 + time.monotonic_ns() % 1000 / 2000)
        case "prints":
            sys.stdout.write("noise on stdout")
            os.write(1, b"noise on the descriptor")
    return recording.encode_wav(RATE, samples.tobytes())


if __name__ == "__main__":
    worker_process.serve(answer)
