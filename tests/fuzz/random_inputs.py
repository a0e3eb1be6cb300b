"""Hypothesis, with other inputs every time: `python -m tests.fuzz.random_inputs SECONDS FOLDER`."""

from __future__ import annotations

import secrets
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.collector import MEMORY, Hunt
from tests.fuzz.mutations import mutant

INPUTS = st.randoms(use_true_random=False).map(mutant)

_AT_ONCE = 1_000
"""Inputs of one test; Hypothesis remembers them all until its end."""

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which `ru_maxrss` counts."""


def main() -> None:
    import resource

    seconds, folder = sys.argv[1:]
    hunt, end = Hunt(Path(folder)), time.monotonic() + float(seconds)
    while time.monotonic() < end:
        _some(hunt, end)
        if (memory := resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT >> 20) > MEMORY:
            raise SystemExit(f"{memory} MB after {hunt.fates.total()} inputs")
    print(f"{hunt.fates.total()} inputs, {memory} MB:", *(f"{fate} {n}" for fate, n in hunt.fates.items()))


def _some(hunt: Hunt, end: float) -> None:
    @seed(secrets.randbits(64))
    @settings(
        max_examples=_AT_ONCE,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(INPUTS)
    def hunted(data: bytes) -> None:
        if time.monotonic() < end:
            hunt(data)

    hunted()


if __name__ == "__main__":
    main()
