"""Work done by several threads at once, its results in the order in which it was asked for."""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING, TypeVar

from voiceguide.errors import AskedError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

_Order = TypeVar("_Order")
_Result = TypeVar("_Result")

_GLANCE = 0.2
"""Seconds between two looks at who is at work: on Windows nothing interrupts a longer wait."""


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


def each(
    work: Callable[[_Order], _Result],
    orders: Iterable[_Order],
    workers: int,
    stop: Callable[[], None],
) -> Generator[_Result, None, None]:
    """What `work` makes of each order, in their order, while others are at work on the next ones.

    Raises what `work` raises, for the first order that fails. When that happens, or whoever asked closes
    this iterator or is interrupted, nothing more is begun, `stop` is called to cut short what is under way,
    and no thread is left.
    """
    from concurrent.futures import ThreadPoolExecutor, wait  # noqa: PLC0415 - only where work is to be done

    pool = ThreadPoolExecutor(workers)
    try:
        begun = deque(pool.submit(work, order) for order in orders)
        while begun:
            future = begun.popleft()
            while not wait((future,), _GLANCE).done:
                pass
            yield future.result()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        stop()
        raise
    finally:
        pool.shutdown()
