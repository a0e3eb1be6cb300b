"""Open the executor that a batch asks for: this process, worker processes of this computer, or a Dask cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from voiceguide.export.batch.execution import InlineExecutor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.export.batch.execution import Executor


@contextmanager
def open_executor(worker_count: int, cluster: str = "") -> Iterator[Executor]:
    """Yield the executor for a number of workers, or that of the Dask cluster with this address; close it after.

    Raise RequestError if no scheduler answers at the address.
    """
    if cluster:
        from voiceguide.export.batch.cluster import open_cluster

        with open_cluster(cluster) as executor:
            yield executor
    elif worker_count == 1:
        yield InlineExecutor()
    else:
        from voiceguide.export.batch.processes import ProcessExecutor

        processes = ProcessExecutor(worker_count)
        try:
            yield processes
        except BaseException:
            processes.close(interrupted=True)
            raise
        processes.close()
