"""Times whole programs against each other, in one run.

    pip install -e ".[bench]" && python bench/run.py [--runs 5]

Makes the ten-minute session four ways and prints, for each, the median of wall time, CPU time and peak
memory (the whole process tree, summed, sampled every 5 ms), and the ratio to the everyday way. The runs
take turns, so that a machine that slows down slows all of them. Needs ffmpeg, for the everyday way.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
OURS = (sys.executable, "-m", "voiceguide")
EVERY = 0.005


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of one program took: seconds, seconds, bytes."""

    wall: float
    cpu: float
    memory: int


def run(command: tuple[str, ...], store: Path, ends: int = 0) -> Cost:
    """Runs a program to its end, which is that exit code, and measures it from outside."""
    start = time.perf_counter()
    before = os.times()
    process = psutil.Popen(
        command,
        env={**os.environ, "VOICEGUIDE_STORE": str(store)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory(process))
        time.sleep(EVERY)
    wall, after = time.perf_counter() - start, os.times()
    if process.returncode != ends:
        raise SystemExit(f"{' '.join(command)} failed with {process.returncode}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, cpu, peak)


def memory(process: psutil.Process) -> int:
    """Resident bytes of a process and all its descendants."""
    total = 0
    try:
        for member in (process, *process.children(recursive=True)):
            total += member.memory_info().rss
    except psutil.Error:
        pass  # it ended while we looked
    return total


def programs(folder: Path) -> dict[str, Callable[[int], tuple[tuple[str, ...], Path]]]:
    """Name → for the n-th run, the command and the store it works with."""
    timeline = folder / "timeline.json"
    warm = folder / "warm"
    output = str(folder / "out.mp3")
    with timeline.open("wb") as file:
        subprocess.run(
            [*OURS, "show", "--json"],
            stdout=file,
            check=True,
            env={**os.environ, "VOICEGUIDE_STORE": str(warm)},
        )
    render = (*OURS, "render", "-o", output)
    return {
        "everyday way": lambda _: ((sys.executable, str(HERE / "everyday.py"), str(timeline), output), warm),
        "cold, hibari": lambda n: (render, folder / f"cold-{n}"),
        "cold, pyttsx3": lambda n: ((*render, "--voice", "pyttsx3"), folder / f"cold-system-{n}"),
        "warm, one hold changed": lambda n: ((*render, "--hold", f"seated-twist={10 + n % 21}s"), warm),
    }


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    if not shutil.which("ffmpeg"):
        raise SystemExit("The everyday way needs ffmpeg, which is not installed.")
    with tempfile.TemporaryDirectory() as name:
        ways = programs(Path(name))
        costs: dict[str, list[Cost]] = {way: [] for way in ways}
        for number in range(runs):
            for way, prepare in ways.items():
                costs[way].append(run(*prepare(number)))
    report(costs)


def report(costs: dict[str, list[Cost]]) -> None:
    """One row for each way: medians, and how many times less than the everyday way."""
    base = median(next(iter(costs.values())))
    print(f"{'':24}{'wall s':>9}{'CPU s':>9}{'MB':>7}{'  times quicker':>15}{'  less CPU':>11}")
    for way, found in costs.items():
        cost = median(found)
        print(
            f"{way:24}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.memory / 1e6:7.0f}"
            f"{base.wall / cost.wall:15.1f}{base.cpu / cost.cpu:11.1f}"
        )


def median(costs: list[Cost]) -> Cost:
    """Each figure's own median."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        int(statistics.median(cost.memory for cost in costs)),
    )


if __name__ == "__main__":
    main()
