"""Fuzz with Atheris, guided by coverage: `python -m tests.fuzz.coverage_guided FOLDER [OPTIONS]`."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["voiceguide", "lark", "markdown_it"]):
    from tests.fuzz.collector import FaultCollector
    from tests.fuzz.mutations import mutate


def _mutate_input(data: bytes, max_size: int, seed: int) -> bytes:
    """Mutate lines and tokens, or bytes as libFuzzer does."""
    rng = Random(seed)
    return mutate(data, rng)[:max_size] if rng.randrange(2) else atheris.Mutate(data, max_size)


if __name__ == "__main__":
    program, folder, *options = sys.argv
    atheris.Setup([program, *options], FaultCollector(Path(folder)), custom_mutator=_mutate_input)
    atheris.Fuzz()
