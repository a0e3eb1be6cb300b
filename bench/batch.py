"""Benchmark of batches: rows a second by one process, two, and a Dask cluster, beside copying the same files.

    pip install -e ".[bench,cluster]" && python bench/batch.py [--rows 1000] [--cluster] [--chart docs/scale.svg]
    python bench/batch.py --rows 10000 --once

The rows have all shipped sessions with different choices. All cues are spoken before anything is measured, and each
row is measured by whole programs in the same run. Memory is sampled, and summed over the process tree. With --once
two processes make all files once, and of 300 of them the bytes are compared with those that `render` makes.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from chart import bar_chart
from measure import VOICEGUIDE_COMMAND

from voiceguide.errors import RequestError
from voiceguide.export.batch.orders import read_orders
from voiceguide.export.batch.table import read_table
from voiceguide.export.render import render
from voiceguide.plan.schedule import Listener, plan_with_settings
from voiceguide.script.library import open_library

sys.path.append(str(Path(__file__).parent.parent))

from tests.helpers.cluster import Cluster, open_cluster  # found through sys.path, see above

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

CHOICES = {
    "level": ("", "gentle", "strong"),
    "note": ("", "short"),
    "guidance": ("", "brief", "names"),
    "hold": ("", "longer", "shorter", "+2s", "+5s", "-2s"),
    "side": ("", "right"),
}
SAMPLE_SECONDS = 0.2
_COMPARED_FILES = 300
_FIRST_FILES = 100
"""Files after which memory counts as that of a batch that has begun."""


def write_table(path: Path, row_count: int, voice: str) -> None:
    """Write a table of people with random sessions and choices that can be met."""
    rnd, library = random.Random(7), open_library()  # noqa: S311 - chance without secrets
    names = library.session_names
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("name", "session", "voice", *CHOICES))
        number = 0
        while number < row_count:
            session = rnd.choice(names)
            texts = {name: rnd.choice(values) for name, values in CHOICES.items()}
            chosen = {name: (text,) for name, text in texts.items() if text}
            try:
                plan_with_settings(library.session(session), library, Listener(chosen), ())
            except RequestError:  # such as a longer hold in a session without one
                continue
            table.writerow((f"Person {number}", session, voice, *texts.values()))
            number += 1


@dataclass(slots=True)
class Watch:
    """Watch over a program: seconds, memory in MB when files begin to appear and at the end."""

    folder: Path
    seconds: float = 0.0
    first_megabytes: float = 0.0
    last_megabytes: float = 0.0

    def run(self, *command: str) -> None:
        """Run a program, and note what it takes."""
        started = time.perf_counter()
        program = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        sampler = threading.Thread(target=self._sample, args=(psutil.Process(program.pid),))
        sampler.start()
        if program.wait():
            raise SystemExit(f"{' '.join(command)} failed with {program.returncode}")
        self.seconds = time.perf_counter() - started
        sampler.join()

    def _sample(self, program: psutil.Process) -> None:
        while program.is_running() and program.status() != psutil.STATUS_ZOMBIE:
            try:
                processes = [program, *program.children(recursive=True)]
                megabytes = sum(process.memory_info().rss for process in processes) / 1e6
            except psutil.Error:
                continue
            if sum(1 for _ in self.folder.glob("*.mp3")) >= _FIRST_FILES:
                self.first_megabytes = self.first_megabytes or megabytes
                self.last_megabytes = megabytes
            time.sleep(SAMPLE_SECONDS)


def measure(label: str, row_count: int, folder: Path, *command: str) -> Watch:
    """Run a program that fills a folder, and print a row of the table."""
    shutil.rmtree(folder, ignore_errors=True)
    watch = Watch(folder)
    watch.run(*command)
    size = sum(path.stat().st_size for path in folder.glob("*.mp3"))
    figures = (watch.seconds, row_count / watch.seconds, size / watch.seconds / 1e6)
    memory = (watch.first_megabytes, watch.last_megabytes)
    print(f"{label:<22}{''.join(f'{figure:10.1f}' for figure in (*figures, *memory))}", flush=True)
    return watch


def main() -> None:
    """Print the table and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--voice", default="")
    parser.add_argument("--once", action="store_true", help="two processes alone, and compare files")
    parser.add_argument("--cluster", action="store_true", help="also a Dask cluster of two workers")
    parser.add_argument("--folder", type=Path, help="disk to measure; by default that of temporary files")
    parser.add_argument("--chart", type=Path, help="file for a chart")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        write_table(folder / "people.csv", options.rows, options.voice)
        heads = ("wall s", "rows/s", "MB/s", "MB first", "MB last")
        print(f"{f'{options.rows} rows':<22}{''.join(f'{head:>10}' for head in heads)}")
        if options.once:
            out = folder / "out"
            measure("2 processes", options.rows, out, *batch_command(folder), "--workers", "2")
            print(f"{compare_with_render(folder, out)} files have the bytes that render makes")
            return
        seconds = compare(folder, options.rows, with_cluster=options.cluster)
    if options.chart:
        options.chart.write_text(bar_chart({f"{options.rows} rows": seconds}), encoding="utf-8")


def batch_command(folder: Path) -> tuple[str, ...]:
    """Return the command that makes the files of a folder's table."""
    return *VOICEGUIDE_COMMAND, "batch", str(folder / "people.csv"), "--out", str(folder / "out")


def compare_with_render(folder: Path, out: Path) -> int:
    """Render random rows one by one, and return their number. Raise SystemExit if a file differs."""
    orders = read_orders(read_table(folder / "people.csv"), None, date(2027, 1, 4))
    compared = random.Random(21).sample(orders, min(_COMPARED_FILES, len(orders)))  # noqa: S311 - chance without secrets
    for order in compared:
        choices = order.listener(None).choices((), order.script)
        rendered = render(order.script, choices, folder / "one.mp3", force=True)
        if rendered.path.read_bytes() != (out / f"{order.stem}.mp3").read_bytes():
            raise SystemExit(f"{order.stem}.mp3 differs from what render makes")
    return len(compared)


def compare(folder: Path, row_count: int, *, with_cluster: bool) -> dict[str, float]:
    """Measure every way to make the files, and to copy them; return the seconds of each."""
    out, command = folder / "out", batch_command(folder)
    subprocess.run((*command, "--workers", "2"), check=True, stderr=subprocess.DEVNULL)  # speaks all cues
    seconds: dict[str, float] = {}
    one = measure("1 process", row_count, out, *command, "--workers", "1")
    cluster: AbstractContextManager[Cluster | None] = (
        open_cluster(folder, 2, {}) if with_cluster else nullcontext()
    )
    with cluster as running:
        if running:
            dask = measure("Dask, 2 workers", row_count, out, *command, "--cluster", running.address)
            seconds["warm, Dask, 2 workers"] = dask.seconds
    two = measure("2 processes", row_count, out, *command, "--workers", "2")
    source = folder / "source"
    out.rename(source)
    copied = measure("cp", row_count, out, "cp", "-r", str(source), str(out))
    share, gain = copied.seconds / two.seconds, one.seconds / two.seconds
    print(f"2 processes: {gain:.2f} times as fast as 1, {share:.0%} of the speed of cp")
    ours = {"warm, 1 process": one.seconds, "warm, 2 processes": two.seconds}
    return {**ours, **seconds, "copying the files": copied.seconds}


if __name__ == "__main__":
    main()
