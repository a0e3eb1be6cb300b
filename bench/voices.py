"""How good the voices are, before and after our sound chain: the table in docs/voices.md.

    pip install -e ".[piper,bench]" && python -m venv ears
    ears/bin/pip install torch==2.11.0 torchaudio==2.11.0 distillmos soundfile librosa
    python bench/voices.py --ears ears/bin/python

Each engine speaks the same cues. Judged are the engine's own recordings, from the first sound to the last,
and the same cues out of a finished MP3 that libsndfile decoded, both with a quarter of a second of silence
around them, by DistillMOS (1-5, weights inside its package). The ears have an environment of their own, since
they bring scipy, and hibari speaks other samples where scipy is installed. torchaudio loads with its own
version of torch alone.
"""

from __future__ import annotations

import argparse
import io
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from voiceguide import units
from voiceguide.audio import cue as shape
from voiceguide.audio import trim
from voiceguide.audio.mp3 import encode, frames
from voiceguide.audio.mp3.mp3_file import Rendering
from voiceguide.audio.mp3.stitch import Stitched
from voiceguide.language.normalize import spoken
from voiceguide.speech import engines, recording
from voiceguide.speech.phrases import phrases

if TYPE_CHECKING:
    from voiceguide.audio.samples import Samples

CUES = (
    "Sit tall, and turn your chest slowly to the left, until you feel a gentle pull.",
    "Lie down on your back, with your knees bent and your feet flat on the floor.",
    "Breathe in with the rising tone, and out with the falling tone.",
    "Let your arms rest, close your eyes, and breathe slowly.",
    "Push yourself up, onto your hands and knees.",
    "Notice how your upper back feels now. Nothing has to click.",
    "Move gently. Stop for sharp pain, tingling, numbness, or dizziness.",
    "Bring one foot forward, and rise slowly, your hands on that thigh.",
)
QUIET = 0.25

EARS = """
import sys, warnings
warnings.filterwarnings("ignore")
import distillmos, soundfile, torch
from librosa import resample
model = distillmos.ConvTransformerSQAModel()
model.eval()
with torch.no_grad():
    for path in sys.argv[1:]:
        sound, rate = soundfile.read(path, dtype="float32")
        sound = resample(sound, orig_sr=rate, target_sr=16000)
        print("MOS", path, float(model(torch.from_numpy(sound)[None])))
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One cue: what the engine gave, joined with its pauses at its own rate, and what a listener gets."""

    raw: Samples
    rate: int
    finished: Samples
    seconds: float


def speak(voice: str) -> list[Spoken]:
    """All cues by one voice."""
    speaker = engines.open_voice(voice)
    found = []
    for text in CUES:
        cue = phrases(spoken(text))
        takes = speaker.record(cue)
        pieces, rate = [], 0
        for take, phrase in zip(takes, cue, strict=True):
            sound, rate = trim.read(take)
            pieces.append((trim.trimmed(sound, rate), phrase.pause * rate // units.RATE))
        seconds = (
            sum(recording.read(take).sounding() for take in takes) + sum(p.pause for p in cue) / units.RATE
        )
        pcm = shape.cue([(take, phrase.pause) for take, phrase in zip(takes, cue, strict=True)])
        found.append(Spoken(trim.joined(pieces), rate, decoded(pcm), seconds))
    speaker.close()
    return found


def decoded(pcm: bytes) -> Samples:
    """A clip after MP3 and a decoder that is not ours, without what stands around it."""
    data, length = encode.encode(pcm), len(pcm) // 2
    file = Rendering(
        b"", length + units.FRAME, Stitched([(1, frames.count(length))], length + units.FRAME, lambda _: data)
    )
    sound, _ = soundfile.read(io.BytesIO(b"".join(file.read())))
    return np.asarray(sound[units.FRAME :])


def judged(ears: str, sounds: list[tuple[Samples, int]]) -> list[float]:
    """The predictor's figure for each."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder, f"{number}.wav")) for number in range(len(sounds))]
        for path, (sound, rate) in zip(paths, sounds, strict=True):
            soundfile.write(path, np.pad(sound, round(QUIET * rate)), rate)
        run = subprocess.run([ears, "-c", EARS, *paths], capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{ears} cannot judge: {run.stderr.strip().splitlines()[-1]}")
    return [float(line.split()[-1]) for line in run.stdout.splitlines() if line.startswith("MOS ")]


def main() -> None:
    """Prints a row for each voice."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ears", default=sys.executable, help="a Python that has distillmos")
    parser.add_argument("voices", nargs="*", default=["hibari:heart", "piper:joe", "pyttsx3"])
    asked = parser.parse_args()
    print("| voice | words a minute | MOS, engine | MOS, finished |\n|---|---|---|---|")
    for voice in asked.voices:
        cues = speak(voice)
        raw = statistics.mean(judged(asked.ears, [(cue.raw, cue.rate) for cue in cues]))
        done = statistics.mean(judged(asked.ears, [(cue.finished, units.RATE) for cue in cues]))
        words = sum(len(text.split()) for text in CUES)
        pace = 60 * words / sum(cue.seconds for cue in cues)
        print(f"| {voice} | {pace:.0f} | {raw:.2f} | {done:.2f} |", flush=True)


if __name__ == "__main__":
    main()
