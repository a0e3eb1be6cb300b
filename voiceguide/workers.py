"""Ordered map over threads, and work started in the background."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from voiceguide import paths
from voiceguide.errors import RequestError, VoiceguideError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

_POLL_SECONDS = 0.2
"""Seconds between two checks for a result: on Windows nothing interrupts a longer wait."""

_JOIN_SECONDS = 0.5
"""Seconds that all threads together have to end after they are cancelled."""

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""Options of mallopt, from glibc's malloc.h."""

_LARGE_BLOCK_BYTES = 1 << 22
"""Size above which a block is returned when it is freed. That takes time: 10 % of a render with 1 << 20."""


def default_worker_count() -> int:
    """Return $VOICEGUIDE_WORKERS, else the number of CPUs that this process may use.

    Raise RequestError if the variable is not a whole number from 1.
    """
    cpu_count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    count = paths.whole_number_variable("VOICEGUIDE_WORKERS", cpu_count, "a whole number from 1")
    if not count:
        raise RequestError("VOICEGUIDE_WORKERS is “0”: it must be a whole number from 1.")
    return count


def start_in_background(work: Callable[[], None]) -> None:
    """Start work in a daemon thread; its VoiceguideError is ignored, since the caller that needs it repeats it."""

    def run() -> None:
        with suppress(VoiceguideError):
            work()

    threading.Thread(target=run, name="background", daemon=True).start()


def map_in_order(
    work: Callable[[_Task], _Result],
    tasks: Iterable[_Task],
    worker_count: int,
    cancel: Callable[[], None],
) -> Generator[_Result, None, None]:
    """Yield work(task) for each task, in order, while threads work on the next ones.

    Raise the exception of the first task that fails. After that, or when the caller closes the iterator or is
    interrupted, no further task starts, `cancel` is called to end the running ones, and all threads end. One
    that does not end within _JOIN_SECONDS is abandoned; it is a daemon, so it ends with the program.
    """
    from concurrent.futures import Future, wait

    pending: deque[tuple[Future[_Result], _Task]] = deque((Future(), task) for task in tasks)
    futures = deque(future for future, _ in pending)

    def run_tasks() -> None:
        while pending:
            try:
                future, task = pending.popleft()
            except IndexError:  # another thread took the last task
                return
            try:
                future.set_result(work(task))
            except BaseException as error:  # noqa: BLE001 - raised again by future.result()
                future.set_exception(error)

    _share_memory()
    # Not a ThreadPoolExecutor: the interpreter waits for its threads at exit, also for one that hangs.
    threads = [
        threading.Thread(target=run_tasks, name="worker", daemon=True)
        for _ in range(min(worker_count, len(pending)))
    ]
    for thread in threads:
        thread.start()
    try:
        while futures:
            future = futures.popleft()
            while not wait((future,), _POLL_SECONDS).done:
                pass
            yield future.result()
    except BaseException:
        pending.clear()
        cancel()
        raise
    finally:
        deadline = time.monotonic() + _JOIN_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))


def _share_memory() -> None:
    """Have the C library, if it is GNU's, share memory among threads, and return large blocks when they are freed.

    It would keep them for each thread: 274 MB for a quarter of an hour of new speech, not 223.
    """
    import ctypes

    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if set_option:
        set_option(_M_ARENA_MAX, 1)
        set_option(_M_MMAP_THRESHOLD, _LARGE_BLOCK_BYTES)
