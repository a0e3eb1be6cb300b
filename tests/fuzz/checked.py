"""Try that what “check” passes can be rendered, with the voices of this computer.

    python -m tests.fuzz.checked --count 2000 --voice hibari --voice joe --voice pyttsx3

makes random techniques from the whole vocabulary (tests/helpers/whole_vocabulary.py). Each that is clean, without an
error and without a warning, is laid out with the measured clips of each voice. A refusal is reported with its script.
The number of clean scripts is printed too, since a script that is not clean proves nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.helpers.whole_vocabulary import random_technique
from voiceguide.checks.check import check
from voiceguide.errors import VoiceguideError
from voiceguide.export.session import lay_out_session
from voiceguide.plan.merge import make_choices
from voiceguide.script.library import open_library, read_with_library
from voiceguide.script.model import Technique
from voiceguide.script.uses import as_session


def refusals(seed: int, voices: tuple[str, ...], folder: Path) -> tuple[bool, list[str]]:
    """Return whether the script of a seed is clean, and a sentence for each voice that refuses it."""
    file = folder / "try.md"
    file.write_text(random_technique(seed), encoding="utf-8")
    if check((file,))[1]:
        return False, []
    script, library = read_with_library(file, open_library())
    session = as_session(script) if isinstance(script, Technique) else script
    found = []
    for voice in voices:
        try:
            lay_out_session((session, library), make_choices({"voice": (voice,)}))
        except VoiceguideError as error:
            found.append(f"{voice}: {error}")
    return True, found


def main() -> None:
    """Print each refusal, then the numbers of scripts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--voice", action="append", default=[])
    options = parser.parse_args()
    voices = tuple(options.voice) or ("silent",)
    clean = refused = 0
    with tempfile.TemporaryDirectory() as name:
        for seed in range(options.start, options.start + options.count):
            is_clean, found = refusals(seed, voices, Path(name))
            clean += is_clean
            refused += bool(found)
            if (seed + 1) % 50 == 0:
                print(f"{seed + 1 - options.start} tried, {clean} clean, {refused} refused", flush=True)
            for sentence in found:
                print(f"seed {seed}: {sentence}\n{random_technique(seed)}", flush=True)
    print(f"{options.count} scripts, {clean} clean, {refused} refused, with {', '.join(voices)}")
    sys.exit(bool(refused))


if __name__ == "__main__":
    main()
