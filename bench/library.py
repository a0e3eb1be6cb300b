"""Times reading and laying out: a library of techniques, sessions of very many steps, scripts gone wrong.

    pip install -e ".[bench]" && python bench/library.py [--runs 3]

No voice is needed. Every row is measured in processes of its own, once everything is imported, as CPU time.
Bad scripts are given to “voiceguide check” as a whole program, start-up and telling included; five are shown,
the slowest. Rows take turns, and the tables have the least of each, since a busy machine only adds. Above it
stands how quick the machine was just then: what a loop of three million additions takes.
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

from run import OURS, Cost, run

from voiceguide.checks.estimate import estimate
from voiceguide.plan.choices import Choices
from voiceguide.plan.plan import make_plan
from voiceguide.score.score import score
from voiceguide.score.timeline import lay_out
from voiceguide.script.shelf import library
from voiceguide.script.source import LARGEST

sys.path.append(str(Path(__file__).parent.parent))

from tests.helpers.pathological import SESSIONS, WORST  # found by the line above

TECHNIQUE = """---
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
"""A usual one; the words and the doses of each are its own. Eight hundred last just below a day."""

STEP = "- hold {hold}s\n  - Lift your {words}.\n\n"
STEPS_OF_A_SCRIPT = 500
"""A script can hold about twice as many."""


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds to read the scripts of a session, and to plan, score and lay it out."""

    reading: float
    laying: float


def words(number: int) -> str:
    """Two words that no other number has."""
    letters = "".join("abcdefghij"[int(figure)] for figure in str(number))
    return f"left {letters} and right {letters[::-1]}{letters}"


def technique(number: int) -> str:
    """One of very many techniques."""
    kinds = {"hold": 11 + number % 5, "most": 29 + number % 31, "reps": 3 + number % 5}
    own = dict.fromkeys(("switch", "back", "rest"), f"{2 + number % 3}.{number:03}")
    return TECHNIQUE.format(words=words(number), **kinds, **own)


def steps(first: int, how_many: int) -> str:
    """A technique of very many steps, each short: ten thousand last just below a day."""
    lines = (STEP.format(hold=f"{3 + n % 7}.{n:03}", words=words(n)) for n in range(first, first + how_many))
    return f"---\ntitle: Steps from {first}\n---\n\n{''.join(lines)}"


def write(folder: Path, scripts: list[str]) -> Path:
    """The folder, with these techniques in it and a session that uses them all."""
    folder.mkdir()
    for number, text in enumerate(scripts):
        (folder / f"own-{number}.md").write_text(text, encoding="utf-8")
    uses = "\n".join(f"- use own-{number}" for number in range(len(scripts)))
    (folder / "all.md").write_text(f"---\ntitle: All\n---\n\n{uses}\n", encoding="utf-8")
    return folder


def spend(folder: Path) -> Spent:
    """What the session of a folder costs in this process."""
    start = time.process_time()
    scripts = library(folder)
    session = scripts.session("all")
    scripts.join(session)
    read = time.process_time()
    plan = make_plan(session, scripts, Choices())  # what was read is not read again
    lay_out("all", "All", score(plan), estimate)
    return Spent(read - start, time.process_time() - read)


def spend_warm(warm: Path, folder: Path, store: Path) -> Spent:
    """The same, once this process has done the like, with a store in which nothing is kept yet."""
    gc.disable()  # as the program does
    os.environ["VOICEGUIDE_STORE"] = str(store)
    spend(warm)
    return spend(folder)


def measure(folders: dict[int, Path], warm: Path, runs: int, times: int = 1) -> dict[int, Spent]:
    """The least for each folder, the last of so many `times` in processes that share a store."""
    found: dict[int, list[Spent]] = {size: [] for size in folders}
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as fresh:
        for turn in range(runs):
            for size, folder in folders.items():
                store = folder.with_name(f"{folder.name}-store-{times}-{turn}")
                *_, last = (fresh.submit(spend_warm, warm, folder, store).result() for _ in range(times))
                found[size].append(last)
    return {
        size: Spent(min(each.reading for each in spent), min(each.laying for each in spent))
        for size, spent in found.items()
    }


def refuse(folder: Path, runs: int) -> dict[str, Cost]:
    """What it costs to check each of the worst scripts, alone in its folder."""
    commands = {}
    for name, script in WORST.items():
        alone = folder / name.replace(" ", "-")
        alone.mkdir()
        length = "length: 10:00\n" if name in SESSIONS else ""  # by which it is known as a session
        text = script(LARGEST - len(length)).replace("---\n", f"---\n{length}", 1)
        (alone / "bad.md").write_text(text, encoding="utf-8")
        commands[name] = (*OURS, "check", "--scripts", str(alone), str(alone / "bad.md"))
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(run(command, folder / "store", ends=2))
    return {name: min(found, key=lambda cost: cost.cpu) for name, found in costs.items()}


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        names = (Path(name) / str(number) for number in count())
        libraries = {size: write(next(names), [*map(technique, range(size))]) for size in (50, 200, 800)}
        warm = write(next(names), [technique(10**6)])
        report("techniques", measure(libraries, warm, runs))
        report("techniques recalled", measure({200: libraries[200]}, warm, runs, times=2))
        sessions = {}
        for size in (100, 1_000, 10_000):
            firsts = range(0, size, STEPS_OF_A_SCRIPT)
            scripts = [steps(first, min(size, STEPS_OF_A_SCRIPT)) for first in firsts]
            sessions[size] = write(next(names), scripts)
        report("steps", measure(sessions, warm, runs))
        report_bad(refuse(Path(name), runs))


def yardstick() -> None:
    """Says how quick the machine is."""
    least = min(timeit.repeat("number += 1", "number = 0", time.process_time, repeat=7, number=3_000_000))
    print(f"(three million additions: {least:.2f} s)")


def report(what: str, spent: dict[int, Spent]) -> None:
    """A row for each size: seconds in all, milliseconds for each one, and how these grow from the first."""
    yardstick()
    print(f"{'':24}{'CPU s':>9}{'read ms':>10}{'lay out ms':>12}{'  each, against the first':>25}")
    least, first = next(iter(spent.items()))
    for size, cost in spent.items():
        read, laid = cost.reading / size, cost.laying / size
        ratios = f"{read / (first.reading / least):.2f} and {laid / (first.laying / least):.2f}"
        total = cost.reading + cost.laying
        print(f"{f'{size:,} {what}':24}{total:9.2f}{read * 1e3:10.3f}{laid * 1e3:12.3f}{ratios:>25}")
    print()


def report_bad(costs: dict[str, Cost], most: int = 5) -> None:
    """The slowest, and the most memory of all."""
    yardstick()
    print(f"{'bad scripts of 50 kB':36}{'wall s':>9}{'CPU s':>9}{'MB':>7}")
    for name, cost in sorted(costs.items(), key=lambda item: -item[1].cpu)[:most]:
        print(f"{name:36}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.memory / 1e6:7.0f}")
    print(f"{f'the most of all {len(costs)}':54}{max(cost.memory for cost in costs.values()) / 1e6:7.0f}")


if __name__ == "__main__":
    main()
