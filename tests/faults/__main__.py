"""Measure every promise of docs/reliability.md: `python -m tests.faults`.

    --quick         the part that the CI runs, in at most two minutes
    --only NAME     this run alone; may be repeated
    --record        write the figures to docs/reliability.md

Each run is a command of its own, which prints what it found, its figure in the last line, and ends with 0 if every
promise was kept. Exit codes: 0 all promises were kept, 1 some were broken.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.helpers.program import PROJECT_DIR

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = PROJECT_DIR / "docs" / "reliability.md"
_PYTHON = (sys.executable, "-m")


@dataclass(frozen=True, slots=True)
class Run:
    """Run of a module that measures promises.

    name        in the command line and on the page
    module      run by `python -m`
    arguments   of the whole run
    quick       arguments of the part for the CI, with the same result each time
    """

    name: str
    module: str
    arguments: tuple[str, ...]
    quick: tuple[str, ...]

    def command(self, *, is_quick: bool) -> tuple[str, ...]:
        """Return the module and its arguments, as they follow `python -m`."""
        return self.module, *(self.quick if is_quick else self.arguments)


RUNS = (
    Run("calls", "tests.faults.calls", ("--limit", "84"), ("--limit", "4", "--no-variants")),
    Run("cache", "tests.faults.cache_damage", ("--count", "1000"), ("--count", "170")),
    Run("several", "tests.faults.several", ("50",), ("1",)),
    Run("signals", "tests.faults.signals", ("300",), ("9",)),
    Run("environments", "tests.faults.environments", (), ("--only", "refuses")),
    Run("hostile", "tests.fuzz.hostile", (), ("--every", "60", "--commands", "check", "format")),
    Run("day", "bench.day", (), ("--runs", "1")),
    Run("batch", "tests.faults.batch_kills", (), ("--batches", "2", "--workers", "0", "--rows", "24")),
)
RUNS_BY_NAME = {run.name: run for run in RUNS}


def measure(run: Run, *, is_quick: bool) -> tuple[bool, str]:
    """Print what a run prints; return whether it kept every promise, and its figure."""
    started, last_line = time.monotonic(), ""
    arguments = run.command(is_quick=is_quick)
    print(f"== {run.name}: python -m {' '.join(arguments)}", flush=True)
    with subprocess.Popen([*_PYTHON, *arguments], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last_line = line.strip() or last_line
    print(
        f"== {run.name}: exit code {process.returncode} after {time.monotonic() - started:.0f} s", flush=True
    )
    return process.returncode == 0, last_line


def record(page: str, figures: Mapping[str, str]) -> str:
    """Return the page with these figures in the table's rows of their runs."""
    lines = page.splitlines(keepends=True)
    for name, figure in figures.items():
        rows = [number for number, line in enumerate(lines) if line.startswith(f"| `{name}` |")]
        if len(rows) != 1:
            raise ValueError(f"docs/reliability.md has {len(rows)} rows for the run {name}")
        lines[rows[0]] = f"| `{name}` | {figure} |\n"
    return "".join(lines)


def main() -> int:
    """Measure, print the figures together, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", choices=tuple(RUNS_BY_NAME))
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    figures, broken = {}, []
    for run in RUNS:
        if run.name in (options.only or RUNS_BY_NAME):
            is_kept, figures[run.name] = measure(run, is_quick=options.quick)
            if not is_kept:
                broken.append(run.name)
    for name, figure in figures.items():
        print(f"{name:12} {figure}")
    print(f"Broken promises in: {', '.join(broken)}." if broken else "Every promise was kept.")
    if options.record and not options.quick and not broken:
        PAGE.write_text(record(PAGE.read_text("utf-8"), figures), encoding="utf-8")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
