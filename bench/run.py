"""Benchmark of whole programs against each other, in one run.

    pip install -e ".[bench]" && python bench/run.py [--runs 3] [--chart docs/performance.svg]

One session is made at ten minutes, an hour and eight hours: by the three programs of bench/baselines.py, by
voiceguide with an empty and with a full cache, and by programs that are lower bounds. The tables have medians
of wall time, CPU time, peak memory (summed over the process tree, sampled every 5 ms) and bytes written, and
ratios. Cases are interleaved, so that a machine that slows down slows all of them. ffmpeg is needed. Slow cases
run once for an hour and not at all for eight hours.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from chart import bar_chart
from measure import BENCH_FOLDER, ENVIRONMENT, VOICEGUIDE_COMMAND, Cost, measure_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Case = Callable[[int], tuple[tuple[str, ...], Path]]

ROUNDS_BY_LENGTH = {"10 minutes": 6, "1 hour": 41, "8 hours": 335}
"""Length as printed → rounds of the session that it takes."""

SCRIPT_SOURCE = """---
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


def benchmark_cases(folder: Path, rounds: int) -> dict[str, Case]:
    """Return name → function of a run's number that gives the command and its cache folder."""
    script, timeline, output, warm_cache = (
        folder / name for name in ("evening.md", "t.json", "out.mp3", "warm")
    )
    script.write_text(SCRIPT_SOURCE, encoding="utf-8")
    session_options = (str(script), "--rounds", f"evening={rounds}")
    environment = {**ENVIRONMENT, "VOICEGUIDE_STORE": str(warm_cache)}
    with timeline.open("wb") as file:
        subprocess.run(
            [*VOICEGUIDE_COMMAND, "show", *session_options, "--json"],
            stdout=file,
            check=True,
            env=environment,
        )
    # Make the file to copy, and cache the automatic words on the session's length for each hold used below.
    render = (*VOICEGUIDE_COMMAND, "render", *session_options, "-o", str(output))
    for hold in (21, 22, 20):
        command = (*render, "--hold", f"evening={hold}s")
        subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
    baselines = (sys.executable, str(BENCH_FOLDER / "baselines.py"))
    copy_path = str(folder / "copied.mp3")
    return {
        "everyday way": lambda _: ((*baselines, "everyday", str(timeline), output.name), warm_cache),
        "joined once": lambda _: ((*baselines, "linear", str(timeline), output.name), warm_cache),
        "mixed in numpy": lambda _: ((*baselines, "mixed", str(timeline), output.name), warm_cache),
        "cold, hibari": lambda n: (render, folder / f"cold-{n}"),
        "cold, pyttsx3": lambda n: ((*render, "--voice", "pyttsx3"), folder / f"system-{n}"),
        "warm, one hold changed": lambda n: ((*render, "--hold", f"evening={21 + n % 2}s"), warm_cache),
        "copying the file": lambda _: (("cp", str(output), copy_path), warm_cache),
        "importing click": lambda _: ((sys.executable, "-c", "import click"), warm_cache),
        "python, doing nothing": lambda _: ((sys.executable, "-c", "pass"), warm_cache),
    }


SLOW_CASES = {"everyday way", "joined once", "mixed in numpy", "cold, pyttsx3"}
"""Cases that run once for an hour, and not at all for eight hours."""


def measure_cases(runs: int) -> tuple[dict[str, dict[str, Cost]], dict[str, dict[str, float]]]:
    """Return length → case → cost, and length → figure within one process; print each table as it is ready."""
    costs: dict[str, dict[str, Cost]] = {}
    in_process: dict[str, dict[str, float]] = {}
    for number, (length, rounds) in enumerate(ROUNDS_BY_LENGTH.items()):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            os.chdir(folder)
            cases = benchmark_cases(folder, rounds)
            costs_by_case: dict[str, list[Cost]] = {}
            for run_number in range(runs):
                for case, prepare in cases.items():
                    run_count = runs if case not in SLOW_CASES else (runs, 1, 0)[number]
                    if run_number < (1 if number and case.startswith("cold") and run_count else run_count):
                        costs_by_case.setdefault(case, []).append(measure_program(*prepare(run_number)))
            costs[length] = {case: median_cost(run_costs) for case, run_costs in costs_by_case.items()}
            command = (
                sys.executable,
                str(BENCH_FOLDER / "in_process.py"),
                str(folder / "evening.md"),
                str(rounds),
            )
            environment = {**ENVIRONMENT, "VOICEGUIDE_STORE": str(folder / "warm")}
            completed = subprocess.run(command, check=True, capture_output=True, env=environment)
            in_process[length] = json.loads(completed.stdout)
            os.chdir(BENCH_FOLDER)
        print_costs(length, costs[length])
    return costs, in_process


def main() -> None:
    """Print the tables, and draw the chart."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--chart", type=Path)
    options = parser.parse_args()
    if not shutil.which("ffmpeg"):
        raise SystemExit("The case “everyday way” needs ffmpeg, which is not installed.")
    target = options.chart.absolute() if options.chart else None
    costs, in_process = measure_cases(options.runs)
    print_in_process(in_process)
    if target:
        wall_seconds = {
            length: {case: cost.wall_seconds for case, cost in costs_by_case.items()}
            for length, costs_by_case in costs.items()
        }
        target.write_text(bar_chart(wall_seconds), encoding="utf-8")


def print_costs(length: str, costs_by_case: dict[str, Cost]) -> None:
    """Print a row for each case: medians, and the ratio of its wall time to that of “everyday way”."""
    base = costs_by_case.get("everyday way")
    column_titles = f"{'wall s':>9}{'CPU s':>9}{'MB':>7}{'MB written':>12}"
    print(f"{length:24}{column_titles}" + (f"{'  times quicker':>15}" if base else ""))
    for case, cost in costs_by_case.items():
        sizes = f"{cost.peak_bytes / 1e6:7.0f}{cost.written_bytes / 1e6:12.1f}"
        row = f"{case:24}{cost.wall_seconds:9.2f}{cost.cpu_seconds:9.2f}{sizes}"
        print(row + (f"{base.wall_seconds / cost.wall_seconds:15.1f}" if base else ""))
    print(flush=True)


def print_in_process(in_process: dict[str, dict[str, float]]) -> None:
    """Print what a changed hold costs within one process, everything loaded."""
    print(f"{'within the process':44}" + "".join(f"{length:>12}" for length in in_process))
    for name in next(iter(in_process.values())):
        print(f"{name:44}" + "".join(f"{figures[name]:12.2f}" for figures in in_process.values()))


def median_cost(costs: Iterable[Cost]) -> Cost:
    """Return the median of each figure."""
    columns = zip(
        *((cost.wall_seconds, cost.cpu_seconds, cost.peak_bytes, cost.written_bytes) for cost in costs),
        strict=True,
    )
    wall, cpu, memory, written = (statistics.median(column) for column in columns)
    return Cost(wall, cpu, int(memory), int(written))


if __name__ == "__main__":
    main()
