"""Measure one run of a whole program from outside: wall time, CPU time, memory and bytes written."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

BENCH_FOLDER = Path(__file__).parent
VOICEGUIDE_COMMAND = (sys.executable, "-m", "voiceguide")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Environment of measured programs: bytecode is cached, as in an installation, not compiled at each start."""

SAMPLE_SECONDS = 0.005
"""Seconds between two samples of memory."""

BLOCK_BYTES = 512
"""Bytes in one block of getrusage's count of writes."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of one run of a program; memory is summed over its process tree."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    written_bytes: int


def measure_program(command: tuple[str, ...], cache_dir: Path, exit_code: int = 0) -> Cost:
    """Run a program to its end and measure it. Raise SystemExit unless it ends with `exit_code`."""
    start, usage_before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = psutil.Popen(
        command,
        env={**ENVIRONMENT, "VOICEGUIDE_STORE": str(cache_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak_bytes = 0
    while process.poll() is None:
        peak_bytes = max(peak_bytes, tree_memory(process))
        time.sleep(SAMPLE_SECONDS)
    wall, usage_after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != exit_code:
        raise SystemExit(f"{' '.join(command)} failed with {process.returncode}")
    cpu = usage_after.ru_utime + usage_after.ru_stime - usage_before.ru_utime - usage_before.ru_stime
    return Cost(wall, cpu, peak_bytes, (usage_after.ru_oublock - usage_before.ru_oublock) * BLOCK_BYTES)


def tree_memory(process: psutil.Process) -> int:
    """Return the resident bytes of a process and all its descendants."""
    total = 0
    try:
        for member in (process, *process.children(recursive=True)):
            total += member.memory_info().rss
    except psutil.Error:
        pass  # a process ended meanwhile
    return total
