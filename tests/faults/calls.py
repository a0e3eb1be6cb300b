"""Try every command with a fault at each of its calls: `python -m tests.faults.calls`.

    --limit N       at most N faults for each scenario, evenly spaced
    --every-error   each error at each call, not one of them in turn
    --every-call    in a variant of a command, also the calls that it shares with the command
    --no-variants   leave out variants of a command
    --only TEXT     scenarios whose name contains this text
    --jobs N        processes

Prints one line for each scenario and a total. Exit codes: 0 all promises were kept, 1 some were broken.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tests.faults.remembered import remember_pure_work
from tests.faults.scenarios import SCENARIOS, SCENARIOS_BY_NAME
from tests.faults.sweep import every_fault, spread
from tests.faults.trial import Bench

MAX_SHOWN = 5
"""Broken promises that are printed for each scenario."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Faults of a scenario that are tried: at most `limit`, 0 for all; every error; every call of a variant too."""

    limit: int
    every_error: bool
    every_call: bool


def try_scenario(name: str, extent: Extent) -> tuple[str, int, list[str], float]:
    """Return the scenario's name, the number of faults tried, the promises broken, and the seconds."""
    started = time.monotonic()
    scenario = SCENARIOS_BY_NAME[name]
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, remember_pure_work():
        bench = Bench(scenario, Path(folder).resolve() / "bench")
        bench.prepare()
        after = bench.first_change if scenario.is_variant and not extent.every_call else None
        faults = tuple(
            every_fault(
                bench.calls, after=after, first_write=bench.first_write, every_error=extent.every_error
            )
        )
        chosen = spread(faults, extent.limit) if extent.limit else faults
        broken = [one for fault in chosen for one in bench.run(fault)]
    return name, len(chosen), broken, time.monotonic() - started


def main() -> int:
    """Try the scenarios, print the figures, and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--every-error", action="store_true")
    parser.add_argument("--every-call", action="store_true")
    parser.add_argument("--no-variants", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    names = [
        scenario.name
        for scenario in sorted(SCENARIOS, key=lambda scenario: scenario.is_variant)
        if options.only in scenario.name
        and not (options.no_variants and scenario.is_variant)
        and (shutil.which("ffmpeg") or not scenario.needs_ffmpeg)
    ]
    extent = Extent(options.limit, options.every_error, options.every_call)
    total, all_broken = 0, []
    with ProcessPoolExecutor(options.jobs) as pool:
        futures = [pool.submit(try_scenario, name, extent) for name in names]
        for future in as_completed(futures):
            name, tried, broken, seconds = future.result()
            total += tried
            all_broken += broken
            print(f"{tried:6,} faults  {len(broken):4} broken promises  {seconds:6.0f} s  {name}", flush=True)
            for one in broken[:MAX_SHOWN]:
                print(f"        {one}", flush=True)
    print(f"{total:,} faults in {len(names)} commands, {len(all_broken)} broken promises")
    return 1 if all_broken else 0


if __name__ == "__main__":
    sys.exit(main())
