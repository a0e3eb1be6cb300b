"""Benchmark of a day: sessions of a quarter, a half and a whole day, with up to 1,000 techniques and 10,000 cues.

    pip install -e ".[bench]" && python -m bench.day [--runs 3] [--parts 4]

Each size is read, planned, fitted and laid out, and stitched to an MP3 that is thrown away, in a process of its own.
The clips are silence of the estimated lengths, so that no voice and no encoder is measured. The table has the minimum
CPU time of the runs, the peak memory of the process, and ratios to the smallest size. The exit code is 1 if the largest
size takes more than MAX_RATIO times as long for each cue, or stitching takes more than MAX_STITCHING_MB.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.audio.mp3 import frames
from voiceguide.checks.estimate import estimate
from voiceguide.errors import AudioError
from voiceguide.export.clips import Clip
from voiceguide.export.session import lay_out_plan
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.script.library import open_library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.audio.mp3.mp3_file import FrameSource
    from voiceguide.audio.music_mix import MusicMix
    from voiceguide.score.items import Item, Sound
    from voiceguide.views.cover import CoverDesign

TECHNIQUES, CUES_OF_ONE = 1_000, 10
"""Techniques in a day, and cues in each, no two alike; a technique then lasts some 86 s."""

MAX_CHAPTERS = 255
"""Chapters that an MP3 can list; a session with more is refused, and written here without the later ones."""

MAX_RATIO = 1.3
MAX_STITCHING_MB = 5


@dataclass(frozen=True, slots=True)
class DayCost:
    """Cost of a session: CPU seconds, peak megabytes before and after stitching, hours, and bytes of MP3."""

    laying_out: float
    stitching: float
    laid_out_megabytes: float
    megabytes: float
    hours: float
    size: int


class SilentClips:
    """Clips of silence, as long as the words are estimated to be."""

    voice_name = "none"
    notes = ()

    def prepare(self, _items: Iterable[Item]) -> None:
        """Do nothing: each clip is made when it is asked for."""

    def clip(self, sound: Sound) -> Clip:
        """Return the clip of a sound."""
        usual = estimate(sound)
        return Clip(sound.text, usual.length, usual.spoken)

    def data(self, sound: Sound) -> bytes:
        """Return frames of silence."""
        return bytes(frames.clip_frame_count(estimate(sound).length) * frames.FRAME_BYTES)

    def cover(self, _design: CoverDesign) -> bytes:
        """Return no picture."""
        return b""

    def encode_mix(self, mix: MusicMix) -> FrameSource:
        """Raise AudioError: these clips have no music."""
        raise AudioError(f"Music such as “{mix.music}” is not measured.")

    def close(self) -> None:
        """Do nothing."""


def unique_words(number: int) -> str:
    """Return a phrase of letters that only this number has."""
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
    return f"left {letters} and right {letters[::-1]}{letters}"


def technique_source(number: int) -> str:
    """Return a technique of short holds with words between them, which no other technique has."""
    cues = [f"{unique_words(number * CUES_OF_ONE + cue).capitalize()}." for cue in range(CUES_OF_ONE)]
    steps = "".join(
        f"- hold 5s\n  - {cue}\n\n{words}\n\n" for cue, words in zip(cues[::2], cues[1::2], strict=False)
    )
    return f"---\ntitle: Part {unique_words(number)}\n---\n\n{steps}"


def write_day(folder: Path, count: int) -> Path:
    """Create a folder with techniques and a session that uses all of them, and return it."""
    folder.mkdir()
    for number in range(count):
        (folder / f"own-{number}.md").write_text(technique_source(number), encoding="utf-8")
    uses = "\n".join(f"- use own-{number}" for number in range(count))
    (folder / "all.md").write_text(f"---\ntitle: All\n---\n\n{uses}\n", encoding="utf-8")
    return folder


def peak_megabytes() -> float:
    """Return the peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )


def measure_day(folder: Path) -> DayCost:
    """Make the session of a folder in this process, and return its cost."""
    gc.disable()  # as voiceguide.cli.main does
    os.environ["VOICEGUIDE_STORE"] = str(folder.with_name("store"))
    started = time.process_time()
    library = open_library(folder)
    session = lay_out_plan(make_plan(library.session("all"), library, Choices()), SilentClips())
    laid_out, laid_out_megabytes = time.process_time(), peak_megabytes()
    tags = session.tags()
    tags = replace(tags, chapters=tags.chapters[:MAX_CHAPTERS])
    size = sum(map(len, session.mp3_file(tags).read()))
    return DayCost(
        laid_out - started,
        time.process_time() - laid_out,
        laid_out_megabytes,
        peak_megabytes(),
        session.timeline.length / 24_000 / 3_600,
        size,
    )


def main() -> int:
    """Print the table; return 1 if time is not linear or memory not flat."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--parts", type=int, default=4, help="the smallest size, as a part of a day")
    options = parser.parse_args()
    counts = [TECHNIQUES // options.parts, TECHNIQUES // 2, TECHNIQUES]
    costs: dict[int, list[DayCost]] = {count: [] for count in counts}
    with tempfile.TemporaryDirectory() as name:
        folders = {count: write_day(Path(name) / str(count), count) for count in counts}
        with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
            for _ in range(options.runs):
                for count, folder in folders.items():
                    costs[count].append(pool.submit(measure_day, folder).result())
    print(
        f"{'techniques':>10}{'cues':>8}{'hours':>7}{'lay out s':>11}{'stitch s':>10}{'MB':>6}{'more':>6}{'ratio':>15}"
    )
    ratios = (1.0, 1.0)
    first, stitching_megabytes = counts[0], 0.0
    for count, some in costs.items():
        laying_out, stitching = min(cost.laying_out for cost in some), min(cost.stitching for cost in some)
        base = [min(cost.laying_out for cost in costs[first]), min(cost.stitching for cost in costs[first])]
        ratios = laying_out / base[0] / (count / first), stitching / base[1] / (count / first)
        stitching_megabytes = max(cost.megabytes - cost.laid_out_megabytes for cost in some)
        print(
            f"{count:10,}{count * CUES_OF_ONE:8,}{some[0].hours:7.1f}{laying_out:11.2f}{stitching:10.2f}"
            f"{some[0].megabytes:6.0f}{stitching_megabytes:6.1f}{ratios[0]:8.2f}{ratios[1]:7.2f}"
        )
    is_kept = max(ratios) <= MAX_RATIO and stitching_megabytes <= MAX_STITCHING_MB
    print(
        f"24 hours, 10,000 cues and 1,000 techniques take {ratios[0]:.2f} times as long for each cue to lay out, and "
        f"{ratios[1]:.2f} to stitch, as a part of them; stitching takes {stitching_megabytes:.1f} MB"
    )
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
