"""Fuzz with Atheris, guided by coverage: `python -m tests.fuzz.coverage_guided FOLDER [OPTIONS]`."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["voiceguide", "lark", "markdown_it"]):
    from tests.fuzz.collector import Hunt
    from tests.fuzz.mutations import mutate


def _mutated(data: bytes, most: int, number: int) -> bytes:
    """By lines and tokens, or by bytes as libFuzzer does it."""
    chance = Random(number)
    return mutate(data, chance)[:most] if chance.randrange(2) else atheris.Mutate(data, most)


if __name__ == "__main__":
    program, folder, *options = sys.argv
    atheris.Setup([program, *options], Hunt(Path(folder)), custom_mutator=_mutated)
    atheris.Fuzz()
