"""Audible duration of each chime, and the share of a session that players trim: figures in docs/voices.md.

    pip install -e ".[test]" && python -m bench.sounds [--session desk-break] [--voice hibari]

The duration of the start tone is measured until its level stays 40 dB below its maximum. The rules of players that
trim silence are those of tests/helpers/silence_trimmers.py.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import soundfile

from tests.helpers.signals import levels_over_time
from tests.helpers.silence_trimmers import TRIM_RULES, trimmed_fraction
from voiceguide.audio.samples import from_pcm
from voiceguide.audio.tone_table import CHIMES
from voiceguide.audio.tones import synthesise_tone
from voiceguide.export.render import render
from voiceguide.plan.options import Choices


def audible_seconds(chime: str) -> float:
    """Return the seconds until the level of a chime's start tone stays 40 dB below its maximum."""
    levels = levels_over_time(from_pcm(synthesise_tone("start", chime)))
    return float(np.flatnonzero(levels > levels.max() - 40)[-1] * 0.01)


def main() -> None:
    """Print a row for each chime and for each player."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--session", default="desk-break")
    parser.add_argument("--voice", default="hibari")
    options = parser.parse_args()
    for chime in CHIMES:
        print(f"{chime:32}{audible_seconds(chime):8.1f} s audible")
    with tempfile.TemporaryDirectory() as folder:
        sounds = []
        for trim_proof in (False, True):
            path = Path(folder, f"{trim_proof}.mp3")
            render(options.session, Choices(voice=options.voice, trim_proof=trim_proof), path)
            sounds.append(soundfile.read(path)[0])
    for rule in TRIM_RULES:
        without_tone, with_tone = (100 * trimmed_fraction(sound, rule) for sound in sounds)
        print(f"{rule.name:32}{without_tone:8.1f} % trimmed, {with_tone:.1f} % with --trim-proof")


if __name__ == "__main__":
    main()
