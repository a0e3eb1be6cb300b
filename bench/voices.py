"""Predicted quality of the voices, before and after mastering and MP3: the table in docs/voices.md.

    pip install -e ".[piper,bench]" && python -m venv ears
    ears/bin/pip install torch==2.11.0 torchaudio==2.11.0 distillmos soundfile librosa
    python bench/voices.py --ears ears/bin/python

Each engine speaks CUES. DistillMOS (1-5, weights inside its package) rates the engine's recordings, cut to their
words, and the finished clips, encoded as MP3 and decoded by libsndfile, both padded with a quarter of a second
of silence. DistillMOS has a separate environment, because it installs scipy, and hibari speaks other samples
where scipy is installed. torchaudio loads only with the matching version of torch.
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
from voiceguide.audio import mastering
from voiceguide.audio.mp3 import encode, frames
from voiceguide.audio.mp3.mp3_file import Mp3File
from voiceguide.audio.mp3.stitch import StitchedFrames
from voiceguide.audio.samples import join_phrases, trim_silence
from voiceguide.audio.wav import read_wav
from voiceguide.language.normalise import normalise_text
from voiceguide.speech import engines, recording
from voiceguide.speech.phrases import split_into_phrases

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
PADDING_SECONDS = 0.25

MOS_PROGRAM = """
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
class VoicedCue:
    """A cue as the engine recorded it, joined with its pauses at the engine's rate, and as a decoded clip."""

    engine_samples: Samples
    engine_rate: int
    clip_samples: Samples
    seconds: float


def speak_cues(voice: str) -> list[VoicedCue]:
    """Speak CUES with one voice."""
    engine_voice = engines.open_voice(voice)
    voiced_cues = []
    for text in CUES:
        cue_phrases = split_into_phrases(normalise_text(text))
        wav_files = engine_voice.record(cue_phrases)
        segments, rate = [], 0
        for wav, phrase in zip(wav_files, cue_phrases, strict=True):
            samples, rate = read_wav(wav)
            segments.append((trim_silence(samples, rate), phrase.pause * rate // units.SAMPLE_RATE))
        seconds = (
            sum(recording.decode_recording(wav).sound_seconds() for wav in wav_files)
            + sum(cue_phrase.pause for cue_phrase in cue_phrases) / units.SAMPLE_RATE
        )
        pcm = mastering.master_cue(
            [(wav, phrase.pause) for wav, phrase in zip(wav_files, cue_phrases, strict=True)]
        )
        voiced_cues.append(VoicedCue(join_phrases(segments), rate, decode_clip(pcm), seconds))
    engine_voice.close()
    return voiced_cues


def decode_clip(pcm: bytes) -> Samples:
    """Encode a clip as an MP3, decode it with libsndfile, and cut off the lead-in."""
    mp3_frames, length = encode.encode_clip(pcm), len(pcm) // 2
    mp3_file = Mp3File(
        b"",
        length + units.FRAME_SAMPLES,
        StitchedFrames(
            [(1, frames.clip_frame_count(length))], length + units.FRAME_SAMPLES, lambda _: mp3_frames
        ),
    )
    samples, _ = soundfile.read(io.BytesIO(b"".join(mp3_file.read())))
    return np.asarray(samples[units.FRAME_SAMPLES :])


def predict_mos(python: str, samples_and_rates: list[tuple[Samples, int]]) -> list[float]:
    """Return the predicted MOS of each signal."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder, f"{number}.wav")) for number in range(len(samples_and_rates))]
        for path, (samples, rate) in zip(paths, samples_and_rates, strict=True):
            soundfile.write(path, np.pad(samples, round(PADDING_SECONDS * rate)), rate)
        run = subprocess.run([python, "-c", MOS_PROGRAM, *paths], capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{python} cannot judge: {run.stderr.strip().splitlines()[-1]}")
    return [float(line.split()[-1]) for line in run.stdout.splitlines() if line.startswith("MOS ")]


def main() -> None:
    """Print a row for each voice."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ears", default=sys.executable, help="a Python that has distillmos")
    parser.add_argument("voices", nargs="*", default=["hibari:heart", "piper:joe", "pyttsx3"])
    options = parser.parse_args()
    print("| voice | words a minute | MOS, engine | MOS, finished |\n|---|---|---|---|")
    for voice in options.voices:
        cues = speak_cues(voice)
        engine_mos = statistics.mean(
            predict_mos(options.ears, [(cue.engine_samples, cue.engine_rate) for cue in cues])
        )
        clip_mos = statistics.mean(
            predict_mos(options.ears, [(cue.clip_samples, units.SAMPLE_RATE) for cue in cues])
        )
        words = sum(len(text.split()) for text in CUES)
        pace = 60 * words / sum(cue.seconds for cue in cues)
        print(f"| {voice} | {pace:.0f} | {engine_mos:.2f} | {clip_mos:.2f} |", flush=True)


if __name__ == "__main__":
    main()
