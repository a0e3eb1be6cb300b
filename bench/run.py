"""Times whole programs against each other, in one run.

    pip install -e ".[bench]" && python bench/run.py [--runs 3] [--chart docs/performance.svg]

Makes one session of ten minutes, an hour and eight hours: the everyday way, two better ones, ours with an
empty store and with a full one, and what nobody can be quicker than. Prints medians of wall time, CPU time,
peak memory (the whole process tree, summed, sampled every 5 ms) and bytes written, and ratios. The ways take
turns, so that a machine that slows down slows all of them. Needs ffmpeg. What would take very long is done
less often: an hour once, and the everyday ways not at all for eight.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
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
from chart import chart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Way = Callable[[int], tuple[tuple[str, ...], Path]]

HERE = Path(__file__).parent
OURS = (sys.executable, "-m", "voiceguide")
ENVIRONMENT = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Programs are measured as they are where they are installed: compiled once, not at each start."""

EVERY = 0.005
LENGTHS = {"10 minutes": 6, "1 hour": 41, "8 hours": 335}
"""What people call it, and how many rounds of the session it takes."""

BLOCK = 512
"""Bytes in which the system counts what a process writes (getrusage)."""

SCRIPT = """---
title: Evening
position: chair
needs: a firm chair
hold: 20s (10s-60s)
rounds: 6 (1-1000)
---

Sit tall on a firm chair, with both feet flat on the floor.

- {rounds} x hold {hold}, each side, switch 6s, rest 8s
  - Turn your chest slowly to the {side}, until you feel a gentle pull.
  - @other side Now the other way, to the {side}.
  - @half Breathe into your ribs.
  - @end Come back to the middle.
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of one program took: seconds, seconds, bytes, bytes."""

    wall: float
    cpu: float
    memory: int
    written: int


def run(command: tuple[str, ...], store: Path, ends: int = 0) -> Cost:
    """Runs a program to its end, which is that exit code, and measures it from outside."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = psutil.Popen(
        command,
        env={**ENVIRONMENT, "VOICEGUIDE_STORE": str(store)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory(process))
        time.sleep(EVERY)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != ends:
        raise SystemExit(f"{' '.join(command)} failed with {process.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, peak, (after.ru_oublock - before.ru_oublock) * BLOCK)


def memory(process: psutil.Process) -> int:
    """Resident bytes of a process and all its descendants."""
    total = 0
    try:
        for member in (process, *process.children(recursive=True)):
            total += member.memory_info().rss
    except psutil.Error:
        pass  # it ended while we looked
    return total


def programs(folder: Path, rounds: int) -> dict[str, Way]:
    """Name → for the n-th run, the command and the store it works with."""
    script, timeline, output, warm = (folder / name for name in ("evening.md", "t.json", "out.mp3", "warm"))
    script.write_text(SCRIPT, encoding="utf-8")
    asked = (str(script), "--rounds", f"evening={rounds}")
    environment = {**ENVIRONMENT, "VOICEGUIDE_STORE": str(warm)}
    with timeline.open("wb") as file:
        subprocess.run([*OURS, "show", *asked, "--json"], stdout=file, check=True, env=environment)
    # So that there is a file to copy, and whatever is said of a length is known for every hold below.
    render = (*OURS, "render", *asked, "-o", str(output))
    for hold in (21, 22, 20):
        spoken = (*render, "--hold", f"evening={hold}s")
        subprocess.run(spoken, check=True, env=environment, stderr=subprocess.DEVNULL)
    everyday = (sys.executable, str(HERE / "everyday.py"))
    copied = str(folder / "copied.mp3")
    return {
        "everyday way": lambda _: ((*everyday, "everyday", str(timeline), output.name), warm),
        "joined once": lambda _: ((*everyday, "linear", str(timeline), output.name), warm),
        "mixed in numpy": lambda _: ((*everyday, "mixed", str(timeline), output.name), warm),
        "cold, hibari": lambda n: (render, folder / f"cold-{n}"),
        "cold, pyttsx3": lambda n: ((*render, "--voice", "pyttsx3"), folder / f"system-{n}"),
        "warm, one hold changed": lambda n: ((*render, "--hold", f"evening={21 + n % 2}s"), warm),
        "copying the file": lambda _: (("cp", str(output), copied), warm),
        "importing click": lambda _: ((sys.executable, "-c", "import click"), warm),
        "python, doing nothing": lambda _: ((sys.executable, "-c", "pass"), warm),
    }


SLOW = {"everyday way", "joined once", "mixed in numpy", "cold, pyttsx3"}
"""What is done once for an hour, and left out for eight."""


def measure(runs: int) -> tuple[dict[str, dict[str, Cost]], dict[str, dict[str, float]]]:
    """For each length the cost of each way, told once it is known, and what happens within the process."""
    costs: dict[str, dict[str, Cost]] = {}
    within: dict[str, dict[str, float]] = {}
    for number, (length, rounds) in enumerate(LENGTHS.items()):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            os.chdir(folder)
            ways = programs(folder, rounds)
            found: dict[str, list[Cost]] = {}
            for turn in range(runs):
                for way, prepare in ways.items():
                    often = runs if way not in SLOW else (runs, 1, 0)[number]
                    if turn < (1 if number and way.startswith("cold") and often else often):
                        found.setdefault(way, []).append(run(*prepare(turn)))
            costs[length] = {way: median(each) for way, each in found.items()}
            command = (sys.executable, str(HERE / "within.py"), str(folder / "evening.md"), str(rounds))
            environment = {**ENVIRONMENT, "VOICEGUIDE_STORE": str(folder / "warm")}
            told = subprocess.run(command, check=True, capture_output=True, env=environment)
            within[length] = json.loads(told.stdout)
            os.chdir(HERE)
        report(length, costs[length])
    return costs, within


def main() -> None:
    """Prints the tables, and draws the chart."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--chart", type=Path)
    options = parser.parse_args()
    if not shutil.which("ffmpeg"):
        raise SystemExit("The everyday way needs ffmpeg, which is not installed.")
    target = options.chart.absolute() if options.chart else None
    costs, within = measure(options.runs)
    report_within(within)
    if target:
        walls = {length: {way: cost.wall for way, cost in found.items()} for length, found in costs.items()}
        target.write_text(chart(walls), encoding="utf-8")


def report(length: str, found: dict[str, Cost]) -> None:
    """One row for each way: medians, and how many times less than the everyday way."""
    base = found.get("everyday way")
    heads = f"{'wall s':>9}{'CPU s':>9}{'MB':>7}{'MB written':>12}"
    print(f"{length:24}{heads}" + (f"{'  times quicker':>15}" if base else ""))
    for way, cost in found.items():
        row = f"{way:24}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.memory / 1e6:7.0f}{cost.written / 1e6:12.1f}"
        print(row + (f"{base.wall / cost.wall:15.1f}" if base else ""))
    print(flush=True)


def report_within(within: dict[str, dict[str, float]]) -> None:
    """What a changed hold costs where everything is loaded already."""
    print(f"{'within the process':44}" + "".join(f"{length:>12}" for length in within))
    for name in next(iter(within.values())):
        print(f"{name:44}" + "".join(f"{found[name]:12.2f}" for found in within.values()))


def median(costs: Iterable[Cost]) -> Cost:
    """Each figure's own median."""
    columns = zip(*((cost.wall, cost.cpu, cost.memory, cost.written) for cost in costs), strict=True)
    wall, cpu, most, written = (statistics.median(column) for column in columns)
    return Cost(wall, cpu, int(most), int(written))


if __name__ == "__main__":
    main()
