"""Fuzz with Hypothesis, with new inputs in each run: `python -m tests.fuzz.random_inputs SECONDS FOLDER`."""

from __future__ import annotations

import secrets
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.collector import MAX_MEMORY_MB, FaultCollector
from tests.fuzz.mutations import random_mutant

INPUTS = st.randoms(use_true_random=False).map(random_mutant)

_MAX_EXAMPLES = 1_000
"""Inputs of one test, all of which Hypothesis keeps until the test ends."""

_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in one unit of `ru_maxrss`."""


def main() -> None:
    import resource

    seconds, folder = sys.argv[1:]
    collect, stop_time = FaultCollector(Path(folder)), time.monotonic() + float(seconds)
    while time.monotonic() < stop_time:
        _run_batch(collect, stop_time)
        if (
            memory := resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_UNIT >> 20
        ) > MAX_MEMORY_MB:
            raise SystemExit(f"{memory} MB after {collect.outcomes.total()} inputs")
    print(
        f"{collect.outcomes.total()} inputs, {memory} MB:",
        *(f"{outcome} {n}" for outcome, n in collect.outcomes.items()),
    )


def _run_batch(collect: FaultCollector, stop_time: float) -> None:
    @seed(secrets.randbits(64))
    @settings(
        max_examples=_MAX_EXAMPLES,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(INPUTS)
    def try_input(data: bytes) -> None:
        if time.monotonic() < stop_time:
            collect(data)

    try_input()


if __name__ == "__main__":
    main()
