"""Work done by several threads at once, its results in the order in which it was asked for."""

from __future__ import annotations

import os
import threading
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from voiceguide.errors import RequestError, VoiceguideError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

_POLL_SECONDS = 0.2
"""Seconds between two looks at who is at work: on Windows nothing interrupts a longer wait."""


_JOIN_SECONDS = 1.0
"""Seconds in which those at work may notice that they are stopped, all together."""


def default_worker_count() -> int:
    """How many work at once: $VOICEGUIDE_WORKERS, else one for each CPU that we may use.

    Raises AskedError.
    """
    text = os.environ.get("VOICEGUIDE_WORKERS", "")
    if not text:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise RequestError(f"VOICEGUIDE_WORKERS is “{text}”: it must be a whole number from 1.")
    return int(text)


def start_in_background(work: Callable[[], None]) -> None:
    """Begins what will be wanted soon. Whoever wants it waits for it then, and is told if it fails."""

    def run() -> None:
        with suppress(VoiceguideError):
            work()

    threading.Thread(target=run, name="ahead", daemon=True).start()


def map_in_order(
    work: Callable[[_Task], _Result],
    tasks: Iterable[_Task],
    worker_count: int,
    cancel: Callable[[], None],
) -> Generator[_Result, None, None]:
    """What `work` makes of each order, in their order, while others are at work on the next ones.

    Raises what `work` raises, for the first order that fails. When that happens, or whoever asked closes
    this iterator or is interrupted, nothing more is begun, `stop` is called to cut short what is under way,
    and no thread is left, but for one that heeds nothing: it is not waited for, and goes with the program.
    """
    from concurrent.futures import Future, wait

    pending: deque[tuple[Future[_Result], _Task]] = deque((Future(), task) for task in tasks)
    futures = deque(future for future, _ in pending)

    def run_tasks() -> None:
        while pending:
            try:
                future, task = pending.popleft()
            except IndexError:  # another one took it
                return
            try:
                future.set_result(work(task))
            except BaseException as error:  # noqa: BLE001 - raised again where it is asked for
                future.set_exception(error)

    # Not a ThreadPoolExecutor, which no program can leave before all its threads are done.
    threads = [
        threading.Thread(target=run_tasks, name="crew", daemon=True)
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
        for thread in threads:
            thread.join(_JOIN_SECONDS / len(threads))
