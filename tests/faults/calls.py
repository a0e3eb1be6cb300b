"""Try every command with a fault at each of its calls: `python -m tests.faults.calls`.

    --limit N       at most N faults for each scenario, evenly spaced
    --every-error   each error at each call, not one of them in turn
    --only TEXT     scenarios whose name contains this text
    --jobs N        processes

Prints one line for each scenario and a total. Exit codes: 0 all promises were kept, 1 some were broken.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.faults.scenarios import SCENARIOS, SCENARIOS_BY_NAME
from tests.faults.sweep import every_fault, spread
from tests.faults.trial import Bench

MAX_SHOWN = 5
"""Broken promises that are printed for each scenario."""


def try_scenario(name: str, limit: int, every_error: bool) -> tuple[str, int, list[str], float]:  # noqa: FBT001 - passed to a process
    """Return the scenario's name, the number of faults tried, the promises broken, and the seconds."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        bench = Bench(SCENARIOS_BY_NAME[name], Path(folder).resolve() / "bench")
        bench.prepare()
        faults = tuple(every_fault(bench.calls, every_error=every_error))
        chosen = spread(faults, limit) if limit else faults
        broken = [one for fault in chosen for one in bench.run(fault)]
    return name, len(chosen), broken, time.monotonic() - started


def main() -> int:
    """Try the scenarios, print the figures, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--every-error", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    names = [scenario.name for scenario in SCENARIOS if options.only in scenario.name]
    total, all_broken = 0, []
    with ProcessPoolExecutor(options.jobs) as pool:
        futures = [pool.submit(try_scenario, name, options.limit, options.every_error) for name in names]
        for future in futures:
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
