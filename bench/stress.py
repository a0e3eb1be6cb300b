"""Stress test of the system's voice: many cues at changing rates, in one process, then in several at once.

    pip install -e ".[test,judges]" && python -m bench.stress [--cues 500] [--at-once 4] [--hear 20]

Both rounds speak one list of cues; in the second round, processes share it. A cue passes if each recording is
complete, not silent and of a plausible length (speech/recording.py), longer cues have the requested pace, and
both rounds gave equal samples. A reply that takes more than 30 s is an error, as are processes and folders left
over. `--hear N` has a speech recogniser check N cues. The exit code is 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

from voiceguide import units
from voiceguide.errors import VoiceError
from voiceguide.language.normalise import normalise_text
from voiceguide.speech import pace, recording, system
from voiceguide.speech.phrases import split_into_phrases
from voiceguide.speech.voice import VoiceSettings

RATES = range(100, 201)
PACE_TOLERANCE = 0.2
"""Allowed relative error of a cue's pace: the voice has discrete rates, and few attempts."""

ACTIONS = ("Sit tall", "Lie down", "Stand up", "Kneel", "Breathe out", "Lean back", "Turn slowly", "Rest")
MANNERS = (
    "on the floor",
    "by the wall",
    "with both feet flat",
    "as far as is comfortable",
    "in your own time",
)
GOALS = (
    "until you feel a gentle pull",
    "and let your shoulders sink",
    "while your breath goes on",
    "and stay there",
)
CUE_ENDINGS = (".", ". Come back to the middle.", ". Now the other side.", "… Then rest.")


@dataclass(frozen=True, slots=True)
class Cue:
    """Text, and its requested rate in words a minute."""

    text: str
    rate: int


@dataclass(frozen=True, slots=True)
class CueResult:
    """Result of a spoken cue: digest of its recordings and pace in words a minute, or a problem."""

    cue: Cue
    digest: str = ""
    pace: float = 0
    problem: str = ""


def random_cues(count: int) -> list[Cue]:
    """Return `count` cues from a fixed seed, each at another rate than the one before it."""
    generator = random.Random(1)  # noqa: S311 - test data, no cryptography
    cue_list = []
    for number in range(count):
        action, manner, goal, ending = map(generator.choice, (ACTIONS, MANNERS, GOALS, CUE_ENDINGS))
        cue_list.append(Cue(f"{action}, {manner}, {goal}{ending}", RATES[number * 37 % len(RATES)]))
    return cue_list


def speak_cue(cue: Cue) -> CueResult:
    """Speak a cue as a session does, and check it."""
    cue_phrases = split_into_phrases(normalise_text(cue.text))
    try:
        wav_files = system.open_voice(None, VoiceSettings(rate=cue.rate)).record(cue_phrases)
        recordings = [recording.decode_recording(take) for take in wav_files]
        speech_seconds = sum(
            recording.speech_seconds(part.text, parsed_recording)
            for part, parsed_recording in zip(cue_phrases, recordings, strict=True)
        )
    except VoiceError as error:
        return CueResult(cue, problem=str(error))
    seconds = speech_seconds + sum(part.pause for part in cue_phrases[:-1]) / units.SAMPLE_RATE
    words = sum(len(part.text.split()) for part in cue_phrases)
    words_a_minute = 60 * words / seconds
    is_off_pace = words > pace.SHORT_CUE_WORDS and abs(words_a_minute / cue.rate - 1) > PACE_TOLERANCE
    problem = f"{words_a_minute:.0f} words a minute, not {cue.rate}" if is_off_pace else ""
    return CueResult(cue, hashlib.sha256(b"".join(wav_files)).hexdigest(), words_a_minute, problem)


def speak_in_processes(workers: int, cue_list: list[Cue]) -> list[CueResult]:
    """Speak the cues in `workers` processes at once, and return the results in order."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context) as pool:
        return list(pool.map(speak_cue, cue_list))


def leftovers(folder: Path) -> list[str]:
    """Return descriptions of the processes and folders left in a folder; both should be gone."""
    folder_path = str(folder)
    running = [
        f"process {process.pid}"
        for process in psutil.process_iter(["cwd"])
        if (process.info["cwd"] or "").startswith(folder_path)
    ]
    return running + [str(path) for path in folder.glob(".voiceguide-*")]


def word_errors(spoken_cues: list[Cue]) -> tuple[int, int]:
    """Return (words misheard, words), heard by faster-whisper with its tiny model."""
    import numpy as np
    import soxr

    from tests.helpers import recogniser

    samples_and_texts = []
    for cue in spoken_cues:
        wav_files = system.open_voice(None, VoiceSettings(rate=cue.rate)).record(
            split_into_phrases(normalise_text(cue.text))
        )
        recordings = [recording.decode_recording(take) for take in wav_files]
        samples = np.concatenate(
            [np.frombuffer(parsed_recording.samples, np.int16) / 32768 for parsed_recording in recordings]
        )
        resampled = soxr.resample(samples.astype(np.float32), recordings[0].sample_rate, units.SAMPLE_RATE)
        samples_and_texts.append((resampled, cue.text))
    errors, words, _ = recogniser.count_word_errors(samples_and_texts)
    return errors, words


def run_stress(count: int, process_count: int, folder: Path) -> list[str]:
    """Run both rounds, print a row for each, and return the problems found."""
    cue_list, digests_by_round, problems = random_cues(count), [], []
    print("| cues | at once | seconds | wrong | left over |\n|---|---|---|---|---|")
    for workers in (1, process_count):
        start = time.perf_counter()
        results = speak_in_processes(workers, cue_list)
        seconds = time.perf_counter() - start
        bad_cues, left_over = (
            [f"{result.cue}: {result.problem}" for result in results if result.problem],
            leftovers(folder),
        )
        print(f"| {count} | {workers} | {seconds:.0f} | {len(bad_cues)} | {len(left_over)} |", flush=True)
        problems += bad_cues + left_over
        digests_by_round.append([result.digest for result in results])
    differing_count = sum(
        digest != other_digest for digest, other_digest in zip(*digests_by_round, strict=True)
    )
    print(
        f"{differing_count} of {count} differ between the rounds, {len(set(digests_by_round[0]))} are unique"
    )
    return problems + [f"{differing_count} cues differ"] * bool(differing_count)


def main() -> None:
    """Print a row for each round."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cues", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--hear", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:  # temporary files of the voices' processes go there
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        problems = run_stress(options.cues, options.at_once, Path(folder))
        if options.hear:
            errors, words = word_errors(random_cues(options.cues)[:: max(1, options.cues // options.hear)])
            print(f"{errors} of {words} words misheard")
    print("\n".join(problems))
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
