"""Executor of a batch with worker processes of this computer."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeVar

from voiceguide.errors import VoiceguideError
from voiceguide.export.batch.execution import MAX_ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from voiceguide.export.batch.execution import Task

_Result = TypeVar("_Result")

_TASKS_PER_WORKER = 3
"""Tasks that are sent ahead for each worker, so that none waits."""


class ProcessExecutor:
    """Executor with worker processes. One that ends is replaced, and its tasks run again."""

    def __init__(self, worker_count: int) -> None:
        """Start no process before the first task."""
        self.worker_count = worker_count
        self._pool = self._open_pool()

    def run_all(self, tasks: Iterable[Task[_Result]]) -> Iterator[_Result]:
        """Yield the result of each task as soon as it is there. Raise the error of one that fails."""
        queue = iter(tasks)
        running: dict[Future[_Result], tuple[Task[_Result], int]] = {}
        retries: list[tuple[Task[_Result], int]] = []
        while True:
            while len(running) < _TASKS_PER_WORKER * self.worker_count:
                if retries:
                    task, attempt = retries.pop()
                elif (new_task := next(queue, None)) is not None:
                    task, attempt = new_task, 1
                else:
                    break
                try:
                    running[self._pool.submit(_run, task)] = task, attempt
                except BrokenProcessPool:  # noticed here, before any future was
                    retries.append((task, attempt))
                    retries += self._restart(running)
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            results = []
            for future in done:
                try:
                    results.append(future.result())
                except BrokenProcessPool:
                    continue
                del running[future]
            yield from results
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done if future in running):
                retries += self._restart(running)

    def close(self, *, interrupted: bool = False) -> None:
        """End the workers, at once if the batch was interrupted."""
        if interrupted:
            for process in tuple((self._pool._processes or {}).values()):  # noqa: SLF001 - there is no public way
                process.terminate()
        self._pool.shutdown(wait=not interrupted, cancel_futures=True)

    def _restart(
        self, running: dict[Future[_Result], tuple[Task[_Result], int]]
    ) -> list[tuple[Task[_Result], int]]:
        """Return the tasks of workers that ended, after starting others. Raise VoiceguideError after too many."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._open_pool()
        tasks = [(task, attempt + 1) for task, attempt in running.values()]
        running.clear()
        if any(attempt > MAX_ATTEMPTS for _, attempt in tasks):
            raise VoiceguideError(
                f"A worker ended {MAX_ATTEMPTS} times, perhaps for want of memory. What is done is kept: "
                "run the same command again, with fewer --workers."
            )
        return tasks

    def _open_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.worker_count, multiprocessing.get_context("spawn"), initializer=_start_worker
        )


def _run(task: Task[_Result]) -> _Result:
    return task.run()


def _start_worker() -> None:
    """Leave stop signals to the parent, and end when it ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=end_with_parent, name="end with parent", daemon=True).start()
