"""What changing one hold costs where everything is loaded and every clip was read: for bench/run.py.

    python bench/within.py SCRIPT ROUNDS

Prints JSON: medians, in milliseconds of wall time unless said otherwise. Nothing waits for the disk,
neither ours nor the copy that it is compared with.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.export import render as house
from voiceguide.plan import choices as asked
from voiceguide.plan.choices import Choices
from voiceguide.plan.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.export.render import Performance

TURNS = 9


def timed(work: Callable[[int], object]) -> float:
    """The median of some turns, in milliseconds."""
    walls = []
    for turn in range(TURNS):
        start = time.perf_counter()
        work(turn)
        walls.append(1000 * (time.perf_counter() - start))
    return statistics.median(walls)


def main(script: str, rounds: str) -> None:
    """Prints the figures."""
    gc.disable()  # as the program does
    usual = Choices(wishes=(asked.rounds(f"evening={rounds}"),))
    session, library = house.find(script)
    booth = house.perform(script, usual).booth

    def perform(turn: int) -> Performance:
        wishes = (*usual.wishes, asked.hold(f"evening={21 + turn % 2}s"))
        return house._perform(make_plan(session, library, replace(usual, wishes=wishes)), booth, None)  # noqa: SLF001

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "out.mp3"

        def write(turn: int) -> None:
            with path.open("wb", buffering=1 << 18) as file:  # as whole_file does
                file.writelines(perform(turn).rendering().read())

        write(0)
        write(1)
        ours = timed(write)
        whole = path.read_bytes()
        copy = timed(lambda _: path.write_bytes(bytes(bytearray(whole))))
    planned, performance = timed(perform), perform(0)
    stitched = timed(lambda _: sum(map(len, performance.rendering().read())))
    before = time.process_time()
    next(performance.rendering().read())
    first = 1000 * (time.process_time() - before)
    print(
        json.dumps(
            {
                "planned, stitched, tagged and written, ms": ours,
                "  of it planned and laid out": planned,
                "  of it tagged and stitched": stitched,
                "the same bytes copied and written, ms": copy,
                "times the copy": ours / copy,
                "first byte of the laid-out session, CPU ms": first,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
