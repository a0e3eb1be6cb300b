"""Fuzz voiceguide with scripts: `python -m tests.fuzz [--minutes 10]`.

Hypothesis and Atheris each get half of the time, with a process for each CPU. Both begin with the project's
scripts alone, since loading the corpus of an earlier run would take the time of this one. Each fault is reported
with its smallest input, which is kept in output/fuzz/found: `python -m tests.fuzz FILE…` replays inputs. In
Atheris's output, INITED counts the inputs loaded, DONE all inputs tried.
Exit codes: 0 nothing found, 1 faults found, 2 Atheris is missing.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import traceback
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.collector import HANG_FAULT, MAX_MEMORY_MB, minimise
from tests.fuzz.corpus import BAD_INPUTS, GOOD_INPUTS, HEADER_BYTES, SCRIPT_KINDS, TOKENS
from tests.fuzz.target import process_input

PROJECT_DIR = Path(__file__).parents[2]
OUTPUT_DIR = PROJECT_DIR / "output" / "fuzz"

_MAX_INPUT_BYTES = 8_192
"""Bytes of the longest input of Atheris."""

_MAX_PRINTED_BYTES = 1_000
"""Maximum bytes of an input that are printed."""

_MINIMISE_SECONDS = 60
"""Seconds in which the input of a fault is minimised."""

_GRACE_SECONDS = 120
"""Seconds that a process may take to end."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("inputs", nargs="*", type=Path, help="inputs to try, in place of a search")
    options = parser.parse_args()
    if options.inputs:
        return max(map(_replay, options.inputs))
    if not find_spec("atheris"):
        print('Atheris is missing: pip install -e ".[test,fuzz]" brings it, on Linux with an x86-64.')
        return 2
    seeds_dir, corpus_dir, faults_dir, dictionary_path = _prepare_folders()
    seconds = options.minutes * 60 / 2
    limits = (
        f"-max_total_time={seconds:.0f}",
        f"-max_len={_MAX_INPUT_BYTES}",
        f"-rss_limit_mb={MAX_MEMORY_MB}",
        "-timeout=60",
    )
    output_options = (
        "-reload=1",
        f"-dict={dictionary_path}",
        f"-artifact_prefix={faults_dir}/",
        "-print_final_stats=1",
    )
    exit_codes = [
        _run_processes(options.jobs, seconds, "random_inputs", seconds, faults_dir),
        _run_processes(
            options.jobs,
            seconds,
            "coverage_guided",
            faults_dir,
            corpus_dir,
            seeds_dir,
            *limits,
            *output_options,
        ),
        *map(_report_fault, sorted(faults_dir.iterdir())),
    ]
    return max(exit_codes)


def _prepare_folders() -> tuple[Path, Path, Path, Path]:
    """Create and return the folders of seeds, of Atheris's corpus and of faults, and the dictionary file."""
    seeds_dir, corpus_dir, faults_dir = folders = [OUTPUT_DIR / name for name in ("seeds", "corpus", "found")]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for number, data in enumerate(GOOD_INPUTS + BAD_INPUTS):
        (seeds_dir / str(number)).write_bytes(data)
    dictionary_path = OUTPUT_DIR / "words.dict"
    escaped = ("".join(f"\\x{byte:02x}" for byte in token.encode()) for token in TOKENS)
    dictionary_path.write_text("".join(f'"{token}"\n' for token in escaped), encoding="ascii")
    return seeds_dir, corpus_dir, faults_dir, dictionary_path


def _run_processes(jobs: int, seconds: float, module: str, *arguments: object) -> int:
    """Run a module in `jobs` processes and print their results; return 0 if all succeeded, else 1."""
    command = [sys.executable, "-m", f"tests.fuzz.{module}", *map(str, arguments)]
    processes = []
    for number in range(jobs):
        log = OUTPUT_DIR / f"{module}-{number}.log"
        with log.open("wb") as file:
            processes.append((subprocess.Popen(command, cwd=PROJECT_DIR, stdout=file, stderr=file), log))
    return max(_wait_and_report(process, log, seconds + _GRACE_SECONDS) for process, log in processes)


def _wait_and_report(process: subprocess.Popen[bytes], log: Path, seconds: float) -> int:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    results = re.findall(
        r"(?m)^(\d+ inputs.*|#\d+\s+(?:INITED|DONE).*|stat::.*)", log.read_text("utf-8", "replace")
    )
    print(f"{log.relative_to(PROJECT_DIR)}: exit {process.wait()}", *results, sep="\n    ", flush=True)
    return int(process.wait() != 0)


def _report_fault(path: Path) -> int:
    """Minimise and replay a fault; return 1 unless it was only slow under Atheris, which traces every line."""
    path.write_bytes(minimise(path.read_bytes(), path.name, _MINIMISE_SECONDS))
    return _replay(path) or int(path.name != HANG_FAULT)


def _replay(path: Path) -> int:
    """Print an input and its outcome, and return 1 if that is a fault."""
    data = path.read_bytes()
    kind, choices = SCRIPT_KINDS[data[0] % len(SCRIPT_KINDS)], data[1:HEADER_BYTES].hex()
    print(f"\n{path}: {kind}, choices {choices}\n{data[HEADER_BYTES:][:_MAX_PRINTED_BYTES]!r}")
    try:
        print(process_input(data))
    except Exception:  # noqa: BLE001 - any that comes out is a fault
        traceback.print_exc(limit=-8, file=sys.stdout)
        return 1
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # an interrupted run has printed its results
    raise SystemExit(main())
