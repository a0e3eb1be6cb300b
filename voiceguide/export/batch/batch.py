"""Make the files of a batch: a table of people → checked jobs, clips, files and a manifest.

First every row is checked with the clips that it needs, each made once; nothing is written before all rows are right.
Then the files are written by several workers. What is done is in a journal, so that the next call continues.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from voiceguide.errors import RequestError, ScriptError
from voiceguide.export.batch.destination import open_destination
from voiceguide.export.batch.jobs import order_jobs
from voiceguide.export.batch.journal import Journal
from voiceguide.export.batch.manifest import MANIFEST_NAMES, ManifestEntry, manifest_csv, manifest_json
from voiceguide.export.batch.orders import PROGRAMME, SESSION
from voiceguide.export.batch.table import MAX_PROBLEMS
from voiceguide.export.batch.tasks import CheckTask, ClipTask, WriteTask
from voiceguide.plan.options import OPTIONS_BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from voiceguide.errors import Location
    from voiceguide.export.batch.destination import Destination
    from voiceguide.export.batch.execution import Executor
    from voiceguide.export.batch.jobs import Job, Workplace
    from voiceguide.export.batch.journal import DoneFile
    from voiceguide.export.batch.maker import CheckedJob
    from voiceguide.export.batch.orders import Order
    from voiceguide.export.batch.table import Table
    from voiceguide.score.items import Sound

_Item = TypeVar("_Item")

BatchProgress = Callable[[str, int, int], None]
"""Called with a phase (“check”, “speak” or “write”), the parts done and the parts in all."""

_MARKED_SUFFIX = ".mp3"
"""Suffix of the files that have a mark by which they are known as ours."""

_FIRST_WAVE = 64
"""Jobs of the first wave of checks. Each further wave is eight times as large, since fewer sounds are missing."""

_WAVE_GROWTH = 8
_JOBS_PER_CHECK = 16
_JOBS_PER_WRITE = 4
_SOUNDS_PER_TASK = 8


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Files that a batch made, or would make.

    file_count     files, those that were there already included
    written_count  files that were written now
    length, size   samples and bytes of all files together
    is_estimate    True if some cues were not spoken yet, so that `size` is estimated
    notes          sentences on what had to give, each with its line of the table
    """

    file_count: int
    written_count: int
    length: int
    size: int
    is_estimate: bool
    notes: tuple[str, ...] = field(repr=False)


def ignore_batch_progress(_phase: str, _done: int, _total: int) -> None:
    """Report nothing: the default BatchProgress."""


@dataclass(slots=True)
class Batch:
    """Jobs of a table, the workers that do them, and the results of the checks by the index of the job."""

    table: Table
    jobs: Sequence[Job]
    workplace: Workplace
    executor: Executor
    on_progress: BatchProgress = ignore_batch_progress
    checked: dict[int, CheckedJob] = field(default_factory=dict)

    def estimate(self) -> BatchResult:
        """Return what would be made, without speaking or writing. Raise ScriptError with the problems of rows."""
        unspoken = self._check(range(len(self.jobs)))
        self._check(unspoken, with_estimates=True)
        self._raise_problems()
        return self._result(0, is_estimate=bool(unspoken))

    def run(self, *, verify: bool = False, force: bool = False) -> BatchResult:
        """Make the files that are not there yet, and the manifest.

        A file is there if the journal has it with what determines its bytes, and it has its size; with `verify` also
        its hash. A file that voiceguide did not make is replaced only with `force`. Raise ScriptError with the
        problems of rows, before anything is written, and VoiceguideError on failure, after which the same call goes on.
        """
        self._check_all()
        destination = open_destination(self.workplace.destination)
        journal = Journal.read(destination)
        todo = [
            index
            for index in range(len(self.jobs))
            if not self._is_done(index, journal, destination, verify=verify)
        ]
        if not force:
            self._refuse_foreign(todo, journal, destination)
        journal.begin()
        try:
            for count, done in enumerate(self._write(todo), start=1):
                journal.add(done)
                self.on_progress("write", count, len(todo))
        finally:
            journal.write()
        journal.compact()
        self._write_manifest(journal, destination)
        return self._result(len(todo), is_estimate=False)

    def _check_all(self) -> None:
        """Check each job, after making the clips that it lacks. Raise ScriptError with the problems of rows."""
        start, wave = 0, _FIRST_WAVE
        while start < len(self.jobs):
            todo: Sequence[int] = range(start, min(start + wave, len(self.jobs)))
            while todo := self._check(todo):
                self._make_clips(todo)
            start, wave = start + wave, wave * _WAVE_GROWTH
        self._raise_problems()

    def _check(self, indexes: Sequence[int], *, with_estimates: bool = False) -> list[int]:
        """Add the checks of jobs, and return the indexes of those whose sounds are missing."""
        tasks = (
            CheckTask(self.workplace, tuple((index, self.jobs[index]) for index in group), with_estimates)
            for group in _groups(indexes, _JOBS_PER_CHECK)
        )
        missing = []
        for results in self.executor.run_all(tasks):
            for index, result in results:
                self.checked[index] = result
                if result.missing:
                    missing.append(index)
            self.on_progress("check", len(self.checked) - len(missing), len(self.jobs))
        return sorted(missing)

    def _make_clips(self, indexes: Sequence[int]) -> None:
        """Make the missing clips of jobs, each once. Raise VoiceguideError if a voice fails."""
        sounds_by_voice: dict[object, dict[Sound, None]] = {}
        jobs_by_voice: dict[object, Job] = {}
        for index in indexes:
            result = self.checked[index]
            jobs_by_voice.setdefault(result.voice, self.jobs[index])
            sounds_by_voice.setdefault(result.voice, {}).update(dict.fromkeys(result.missing))
        tasks = [
            ClipTask(self.workplace, jobs_by_voice[voice], group)
            for voice, sounds in sounds_by_voice.items()
            for group in _groups(tuple(sounds), _SOUNDS_PER_TASK)
        ]
        done, total = 0, sum(map(len, sounds_by_voice.values()))
        for count in self.executor.run_all(tasks):
            done += count
            self.on_progress("speak", done, total)

    def _write(self, indexes: Sequence[int]) -> Iterator[DoneFile]:
        tasks = (
            WriteTask(
                self.workplace, tuple((self.jobs[index], self.checked[index].signature) for index in group)
            )
            for group in _groups(indexes, _JOBS_PER_WRITE)
        )
        for files in self.executor.run_all(tasks):
            yield from files

    def _is_done(self, index: int, journal: Journal, destination: Destination, *, verify: bool) -> bool:
        name = self.jobs[index].file
        done = journal.done.get(name)
        if not done or done.signature != self.checked[index].signature or destination.size(name) != done.size:
            return False
        return not verify or hashlib.sha256(destination.read(name) or b"").hexdigest() == done.sha256

    def _refuse_foreign(self, indexes: Sequence[int], journal: Journal, destination: Destination) -> None:
        names = [self.jobs[index].file for index in indexes]
        if journal.exists:  # then the pages, which have no mark, are ours
            names = [name for name in names if name.endswith(_MARKED_SUFFIX)]
        for name in (*names, *(() if journal.exists else MANIFEST_NAMES)):
            if name not in journal.done and not destination.is_replaceable(name):
                raise RequestError(
                    f"{self.workplace.destination}/{name} is there already, and nothing in it says that voiceguide "
                    "made it. Choose another place with --out, or replace it with --force."
                )

    def _raise_problems(self) -> None:
        """Raise ScriptError with the problem of each row that has one, at its name."""
        problems = {
            self._fault_location(self.jobs[index].order).problem(result.error): None
            for index, result in sorted(self.checked.items())
            if result.error
        }
        if problems:
            raise ScriptError(list(problems)[:MAX_PROBLEMS])

    def _fault_location(self, order: Order) -> Location:
        """Return the place of the cell that a check refuses: that of the length, else that of the script."""
        chosen = [name for name, _ in order.texts if OPTIONS_BY_NAME[name].field == "length"]
        column = next(iter(chosen), SESSION if order.start is None else PROGRAMME)
        row = next(row for row in self.table.rows if row.line == order.line)
        return self.table.location(row, column)

    def _write_manifest(self, journal: Journal, destination: Destination) -> None:
        csv_name, json_name = MANIFEST_NAMES
        destination.write(csv_name, manifest_csv(self._entries(journal)))
        destination.write(json_name, manifest_json(self._entries(journal)))

    def _entries(self, journal: Journal) -> Iterator[ManifestEntry]:
        for index, job in enumerate(self.jobs):
            done, result, order = journal.done[job.file], self.checked[index], job.order
            yield ManifestEntry(
                *(job.file, order.name, order.script, order.choices_text),
                *(result.length, done.size, done.sha256, result.notes),
            )

    def _result(self, written_count: int, *, is_estimate: bool) -> BatchResult:
        results = self.checked.values()
        notes: dict[str, None] = {}
        for index, result in sorted(self.checked.items()):
            order = self.jobs[index].order
            notes.update(dict.fromkeys(f"{self.table.file}:{order.line}: {note}" for note in result.notes))
        return BatchResult(
            file_count=len(self.jobs),
            written_count=written_count,
            length=sum(result.length for result in results),
            size=sum(result.size for result in results),
            is_estimate=is_estimate,
            notes=tuple(notes),
        )


def plan_jobs(orders: Iterable[Order], workplace: Workplace) -> tuple[Job, ...]:
    """Return the jobs of all orders. Raise RequestError for a script that cannot be read."""
    return tuple(job for order in orders for job in order_jobs(order, workplace.scripts_path))


def _groups(items: Sequence[_Item], size: int) -> Iterator[tuple[_Item, ...]]:
    return (tuple(items[start : start + size]) for start in range(0, len(items), size))
