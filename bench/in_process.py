"""Benchmark of a changed hold within one process, modules loaded and clips in memory: part of bench/run.py.

    python bench/in_process.py SCRIPT ROUNDS

JSON is printed: medians, in milliseconds of wall time unless the key says otherwise. Neither voiceguide nor the
copy that it is compared with waits for the disk.
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

from voiceguide.export import session as sessions
from voiceguide.plan.options import Choices
from voiceguide.plan.parsers import parse_hold, parse_rounds
from voiceguide.plan.planner import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.export.session import LaidOutSession

REPEATS = 9


def median_milliseconds(job: Callable[[int], object]) -> float:
    """Return the median wall time of REPEATS runs of a job, in milliseconds."""
    milliseconds = []
    for repeat in range(REPEATS):
        start = time.perf_counter()
        job(repeat)
        milliseconds.append(1000 * (time.perf_counter() - start))
    return statistics.median(milliseconds)


def main(script: str, rounds: str) -> None:
    """Print the figures."""
    gc.disable()  # as voiceguide.__main__ does
    base_choices = Choices(overrides=(parse_rounds(f"evening={rounds}"),))
    session, library = sessions.resolve_session(script)
    clip_factory = sessions.lay_out_session(script, base_choices).clips

    def lay_out_session(repeat: int) -> LaidOutSession:
        overrides = (*base_choices.overrides, parse_hold(f"evening={21 + repeat % 2}s"))
        return sessions.lay_out_plan(
            make_plan(session, library, replace(base_choices, overrides=overrides)), clip_factory, None
        )

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "out.mp3"

        def write_file(repeat: int) -> None:
            with path.open("wb", buffering=1 << 18) as file:  # as files.atomic.atomic_write does
                file.writelines(lay_out_session(repeat).mp3_file().read())

        write_file(0)
        write_file(1)
        write_ms = median_milliseconds(write_file)
        mp3_bytes = path.read_bytes()
        copy_ms = median_milliseconds(lambda _: path.write_bytes(bytes(bytearray(mp3_bytes))))
    lay_out_ms, session_layout = median_milliseconds(lay_out_session), lay_out_session(0)
    stitch_ms = median_milliseconds(lambda _: sum(map(len, session_layout.mp3_file().read())))
    cpu_before = time.process_time()
    next(session_layout.mp3_file().read())
    first_byte_ms = 1000 * (time.process_time() - cpu_before)
    print(
        json.dumps(
            {
                "planned, stitched, tagged and written, ms": write_ms,
                "  of it planned and laid out": lay_out_ms,
                "  of it tagged and stitched": stitch_ms,
                "the same bytes copied and written, ms": copy_ms,
                "times the copy": write_ms / copy_ms,
                "first byte of the laid-out session, CPU ms": first_byte_ms,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
