"""The system's voice under stress: many cues at changing rates, by one process, then by several at once.

    pip install -e ".[test,judges]" && python bench/stress.py [--cues 500] [--at-once 4] [--hear 20]

Both rounds speak the same cues; in the second they are dealt out. A cue is right when each take is whole, not
silent and as long as its words may be (speech/recording.py), the longer ones keep the pace asked for, and
both rounds gave the same samples. Nothing may hang: an answer has 30 s. Afterwards no process and no folder
may be left. A recogniser hears so many of them. Exits 1 when anything is wrong.
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
from voiceguide.language.normalize import spoken
from voiceguide.speech import pace, recording, system
from voiceguide.speech.phrases import phrases
from voiceguide.speech.voice import Manner

RATES = range(100, 201)
NEAR = 0.2
"""A cue's pace may be so much of the asked one away: the voice has whole steps, and a few tries."""

STARTS = ("Sit tall", "Lie down", "Stand up", "Kneel", "Breathe out", "Lean back", "Turn slowly", "Rest")
WAYS = ("on the floor", "by the wall", "with both feet flat", "as far as is comfortable", "in your own time")
AIMS = (
    "until you feel a gentle pull",
    "and let your shoulders sink",
    "while your breath goes on",
    "and stay there",
)
ENDS = (".", ". Come back to the middle.", ". Now the other side.", "… Then rest.")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words, and the rate they are asked for in words a minute."""

    text: str
    rate: int


@dataclass(frozen=True, slots=True)
class Said:
    """A cue as it was spoken: its samples' digest, its pace in words a minute; or what went wrong."""

    cue: Cue
    digest: str = ""
    pace: float = 0
    wrong: str = ""


def cues(count: int) -> list[Cue]:
    """So many, always the same, no two neighbours at the same rate."""
    chance = random.Random(1)  # noqa: S311 - chance without secrets
    found = []
    for number in range(count):
        start, way, aim, end = map(chance.choice, (STARTS, WAYS, AIMS, ENDS))
        found.append(Cue(f"{start}, {way}, {aim}{end}", RATES[number * 37 % len(RATES)]))
    return found


def say(cue: Cue) -> Said:
    """Speaks a cue as a session would, and judges it."""
    parts = phrases(spoken(cue.text))
    try:
        takes = system.open_voice(None, Manner(rate=cue.rate)).record(parts)
        recordings = [recording.read(take) for take in takes]
        sounding = sum(recording.speech(part.text, one) for part, one in zip(parts, recordings, strict=True))
    except VoiceError as error:
        return Said(cue, wrong=str(error))
    seconds = sounding + sum(part.pause for part in parts[:-1]) / units.RATE
    words = sum(len(part.text.split()) for part in parts)
    heard = 60 * words / seconds
    off = words > pace.FEW and abs(heard / cue.rate - 1) > NEAR
    wrong = f"{heard:.0f} words a minute, not {cue.rate}" if off else ""
    return Said(cue, hashlib.sha256(b"".join(takes)).hexdigest(), heard, wrong)


def spoken_by(workers: int, asked: list[Cue]) -> list[Said]:
    """All of them, by so many processes at once; in order."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context) as pool:
        return list(pool.map(say, asked))


def left(folder: Path) -> list[str]:
    """The processes that work in it, and the folders in it, all of which should be gone."""
    here = str(folder)
    running = [
        f"process {process.pid}"
        for process in psutil.process_iter(["cwd"])
        if (process.info["cwd"] or "").startswith(here)
    ]
    return running + [str(path) for path in folder.glob("voiceguide-*")]


def word_errors(asked: list[Cue]) -> tuple[int, int]:
    """(words misheard, words) by faster-whisper with its tiny model."""
    import numpy as np
    import soxr

    from tests.helpers import recogniser

    cues = []
    for cue in asked:
        takes = system.open_voice(None, Manner(rate=cue.rate)).record(phrases(spoken(cue.text)))
        recordings = [recording.read(take) for take in takes]
        samples = np.concatenate([np.frombuffer(one.samples, np.int16) / 32768 for one in recordings])
        heard = soxr.resample(samples.astype(np.float32), recordings[0].rate, units.RATE)
        cues.append((heard, cue.text))
    wrong, words, _ = recogniser.errors(cues)
    return wrong, words


def stress(count: int, at_once: int, folder: Path) -> list[str]:
    """Speaks them in both rounds, prints a row for each, and tells what is wrong."""
    asked, rounds, wrong = cues(count), [], []
    print("| cues | at once | seconds | wrong | left over |\n|---|---|---|---|---|")
    for workers in (1, at_once):
        start = time.perf_counter()
        said = spoken_by(workers, asked)
        seconds = time.perf_counter() - start
        bad, over = [f"{one.cue}: {one.wrong}" for one in said if one.wrong], left(folder)
        print(f"| {count} | {workers} | {seconds:.0f} | {len(bad)} | {len(over)} |", flush=True)
        wrong += bad + over
        rounds.append([one.digest for one in said])
    differ = sum(one != other for one, other in zip(*rounds, strict=True))
    print(f"{differ} of {count} differ between the two, {len(set(rounds[0]))} are unlike any other")
    return wrong + [f"{differ} cues differ"] * bool(differ)


def main() -> None:
    """Prints a row for each round."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cues", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--hear", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:  # of the voices' own processes
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        wrong = stress(asked.cues, asked.at_once, Path(folder))
        if asked.hear:
            errors, words = word_errors(cues(asked.cues)[:: max(1, asked.cues // asked.hear)])
            print(f"{errors} of {words} words misheard")
    print("\n".join(wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
