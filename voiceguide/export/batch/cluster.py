"""Executor of a batch on a Dask cluster. The only module that imports distributed."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from voiceguide.errors import RequestError, VoiceguideError
from voiceguide.export.batch.execution import MAX_ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from distributed import Client

    from voiceguide.export.batch.execution import Task

_Result = TypeVar("_Result")

_CONNECT_SECONDS = 5
_WORKER_SECONDS = 30
_TASKS_PER_WORKER = 4
"""Tasks that the scheduler has for each worker, so that none waits."""


class ClusterExecutor:
    """Executor whose tasks run on the workers of a Dask cluster. A task whose worker ends runs on another one."""

    def __init__(self, client: Client) -> None:
        """Use a client that is connected."""
        self._client = client

    @property
    def worker_count(self) -> int:
        """Number of tasks that the workers now run at once, at least one."""
        return max(sum(map(int, self._client.nthreads().values())), 1)

    def run_all(self, tasks: Iterable[Task[_Result]]) -> Iterator[_Result]:
        """Yield the result of each task as soon as it is there.

        Raise the error of one that fails, and VoiceguideError if its workers end too often or the scheduler is gone.
        """
        from distributed import as_completed
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker

        queue = iter(tasks)
        completed = as_completed(loop=self._client.loop)
        try:
            self._submit(completed, queue, self.worker_count * _TASKS_PER_WORKER)
            for future in completed:
                result = future.result()
                future.release()
                self._submit(completed, queue, 1)
                yield result
        except KilledWorker as error:
            raise VoiceguideError(
                "Several workers ended with the same task, perhaps for want of memory. What is done is kept: "
                "run the same command again."
            ) from error
        except (OSError, FutureCancelledError, TimeoutError, ValueError) as error:
            raise VoiceguideError(
                "The scheduler of the cluster does not answer any more. What is done is kept: "
                "run the same command again when there is one."
            ) from error

    def _submit(self, completed: object, queue: Iterator[Task[_Result]], count: int) -> None:
        for _ in range(count):
            if (task := next(queue, None)) is None:
                return
            completed.add(self._client.submit(_run, task, pure=False, retries=MAX_ATTEMPTS))  # type: ignore[attr-defined]


def _run(task: Task[_Result]) -> _Result:
    return task.run()


def _silence_library() -> None:
    """Keep the library's log, which has tracebacks, off standard error: errors are reported by their messages."""
    for name in tuple(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextmanager
def open_cluster(address: str) -> Iterator[ClusterExecutor]:
    """Yield the executor of the cluster whose scheduler has this address, such as “tcp://10.0.0.5:8786”.

    Raise RequestError if distributed is not installed, or no scheduler or no worker answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise RequestError(
            "A cluster needs the package distributed: pip install 'voiceguide[cluster]'."
        ) from None
    _silence_library()
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        client.wait_for_workers(1, timeout=_WORKER_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise RequestError(
            f"No scheduler with workers answers at {address} ({error}). Start them: “dask scheduler”, and "
            "“dask worker” with the scheduler's address."
        ) from error
    try:
        yield ClusterExecutor(client)
    finally:
        client.close(timeout=_CONNECT_SECONDS)
