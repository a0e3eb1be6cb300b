"""Benchmark of reading and layout at growing sizes: techniques, steps, and pathological scripts.

    pip install -e ".[bench]" && python bench/scaling.py [--runs 3]

No voice is needed. Each row is measured in separate processes, after all imports, as CPU time. Pathological
scripts are given to “voiceguide check” as a whole program, start-up and messages included; the five slowest
are printed. Rows are interleaved, and the tables have the minimum of the runs, since a busy machine only adds.
The speed of the machine is printed above each table, as the time that a loop of three million additions takes.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
import timeit
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from measure import VOICEGUIDE_COMMAND, Cost, measure_program

from voiceguide.checks.estimate import estimate
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.library import open_library
from voiceguide.script.source import MAX_BYTES

sys.path.append(str(Path(__file__).parent.parent))

from tests.helpers.pathological import PATHOLOGICAL_PAGES, SESSION_PAGES  # found through sys.path, see above

TECHNIQUE_TEMPLATE = """---
title: Twist with your {words}
summary: One to {words}.
position: chair
needs: a firm chair
avoid: osteoporosis
hold: {hold}s (10s-{most}s)
rounds: 2 (1-4)
---

> Stop if it hurts your {words}.

Sit tall on a firm chair, with your {words} flat on the floor.

- {{rounds}} x hold {{hold}}, each side, switch {switch}s, rest 8s
  - Turn your chest slowly to the {{side}}, and let your {words} follow.
  - @other side Now to the {{side}}, with your {words}.
  - @half Breathe into your {words}.
  - @end Come back to the middle, {words} first.

Let your {words} rest.

- reps {reps}, pull 2s, hold 1s, back {back}s
  - Pull your {words} back, and let them go.

- rest {rest}s
"""
"""A typical technique; each copy has unique words and durations. Eight hundred last just below a day."""

STEP_TEMPLATE = "- hold {hold}s\n  - Lift your {words}.\n\n"
STEPS_PER_SCRIPT = 500
"""Steps in one script: about half of what fits into MAX_BYTES."""


@dataclass(frozen=True, slots=True)
class CpuSeconds:
    """CPU seconds to read the scripts of a session, and to plan, score and lay it out."""

    reading: float
    layout: float


def unique_words(number: int) -> str:
    """Return a phrase of letters that only this number has."""
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
    return f"left {letters} and right {letters[::-1]}{letters}"


def technique_source(number: int) -> str:
    """Return the source of the technique of that number."""
    numbers = {"hold": 11 + number % 5, "most": 29 + number % 31, "reps": 3 + number % 5}
    durations = dict.fromkeys(("switch", "back", "rest"), f"{2 + number % 3}.{number:03}")
    return TECHNIQUE_TEMPLATE.format(words=unique_words(number), **numbers, **durations)


def steps_source(first: int, step_count: int) -> str:
    """Return the source of a technique of many short steps: ten thousand last just below a day."""
    lines = (
        STEP_TEMPLATE.format(hold=f"{3 + step_number % 7}.{step_number:03}", words=unique_words(step_number))
        for step_number in range(first, first + step_count)
    )
    return f"---\ntitle: Steps from {first}\n---\n\n{''.join(lines)}"


def write_library(folder: Path, scripts: list[str]) -> Path:
    """Create a folder with these techniques and a session that uses all of them, and return it."""
    folder.mkdir()
    for number, text in enumerate(scripts):
        (folder / f"own-{number}.md").write_text(text, encoding="utf-8")
    use_lines = "\n".join(f"- use own-{number}" for number in range(len(scripts)))
    (folder / "all.md").write_text(f"---\ntitle: All\n---\n\n{use_lines}\n", encoding="utf-8")
    return folder


def time_layout(folder: Path) -> CpuSeconds:
    """Read and lay out the session of a folder in this process, and return its cost."""
    start = time.process_time()
    scripts = open_library(folder)
    session = scripts.session("all")
    scripts.resolve_techniques(session)
    reading_end = time.process_time()
    plan = make_plan(session, scripts, Choices())  # techniques are read already, above
    lay_out("all", "All", write_score(plan), estimate)
    return CpuSeconds(reading_end - start, time.process_time() - reading_end)


def time_layout_warm(warm_up_folder: Path, folder: Path, cache_dir: Path) -> CpuSeconds:
    """Measure `time_layout` with an empty cache, after a first run on another folder has imported everything."""
    gc.disable()  # as voiceguide.__main__ does
    os.environ["VOICEGUIDE_STORE"] = str(cache_dir)
    time_layout(warm_up_folder)
    return time_layout(folder)


def measure_libraries(
    folders: dict[int, Path], warm_up_folder: Path, runs: int, repeats: int = 1
) -> dict[int, CpuSeconds]:
    """Return size → minimum cost over `runs`; of `repeats` processes that share a cache, the last one counts."""
    results: dict[int, list[CpuSeconds]] = {size: [] for size in folders}
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        for run_number in range(runs):
            for size, folder in folders.items():
                cache_dir = folder.with_name(f"{folder.name}-store-{repeats}-{run_number}")
                *_, last = (
                    pool.submit(time_layout_warm, warm_up_folder, folder, cache_dir).result()
                    for _ in range(repeats)
                )
                results[size].append(last)
    return {
        size: CpuSeconds(
            min(result.reading for result in size_results), min(result.layout for result in size_results)
        )
        for size, size_results in results.items()
    }


def measure_bad_scripts(folder: Path, runs: int) -> dict[str, Cost]:
    """Return name → cost of checking that pathological script, alone in its folder."""
    commands = {}
    for name, script in PATHOLOGICAL_PAGES.items():
        script_folder = folder / name.replace(" ", "-")
        script_folder.mkdir()
        length_line = "length: 10:00\n" if name in SESSION_PAGES else ""  # marks the script as a session
        text = script(MAX_BYTES - len(length_line)).replace("---\n", f"---\n{length_line}", 1)
        (script_folder / "bad.md").write_text(text, encoding="utf-8")
        commands[name] = (
            *VOICEGUIDE_COMMAND,
            "check",
            "--scripts",
            str(script_folder),
            str(script_folder / "bad.md"),
        )
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(measure_program(command, folder / "store", exit_code=2))
    return {name: min(run_costs, key=lambda cost: cost.cpu_seconds) for name, run_costs in costs.items()}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folders = (Path(name) / str(number) for number in count())
        libraries = {
            size: write_library(next(folders), [*map(technique_source, range(size))])
            for size in (50, 200, 800)
        }
        warm_up_folder = write_library(next(folders), [technique_source(10**6)])
        print_scaling("techniques", measure_libraries(libraries, warm_up_folder, runs))
        print_scaling(
            "techniques recalled", measure_libraries({200: libraries[200]}, warm_up_folder, runs, repeats=2)
        )
        sessions = {}
        for size in (100, 1_000, 10_000):
            first_steps = range(0, size, STEPS_PER_SCRIPT)
            scripts = [steps_source(first, min(size, STEPS_PER_SCRIPT)) for first in first_steps]
            sessions[size] = write_library(next(folders), scripts)
        print_scaling("steps", measure_libraries(sessions, warm_up_folder, runs))
        print_bad_scripts(measure_bad_scripts(Path(name), runs))


def print_machine_speed() -> None:
    """Print the speed of the machine."""
    seconds = min(timeit.repeat("number += 1", "number = 0", time.process_time, repeat=7, number=3_000_000))
    print(f"(three million additions: {seconds:.2f} s)")


def print_scaling(unit_name: str, results: dict[int, CpuSeconds]) -> None:
    """Print a row for each size: total seconds, milliseconds for each unit, and their ratio to the first row."""
    print_machine_speed()
    print(f"{'':24}{'CPU s':>9}{'read ms':>10}{'lay out ms':>12}{'  each, against the first':>25}")
    base_size, base = next(iter(results.items()))
    for size, result in results.items():
        reading_each, layout_each = result.reading / size, result.layout / size
        ratios = f"{reading_each / (base.reading / base_size):.2f} and {layout_each / (base.layout / base_size):.2f}"
        total = result.reading + result.layout
        print(
            f"{f'{size:,} {unit_name}':24}{total:9.2f}{reading_each * 1e3:10.3f}{layout_each * 1e3:12.3f}{ratios:>25}"
        )
    print()


def print_bad_scripts(costs: dict[str, Cost], max_rows: int = 5) -> None:
    """Print the slowest scripts, and the most memory of all scripts."""
    print_machine_speed()
    print(f"{'bad scripts of 50 kB':36}{'wall s':>9}{'CPU s':>9}{'MB':>7}")
    for name, cost in sorted(costs.items(), key=lambda item: -item[1].cpu_seconds)[:max_rows]:
        print(f"{name:36}{cost.wall_seconds:9.2f}{cost.cpu_seconds:9.2f}{cost.peak_bytes / 1e6:7.0f}")
    print(f"{f'the most of all {len(costs)}':54}{max(cost.peak_bytes for cost in costs.values()) / 1e6:7.0f}")


if __name__ == "__main__":
    main()
