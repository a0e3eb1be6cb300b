"""Kill workers, the scheduler and the batch itself at random moments: `python -m tests.faults.batch_kills`.

Each time the same command runs again, and what it made is compared with a batch that nothing disturbed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import os
import random
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers.cluster import Cluster, open_cluster, open_s3
from tests.helpers.program import PROGRAM
from voiceguide.export.batch.destination import WORK_FOLDER, Destination, open_destination
from voiceguide.export.batch.manifest import MANIFEST_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

BUCKET = "sessions"
SESSIONS = ("two-minutes", "desk-break", "settle", "before-you-begin")


def write_table(path: Path, row_count: int) -> None:
    """Write a table with different choices in each row, for the voice without sound."""
    rnd = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("name", "session", "voice", "level", "guidance", "note"))
        for number in range(row_count):
            level, guidance = rnd.choice(("", "gentle", "strong")), rnd.choice(("", "brief", "names"))
            session, note = rnd.choice(SESSIONS), rnd.choice(("", "short"))
            table.writerow((f"Person {number}", session, "silent", level, guidance, note))


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a batch by name, each as its hash, and the lines of its manifest."""

    hashes: dict[str, str]
    manifest: list[dict[str, str]]


def read_files(place: str, names: list[str]) -> Files:
    """Return the files of a finished batch. Raise AssertionError if there are others, or one is missing."""
    destination = open_destination(place)
    assert sorted(destination.names("")) == sorted([*names, *MANIFEST_NAMES]), place
    hashes = {name: hash_of(destination, name) for name in names}
    manifest = (destination.read(MANIFEST_NAMES[0]) or b"").decode("utf-8-sig")
    return Files(hashes, list(csv.DictReader(io.StringIO(manifest))))


def hash_of(destination: Destination, name: str) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(destination.read(name) or b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Trial:
    """A table, and what a batch made of it that nothing disturbed."""

    folder: Path
    table: Path
    whole: Files

    @property
    def names(self) -> list[str]:
        """Names of the files."""
        return list(self.whole.hashes)

    def command(self, place: str, *options: str) -> tuple[str, ...]:
        """Return the command that makes the batch at a place."""
        return *PROGRAM, "batch", str(self.table), "--out", place, *options

    def check(self, place: str) -> None:
        """Raise AssertionError unless a place has each file once, with the bytes of the undisturbed batch."""
        assert read_files(place, self.names) == self.whole, place


def undisturbed(folder: Path, row_count: int) -> Trial:
    """Return a trial whose batch was made in this process's environment, by one process."""
    table = folder / "people.csv"
    write_table(table, row_count)
    place = folder / "undisturbed"
    command = (*PROGRAM, "batch", str(table), "--out", str(place), "--workers", "1")
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    names = sorted(path.name for path in place.glob("*.mp3"))
    assert len(names) == row_count
    return Trial(folder, table, read_files(str(place), names))


def kill_batch(trial: Trial, count: int, rnd: random.Random) -> None:
    """Kill a batch, with its workers, at random moments of its run; then let the same command complete it."""
    started = time.monotonic()
    subprocess.run(trial.command(str(trial.folder / "timed")), check=True, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - started
    for number in range(count):
        place = str(trial.folder / f"killed-{number}")
        batch = subprocess.Popen(trial.command(place), stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(rnd.random() * seconds)
        batch.kill()
        batch.wait()
        destination = open_destination(place)
        for name in destination.names(""):
            if name in trial.whole.hashes:
                assert hash_of(destination, name) == trial.whole.hashes[name], f"{place}/{name} is torn"
        subprocess.run(trial.command(place), check=True, stderr=subprocess.DEVNULL)
        trial.check(place)
        leftovers = [path.name for path in Path(place, WORK_FOLDER).iterdir() if path.suffix != ".jsonl"]
        assert not leftovers, leftovers


def kill_workers(trial: Trial, cluster: Cluster, place: str, count: int, rnd: random.Random) -> int:
    """Kill workers of a cluster while it makes a batch, which must complete; return how many were killed."""
    options = ("--cluster", cluster.address, "--cache", f"s3://{BUCKET}/cache")
    batch = subprocess.Popen(
        trial.command(place, *options), env={**os.environ, **cluster.env}, stderr=subprocess.PIPE
    )
    killed = 0
    while batch.poll() is None and killed < count:
        time.sleep(rnd.random() * 0.8)
        if workers := cluster.workers():
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(rnd.choice(workers).pid, signal.SIGKILL)
            killed += 1
    _, errors = batch.communicate()
    assert batch.returncode == 0, errors.decode()[-2000:]
    trial.check(place)
    return killed


def kill_scheduler(trial: Trial, cluster: Cluster, place: str, env: Mapping[str, str]) -> None:
    """Kill the scheduler while it makes a batch, which must say so; a second call must complete it."""
    options = ("--cluster", cluster.address, "--cache", f"s3://{BUCKET}/cache")
    command = trial.command(place, *options)
    batch = subprocess.Popen(command, env={**os.environ, **env}, stderr=subprocess.PIPE)
    destination = open_destination(place)
    deadline = time.monotonic() + 120
    while not set(destination.names("")) & set(trial.names):
        assert time.monotonic() < deadline, "no file in two minutes"
        time.sleep(0.05)
    cluster.scheduler.kill()
    cluster.scheduler.wait()
    _, errors = batch.communicate(timeout=120)
    message = errors.decode()
    assert batch.returncode == 1, (batch.returncode, message[-2000:])
    assert "scheduler" in message, message[-2000:]
    assert "Traceback" not in message, message[-2000:]
    cluster.stop()
    cluster.start_scheduler()
    cluster.start_workers()
    subprocess.run(command, env={**os.environ, **env}, check=True, stderr=subprocess.DEVNULL)
    trial.check(place)


def main() -> None:
    """Run all, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=100, help="kills of the batch itself")
    parser.add_argument("--workers", type=int, default=20, help="kills of workers of a cluster")
    parser.add_argument("--rows", type=int, default=60)
    arguments = parser.parse_args()
    rnd = random.Random(21)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trial = undisturbed(folder, arguments.rows)
        kill_batch(trial, arguments.batches, rnd)
        print(
            f"{arguments.batches} batches killed: each file whole, the second call completes it", flush=True
        )
        killed = kill_cluster(trial, arguments.workers, rnd) if arguments.workers else 0
    figures = f"{arguments.batches} batches, {killed} workers and {min(killed, 1)} schedulers killed"
    print(f"{figures}: no file torn, no row lost, none twice")


def kill_cluster(trial: Trial, count: int, rnd: random.Random) -> int:
    """Kill workers of a cluster that writes to an object store, then its scheduler; return how many workers."""
    with open_s3(trial.folder, BUCKET) as env:
        os.environ.update(env)
        with open_cluster(trial.folder, 4, env) as cluster:
            killed = rounds = 0
            while killed < count:
                place = f"s3://{BUCKET}/workers-{rounds}"
                killed += kill_workers(trial, cluster, place, count - killed, rnd)
                rounds += 1
            print(f"{killed} workers killed in {rounds} batches: no row lost, none twice", flush=True)
            kill_scheduler(trial, cluster, f"s3://{BUCKET}/scheduler", env)
            print("1 scheduler killed: the second call completes the batch", flush=True)
    return killed


if __name__ == "__main__":
    main()
