"""Benchmark of reading a library and of normalising its lines, against another checkout in the same run.

    python bench/library.py ../another-checkout [--runs 5] [--sizes 50,200,800]

Each row is one size: the techniques of `scaling.technique_source` are read with an empty cache, once everything is
imported, and each line that they say is normalised. A last row normalises the lines of the tests' tables, which
handouts write. The checkouts take turns, each in a process of its own; the tables have the least CPU time of all
runs, since a busy machine only adds, and the ratio of this checkout to the other one.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
TABLES = ROOT / "tests" / "language"
REPEATS = 5
"""Times that the lines are normalised in one process; the least counts."""

OPENERS = (("voiceguide.script.library", "open_library"), ("voiceguide.script.shelf", "library"))
"""Modules and functions that open a library, the newest first: a checkout has one of them."""

RESOLVERS = ("resolve_techniques", "join")
NORMALISERS = (("voiceguide.language.normalise", "normalise_text"), ("voiceguide.voice.spoken", "spoken"))


def find_function(candidates: tuple[tuple[str, str], ...]) -> Callable[..., Any]:
    """Return the first of these functions that the imported checkout has. Raise SystemExit if there is none."""
    for module, name in candidates:
        try:
            found: Callable[..., Any] = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
        return found
    raise SystemExit(f"This checkout has none of {candidates}.")


def time_reading(folder: Path) -> float:
    """Return the CPU milliseconds in which the session of a folder and all its techniques are read."""
    start = time.process_time()
    library = find_function(OPENERS)(folder)
    session = library.session("all")
    resolve = next(getattr(library, name) for name in RESOLVERS if hasattr(library, name))
    resolve(session)
    return 1000 * (time.process_time() - start)


def time_normalising(lines: list[str]) -> float:
    """Return the least CPU milliseconds in which these lines are normalised, its caches of numbers filled."""
    normalise, milliseconds = find_function(NORMALISERS), []
    forget = getattr(normalise, "cache_clear", lambda: None)
    for _ in range(REPEATS):
        forget()
        start = time.process_time()
        for line in lines:
            normalise(line)
        milliseconds.append(1000 * (time.process_time() - start))
    return min(milliseconds)


def spoken_lines(folder: Path) -> list[str]:
    """Return the distinct lines that the techniques of a folder say."""
    texts = (path.read_text(encoding="utf-8").split("---", 2)[2] for path in sorted(folder.glob("own-*.md")))
    lines = (
        re.fullmatch(r"(?:  - (?:@\w+(?: side)? )?)?([A-Z].*)", line)
        for text in texts
        for line in text.split("\n")
    )
    return list(dict.fromkeys(line[1].replace("{side}", "left") for line in lines if line))


def table_lines() -> list[str]:
    """Return the written lines of the tests' English tables."""
    lines = (
        line
        for name in ("spoken.txt", "handouts.txt")
        for line in (TABLES / name).read_text("utf-8").split("\n")
    )
    return [line.split(" | ")[0] for line in lines if line and not line.startswith("# ")]


def measure(folders: list[Path]) -> dict[str, float]:
    """Measure the checkout that is imported: milliseconds by the name of a row."""
    gc.disable()
    warm_up, *libraries = folders
    time_reading(warm_up)
    results = {}
    for folder in libraries:
        results[f"{folder.name} techniques read"] = time_reading(folder)
        lines = spoken_lines(folder)
        results[f"{folder.name} techniques, {len(lines):,} lines normalised"] = time_normalising(lines)
    lines = table_lines()
    results[f"{len(lines)} lines of handouts normalised"] = time_normalising(lines)
    return results


def measure_checkout(root: Path, folders: list[Path], cache_dir: Path) -> dict[str, float]:
    """Measure a checkout in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(root), "VOICEGUIDE_STORE": str(cache_dir)}
    command = (sys.executable, __file__, "--worker", *map(str, folders))
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{root} cannot be measured:\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(other: Path, runs: int, sizes: list[int]) -> None:
    """Print the table."""
    from scaling import technique_source, write_library

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folders = [write_library(folder / "warm-up", [technique_source(10**6)])]
        folders += [
            write_library(folder / str(size), [*map(technique_source, range(size))]) for size in sizes
        ]
        results: dict[Path, list[dict[str, float]]] = {ROOT: [], other: []}
        for run_number in range(runs):
            for number, root in enumerate(results):
                cache_dir = folder / f"store-{number}-{run_number}"
                results[root].append(measure_checkout(root, folders, cache_dir))
    print(f"{'CPU ms, the least of ' + str(runs):56}{'this':>10}{'other':>10}{'ratio':>8}")
    for row in results[ROOT][0]:
        this, that = (min(run[row] for run in results[root]) for root in results)
        print(f"{row:56}{this:10.1f}{that:10.1f}{this / that:8.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        print(json.dumps(measure([*map(Path, sys.argv[2:])])))
        sys.exit()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("other", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", type=lambda text: [*map(int, text.split(","))], default=[50, 200, 800])
    options = parser.parse_args()
    main(options.other.resolve(), options.runs, options.sizes)
