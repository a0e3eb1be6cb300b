"""Work done by several threads at once, its results in the order in which it was asked for."""

from __future__ import annotations

import os
import threading
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from voiceguide.errors import AskedError, VoiceguideError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

_Order = TypeVar("_Order")
_Result = TypeVar("_Result")

_GLANCE = 0.2
"""Seconds between two looks at who is at work: on Windows nothing interrupts a longer wait."""


_PATIENCE = 1.0
"""Seconds in which those at work may notice that they are stopped, all together."""


def usual() -> int:
    """How many work at once: $VOICEGUIDE_WORKERS, else one for each CPU that we may use.

    Raises AskedError.
    """
    asked = os.environ.get("VOICEGUIDE_WORKERS", "")
    if not asked:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not (asked.isascii() and asked.isdecimal() and int(asked)):
        raise AskedError(f"VOICEGUIDE_WORKERS is “{asked}”: it must be a whole number from 1.")
    return int(asked)


def ahead(work: Callable[[], None]) -> None:
    """Begins what will be wanted soon. Whoever wants it waits for it then, and is told if it fails."""

    def begin() -> None:
        with suppress(VoiceguideError):
            work()

    threading.Thread(target=begin, name="ahead", daemon=True).start()


def each(
    work: Callable[[_Order], _Result],
    orders: Iterable[_Order],
    workers: int,
    stop: Callable[[], None],
) -> Generator[_Result, None, None]:
    """What `work` makes of each order, in their order, while others are at work on the next ones.

    Raises what `work` raises, for the first order that fails. When that happens, or whoever asked closes
    this iterator or is interrupted, nothing more is begun, `stop` is called to cut short what is under way,
    and no thread is left, but for one that heeds nothing: it is not waited for, and goes with the program.
    """
    from concurrent.futures import Future, wait

    begun: deque[tuple[Future[_Result], _Order]] = deque((Future(), order) for order in orders)
    results = deque(future for future, _ in begun)

    def serve() -> None:
        while begun:
            try:
                future, order = begun.popleft()
            except IndexError:  # another one took it
                return
            try:
                future.set_result(work(order))
            except BaseException as error:  # noqa: BLE001 - raised again where it is asked for
                future.set_exception(error)

    # Not a ThreadPoolExecutor, which no program can leave before all its threads are done.
    threads = [
        threading.Thread(target=serve, name="crew", daemon=True) for _ in range(min(workers, len(begun)))
    ]
    for thread in threads:
        thread.start()
    try:
        while results:
            future = results.popleft()
            while not wait((future,), _GLANCE).done:
                pass
            yield future.result()
    except BaseException:
        begun.clear()
        stop()
        raise
    finally:
        for thread in threads:
            thread.join(_PATIENCE / len(threads))
